"""A watchlist as a file: each format gives back what was written, and names what is broken."""

import tomllib
from datetime import timedelta

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.plain import one_line
from bot.catalogue import load
from bot.exchange.lists import opml, toml
from bot.exchange.lists.compare import Fate, compare, key, seal
from bot.exchange.lists.entries import (
    Contents,
    Listed,
    ListError,
    Why,
)
from bot.exchange.lists.formats import ENTRIES_MAX, FILE_MAX_BYTES, Format, read, write
from bot.sources.rhythm import ASKED_MAX, ASKED_MIN
from storage.records import digest
from storage.sources import Source, SourceKind, Watch

KINDS = frozenset(SourceKind)


def find(name: str) -> str | None:
    company = load().find(name)
    return company.id if company else None


def reading(text: str) -> Contents:
    return read(text, find=find, kinds=KINDS)


def entries(text: str) -> list[Listed]:
    found = reading(text)
    assert found.faults == ()
    return [each.listed for each in found.entries]


titles = st.text(max_size=60).map(one_line)
words = st.text(alphabet="abc-09é小%~._?=&'", min_size=1, max_size=30)
companies = st.sampled_from(["nio", "byd", "xiaomi"])
sources = st.builds(
    Listed,
    kind=st.just("feed"),
    url=words.map(lambda path: f"https://example.org/{path}".replace("'", "")),
    title=titles.filter(lambda title: not title.startswith("https://")),
    company=companies | st.just(""),
    language=st.sampled_from(["", "en", "zh", "no"]),
    every=st.none()
    | st.integers(int(ASKED_MIN.total_seconds()), int(ASKED_MAX.total_seconds())).map(
        lambda seconds: timedelta(seconds=seconds)
    ),
    backfill=st.none() | st.integers(0, 200),
)
lists = st.lists(
    companies.map(lambda id_: Listed(kind="company", company=id_)), max_size=3
).flatmap(lambda first: st.lists(sources, max_size=4).map(lambda more: first + more))


@pytest.mark.parametrize("form", list(Format))
@given(listed=lists)
@example(
    listed=[Listed(kind="feed", url="https://e.org/?a=1&b='2'".replace("'", ""), title="=1+1")]
)
@example(listed=[Listed(kind="feed", url="https://e.org/", title="'=x \\ \" <&> #[[sources]]")])
def test_what_is_written_is_read_as_the_same_list(form: Format, listed: list[Listed]) -> None:
    text = write(listed, form)

    if not listed:
        return
    assert entries(text) == listed


@pytest.mark.parametrize("form", list(Format))
@given(listed=lists)
def test_an_export_read_back_changes_nothing(form: Format, listed: list[Listed]) -> None:
    watches = [watch(each) for each in {key(each): each for each in listed}.values()]

    if not watches:
        return
    compared = compare(reading(write([told(each) for each in watches], form)).entries, watches)

    assert {each.fate for each in compared} <= {Fate.SAME}


def watch(listed: Listed) -> Watch:
    if listed.is_company:
        return Watch(workspace="w", company=listed.company)
    return Watch(
        workspace="w",
        source=Source(
            id=digest(listed.url),
            kind=SourceKind(listed.kind),
            url=listed.url,
            title=listed.title or "example.org",
            company=listed.company or None,
            language=listed.language or None,
            every=listed.every or timedelta(minutes=15),
            backfill=listed.backfill or 0,
        ),
    )


def told(each: Watch) -> Listed:
    from bot.exchange.lists.compare import listed  # noqa: PLC0415 - a strategy has the same name

    return listed(each)


@given(listed=lists)
def test_toml_and_yaml_are_what_other_programs_read(listed: list[Listed]) -> None:
    ids = [each.company for each in listed if each.is_company]
    as_toml = tomllib.loads(write(listed, Format.TOML))
    as_yaml = yaml.safe_load(write(listed, Format.YAML))

    assert as_toml["companies"] == as_yaml["companies"] == ids
    urls = [each.url for each in listed if not each.is_company]
    assert [each["url"] for each in as_toml.get("sources", [])] == urls
    assert [each["url"] for each in as_yaml["sources"]] == urls


GOOD = '<outline text="A" type="rss" xmlUrl="https://a.example/feed"/>'


@pytest.mark.parametrize(
    ("line", "why", "word"),
    [
        ('<outline text="B" type="rss"/>', Why.NO_ADDRESS, ""),
        (
            '<outline text="B" type="rss" xmlUrl="ftp://b.example"/>',
            Why.NOT_AN_ADDRESS,
            "ftp://b.example",
        ),
        ('<outline text="B & C" xmlUrl="https://b.example/"/>', Why.BROKEN, "&"),
        (
            '<outline text="B" xmlUrl="https://b.example/feed/>',
            Why.BROKEN,
            'xmlUrl="https://b.example/feed/>',
        ),
        ('<outline text="B" text="C" xmlUrl="https://b.example/"/>', Why.BROKEN, 'text="C"'),
        (
            '<outline text="B" xmlUrl=https://b.example/ />',
            Why.BROKEN,
            "xmlUrl=https://b.example/ />",
        ),
        ('<outline text="&evil;" xmlUrl="https://b.example/"/>', Why.BROKEN, "&evil;"),
        (
            '<outline text="B" xmlUrl="https://b.example/" ev:company="Ford Edsel"/>',
            Why.UNKNOWN_COMPANY,
            "Ford Edsel",
        ),
        ('<outline text="B" xmlUrl="https://b.example/" ev:every="1s"/>', Why.BAD_EVERY, "1s"),
        (
            '<outline text="B" xmlUrl="https://b.example/" ev:backfill="-1"/>',
            Why.BAD_BACKFILL,
            "-1",
        ),
        (
            '<outline text="B" xmlUrl="https://b.example/" type="carrier pigeon"/>',
            Why.UNKNOWN_KIND,
            "carrier pigeon",
        ),
        (
            '<outline text="B" xmlUrl="https://b.example/" language="Klingon"/>',
            Why.UNKNOWN_LANGUAGE,
            "Klingon",
        ),
        (
            '<outline text="B" xmlUrl="https://user:pw@b.example/"/>',
            Why.NOT_AN_ADDRESS,
            "https://user:pw@b.example/",
        ),
    ],
)
def test_a_broken_outline_is_named_and_costs_no_other(line: str, why: Why, word: str) -> None:
    text = f'<opml version="2.0">\n<body>\n{GOOD}\n{line}\n{GOOD}\n</body></opml>'

    found = reading(text)

    assert [each.line for each in found.entries] == [3, 5]
    [fault] = found.faults
    assert (fault.line, fault.why, fault.word) == (4, why, word)


def test_folders_and_what_is_commented_out_are_passed_over() -> None:
    text = (
        '<?xml version="1.0"?><opml version="1.0"><body><outline text="Cars">\n'
        f"<!-- {GOOD}\n{GOOD} -->\n<outline title='Real' text='x' htmlUrl='https://a.example' "
        "xmlUrl='https://a.example/feed'>\n</outline></outline></body></opml>"
    )

    found = reading(text)

    assert found.faults == ()
    assert [(e.line, e.listed.title) for e in found.entries] == [(4, "Real")]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml><body><outline text="&a;" xmlUrl="https://a.example/"/></body></opml>',
        '<!doctype opml SYSTEM "file:///etc/passwd"><opml/>',
    ],
)
def test_a_document_type_is_refused(text: str) -> None:
    with pytest.raises(ListError) as refused:
        reading(text)

    assert refused.value.why is Why.HOSTILE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NOTHING),
        ("# nothing but a remark\n", Why.NOTHING),
        ("<html></html>", Why.UNREADABLE),
        ("<opml><body/></opml>", Why.NOTHING),
        ("sources: [&a [1], *a]", Why.HOSTILE),
        (f"sources: {'[' * 20}{']' * 20}", Why.HOSTILE),
        (f"sources: {'[' * 100_000}", Why.UNREADABLE),
        ("x" * (FILE_MAX_BYTES + 1), Why.TOO_LARGE),
        ("https://a.example/\n" * (ENTRIES_MAX + 1), Why.TOO_MANY),
        ("---\nother: 1\n", Why.UNREADABLE),
    ],
)
def test_a_file_that_is_none_is_refused_whole(text: str, why: Why) -> None:
    with pytest.raises(ListError) as refused:
        reading(text)

    assert refused.value.why is why


@given(st.text())
@example("<opml><outline")
@example("companies = [")
@example("sources:\n  - url: 'x\n")
@example('url,title\n"open')
def test_whatever_is_brought_in_is_read_or_refused(text: str) -> None:
    try:
        found = reading(text)
    except ListError:
        return
    assert found.entries or found.faults


def test_toml_names_the_broken_table_and_reads_the_others() -> None:
    text = (
        'companies = [\n  "nio",\n  "Edsel",\n]\n\n[watch]\nevery = "15m"\n\n[[sources]]\nurl = "https://a.example/"\n'
        'found = "somewhere"\n\n[[sources]]\ntitle = "x"\nurl = "https://b.example/\n\n[[sources]] # third\n'
        'url = "https://c.example/"\nwheels = 4\n'
    )

    found = reading(text)

    assert [(e.line, e.listed.company or e.listed.url) for e in found.entries] == [
        (2, "nio"),
        (9, "https://a.example/"),
    ]
    assert [(f.line, f.why) for f in found.faults] == [
        (3, Why.UNKNOWN_COMPANY),
        (15, Why.BROKEN),
        (17, Why.UNKNOWN_FIELD),
    ]


def test_yaml_names_the_broken_entry_and_reads_the_others() -> None:
    text = (
        "companies:\n  - nio\n  - Edsel\nsources:\n  - url: https://a.example/\n    title: 'A'\n"
        "  - url: 'https://b.example/\n    title: B\n  - url: https://c.example/\n    language: zh\n"
    )

    found = reading(text)

    assert [(e.line, e.listed.company or e.listed.url) for e in found.entries] == [
        (2, "nio"),
        (5, "https://a.example/"),
        (9, "https://c.example/"),
    ]
    assert [f.why for f in found.faults] == [Why.UNKNOWN_COMPANY, Why.BROKEN]
    assert found.faults[1].line in {7, 8}


def test_csv_names_the_broken_row_and_reads_the_others() -> None:
    text = (
        '﻿Feed URL;Name;公司\r\nhttps://a.example/;A;蔚来\r\n"https://b.example/;B;\r\n'
        "https://c.example/;C;;;\r\n;;byd\r\n"
    )

    found = reading(text)

    assert [(e.line, e.listed.url, e.listed.company) for e in found.entries] == [
        (2, "https://a.example/", "nio"),
        (5, "", "byd"),
    ]
    assert [(f.line, f.why) for f in found.faults] == [(3, Why.BROKEN), (4, Why.COLUMNS)]


def test_plain_lines_are_addresses_and_companies() -> None:
    assert entries("# mine\nhttps://a.example/feed\nb.example\n小米\n") == [
        Listed(kind="feed", url="https://a.example/feed"),
        Listed(kind="feed", url="https://b.example"),
        Listed(kind="company", company="xiaomi"),
    ]


@pytest.mark.parametrize("form", list(Format))
def test_a_domain_is_written_and_read(form: Format) -> None:
    listed = [Listed(kind="domain", url="domain:xiaomiev.com", company="xiaomi")]

    assert entries(write(listed, form)) == listed


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    text = write([Listed(kind="feed", url="https://a.example/", title="=HYPERLINK(1)")], Format.CSV)

    assert ",'=HYPERLINK(1)," in text


def test_a_difference_says_what_is_new_changed_the_same_and_left_alone() -> None:
    own = Source(
        id=digest("https://a.example/"), kind=SourceKind.FEED, url="https://a.example/", title="A"
    )
    file = Source(
        id=digest("https://b.example/"), kind=SourceKind.FEED, url="https://b.example/", title="B"
    )
    watches = [
        Watch(workspace="w", source=own),
        Watch(workspace="w", company="nio"),
        Watch(workspace="*", source=file, managed=True),
    ]
    text = (
        "url,title,company\nhttps://a.example/,Better,\n,,nio\nhttps://b.example/,Other,\n"
        "https://c.example/,C,\nhttps://a.example/,Worse,\n"
    )

    compared = compare(reading(text).entries, watches)

    assert [(c.line, c.fate) for c in compared] == [
        (2, Fate.CHANGED),
        (3, Fate.SAME),
        (4, Fate.MANAGED),
        (5, Fate.NEW),
        (6, Fate.AGAIN),
    ]
    assert compared[0].changes == (("title", "A", "Better"),)
    assert compared[4].first == 2
    assert seal(compared) != seal(compare(reading(text).entries, watches[1:]))


def test_our_opml_stands_in_our_namespace() -> None:
    text = opml.write(
        [
            Listed(kind="company", company="nio"),
            Listed(kind="feed", url="https://a.example/", backfill=1),
        ]
    )

    assert '<outline text="nio" type="company" ev:company="nio"/>' in text
    assert 'ev:backfill="1"' in text
    assert 'xmlns:ev="urn:evwatch:watchlist"' in text


def test_the_example_configuration_is_a_list_like_any_other() -> None:
    from pathlib import Path  # noqa: PLC0415 - one test reads a file

    text = Path("evwatch.example.toml").read_text(encoding="utf-8")

    found = reading(text)

    assert found.faults == ()
    assert len(found.entries) == len(tomllib.loads(text)["sources"]) + len(
        tomllib.loads(text)["companies"]
    )
    assert toml.write([each.listed for each in found.entries[:1]]).startswith("companies = [")
