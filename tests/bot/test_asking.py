"""A reader that asks on: rounds of questions, and what it is told of their faults."""

from dataclasses import replace
from datetime import datetime

from adapters.fetch import Fetched, FetchError
from bot.ingest.asking import ASKS_MAX, ROUNDS, Asking
from bot.polite import KEPT_OUT, Polite
from bot.sources.reading import NONE_YET, Answer, Answers, Ask, Reading
from bot.workers import inline
from storage.sources import Source, SourceKind
from tests.fakes import NOON, FakeFetch

SOURCE = Source(id="s", kind=SourceKind.DOMAIN, url="domain:example.com")
START, NEXT = Ask(of="https://start.example/"), Ask(of="https://next.example/")
NAME = Ask(of="example.com", records="A")


async def resolve(name: str, records: str) -> tuple[str, ...]:
    if name == "gone.example":
        raise FetchError("there is no such name", missing=True)
    return (f"{records} of {name}",)


def asking(*rounds: tuple[Ask, ...]) -> tuple[Asking, FakeFetch, list[Answers]]:
    """A reader that asks one round after the other, and what it saw of the answers."""
    met: list[Answers] = []

    def read(
        _source: Source, _fetched: Fetched, *, seen: datetime, answers: Answers = NONE_YET
    ) -> Reading:
        assert seen == NOON
        met.append(dict(answers))
        asks = next((each for each in rounds if not set(each) <= set(answers)), ())
        return Reading(asks=asks, title="whole" if not asks else None)

    web = FakeFetch({START.of: b"start", NEXT.of: b"next"})
    put = Asking(fetch=web, run=inline, resolve=resolve, readers={SourceKind.DOMAIN: read})
    return put, web, met


async def read(put: Asking) -> Reading:
    return await put(SOURCE, Fetched(url=SOURCE.url, status=200), seen=NOON)


async def test_a_reader_reads_again_with_each_answer_until_it_asks_no_more() -> None:
    put, web, seen = asking((START, NAME), (NEXT,))

    reading = await read(put)

    assert reading.title == "whole"
    assert [each.url for each in web.asked] == [START.of, NEXT.of]
    assert [set(each) for each in seen] == [set(), {START, NAME}, {START, NAME, NEXT}]
    assert seen[-1][NAME] == Answer(records=("A of example.com",))
    fetched = seen[-1][NEXT].fetched
    assert fetched is not None
    assert fetched.body == b"next"


async def test_a_fault_of_a_question_is_the_readers_to_judge() -> None:
    gone, lost = Ask(of="gone.example", records="A"), Ask(of="https://nowhere.example/")
    put, _, seen = asking((gone, lost))

    await read(put)

    assert seen[-1][gone] == Answer(fault="there is no such name", is_missing=True)
    assert (seen[-1][lost].fault, seen[-1][lost].is_missing) == ("not found (404)", False)


async def test_a_second_look_is_another_question() -> None:
    again = Ask(of=START.of, turn=2)
    put, web, _ = asking((START,), (START, again))

    await read(put)

    assert [each.url for each in web.asked] == [START.of, START.of]


async def test_questions_without_end_are_bounded() -> None:
    many = tuple(Ask(of=f"https://start.example/{n}") for n in range(ASKS_MAX + 9))
    put, web, _ = asking(many)
    await read(put)
    assert len(web.asked) == ASKS_MAX

    put, web, seen = asking(*((Ask(of=START.of, turn=n),) for n in range(1, 99)))
    reading = await read(put)
    assert (len(web.asked), len(seen), reading.title) == (ROUNDS, ROUNDS + 1, None)


async def test_without_a_resolver_names_are_told_not_to_be_looked_up() -> None:
    put, web, seen = asking((NAME,))
    put = Asking(fetch=web, run=inline, readers=put.readers)

    await read(put)

    assert seen[-1][NAME] == Answer(fault="names are not looked up here")


async def test_a_page_is_asked_for_politely_and_nothing_else_is() -> None:
    page, table = Ask(of="https://example.com/", is_page=True), Ask(of="https://example.com/rdap")
    put, web, seen = asking((page, table))
    robots = b"User-agent: *\nDisallow: /"
    site = FakeFetch({"https://example.com/robots.txt": robots, page.of: b"home"})
    web.pages[table.of] = b"table"

    await read(replace(put, pages=Polite(fetch=site, run=inline, clock=lambda: NOON)))

    assert seen[-1][page].fault == KEPT_OUT
    assert [each.url for each in site.asked] == ["https://example.com/robots.txt"]
    assert [each.url for each in web.asked] == [table.of]
