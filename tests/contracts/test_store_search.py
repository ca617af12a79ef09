"""What a store promises of its search: what was kept is found by its words, and nothing else is."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import tokens
from storage.sight import EVERYTHING
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_storage import DAILY, NOW, audit, item, milestone, story, visit

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6)
LATIN = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=2, max_size=9)
NUMBER = st.integers(10, 99_999).map(str)
WORD = HAN | LATIN | NUMBER
MINISTRY = "工信部发布第398批《道路机动车辆生产企业及产品公告》目录，小米YU9在列。"


@asynccontextmanager
async def _store() -> AsyncIterator[Store]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    await store.watchlist.add_source(DAILY, audit=audit())
    yield store
    await store.close()


async def test_two_characters_of_chinese_are_found_wherever_they_stand(watched: Store) -> None:
    await watched.visits.record(visit(item("1", title="目录", text=MINISTRY)))

    for word in (
        "工信",
        "信部",
        "工信部",
        "目录",
        "小米",
        "YU9",
        "yu",
        "398",
        "機動車輛",
        "ＹＵ９",
    ):
        assert len((await watched.search.find(word, EVERYTHING)).hits) == 1, word
    for word in ("部工", "米小", "车小", "999", "u9"):
        assert (await watched.search.find(word, EVERYTHING)).hits == (), word


async def test_all_words_must_stand_in_one_text_and_those_in_quotes_together(
    watched: Store,
) -> None:
    await watched.visits.record(
        visit(
            item("1", title="A", text="A solid state battery is tested."),
            item("2", title="B", text="The state of a solid business."),
        )
    )

    async def titles(question: str) -> set[str]:
        return {hit.title for hit in (await watched.search.find(question, EVERYTHING)).hits}

    assert await titles("solid state") == {"A", "B"}
    assert await titles('"solid state"') == {"A"}
    assert await titles("solid batt") == {"A"}
    assert await titles("solid lithium") == set()


async def test_the_newest_come_first_with_what_they_state(watched: Store) -> None:
    old = item("old", text="NIO swap", published=NOW - timedelta(days=9))
    new = item("new", text="NIO swap", published=NOW)
    await watched.visits.record(visit(new, old, stories=[story(new)]))

    hits = (await watched.search.find("swap", EVERYTHING)).hits

    assert [hit.title for hit in hits] == ["Article new", "Article old"]
    assert [len(hit.steps) for hit in hits] == [1, 0]
    assert hits[0].steps == (milestone(new),)
    assert (hits[0].outlet, hits[0].told) == (DAILY.title or "daily.example", NOW)


async def test_an_edited_text_is_found_by_its_new_words_only(watched: Store) -> None:
    first = item("1", text="The plant opens in May.")
    await watched.visits.record(visit(first))
    await watched.visits.record(visit(replace(first, text="The plant opens in June.")))

    assert (await watched.search.find("May", EVERYTHING)).hits == ()
    assert len((await watched.search.find("June", EVERYTHING)).hits) == 1
    assert await watched.search.count("plant", EVERYTHING, limit=9) == 1


async def test_pages_lie_below_and_above_a_place(watched: Store) -> None:
    told = [item(str(n), text="swap", published=NOW + timedelta(hours=n)) for n in range(5)]
    await watched.visits.record(visit(*told))

    first = await watched.search.find("swap", EVERYTHING, limit=2)
    older = await watched.search.find("swap", EVERYTHING, below=first.hits[-1].number, limit=2)
    back = await watched.search.find("swap", EVERYTHING, above=older.hits[0].number, limit=2)

    assert [hit.title for hit in first.hits] == ["Article 4", "Article 3"]
    assert [hit.title for hit in older.hits] == ["Article 2", "Article 1"]
    assert back.hits == first.hits
    assert (first.more, older.more, back.more) == (True, True, False)


@pytest.mark.parametrize(
    "question",
    [
        '"', "*", "a*", 'x" OR "y', "NEAR(a b)", "words:a", "a AND", "-a", "^a", "'; DROP TABLE items",
        '" OR words MATCH "', "a\x00b", "\ud800中文", "(((", "{a b} : c", "%", "_", "a" * 5000, "中" * 5000,
    ],
)  # fmt: skip
async def test_a_hostile_question_is_only_ever_words(watched: Store, question: str) -> None:
    await watched.visits.record(visit(item("1", text="Nothing that is asked for.")))

    assert (await watched.search.find(question, EVERYTHING)).hits == ()
    assert await watched.search.size(EVERYTHING, limit=9) == 1


@given(st.text(max_size=60))
def test_a_question_is_taken_apart_into_words_of_a_text(text: str) -> None:
    phrases = tokens.asked(text)

    assert len(phrases) <= tokens.WORDS_MAX
    assert all(re.fullmatch(r"[^\W_]+", word) for phrase in phrases for word in phrase)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(WORD, min_size=1, max_size=8), min_size=1, max_size=5), st.data())
async def test_what_was_kept_is_found_by_any_of_its_words(
    texts: list[list[str]], data: st.DataObject
) -> None:
    async with _store() as store:
        kept = [item(str(n), title="", text=" ".join(words)) for n, words in enumerate(texts)]
        await store.visits.record(visit(*kept))
        place = data.draw(st.integers(0, len(texts) - 1))
        asked = data.draw(st.lists(st.sampled_from(texts[place]), min_size=1, max_size=3))

        hits = (await store.search.find(" ".join(asked), EVERYTHING, limit=99)).hits

        assert kept[place].url in {hit.url for hit in hits}
        for hit in hits:  # and none that lacks one of them
            said = tokens.kept(hit.text).split()
            for word in asked:
                wanted = [t for phrase in tokens.asked(word) for t in phrase]
                assert all(any(t.startswith(w) for t in said) for w in wanted)


@settings(max_examples=30, deadline=None)
@given(HAN, st.data())
async def test_any_two_characters_of_a_chinese_text_find_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    async with _store() as store:
        await store.visits.record(visit(item("1", title="", text=text)))

        assert len((await store.search.find(text[start : start + 2], EVERYTHING)).hits) == 1
