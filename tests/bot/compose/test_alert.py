import re
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.document import Document, Facts, Footer, Links, Quote, Text, Title
from bot.catalogue import load
from bot.compose import alert
from bot.compose.plain import lines, text
from bot.stories.summary import HEADLINE_MAX_CHARS, gist
from storage.records import (
    Certainty,
    Item,
    Kind,
    Milestone,
    Phase,
    Quantity,
    Story,
    Unit,
)
from tests.fakes_words import item, step, story, vehicles, xiaomi_steps

_Part = TypeVar("_Part")
CATALOGUE = load()
GAZETTE = item("a")
WIRE = item("b", source="wire", url="https://wire.example/b")
SOURCES = [(GAZETTE, "EV Gazette"), (WIRE, "The Wire")]


def told(
    story_: Story,
    sources: list[tuple[Item, str]],
    *,
    language: str = "en",
    update: bool = False,
) -> Document:
    return alert(story_, sources, catalogue=CATALOGUE, language=language, update=update)


def xiaomi() -> Story:
    steps = xiaomi_steps(GAZETTE.id)
    return story(steps, [GAZETTE, WIRE], gist=gist(steps, CATALOGUE))


def test_the_story_of_the_mission_reads_at_a_glance() -> None:
    assert lines(told(xiaomi(), SOURCES)) == (
        (
            "Xiaomi: Reportedly registered xiaomiev.com with the MIIT on 2 August 2023 and is said to"
            " have been cleared by the NDRC for EV production"
        ),
        (
            "It reportedly still needs approval from the MIIT. It plans to commit $10 billion"
            " over ten years and begin production in the first half of 2024."
        ),
        "  - Registration · MIIT [done, reported] 2 Aug 2023: xiaomiev.com",
        "  - Approval · NDRC [done, reported]: EV production",
        "  - Approval · MIIT [pending, reported]",
        "  - Investment [planned, official] 2023–2033: $10 bn",
        "  - Production [planned, official] H1 2024",
        "  “the name xiaomiev.com was spotted as registered on August 2” (EV Gazette)",
        "Sources:",
        "  EV Gazette <https://gazette.example/a>",
        "  The Wire <https://wire.example/b>",
        "First told 2023-08-25 12:00 UTC",
    )


def test_it_reads_in_chinese_too() -> None:
    document = told(xiaomi(), SOURCES, language="zh")

    assert "  - 审批 · 国家发改委 [已完成，媒体报道]" in lines(
        document
    )  # "EV production" is English
    assert "  - 投资 [计划中，官方] 2023年至2033年：100亿美元" in lines(document)
    assert lines(document)[0].startswith("小米：据报道")


def test_a_gist_that_only_repeats_the_headline_is_left_out() -> None:
    told_once = story((step(Kind.LAUNCH, subject="SU7", item=GAZETTE.id),), [GAZETTE])

    shown = lines(told(told_once, SOURCES[:1]))

    assert shown[0] == "Xiaomi: Reportedly launched the SU7"
    assert not any("has reportedly launched" in line for line in shown)


@pytest.mark.parametrize("sure", [Certainty.REPORTED, Certainty.OFFICIAL])
def test_the_quote_is_in_the_language_of_the_channel_where_there_is_one(sure: Certainty) -> None:
    both = (
        step(Kind.LAUNCH, subject="SU7", certainty=sure, evidence="小米SU7上市。", item=GAZETTE.id),
        step(Kind.LAUNCH, subject="SU7", evidence="The SU7 went on sale.", item=WIRE.id),
    )
    story_ = story(both, [GAZETTE, WIRE])

    assert part_of(told(story_, SOURCES), Quote).text == "The SU7 went on sale."
    assert part_of(told(story_, SOURCES, language="zh"), Quote).text == "小米SU7上市。"


def test_a_subject_is_said_in_the_language_of_the_channel() -> None:
    plant = story(
        (step(Kind.FACTORY, Phase.PLANNED, subject="匈牙利塞格德", item=GAZETTE.id),), [GAZETTE]
    )

    assert any("Szeged, Hungary" in line for line in lines(told(plant, SOURCES[:1]))[1:])


def test_the_one_line_form_names_the_company() -> None:
    document = told(xiaomi(), SOURCES)

    assert document.plain.startswith("Xiaomi: Reportedly")
    assert document.tone == "alert"


def test_headline_steps_come_first_whatever_the_order_of_the_text() -> None:
    steps = (
        step(Kind.PRODUCTION, Phase.PLANNED, subject="SU7", headline=False, item=GAZETTE.id),
        step(Kind.APPROVAL, agency="NDRC", item=GAZETTE.id),
    )

    rows = _rows(told(story(steps, [GAZETTE]), SOURCES[:1]))

    assert rows == ["Approval · NDRC", "Production"]


def test_a_row_that_says_nothing_is_left_out_unless_it_is_the_only_one() -> None:
    empty = [
        step(kind, item=GAZETTE.id) for kind in (Kind.PARTNERSHIP, Kind.INFRASTRUCTURE, Kind.LAUNCH)
    ]
    approval = step(Kind.APPROVAL, agency="NDRC", item=GAZETTE.id)

    assert _rows(told(story((approval, *empty), [GAZETTE]), SOURCES[:1])) == ["Approval · NDRC"]
    assert _rows(told(story(tuple(empty[:1]), [GAZETTE]), SOURCES[:1])) == ["Partnership"]


def test_the_surest_short_headline_sentence_is_quoted() -> None:
    steps = (
        step(Kind.LAUNCH, certainty=Certainty.RUMOURED, item=GAZETTE.id, evidence="Perhaps."),
        step(
            Kind.DELIVERY, certainty=Certainty.OFFICIAL, item=WIRE.id, evidence="It said so itself."
        ),
        step(
            Kind.FACTORY,
            certainty=Certainty.OFFICIAL,
            headline=False,
            item=WIRE.id,
            evidence="An old one.",
        ),
    )

    document = told(story(steps, [GAZETTE, WIRE]), SOURCES)

    assert part_of(document, Quote) == Quote(
        text="It said so itself.", source="The Wire", href="https://wire.example/b"
    )


def test_a_very_long_sentence_is_cut_between_words() -> None:
    long = step(item=GAZETTE.id, evidence="word " * 200)

    quote = part_of(told(story([long], [GAZETTE]), SOURCES[:1]), Quote)

    assert len(quote.text) <= 320
    assert quote.text.endswith("word…")


def test_one_outlet_is_linked_once_and_one_without_address_is_named() -> None:
    again = item("c")
    radio = item("d", source="radio", url="")
    sources = [*SOURCES, (again, "EV Gazette"), (radio, "Radio")]
    told_by_all = story(xiaomi_steps(GAZETTE.id), [GAZETTE, WIRE, again, radio])

    document = told(told_by_all, sources)

    assert [label for label, _ in part_of(document, Links).items] == ["EV Gazette", "The Wire"]
    assert part_of(document, Footer).text == "Also told by Radio. First told"


def test_a_source_without_a_date_is_told_as_counted_from_first_sight() -> None:
    undated = replace(GAZETTE, published=None)

    def footer_of(sources: list[tuple[Item, str]], language: str) -> str:
        document = told(xiaomi(), sources, language=language)
        return next(part.text for part in document.parts if isinstance(part, Footer))

    assert "first seen" in footer_of([(undated, "EV Gazette")], "en")
    assert "首次见到" in footer_of([(undated, "EV Gazette")], "zh")
    assert "first seen" not in footer_of(SOURCES, "en")


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    bad = item("x", url="javascript:alert(1)")

    document = told(story([step(item=bad.id)], [bad]), [(bad, "Evil")])

    assert not [part for part in document.parts if isinstance(part, Links)]
    assert part_of(document, Quote).href is None


def test_more_steps_than_fit_lead_to_the_timeline() -> None:
    steps = [
        step(when=f"2023-{month:02d}-01", quantity=vehicles(month * 1000), item=GAZETTE.id)
        for month in range(1, 13)
    ]

    document = told(story(steps, [GAZETTE]), SOURCES[:1])

    assert len(_rows(document)) == 8
    assert "4 more steps: /milestones xiaomi" in text(document)


def test_a_story_whose_company_left_the_catalogue_still_reads() -> None:
    document = told(story([step(company="gone", item=GAZETTE.id)], [GAZETTE]), SOURCES[:1])

    assert lines(document)[0].startswith("gone: ")


@given(
    st.lists(
        st.builds(
            step,
            st.sampled_from(Kind),
            st.sampled_from(Phase),
            certainty=st.sampled_from(Certainty),
            headline=st.booleans(),
            company=st.sampled_from(["xiaomi", "byd", "nobody"]),
            subject=st.none() | st.text(max_size=20),
            agency=st.none() | st.sampled_from(["NDRC", "MIIT"]),
            when=st.none() | st.sampled_from(["2023-08-02", "2024-01-01/2024-06-30"]),
            evidence=st.text(max_size=60),
            item=st.just(GAZETTE.id),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["en", "zh"]),
    st.booleans(),
)
def test_no_part_of_an_alert_is_empty(steps: list[object], language: str, update: bool) -> None:  # noqa: FBT001 - drawn
    document = told(
        story(steps, [GAZETTE], gist="g"),  # type: ignore[arg-type] # drawn as objects
        SOURCES[:1],
        language=language,
        update=update,
    )

    assert document.plain.strip()
    for part in document.parts:
        match part:
            case Title(text=words):
                assert words.strip()
            case Text(runs=runs):
                assert any(run.text.strip() for run in runs)
            case Facts(rows=rows):
                assert rows
                assert all(row.label.strip() for row in rows)
            case Links(items=items):
                assert items
            case Quote(text=words):
                assert words.strip()
            case _:
                assert isinstance(part, Footer)


PIECES = st.text(max_size=3) | st.sampled_from(
    [
        *(
            "s",
            "'s",
            "20",
            "2024",
            "1.5",
            "The",
            "of",
            "led by",
            "up to",
            "by 2025",
            "SUV",
            "Tesla",
        ),
        *(
            "Audi",
            "Series B",
            "unit",
            "plant",
            "Ohio",
            "小米",
            "车",
            "款",
            "首",
            "轮",
            "工厂",
            "超过",
        ),
        *("年底前", "、", "“", "\u3000"),
    ]
)
WORDS = st.lists(PIECES, max_size=5).map(" ".join) | st.lists(PIECES, max_size=5).map("".join)


@given(
    steps=st.lists(
        st.builds(
            step,
            st.sampled_from(Kind),
            st.sampled_from(Phase),
            evidence=WORDS,
            subject=st.none() | WORDS,
            agency=st.none() | WORDS,
            headline=st.booleans(),
            when=st.sampled_from([None, "2024-03-01", "2025-01-01/2025-12-31"]),
        ),
        min_size=1,
        max_size=3,
    ),
    language=st.sampled_from(["en", "zh"]),
    words=WORDS,
)
def test_steps_of_any_words_are_told(steps: list[Milestone], language: str, words: str) -> None:
    article = item("a", title=words, text=words)
    told_ = story([replace(m, item=article.id) for m in steps], [article])

    assert lines(told(told_, [(article, "The Wire")], language=language))[0].strip()


@example("s", "")
@given(st.text(max_size=80), st.text(max_size=30))
def test_hostile_words_stay_one_plain_line_each(evidence: str, outlet: str) -> None:
    hostile = step(subject=evidence[:30], evidence=evidence, item=GAZETTE.id)

    document = told(story([hostile], [GAZETTE]), [(GAZETTE, outlet)])

    for line in lines(document):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)


def _rows(document: Document) -> list[str]:
    return [row.label for part in document.parts if isinstance(part, Facts) for row in part.rows]


def part_of(document: Document, kind: type[_Part]) -> _Part:
    return next(part for part in document.parts if isinstance(part, kind))


OPENING = "Xiaomi has all but opened its works at Yizhuang, two people said."


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", f"Xiaomi: “{OPENING}”"),
        ("zh", "小米：工厂项目（据报道，进展待核实）"),
    ],
)
def test_what_is_hardly_sure_to_be_so_far_is_told_in_the_words_of_a_source(
    language: str, line: str
) -> None:
    doubted = replace(step(Kind.FACTORY, item=GAZETTE.id), evidence=OPENING, phase_chance=0.6)

    shown = lines(told(story((doubted,), [GAZETTE]), SOURCES[:1], language=language))

    assert shown[0] == line
    assert sum(OPENING in each for each in shown) == 1
    mark = "read with some doubt" if language == "en" else "解读存疑"
    assert sum(mark in each for each in shown) == 1


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Xiaomi  plant all but ready", "Xiaomi: “Xiaomi plant all but ready”"),
        ("Xiaomi goes shopping", f"Xiaomi: “{OPENING}”"),
        ("Plant all but ready at Yizhuang", f"Xiaomi: “{OPENING}”"),
        ("Is Xiaomi's plant ready at Yizhuang?", f"Xiaomi: “{OPENING}”"),
        ("小米亦庄工厂即将就绪", f"Xiaomi: “{OPENING}”"),
    ],
    ids=["names it", "speaks of nothing", "names nobody", "asks", "of another language"],
)
def test_a_title_that_names_it_tells_what_is_hardly_sure(title: str, line: str) -> None:
    titled = replace(GAZETTE, title=title)
    doubted = replace(step(Kind.FACTORY, item=titled.id), evidence=OPENING, phase_chance=0.6)

    shown = lines(told(story((doubted,), [titled]), [(titled, "EV Gazette")]))

    assert shown[0] == line
    assert sum(OPENING in each for each in shown) == 1  # in the line, or quoted below


def test_a_title_is_told_where_there_is_nothing_to_quote() -> None:
    titled = replace(GAZETTE, title="Xiaomi plant all but ready", text="")
    doubted = replace(step(Kind.FACTORY, item=titled.id), evidence=" ", phase_chance=0.6)

    shown = lines(told(story((doubted,), [titled]), [(titled, "EV Gazette")]))

    assert shown[0] == "Xiaomi: “Xiaomi plant all but ready”"


def test_speech_is_not_quoted_twice() -> None:
    speech = "“We have all but opened it,” Xiaomi said of its works at Yizhuang."
    doubted = replace(step(Kind.FACTORY, item=GAZETTE.id), evidence=speech, phase_chance=0.6)

    assert lines(told(story((doubted,), [GAZETTE]), SOURCES[:1]))[0] == f"Xiaomi: {speech}"


def test_a_long_sentence_is_cut_in_the_line_and_quoted_in_full() -> None:
    long = f"{OPENING.removesuffix('.')}, and then {'they said so again and ' * 5}left."
    doubted = replace(step(Kind.FACTORY, item=GAZETTE.id), evidence=long, phase_chance=0.6)

    shown = lines(told(story((doubted,), [GAZETTE]), SOURCES[:1]))

    assert len(shown[0].removeprefix("Xiaomi: ")) <= HEADLINE_MAX_CHARS
    assert any(long in each for each in shown[1:])


def test_a_row_does_not_say_what_the_line_leaves_open() -> None:
    doubted = replace(step(Kind.FACTORY, item=GAZETTE.id), evidence=OPENING, phase_chance=0.6)

    (row,) = (r for r in lines(told(story((doubted,), [GAZETTE]), SOURCES[:1])) if "[" in r)

    assert "[unclear, reported]" in row


def test_what_is_no_news_and_sure_is_told_in_own_words() -> None:
    sure = replace(step(Kind.FACTORY, item=GAZETTE.id, headline=False), evidence=OPENING)

    assert "“" not in lines(told(story((sure,), [GAZETTE]), SOURCES[:1]))[0]


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.DELAYED])
def test_the_end_of_a_step_keeps_its_row_though_it_has_no_slot(phase: Phase) -> None:
    news = step(Kind.APPROVAL, agency="NDRC", item=GAZETTE.id)
    ended = step(Kind.PARTNERSHIP, phase, item=GAZETTE.id)

    rows = [r for r in lines(told(story((news, ended), [GAZETTE]), SOURCES[:1])) if "[" in r]

    assert sum("Partnership" in row for row in rows) == 1


def test_a_seller_does_not_lead_before_the_buyer() -> None:
    evidence = "BYD bought a 10% stake in the maker of seats from Tesla."
    buyer = step(Kind.INVESTMENT, company="byd", evidence=evidence, item=GAZETTE.id)
    seller = step(Kind.RESTRUCTURING, company="tesla", evidence=evidence, item=GAZETTE.id)

    assert "BYD" in lines(told(story((buyer, seller), [GAZETTE]), SOURCES[:1]))[0]


SWAPS = step(Kind.INFRASTRUCTURE, company="nio", subject="Norway", when="2024-05-06")
COUNTED = replace(SWAPS, subject="Germany")


@pytest.mark.parametrize(
    "other",
    [COUNTED, replace(COUNTED, subject="Norway", phase_chance=0.5)],
)
def test_stations_are_told_beside_those_that_are_counted_elsewhere_or_doubted(
    other: Milestone,
) -> None:
    other = replace(other, quantity=Quantity(value=Decimal(100), unit=Unit.STATIONS))
    both = (replace(SWAPS, item=GAZETTE.id), replace(other, item=GAZETTE.id))

    assert "Norway" in lines(told(story(both, [GAZETTE]), SOURCES[:1]))[0]
