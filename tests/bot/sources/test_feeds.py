"""Feeds of every format, broken in every way, and the items or the words they come to."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources import feeds, jsonfeed
from bot.sources.entries import ITEMS_MAX
from tests.fakes_feeds import reading, rss

REAL = Path(__file__).parents[4] / "shared" / "feeds"
FILES = sorted(path for path in REAL.glob("*") if path.suffix in (".xml", ".json"))


# Formats


def test_rss_is_read_oldest_first() -> None:
    seen = reading(
        rss(
            "<title>Second</title><link>https://feeds.example/2</link><guid>b</guid><pubDate>Sun, 22 Nov 2026 10:00:00 +0800</pubDate>",
            "<title>First</title><link>https://feeds.example/1</link><guid>a</guid><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate>"
            "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp; three.&lt;/p&gt;</description>",
            channel="<title>Example &amp;amp; Co</title><language>en-GB</language>",
        )
    )

    assert (seen.title, seen.language, seen.fault, seen.notes) == ("Example & Co", "en", None, ())
    assert [(item.key, item.title, item.url, item.published) for item in seen.items] == [
        ("a", "First", "https://feeds.example/1", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("b", "Second", "https://feeds.example/2", datetime(2026, 11, 22, 2, tzinfo=UTC)),
    ]
    assert seen.items[0].text == "One.\nTwo & three."
    assert {item.language for item in seen.items} == {"en"}


def test_atom_is_read() -> None:
    seen = reading(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>\xe6\xb1\xbd\xe8\xbd\xa6</title>'
        b'<entry><id>tag:x,2026:1</id><title type="html">&lt;b&gt;Bold&lt;/b&gt; news</title><updated>2026-11-22T10:00:00+08:00</updated>'
        b'<link rel="enclosure" href="https://x.example/a.mp3"/><link rel="alternate" href="/a1"/>'
        b'<summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long <i>text</i>.</p></div></content></entry></feed>'
    )

    assert (seen.title, seen.language) == ("汽车", "zh")
    item = seen.items[0]
    assert (item.key, item.title, item.url, item.text) == (
        "tag:x,2026:1", "Bold news", "https://feeds.example/a1", "Long text."
    )  # fmt: skip
    assert item.published == datetime(2026, 11, 22, 2, tzinfo=UTC)


def test_rdf_is_read() -> None:
    seen = reading(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b'<channel rdf:about="https://x.example/"><title>R</title></channel>'
        b'<item rdf:about="https://x.example/1"><title>One</title><link>https://x.example/1</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>'
    )

    assert [(item.title, item.url, item.published) for item in seen.items] == [
        ("One", "https://x.example/1", datetime(2026, 11, 20, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1", None]
)
def test_json_feed_is_read(version: str | None) -> None:
    feed: dict[str, Any] = {
        "title": "J",
        "language": "en",
        "home_page_url": "https://x.example/",
        "items": [
            {"id": 7, "url": "/7", "title": "5 < 6 & more", "content_html": "<p>A</p><p>B</p>", "date_published": "2026-11-22T10:00:00Z"},
            {"id": "6", "external_url": "https://y.example/6", "content_text": "if a < b:\nthen <b>", "date_published": "nonsense"},
        ],
    }  # fmt: skip
    if version:
        feed["version"] = version

    seen = reading(json.dumps(feed).encode(), "application/feed+json")

    assert (seen.fault, seen.title, seen.language) == (None, "J", "en")
    assert [(item.key, item.url, item.title, item.text, item.published) for item in seen.items] == [
        ("6", "https://y.example/6", "if a < b:", "if a < b:\nthen <b>", None),
        (
            "7",
            "https://x.example/7",
            "5 < 6 & more",
            "A\nB",
            datetime(2026, 11, 22, 10, tzinfo=UTC),
        ),
    ]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b'{"version": "https://jsonfeed.org/version/1.1"}', jsonfeed.NOT_A_FEED),
        (b'{"items": []}', jsonfeed.NOT_A_FEED),
        (
            b'{"items": {"a": 1}, "version": "https://jsonfeed.org/version/1.1"}',
            jsonfeed.NOT_A_FEED,
        ),
        (b'{"error": "no"}', jsonfeed.NOT_A_FEED),
        (b"[]", jsonfeed.NOT_A_FEED),
        (b'{"version": ', jsonfeed.NOT_JSON),
        (b"[" * 100_000, jsonfeed.NOT_JSON),
        (b'{"a":' * 100_000, jsonfeed.NOT_JSON),
    ],
)
def test_json_that_is_no_feed_says_so(body: bytes, fault: str) -> None:
    assert reading(body).fault == fault


def test_json_entries_of_wrong_types_are_read_past() -> None:
    entries = (
        b'[1, null, [], "x", {"id": NaN, "title": 5, "content_text": "Kept", "url": ["no"], "date_published": 2026},'
        b'{"id": ' + b"9" * 10_000 + b', "content_text": "\\ud800 huge id", "url": 7}]'
    )
    seen = reading(b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + entries + b"}")

    assert [item.text for item in seen.items] == ["huge id", "Kept"]
    assert seen.notes == ("4 entries are no objects",)


# Faults


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", feeds.EMPTY),
        (b" \r\n\t", feeds.EMPTY),
        (b"\xef\xbb\xbf", feeds.EMPTY),
        (b"\x00\x00", feeds.EMPTY),
        (b"<!DOCTYPE html><html><head><title>News</title>", feeds.WEB_PAGE),
        (b"\n<!-- hi --><HTML lang=en><body>", feeds.WEB_PAGE),
        (
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html/>",
            feeds.WEB_PAGE,
        ),
        (b"<div><p>Not here.</p></div>", feeds.WEB_PAGE),
        (b"hello", feeds.NOT_A_FEED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", feeds.NOT_A_FEED),
        (b"%PDF-1.7\n", feeds.NOT_A_FEED),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), feeds.NOT_A_FEED),
        (b"<rss version='2.0'><channel><title>cut", feeds.DAMAGED),
        (b"/etc/passwd", feeds.NOT_A_FEED),
        (b"file:///etc/passwd", feeds.NOT_A_FEED),
        (b"http://127.0.0.1:9/feed", feeds.NOT_A_FEED),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, fault: str) -> None:
    seen = reading(body, "application/rss+xml")

    assert (seen.fault, seen.items) == (fault, ())


def test_a_body_that_names_a_local_feed_file_does_not_open_it(tmp_path: Path) -> None:
    local = tmp_path / "feed.xml"
    local.write_bytes(rss("<title>Private</title>"))

    assert reading(str(local).encode()).items == ()
    assert reading(local.as_uri().encode()).items == ()


ENTITY = '<!ENTITY x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    "head",
    [
        f"<!DOCTYPE rss [{ENTITY}]>",
        f'<?xml version="1.0"?>\n<!-- > --><?p ?><!DOCTYPE rss [<!ELEMENT a ANY>{ENTITY}]>',
        f'<!DOCTYPE rss SYSTEM "a>b" [{ENTITY}]>',
        f"<!doctype rss PUBLIC 'a[b' 'c>d' [\n{ENTITY}]>",
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32-be"])
def test_a_feed_that_declares_entities_is_refused(head: str, encoding: str) -> None:
    body = rss("<title>&x;&b;</title>", head=head).decode().encode(encoding)

    assert reading(body).fault == feeds.ENTITIES


def test_a_doctype_without_entities_is_fine_and_not_fetched() -> None:
    head = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'

    assert [item.title for item in reading(rss("<title>Old school</title>", head=head)).items] == [
        "Old school"
    ]


@pytest.mark.parametrize(
    "inner",
    [
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
        "&unknown;",
        "<![CDATA[" + "<!--" * 2000 + "]]>",
        "<b>" * 2000,
        "&" * 5000,
    ],
)
def test_odd_content_stays_text_and_brings_nothing_in(inner: str) -> None:
    seen = reading(rss(f"<title>Kept</title><description>{inner}</description>"))

    assert [item.title for item in seen.items] == ["Kept"]
    assert "root:" not in seen.items[0].text


def test_a_cut_feed_gives_what_is_there_and_says_so() -> None:
    body = rss("<title>Whole</title><guid>1</guid>", "<title>Cut</title><guid>2</guid>")[:-50]

    seen = reading(body)

    assert "Whole" in {item.title for item in seen.items}
    assert seen.notes


def test_a_flood_of_attributes_is_refused_and_a_picture_in_a_tag_is_not() -> None:
    flood = "<item " + " ".join(f'a{i}="1"' for i in range(50_000)) + "/>"
    picture = f"&lt;img src='data:image/png;base64,{'A' * 50_000}=='&gt;"

    assert reading(rss(channel=flood)).fault == feeds.UNREADABLE
    assert reading(rss(f"<title>T</title><description>{picture}</description>")).fault is None
    assert reading(rss(f'<title>T</title><enclosure url="{"a" * 50_000}"/>')).fault is None


def test_an_empty_feed_is_no_fault() -> None:
    assert reading(rss()).fault is None


# Ids


def test_entries_without_ids_get_keys_that_stay() -> None:
    one, two = "<title>One</title><link>https://x.example/a</link>", "<title>Two</title>"

    first = {item.title: item.key for item in reading(rss(one, two)).items}
    again = {item.title: item.key for item in reading(rss("<title>New</title>", two, one)).items}

    assert first["One"] != first["Two"]
    assert first.items() <= again.items()


def test_one_id_for_different_articles_keeps_them_apart() -> None:
    items = [
        f"<guid>x</guid><title>Article {i}</title><link>https://x.example/{i}</link>"
        for i in range(3)
    ]

    seen = reading(rss(*items)).items

    assert {item.title for item in seen} == {"Article 0", "Article 1", "Article 2"}
    assert len({item.key for item in seen}) == 3


def test_the_same_article_twice_is_one_item_the_newest() -> None:
    link = "<guid>x</guid><title>Same</title><link>https://x.example/1</link>"

    seen = reading(
        rss(link + "<description>new</description>", link + "<description>old</description>")
    ).items

    assert [(item.key, item.text) for item in seen] == [("x", "new")]


def test_entries_that_differ_in_nothing_but_their_text_are_kept_apart() -> None:
    texts = [f"<title>Update</title><description>Change {i}</description>" for i in range(3)]

    assert len(reading(rss(*texts)).items) == 3


def test_a_huge_id_is_no_huge_key() -> None:
    (item,) = reading(rss(f"<guid>{'x' * 5000}</guid><title>T</title>")).items

    assert len(item.key) <= 40


def test_too_many_items_leave_the_newest() -> None:
    items = [f"<guid>{i}</guid><title>T{i}</title>" for i in range(ITEMS_MAX + 50)]

    undated = reading(rss(*items)).items
    dated = reading(rss(*(f"{item}<pubDate>2026-01-01 {i // 60 % 24:02}:{i % 60:02}:00</pubDate>" for i, item in enumerate(items[: ITEMS_MAX + 50])))).items  # fmt: skip

    assert [len(undated), undated[-1].key, undated[0].key] == [ITEMS_MAX, "0", str(ITEMS_MAX - 1)]
    assert len(dated) == ITEMS_MAX
    assert dated[-1].published == max(item.published for item in dated if item.published)


# Links


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&c=2"),
        ("/a", "https://feeds.example/a"),
        ("a", "https://feeds.example/news/a"),
        ("//x.example/a", "https://x.example/a"),
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://mi.com@evil.example/", ""),
        ("https://x.example\\@evil.example/", ""),
        ("https://x.example:port/", ""),
        ("https://[x/", ""),
        ("mailto:a@x.example", ""),
        ("", ""),
    ],
)
def test_only_web_links_are_kept(link: str, url: str) -> None:
    (item,) = reading(
        rss(f"<title>T</title><guid isPermaLink='false'>1</guid><link>{link}</link>")
    ).items

    assert item.url == url


def test_a_base_that_is_a_file_makes_no_file_links() -> None:
    body = b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="file:///etc/"><entry><id>1</id><title>T</title><link href="passwd"/></entry></feed>'

    assert not reading(body).items[0].url.startswith("file")


def test_the_address_behind_a_counter_is_taken() -> None:
    item = (
        "<title>T</title><link>https://feedproxy.example/~r/1</link>"
        '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://x.example/article-one</f:origLink>'
    )

    assert reading(rss(item)).items[0].url == "https://x.example/article-one"


# Texts


def test_the_full_content_is_preferred() -> None:
    item = (
        '<title>T</title><description>Short.</description><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">'
        "&lt;p&gt;The whole text.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;More.&lt;/p&gt;</c:encoded>"
    )

    assert reading(rss(item)).items[0].text == "The whole text.\nMore."


def test_an_item_without_a_title_takes_the_first_line_of_its_text() -> None:
    (item,) = reading(
        rss("<description>&lt;p&gt;First line.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description>")
    ).items

    assert item.title == "First line."


def test_an_item_that_says_nothing_is_left_out() -> None:
    assert (
        reading(rss("<guid isPermaLink='false'>1</guid>", "<title>T</title>")).items[0].title == "T"
    )


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "text/xml"),
        ("utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
        ("utf-8", "utf-7", "text/xml; charset=utf-7"),
        ("gbk", "gb2312", "text/xml"),
        ("gb18030", "utf-8", "text/xml; charset=utf-8"),
        ("gb18030", "unicode_escape", "text/xml; charset=rot13"),
        ("big5", "big5", ""),
        ("utf-16", "utf-16", "text/xml"),
        ("utf-16-le", "utf-8", ""),
        ("utf-32", "nonsense", "text/xml; charset=nonsense"),
    ],
)
def test_the_charset_is_found_whatever_is_said(
    encoding: str, declared: str, content_type: str
) -> None:
    title = "小米汽車發佈電動車" if encoding == "big5" else "小米汽车发布新款电动车"
    body = rss(
        f"<title>{title}</title>", head=f'<?xml version="1.0" encoding="{declared}"?>'
    ).decode()

    assert [item.title for item in reading(body.encode(encoding), content_type).items] == [title]


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1"])
def test_western_charsets_are_read_as_browsers_do(declared: str) -> None:
    body = (
        b'<?xml version="1.0" encoding="'
        + declared.encode()
        + b'"?><rss version="2.0"><channel><item><title>Citro\xebn \x96 \x80 5</title></item></channel></rss>'
    )

    assert reading(body).items[0].title == "Citroën – € 5"


@pytest.mark.parametrize(
    "declared", ["utf-7", "unicode_escape", "raw_unicode_escape", "hex", "punycode"]
)
def test_no_charset_makes_markup_out_of_text(declared: str) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><item><title>+ADw-b+AD4- \\x3cb\\x3e</title></item></channel></rss>'

    assert (
        reading(body.encode(), f"text/xml; charset={declared}").items[0].title
        == "+ADw-b+AD4- \\x3cb\\x3e"
    )


@pytest.mark.parametrize("hubs", [[{"type": "WebSub", "url": "https://hub.org/"}], [7, {}], 3])
def test_a_json_feed_names_its_hub(hubs: object) -> None:
    body = {"version": "https://jsonfeed.org/version/1.1", "hubs": hubs, "items": [],
            "feed_url": "https://e.org/own.json"}  # fmt: skip

    memory = reading(json.dumps(body).encode()).memory

    named = "hub.org" in str(hubs)
    assert memory["hub"] == ("https://hub.org/" if named else "")
    assert memory["topic"] == ("https://e.org/own.json" if named else "")


# Real ones


@pytest.mark.skipif(not FILES, reason="the shared feeds are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_feed_gives_every_article_that_the_library_reads(path: Path) -> None:
    body = path.read_bytes()
    if path.suffix == ".json":
        expected = {each["id"] for each in json.loads(body)["items"]}
    else:
        entries = feedparser.parse(io.BytesIO(body)).entries
        expected = {
            (each.get("id"), each.get("link"), each.get("title"), each.get("summary"))
            for each in entries
        }

    seen = reading(body)

    assert seen.fault is None
    assert len(seen.items) >= len(expected)
    assert len({item.key for item in seen.items}) == len(seen.items)
    assert all(item.title for item in seen.items)
    assert not [item for item in seen.items if item.text.count("<p>") > item.text.count("&lt;")]


# Whatever comes

TEXTISH = st.lists(
    st.sampled_from(
        ["<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>/a</link>", "<![CDATA[", "]]>", "<!--", "-->",
         "<!DOCTYPE", "[", "]", ">", "<", "&", "&#0;", "&#xD800;", "&amp;", "<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "\x00", "\ud7ff",
         "<pubDate>", "99999", "<guid>", "{", '"items":', "[{", "}", "<?xml", "encoding='utf-7'", "?>", "x", " "]
    ),
    max_size=40,
).map(lambda parts: "".join(parts).encode("utf-8", "replace"))  # fmt: skip


@given(
    st.binary(max_size=300)
    | TEXTISH
    | TEXTISH.map(lambda inner: b"<rss version='2.0'><channel>" + inner)
)
def test_reading_never_raises_and_gives_clean_items(body: bytes) -> None:
    seen = reading(body)

    assert not (seen.fault and seen.items)
    for item in seen.items:
        assert item.title or item.url
        assert item.key
        assert item.url == "" or item.url.startswith(("http://", "https://"))
        assert all(
            char == "\n" or char.isprintable() or not char.isascii()
            for char in item.title + item.text
        )
