"""Thin items and their articles; texts that are too much; faults of ours."""

from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar

from bot.workers import WorkerError, inline
from storage.corrections import Own, OwnName
from storage.records import digest
from tests.fakes import entry, rss
from tests.fakes_line import JUNE, NIO, NOISE, URL, Line, polled, titles, why

P = ParamSpec("P")
T = TypeVar("T")


async def test_a_thin_item_of_a_watched_company_is_read_from_its_article(line: Line) -> None:
    body = "".join(
        f"<p>{text}</p>"
        for text in (
            "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday. " * 3,
            "The company keeps building cars in Hefei with its partner, and more are to come. " * 4,
        )
    )
    page = f"<html><head><title>NIO</title></head><body><article><h1>NIO in May</h1>{body}</article></body></html>"  # fmt: skip
    line.fetch.pages["https://example.org/thin"] = page.encode()
    thin = entry("thin", "How NIO did in May", published=JUNE)

    outcome = await polled(line, thin)
    again = await polled(line, thin, NOISE)

    assert len(outcome.deliveries) == 1
    assert again.new == 1  # the noise; the thin item is known although its text was filled
    assert len(line.asked("https://example.org/thin")) == 1


async def test_a_thin_item_whose_article_cannot_be_had_goes_on_thin(line: Line) -> None:
    thin = entry("thin", "NIO delivered 7,024 vehicles in May 2022", published=JUNE)

    outcome = await polled(line, thin)

    assert line.asked("https://example.org/thin")
    assert len(outcome.deliveries) == 1


async def test_an_article_of_a_company_nobody_watches_is_not_fetched(line: Line) -> None:
    await line.store.watchlist.add_company("byd", audit=line.audit())
    thin = entry("thin", "NIO delivered 7,024 vehicles in May 2022", published=JUNE)

    await polled(line, thin)

    assert not line.asked("https://example.org/thin")


async def test_a_company_watched_under_a_place_s_own_name_has_its_articles_fetched(
    line: Line,
) -> None:
    await line.store.watchlist.add_company("nio", audit=line.audit())
    name = OwnName(text="Blue Sky Coming", key="blue sky coming")
    own = Own(workspace="w", company="nio", names=(name,))
    await line.store.editing.add_names(own, audit=line.audit())
    thin = entry("thin", "How Blue Sky Coming did in May", published=JUNE)

    await polled(line, thin)

    assert line.asked("https://example.org/thin")


async def test_a_fault_of_ours_on_one_source_is_told_there(line: Line) -> None:
    def stumble(name: str) -> None:
        if name == "visit.grouped":
            raise LookupError(name)

    source = await line.store.visits.source(digest(URL))
    assert source is not None
    line.fetch.pages[URL] = rss(NIO)

    outcome = await replace(line.ingest, checkpoint=stumble).visit(source)

    assert outcome.fault == "it could not be read, by a fault of the bot: LookupError"
    assert (await line.store.history.counts())["items"] == 0


async def test_a_text_that_is_too_much_for_the_rules_takes_no_other_with_it(line: Line) -> None:
    poison = entry("poison", "Poison", "Too much of it. " * 40, published=JUNE)
    well = line.ingest

    async def run(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if any("Poison" in titles(argument) for argument in args):
            raise WorkerError("it took longer than 10 seconds")
        return await inline(function, *args, **kwargs)

    line.ingest = replace(line.ingest, run=run)

    outcome = await polled(line, poison, NIO)

    assert why(outcome) == ["could not be understood: it took longer than 10 seconds"]
    assert (outcome.new, len(outcome.deliveries)) == (1, 1)
    line.ingest = well  # the rules were mended, the feed is what it was
    assert (await line.visit()).new == 1


async def test_many_texts_that_are_too_much_are_not_all_tried_one_by_one(line: Line) -> None:
    tried: list[int] = []

    async def run(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if sizes := [len(told) for argument in args if (told := titles(argument))]:
            tried.extend(sizes)
            raise WorkerError("it took too much memory")
        return await inline(function, *args, **kwargs)

    line.ingest = replace(line.ingest, run=run)

    outcome = await polled(line, *(entry(f"p{n}", f"Poison {n}", published=JUNE) for n in range(9)))

    assert tried == [9, 1, 1, 1]
    assert (outcome.new, len(outcome.silent), outcome.fault) == (0, 9, None)
