"""By what an article is known again, and what must not be taken for an identity."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.identity import canonical, marks
from bot.sources.sift import identities, sift
from storage.records import Item, Known
from tests.fakes_feeds import reading, rss

DAY = datetime(2026, 11, 22, 10, tzinfo=UTC)
TITLE = "Xiaomi begins deliveries of its second electric car"
TEXT = (
    "Xiaomi handed over the first cars of its second model in Beijing on Sunday, the company said. "
    * 3
)
URL = "https://news.example/2026/11/xiaomi-deliveries"


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://x.example/a", "https://x.example/a"),
        ("HTTP://WWW.X.example:80/a/#top", "https://x.example/a"),
        ("https://x.example/a?utm_source=rss&utm_medium=feed", "https://x.example/a"),
        ("https://x.example/a?fbclid=1&gclid=2&mc_cid=3&igshid=4", "https://x.example/a"),
        ("https://x.example/a?b=2&a=1", "https://x.example/a?a=1&b=2"),
        ("https://x.example/?p=7", "https://x.example?p=7"),
        ("https://x.example/%7euser/%e4%b8%ad", "https://x.example/~user/%E4%B8%AD"),
        ("https://x.example/~user/中", "https://x.example/~user/%E4%B8%AD"),
        ("https://例子.example/", "https://xn--fsqu00a.example"),
        ("https://x.example:8443/a", "https://x.example:8443/a"),
        ("https://user:pw@x.example/a", "https://x.example/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("javascript:alert(1)", ""),
        ("/a", ""),
        ("https://", ""),
        ("https://[x/", ""),
        ("https://x.example:port/", ""),
        ("https://x%41.example/", ""),
        ("HTTP://\u2024", ""),
        ("", ""),
    ],
)
def test_addresses_of_one_article_have_one_spelling(url: str, same: str) -> None:
    assert canonical(url) == same


@given(
    st.text(max_size=40)
    | st.text(max_size=40).map(lambda rest: f"https://{rest}")
    | st.tuples(st.text(max_size=15), st.text(max_size=15)).map(lambda parts: f"http://X.example/{parts[0]}?{parts[1]}#f")
)  # fmt: skip
def test_the_spelling_of_a_spelling_is_itself(url: str) -> None:
    once = canonical(url)

    assert canonical(once) == once


def kinds(found: tuple[str, ...]) -> list[str]:
    return [mark.partition(":")[0] for mark in found]


def test_a_full_article_is_known_by_three_things() -> None:
    assert kinds(marks(URL, TITLE, DAY, TEXT)) == ["url", "title", "text"]
    assert kinds(marks(URL, TITLE, DAY, TEXT * 2))[-2:] == ["told", "sketch"]


@pytest.mark.parametrize(
    ("url", "title", "published", "text", "expected"),
    [
        ("", "", None, "", []),
        ("https://x.example/", "Home", DAY, "", []),
        ("https://x.example/news", "News", DAY, "Read more", []),
        ("https://x.example/news/", "Breaking", None, "", []),
        ("https://x.example/?p=123", "", None, "", ["url"]),
        ("https://x.example/a/123", "", None, "", ["url"]),
        ("https://x.example/nio-opens-plant", "", None, "", ["url"]),
        ("https://x.example/?lang=en", "", None, "", []),
        ("", "小米汽车开始交付", DAY, "", ["title"]),
        ("", "快讯", DAY, "", []),
        ("", TITLE, None, "", []),
        ("", TITLE, DAY, "", ["title"]),
        ("", TITLE, None, "More words that make it particular.", ["text"]),
    ],
)
def test_thin_things_identify_nothing(
    url: str, title: str, published: datetime | None, text: str, expected: list[str]
) -> None:
    assert kinds(marks(url, title, published, text)) == expected


@pytest.mark.parametrize(
    ("url", "title", "published", "text"),
    [
        (URL + "?utm_source=x", "Another title altogether, quite long", None, "Another text."),
        ("https://other.example/1", "  XIAOMI begins deliveries of its second electric car!", DAY, "Rewritten."),
        ("https://other.example/1", "A new headline over the same text", None, TEXT.replace(" ", "\n")),
    ],
)  # fmt: skip
def test_one_thing_in_common_is_enough(
    url: str, title: str, published: datetime | None, text: str
) -> None:
    assert set(marks(URL, TITLE, DAY, TEXT)) & set(marks(url, title, published, text))


def test_another_article_has_nothing_in_common() -> None:
    other = marks(
        "https://news.example/2026/11/nio-recall-1",
        "NIO recalls 500 cars over a fault",
        DAY,
        TEXT[::-1],
    )

    assert not set(marks(URL, TITLE, DAY, TEXT)) & set(other)


# Two visits


def known(items: tuple[Item, ...]) -> list[Known]:
    fresh = sift(items, ())
    return [
        Known(id=e.item.id, key=e.item.key, content=e.item.content, marks=e.item.marks)
        for e in fresh
    ]


def entry(
    guid: str, *, link: str = URL, title: str = TITLE, day: int = 22, text: str = TEXT
) -> str:
    return (
        f"<guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title>"
        f"<pubDate>2026-11-{day:02} 10:00:00</pubDate><description>{text}</description>"
    )


@pytest.mark.parametrize(
    ("later", "is_edit"),
    [
        (entry("1", day=23), None),
        (entry("2"), None),
        (entry("2", day=23), None),
        (entry("2", link="https://news.example/moved/77"), None),
        (entry("2", link="https://news.example/moved/77", day=23), None),
        (entry("1", text=TEXT + "Corrected."), True),
        (entry("2", text=TEXT + "Corrected."), True),
        (entry("2", title="NIO opens a plant in Hefei this week", link="https://news.example/8", text="Other."), False),
    ],
)  # fmt: skip
def test_an_old_article_under_a_new_guid_or_date_is_old(later: str, is_edit: bool | None) -> None:  # noqa: FBT001
    stored = known(reading(rss(entry("1"))).items)

    fresh = sift(reading(rss(later)).items, stored)

    assert [each.is_edit for each in fresh] == ([] if is_edit is None else [is_edit])


def test_one_link_for_all_entries_hides_none_of_them() -> None:
    home = "https://news.example/latest-news-2026"
    first = reading(
        rss(
            *(
                entry(str(i), link=home, title=f"Story number {i} of the day", text=f"Text {i}.")
                for i in range(3)
            )
        )
    ).items

    stored = known(first)
    later = reading(rss(*(entry(str(i), link=home, title=f"Story number {i} of the day", text=f"Text {i}.") for i in range(1, 5)))).items  # fmt: skip
    fresh = sift(later, stored)

    assert len(stored) == 3
    assert {each.item.title for each in fresh} == {
        "Story number 3 of the day",
        "Story number 4 of the day",
    }
    assert not any(each.is_edit for each in fresh)
    assert identities(later)[0]
