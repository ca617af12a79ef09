"""What is typed behind `/milestones` and cannot be read: which word it is, and what can be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.document import Title
from bot.commands import asked, naming, times
from bot.commands.asked import NOTHING
from bot.commands.errors import WORD_MAX_CHARS, CommandError
from bot.commands.grammar import TEXT_MAX_CHARS
from bot.compose.lookup_words import Look
from bot.compose.plain import text
from storage.records import Kind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_desk import Desk, buttons, told
from tests.fakes_words import step


@pytest.fixture
async def told_of(watching: Desk) -> Desk:
    await told(watching, ("a", 3, [step(Kind.LAUNCH, subject="SU7")]), ("b", 40, [step()]))
    return watching


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("xiaomi since someday", "someday"),
        ("xiaomi until someday", "someday"),
        ("xiaomi since:someday", "someday"),
        ("xiaomi before lunch recalls", "lunch"),
        ("xiaomi after the launch", "launch"),
        ("xiaomi since last blue moon", "last blue moon"),
        ("xiaomi since 2023-13", "2023-13"),
        ("xiaomi since 2023-02-30", "2023-02-30"),
        ("xiaomi since 2023 until foo", "foo"),
        ("ｘｉａｏｍｉ　ｓｉｎｃｅ　ｘｙｚ", "xyz"),
        ("小米 自某天以来", "某天"),
        ("小米 自某天起", "某天"),
        ("小米 自从某天", "某天"),
        ("小米 自从某天起", "某天"),
        ("小米 自从某天以来", "某天"),
        ("小米某天以来的交付", "某天"),
        ("小米 截至某天", "某天"),
        ("小米 某事之后", "某事"),
        ("latest since someday", "someday"),
        ("since someday", "someday"),
        ("xiaomi since 🚗", "🚗"),
    ],
)
async def test_a_time_that_cannot_be_read_is_named_with_those_that_can(
    told_of: Desk, line: str, word: str
) -> None:
    english = await told_of.says(f"/milestones {line}")
    told_of.language = "zh"
    chinese = await told_of.says(f"/milestones {line}")

    assert f"“{word}” is not a time that I can read.\nWrite it as 2023, March 2023" in english
    assert f"无法理解时间“{word}”。\n可写成2023、2023年3月" in chinese


@pytest.mark.parametrize("line", ["before last month", "before last month recalls", "上个月之前"])
async def test_a_time_that_nothing_can_be_before_asks_for_a_day(told_of: Desk, line: str) -> None:
    said = await told_of.says(f"/milestones xiaomi {line}")

    assert "has no day that it ends on: name a day, a month or a year." in said
    assert "not a time" not in said


@pytest.mark.parametrize(
    "form",
    ["2023", "March 2023", "2023-03-31", "Q1 2024", "30d", "last month", "2023年3月", "2024年第一季度", "上个月"],
)  # fmt: skip
def test_the_times_that_are_named_can_be_read(form: str) -> None:
    assert any(form in told for told in Look.TIMES_ARE.value)
    assert times.read(form)


@pytest.mark.parametrize("line", ["xiaomi since", "小米 之前", "xiaomi until", "小米 自"])
async def test_a_time_that_is_missing_is_asked_for(told_of: Desk, line: str) -> None:
    said = await told_of.says(f"/milestones {line}")

    assert "wants a time beside it." in said
    assert "Write it as 2023" in said


@pytest.mark.parametrize("key", ["kind", "phase", "certainty", "since", "until", "model", "page"])
async def test_a_filter_without_a_value_wants_one(told_of: Desk, key: str) -> None:
    assert f"“{key}:” wants a word behind it." in await told_of.says(f"/milestones xiaomi {key}:")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("xiaomi since 2024 until 2023", "/milestones xiaomi since:2023 until:2024"),
        ("xiaomi since:2024 until:2023", "/milestones xiaomi since:2023 until:2024"),
        ("latest since 2024 until 2023", "/milestones latest since:2023 until:2024"),
        ("since 2024 until 2023", "/milestones latest since:2023 until:2024"),
    ],
)
async def test_an_empty_span_says_so_and_offers_the_other_way_round(
    told_of: Desk, line: str, meant: str
) -> None:
    reply = await told_of.ask(f"/milestones {line}")

    assert "“since 2024” begins when “until 2023” is over." in text(reply.document)
    assert buttons(reply)[0].command == meant
    assert "2 steps" in await told_of.says("/milestones xiaomi from 2024 to 2023")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("xiaomi deliverys", "/milestones xiaomi kind:delivery"),
        ("xiaomi recals su7", "/milestones xiaomi kind:recall model:su7"),
        ("xiaomi plannd", "/milestones xiaomi phase:planned"),
        ("xiaomi offical", "/milestones xiaomi certainty:official"),
    ],
)
async def test_a_word_like_a_kind_that_finds_nothing_is_offered_as_one(
    told_of: Desk, line: str, meant: str
) -> None:
    reply = await told_of.ask(f"/milestones {line}")

    assert "fits this filter" in text(reply.document)
    assert meant in {button.command for button in buttons(reply)}


async def test_a_word_that_finds_something_is_not_doubted(told_of: Desk) -> None:
    assert "Did you mean" not in await told_of.says("/milestones xiaomi su7")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("xiaomi nio", "Xiaomi, NIO"),
        ("xiaomi,nio", "Xiaomi, NIO"),
        ("xiaomi、蔚来、比亚迪", "Xiaomi, NIO, BYD"),
        ("xiaomi and nio since someday", "Xiaomi, NIO"),
        ("小米和蔚来", "Xiaomi, NIO"),
    ],
)
async def test_several_companies_are_counted_and_may_be_compared(
    told_of: Desk, line: str, names: str
) -> None:
    said = await told_of.says(f"/milestones {line}")

    assert f"“{names}” names {names.count(',') + 1} companies" in said
    assert "/milestones compare xiaomi, nio" in said


@pytest.mark.parametrize("line", ["since 2023", "deliveries this year", "交付 今年", ", , ,"])
async def test_filters_alone_are_asked_of_all_that_is_watched(told_of: Desk, line: str) -> None:
    assert "Latest of 1 company" in await told_of.says(f"/milestones {line}")


@pytest.mark.parametrize("line", ["nio xpeng since:2023", "nio xpeng since 2023", "nio xpeng foo:"])
async def test_a_comparison_says_what_it_cannot_be_narrowed_by(told_of: Desk, line: str) -> None:
    said = await told_of.says(f"/milestones compare {line}")

    assert ("leave out “since" in said) or "No company “foo:”" in said


async def test_an_unknown_name_without_a_near_one_says_how_to_name_it(told_of: Desk) -> None:
    assert "/evwatch company add makes a new one known" in await told_of.says("/milestones 🚗")
    assert "No company “qqqq” is known" in await told_of.says("/milestones qqqq since someday")


async def test_what_is_long_is_said_again_in_short(told_of: Desk) -> None:
    said = await told_of.says(f"/milestones {'x' * (TEXT_MAX_CHARS - 20)}")

    assert f"No company “{'x' * WORD_MAX_CHARS}…” is known here." in said


@pytest.mark.parametrize("words", [["a"] * (asked.WORDS_MAX + 1), ["交付" * asked.CHARS_MAX]])
def test_more_words_than_anybody_types_are_refused_and_not_looked_at(words: list[str]) -> None:
    with pytest.raises(CommandError, match="too long"):
        asked.loosened(NOTHING, words)
    assert naming.unnamed(["x", *words]).startswith("x")


@pytest.mark.parametrize("words", ["and", "xiaomi and", "an", "am"])
def test_a_word_that_begins_like_a_length_of_time_is_none(words: str) -> None:
    assert times.read(words) is None


@asynccontextmanager
async def _desk(language: str) -> AsyncIterator[Desk]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    desk = Desk(store)
    desk.language = language
    yield desk
    await store.close()


HEADS = (
    "",
    "xiaomi",
    "小米",
    "latest",
    "compare nio",
    "search",
    "ｘｉａｏｍｉ",
    "xiaomi nio",
    "🚗",
    "china",
)
PIECES = st.sampled_from(
    ["since", "until", "before", "自", "以来", "截至", "someday", "2023", "2024-13", "since:", "until:2020",
     "kind:", "kind:x", "phase:done", "page:", "page:0", "model:", "deliverys", "🚗🔋", "　", "：", "＂", "from",
     "to", "between", "and", "nio", "\u200b", "\u202e", "\x00", "\ud800", "#", "<@U1>", "%", "{word}", "的" * 50]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.lists(PIECES | st.text(max_size=20), max_size=9),
    st.sampled_from(["", " ", "　"]),
    st.sampled_from(["en", "zh"]),
)
async def test_no_text_raises_or_is_answered_without_words(
    head: str, words: list[str], gap: str, language: str
) -> None:
    async with _desk(language) as desk:
        reply = await desk.ask(f"/milestones {head} {gap.join(words)}")

    titles = [part.text for part in reply.document.parts if isinstance(part, Title)]
    assert reply.document.tone in {"answer", "warning"}  # an error of ours would be "error"
    assert titles
    assert all(title.strip() for title in titles)
    assert reply.document.plain.strip()
    assert "“”" not in text(reply.document)
