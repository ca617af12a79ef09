"""The picture: never fails, stays small, tells states apart without their colours."""

import io
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chart.charts import Charts
from bot.chart.draw import draw, draw_both
from bot.chart.look import WIDTH
from bot.chart.plan import plan
from bot.chart.shape import Bar, Chart, Mark, Tick
from bot.compose.entries import entries, promises_of
from bot.compose.standing import State
from bot.workers import WorkerError
from bot.workers import inline as run_inline
from tests.fakes_stories import catalogue
from tests.fakes_told import TODAY, xiaomi
from tests.strategies import WORDS

BYTES_MAX = 400_000
HEIGHT_MAX = 2600


def chart(*marks: Mark, **more: object) -> Chart:
    values: dict[str, object] = {
        "title": "Xiaomi",
        "subtitle": "",
        "marks": marks,
        "first": date(2024, 1, 1),
        "last": date(2024, 12, 31),
        "ticks": (),
        "today": None,
        "today_text": "today",
        "legend": (),
        "bars": (),
        "bars_title": "",
        "nothing": "nothing",
        "alt": "alt",
        **more,
    }
    return Chart(**values)  # type: ignore[arg-type]


def mark(state: State, *, days: int = 0, label: str = "", when: str = "") -> Mark:
    start = date(2024, 6, 1)
    return Mark(label=label, when=when, state=state, start=start, end=start + timedelta(days=days))


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def full() -> Chart:
    told = tuple(xiaomi())
    company = catalogue().companies["xiaomi"]
    return plan(company, entries(told), promises_of(told, TODAY), today=TODAY, language="zh")


def test_a_whole_chart_is_a_small_png_of_the_width_of_three_phones() -> None:
    for data in draw_both(full()):
        assert data.startswith(b"\x89PNG")
        assert len(data) < 150_000
        assert seen(data).width == WIDTH


def test_the_same_chart_is_the_same_picture() -> None:
    assert draw(full()) == draw(full())


def test_the_dark_one_has_a_dark_ground() -> None:
    light, dark = (seen(data).getpixel((2, 2)) for data in draw_both(full()))

    assert sum(light) > 700  # type: ignore[arg-type]
    assert sum(dark) < 120  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [0, 90], ids=["a day", "days"])
def test_states_differ_in_shape_and_not_in_colour_alone(days: int) -> None:
    shapes = set()
    for state in State:
        image = seen(draw(chart(mark(state, days=days)))).convert("L")
        # What is ink and what is paper: the same for every colour of ink.
        shapes.add(image.point(lambda value: 255 * (value < 200)).tobytes())

    assert len(shapes) == len(State)


def test_days_are_a_bar_as_long_as_they_are() -> None:
    def inked(days: int) -> int:
        image = seen(draw(chart(mark(State.DONE, days=days), title=""))).convert("L")
        return sum(value < 200 for value in image.tobytes())

    assert inked(180) > 1.8 * inked(90) > 1.8 * inked(30)


def test_chinese_is_drawn_in_letters_and_not_in_boxes() -> None:
    one, other = (draw(chart(mark(State.DONE, label=label))) for label in ("审批获批", "交付召回"))

    assert one != other


def test_without_any_font_for_chinese_there_is_a_picture_all_the_same(tmp_path: Path) -> None:
    found, missing = draw(full()), draw(full(), letters=(tmp_path / "none.ttc",))

    assert seen(missing).size == seen(found).size
    assert missing != found


_DAYS = st.dates() | st.dates(date(2024, 1, 1), date(2024, 12, 31))


@st.composite
def charts(build: st.DrawFn) -> Chart:
    def mark_() -> Mark:
        days = sorted((build(_DAYS), build(_DAYS)))
        return Mark(
            label=build(WORDS),
            when=build(WORDS),
            state=build(st.sampled_from(State)),
            start=days[0],
            end=days[1],
            moved_from=build(st.none() | _DAYS),
        )

    first, today, last = sorted((build(_DAYS), build(_DAYS), build(_DAYS)))
    return chart(
        *(mark_() for _ in range(build(st.integers(0, 12)))),
        title=build(WORDS),
        subtitle=build(WORDS),
        first=first,
        last=last,
        today=build(st.sampled_from([None, today])),
        ticks=tuple(Tick(day=today, text=build(WORDS)) for _ in range(build(st.integers(0, 7)))),
        legend=tuple((state, build(WORDS)) for state in State if build(st.booleans())),
        bars=tuple(
            Bar(
                month=build(WORDS),
                name="",
                value=build(st.none() | st.floats(0, 1e8)),
                text=build(WORDS),
            )
            for _ in range(build(st.integers(0, 12)))
        ),
    )


@given(charts(), st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_chart_is_a_png_of_bounded_size(each: Chart, dark: bool) -> None:  # noqa: FBT001
    data = draw(each, dark=dark)

    image = seen(data)
    assert image.width == WIDTH
    assert image.height <= HEIGHT_MAX
    assert len(data) <= BYTES_MAX


def test_starting_loads_nothing_that_only_a_chart_or_a_file_needs() -> None:
    heavy = ("matplotlib", "feedgen", "icalendar")
    code = f"import bot.cli.service, sys; print([m for m in {heavy} if m in sys.modules])"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert told.stdout.strip() == "[]"


async def test_a_chart_is_drawn_once() -> None:
    drawn: list[Chart] = []

    async def run(function, /, *args, **kwargs):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN002, ANN003, ANN202
        drawn.append(args[0])
        return await run_inline(function, *args, **kwargs)

    kept = Charts(run)

    first = await kept.picture(full(), "xiaomi")
    again = await kept.picture(full(), "xiaomi")
    other = await kept.picture(chart(), "xiaomi")

    assert first == again
    assert first.name == "xiaomi.png"
    assert first.alt == full().alt
    assert first.data != first.dark
    assert other.data != first.data
    assert len(drawn) == 2


async def test_what_cannot_be_drawn_is_told_and_not_kept() -> None:
    async def refuse(function, /, *args, **kwargs):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN002, ANN003, ANN202, ARG001
        raise WorkerError("stopped")

    kept = Charts(refuse)

    with pytest.raises(WorkerError):
        await kept.picture(chart(), "a")
    assert not kept._drawn
