"""Pages without a feed: their list, a text in them, sitemaps; and what only flaps."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.fetch import Fetched
from bot.sources.pages import read
from bot.sources.reading import Answer, Answers, Ask, Reading
from storage.sources import Source, SourceKind

URL = "https://maker.example/news/"
SEEN = datetime(2023, 8, 3, 12, tzinfo=UTC)
TITLES = [
    "The company opens its second plant",
    "First cars leave the line in Hefei",
    "A new battery is shown to the press",
    "Deliveries rose in the last month",
]


def page(*titles: str, extra: str = "", row: Callable[[int, str], str] | None = None) -> bytes:
    shown = row or (
        lambda i, title: (
            f"<li><a href='/news/{i}.html'>{title}</a><time datetime='2023-08-0{i + 1}'></time></li>"
        )
    )
    rows = "".join(shown(TITLES.index(title) if title in TITLES else 8, title) for title in titles)
    menu = "".join(f"<a href='/{name}'>{name} of the whole company</a>" for name in "abcdef")
    return (
        f"<html lang=en><head><title>Newsroom</title></head><body><nav>{menu}</nav>"
        f"<div class='box-1'><ul class=list>{rows}</ul></div>{extra}"
        f"<footer>{menu}</footer></body></html>"
    ).encode()


def source(memory: Mapping[str, str] | None = None, **settings: str) -> Source:
    return Source(id="s", kind=SourceKind.PAGE, url=URL, memory=memory or {}, settings=settings)


def visit(of: Source, first: bytes, second: bytes | None = None) -> tuple[Reading, Source, int]:
    """The reading, the source as the next visit finds it, and how many looks it took."""
    answers: Answers = {}
    reading = read(of, Fetched(url=URL, status=200, body=first), seen=SEEN)
    if reading.asks:
        [ask] = reading.asks
        assert ask == Ask(of=URL, turn=2)
        fetched = Fetched(url=URL, status=200, body=first if second is None else second)
        answers = {ask: Answer(fetched=fetched)}
        reading = read(of, Fetched(url=URL, status=200, body=first), seen=SEEN, answers=answers)
    return reading, replace(of, memory={**of.memory, **reading.memory}), 1 + len(answers)


def titles(reading: Reading) -> list[str]:
    assert reading.fault is None
    return [item.title for item in reading.items]


def test_the_list_is_found_and_menus_are_not_in_it() -> None:
    reading, _, looks = visit(source(), page(*TITLES))

    assert titles(reading) == TITLES[::-1]  # the last one of the page is the oldest
    assert looks == 1
    assert reading.title == "Newsroom"
    item = reading.items[-1]
    assert (item.url, item.language, item.text) == (f"{URL}0.html", "en", "")
    assert item.published == datetime(2023, 8, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "day"),
    [
        (lambda i, t: f"<li><a href='/n/{i}'>{t}</a> <span>2023-08-02</span></li>", 2),
        (lambda i, t: f"<li><span>2023年8月2日</span><a href='/n/{i}'>{t}</a></li>", 2),
        (lambda i, t: f"<li><a href='/2023/08/02/{i}.html'>{t}</a></li>", 2),
        (lambda i, t: f"<li><a href='/n/{i}'>{t}</a></li>", None),
    ],
)
def test_a_link_is_dated_by_its_row_or_its_address(
    row: Callable[[int, str], str], day: int | None
) -> None:
    reading, _, _ = visit(source(), page(*TITLES, row=row))
    when = reading.items[0].published
    assert (when.day if when else None) == day


def test_a_new_link_counts_when_a_second_look_shows_it_too() -> None:
    _, known, _ = visit(source(), page(*TITLES[1:]))

    reading, _, looks = visit(known, page(*TITLES))
    assert TITLES[0] in titles(reading)
    assert looks == 2

    flapping, _, looks = visit(known, page(*TITLES), page(*TITLES[1:]))
    assert TITLES[0] not in titles(flapping)
    assert looks == 2


def test_a_page_that_is_the_same_is_looked_at_once() -> None:
    _, known, _ = visit(source(), page(*TITLES))
    _, _, looks = visit(known, page(*TITLES, extra="<p>12 people are reading this</p>"))
    assert looks == 1


def test_a_selector_says_where() -> None:
    aside = (
        "<section id=more>"
        + "".join(
            f"<p><a href='/more/{i}'>Another long title that says something {i}</a></p>"
            for i in range(9)
        )
        + "</section>"
    )
    reading, _, _ = visit(source(selector=".list"), page(*TITLES, extra=aside))
    assert titles(reading) == TITLES[::-1]
    found, _, _ = visit(source(), page(*TITLES, extra=aside))
    assert len(titles(found)) == 9


@pytest.mark.parametrize(
    ("of", "body", "words"),
    [
        (source(selector="#gone"), page(*TITLES), "nothing on the page is found"),
        (source(selector="[["), page(*TITLES), "is no CSS selector"),
        (source(), b"<html><body><p>Nothing here</p></body></html>", "no list of articles"),
        (source(), b"", "it is no page"),
    ],
)
def test_what_is_wrong_is_told(of: Source, body: bytes, words: str) -> None:
    assert words in str(read(of, Fetched(url=URL, status=200, body=body), seen=SEEN).fault)


def test_a_second_look_that_fails_is_a_fault_and_nothing_is_forgotten() -> None:
    _, known, _ = visit(source(), page(*TITLES[1:]))
    answers = {Ask(of=URL, turn=2): Answer(fault="it refuses to answer us (403)")}
    fetched = Fetched(url=URL, status=200, body=page(*TITLES))
    reading = read(known, fetched, seen=SEEN, answers=answers)
    assert "the second look failed: it refuses" in str(reading.fault)


def place(*lines: str, counter: int = 1) -> bytes:
    told = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><body><div id=t>{told}<p>Views: {counter}</p></div></body></html>".encode()


LINE = "The plant in Hefei makes 100,000 cars a year and will soon make twice as many as now."
OTHER = "The plant in Hefei makes 200,000 cars a year and will not make any more than it does."


def test_the_text_of_a_place_gives_its_new_lines_once() -> None:
    watched = source(selector="#t", watch="text")
    first, known, _ = visit(watched, place(LINE))
    assert first.items == ()

    reading, known, looks = visit(known, place(LINE, OTHER, counter=2))
    [item] = reading.items
    assert (item.text, looks) == (OTHER, 2)

    again, _, looks = visit(known, place(LINE, OTHER, counter=3))
    assert (again.items, looks) == ((), 1)


def test_counters_and_versions_that_come_back_alert_nobody() -> None:
    watched = source(selector="#t", watch="text")
    _, known, _ = visit(watched, place(LINE))
    counted, known, looks = visit(known, place(LINE, counter=77))
    assert (counted.items, looks) == ((), 1)

    _, known, _ = visit(known, place(OTHER))
    back, known, _ = visit(known, place(LINE))
    assert back.items == ()

    unsure, _, looks = visit(known, place(LINE, OTHER + " Really so."), place(LINE))
    assert (unsure.items, looks) == ((), 2)


def test_a_line_that_a_second_look_missed_is_told_once_it_stays() -> None:
    watched = source(selector="#t", watch="text")
    _, known, _ = visit(watched, place(LINE))
    unsure, known, _ = visit(known, place(LINE, OTHER), place(LINE))

    stays, known, looks = visit(known, place(LINE, OTHER))
    again, _, _ = visit(known, place(LINE, OTHER))

    assert (unsure.items, looks, again.items) == ((), 2, ())
    assert [item.text for item in stays.items] == [OTHER]


def urlset(*rows: str) -> bytes:
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"{''.join(rows)}</urlset>"
    ).encode()


NEWS = (
    "<url><loc>https://maker.example/a</loc><news:news><news:publication><news:name>N</news:name>"
    "<news:language>en</news:language></news:publication>"
    "<news:publication_date>2023-08-02T10:00:00Z</news:publication_date>"
    "<news:title>Cars leave the line</news:title></news:news></url>"
)
PLAIN = (
    "<url><loc>https://maker.example/news/a-new-plant.html</loc><lastmod>2023-08-01</lastmod></url>"
)


def test_a_news_sitemap_has_titles_and_times_and_a_plain_one_words_of_addresses() -> None:
    reading, _, _ = visit(source(), urlset(PLAIN, NEWS))
    assert titles(reading) == ["a new plant", "Cars leave the line"]
    assert reading.items[1].published == datetime(2023, 8, 2, 10, tzinfo=UTC)
    assert reading.items[1].language == "en"


def test_an_index_leads_to_its_newest_sitemaps() -> None:
    rows = "".join(
        f"<sitemap><loc>https://maker.example/s{i}.xml</loc><lastmod>2023-0{i}-01</lastmod></sitemap>"
        for i in range(1, 6)
    )
    body = (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    )
    fetched = Fetched(url=URL, status=200, body=body.encode())
    asks = read(source(), fetched, seen=SEEN).asks
    assert [ask.of[-6:] for ask in asks] == ["s5.xml", "s4.xml", "s3.xml"]

    answers = {ask: Answer(fault="gone") for ask in asks}
    assert read(source(), fetched, seen=SEEN, answers=answers).fault is not None
    answers[asks[0]] = Answer(fetched=Fetched(url=asks[0].of, status=200, body=urlset(NEWS)))
    assert titles(read(source(), fetched, seen=SEEN, answers=answers)) == ["Cars leave the line"]


def test_entities_of_a_sitemap_are_not_resolved() -> None:
    bomb = (
        b'<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<urlset><url><loc>https://maker.example/&b;</loc></url></urlset>"
    )
    reading = read(source(), Fetched(url=URL, status=200, body=bomb), seen=SEEN)
    assert not any("aaaa" in item.url for item in reading.items)


@example(body=b"><\xc2\x80:a>x</a></urlset>", head=b"<urlset")
@given(st.binary(max_size=400), st.sampled_from([b"", b"<urlset", b"<html><a href=/x>"]))
def test_no_body_is_so_odd_that_reading_a_page_raises(body: bytes, head: bytes) -> None:
    for of in (source(), source(watch="text")):
        read(of, Fetched(url=URL, status=200, body=head + body), seen=SEEN)
