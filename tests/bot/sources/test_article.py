"""Article pages and the feeds that pages name."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.article import read_article
from bot.sources.discover import FOUND_MAX, discover

URL = "https://news.example/2026/10/02/plant"
PARAGRAPHS = "".join(
    f"<p>Paragraph {i} says that the company started to build cars in its new plant near Beijing.</p>"
    for i in range(6)
)


def page(head: str = "", body: str = PARAGRAPHS) -> bytes:
    return f'<!doctype html><html lang="en-GB"><head><title>Plant opens - News</title>{head}</head><body><nav>Home News Cars</nav><article><h1>Plant opens near Beijing</h1>{body}</article><footer>All rights reserved</footer></body></html>'.encode()


def test_an_article_is_read_without_its_page() -> None:
    article = read_article(page(), URL, "text/html")

    assert article
    assert (article.title, article.language) == ("Plant opens near Beijing", "en")
    assert "Paragraph 0" in article.text
    assert "Paragraph 5" in article.text
    assert "\n" in article.text
    assert "All rights" not in article.text
    assert "Home News" not in article.text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<meta property="article:published_time" content="2026-10-01T10:00:00+08:00">',
            datetime(2026, 10, 1, 2, tzinfo=UTC),
        ),
        (
            '<meta name="pubdate" content="2026/10/1 9:30">',
            datetime(2026, 10, 1, 9, 30, tzinfo=UTC),
        ),
        ("", datetime(2026, 10, 2, tzinfo=UTC)),
    ],
)
def test_an_article_is_dated_by_what_its_page_states(head: str, published: datetime) -> None:
    article = read_article(page(head), URL, "text/html")

    assert article
    assert article.published == published


def test_an_article_without_any_date_has_none() -> None:
    article = read_article(page(), "https://news.example/plant", "text/html")

    assert article
    assert article.published is None


def test_a_chinese_page_in_its_old_charset_is_read() -> None:
    text = "小米汽车在北京的新工厂开始生产电动汽车，公司表示年产能为十五万辆。" * 6
    body = f'<html lang="zh-CN"><head><meta charset="gb2312"><title>小米汽车工厂投产</title></head><body><article><h1>小米汽车工厂投产</h1><p>{text}</p></article></body></html>'

    article = read_article(body.encode("gbk"), "https://auto.example/a1", "text/html")

    assert article
    assert (article.title, article.language) == ("小米汽车工厂投产", "zh")
    assert "十五万辆" in article.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"hello",
        b"%PDF-1.7",
        b"<html></html>",
        b"{}",
        b"<div>" * 50_000,
        b"<" * 10_000,
    ],
)
def test_a_page_without_an_article_gives_none_or_something_clean(body: bytes) -> None:
    article = read_article(body, URL, "text/html")

    assert article is None or article.text


def named(*tags: str, url: str = URL) -> tuple[str, ...]:
    return discover(f"<html><head>{''.join(tags)}</head></html>".encode(), url, "text/html")


def test_announced_feeds_come_first_and_those_of_comments_last() -> None:
    found = named(
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">',
        '<link rel="ALTERNATE nofollow" type="Application/RSS+XML; charset=utf-8" href="/feed/">',
        '<link rel="alternate" type="application/atom+xml" href="https://x.example/atom.xml">',
        '<link rel="alternate" type="application/feed+json" href="feed.json">',
        '<link rel="alternate" type="text/html" hreflang="de" href="/de/">',
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<a href="/rss">RSS</a>',
        '<a href="/about">About</a>',
    )

    assert found == (
        "https://news.example/feed/",
        "https://x.example/atom.xml",
        "https://news.example/2026/10/02/feed.json",
        "https://news.example/rss",
        "https://news.example/comments/feed/",
    )


@pytest.mark.parametrize(
    ("href", "is_feed"),
    [
        ("/feed", True), ("/feed/", True), ("/rss.xml", True), ("/index.rdf", True), ("/blog/atom.xml?x=1", True), ("/?feed=rss2", False),
        ("/news?format=rss", True), ("/feeds/all.atom", True), ("https://feeds.feedburner.com/x", True), ("/rss/news", False),
        ("/feedback", False), ("/atomic", False), ("/pressroom", False), ("/seafeed-news", False),
    ],
)  # fmt: skip
def test_links_that_look_like_feeds(href: str, is_feed: bool) -> None:  # noqa: FBT001
    assert bool(named(f'<a href="{href}">x</a>')) is is_feed


@pytest.mark.parametrize(
    "href",
    ["file:///feed.xml", "javascript:feed.xml", "data:application/rss+xml,x", "ftp://x.example/feed.xml", "//u:p@x.example/feed.xml", "http://\\x/feed.xml", ""],
)  # fmt: skip
def test_only_web_addresses_are_found(href: str) -> None:
    assert named(f'<link rel="alternate" type="application/rss+xml" href="{href}">') == ()


@pytest.mark.parametrize(
    ("base", "found"),
    [
        ("https://cdn.example/x/", "https://cdn.example/x/feed.xml"),
        ("/blog/", "https://news.example/blog/feed.xml"),
        ("javascript:1", "https://news.example/2026/10/02/feed.xml"),
        ("file:///etc/", "https://news.example/2026/10/02/feed.xml"),
    ],
)
def test_a_base_is_heeded_when_it_is_a_web_address(base: str, found: str) -> None:
    assert named(f'<base href="{base}">', '<a href="feed.xml">feed</a>') == (found,)


def test_a_page_does_not_name_itself_nor_too_many() -> None:
    links = [f'<a href="/{i}/feed">x</a>' for i in range(50)]

    assert len(named(*links)) == FOUND_MAX
    assert named('<a href="/feed">x</a>', url="https://news.example/feed") == ()


@given(st.binary(max_size=200))
def test_pages_never_raise(body: bytes) -> None:
    assert isinstance(discover(body, URL, ""), tuple)
    assert read_article(body, URL, "") is None or body
