"""A digest of any number of any stories: within what every platform takes, nothing left uncounted."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.embeds import render as discord
from adapters.document import Buttons, Document, Fact, Facts, Footer, Links, Run, Text, Title
from adapters.local.render import render as local
from adapters.slack.blocks import render as slack
from bot.compose import DIGEST_MAX, digest
from bot.compose.digest import page, row
from tests.doubles.discord.contract import broken_by
from tests.doubles.discord.eyes import message_text
from tests.doubles.slack import layout
from tests.doubles.slack.eyes import visible

KEY = "0123456789abcdef0123"
SINCE = datetime(2024, 3, 31, 20, tzinfo=UTC)
WORDS = st.text(max_size=300) | st.sampled_from(
    ["小米汽车获批 " * 40, "*_~`>|" * 60, "<!channel> <@U1> @everyone", "https://mi.com/ " * 20, "🚗" * 200, ""]
)  # fmt: skip
HREFS = st.sampled_from(
    ["https://example.com/a", "https://example.com/" + "x" * 1500, "javascript:alert(1)", ""]
)


def alert(title: str, tag: str, href: str) -> Document:
    step = Fact("Launch", (), "done", "done", "official", "official", "Aug 2023")
    parts = (
        Title(title, tag=tag),
        Facts((step,)),
        Links((("Daily", href),)),
        Footer("x", at=SINCE),
    )
    return Document(parts, plain=title, tone="alert")


ALERTS = st.builds(alert, WORDS, WORDS, HREFS)


def gathered(told: list[Document], count: int, language: str = "en") -> Document:
    return digest(told, count=count, key=KEY, since=SINCE, language=language)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(ALERTS, min_size=1, max_size=20), st.integers(0, 500), st.sampled_from(["en", "zh"])
)
def test_a_digest_fits_every_platform_with_all_its_lines(
    told: list[Document], more: int, language: str
) -> None:
    count = len(told) + more

    document = gathered(told, count, language)

    lines = [fact for part in document.parts if isinstance(part, Facts) for fact in part.rows]
    body = discord(document, KEY)
    blocks = list(slack(document).blocks)
    [bullets] = [b["elements"][0] for b in blocks if b["type"] == "rich_text" and b["elements"][0]["type"] == "rich_text_list"]  # fmt: skip
    assert len(lines) == min(len(told), DIGEST_MAX)
    assert broken_by("POST", "/channels/1/messages", body) == []
    assert layout.breaches(blocks) == []
    assert len(bullets["elements"]) == len(lines)
    assert message_text(body).count("✦ official") == len(lines)
    assert str(local(document)).count('<li class="fact') == len(lines)


@pytest.mark.parametrize("count", [13, 500])
def test_what_is_not_shown_is_counted_and_a_button_away(count: int) -> None:
    told = [alert(f"Launched model {n}", f"Maker {n}", "https://example.com/a") for n in range(20)]

    document = gathered(told, count)

    more = f"and {count - 12} more {'story' if count == 13 else 'stories'}"
    [buttons] = [part for part in document.parts if isinstance(part, Buttons)]
    assert [each.command for each in buttons.items] == [f"/evwatch digest {KEY}"]
    assert more in message_text(discord(document, KEY))
    assert more in visible("", slack(document).blocks)
    assert more in str(local(document))


def test_a_glance_tells_of_whom_it_is() -> None:
    one = alert("Launched the SU7", "Xiaomi", "https://example.com/a")
    others = [alert("x", name, "") for name in ("BYD", "NIO", "Zeekr", "XPeng")]

    assert gathered([one, one], 2).plain == "2 stories: Xiaomi"
    assert gathered([one, *others], 5).plain == "5 stories: Xiaomi, BYD, NIO and 2 others"
    assert gathered([one, *others], 30).plain == "30 stories: Xiaomi, BYD, NIO…"
    assert gathered([one, *others], 5, "zh").plain == "5条消息：Xiaomi、BYD、NIO，另有2家"


def test_a_line_is_the_headline_with_its_marks_and_first_source() -> None:
    fact = row(alert("Launched the SU7", "Xiaomi", "https://example.com/a"))

    assert (fact.label, fact.phase, fact.certainty, fact.when) == ("Xiaomi", "done", "official", "Aug 2023")  # fmt: skip
    assert fact.detail == (Run("Launched the SU7", href="https://example.com/a"),)


def test_a_message_without_a_title_has_a_line_all_the_same() -> None:
    assert row(Document((Text((Run("x"),)),), plain="Said")).detail == (Run("Said"),)


def test_a_page_has_a_line_for_each() -> None:
    document = page([alert("x", "BYD", "")] * 3, count=40, turn=(), language="en")

    [facts] = [part for part in document.parts if isinstance(part, Facts)]
    assert len(facts.rows) == 3
    assert document.plain == "40 stories of one digest"
