"""Rendering for Slack: at a glance, within the limits, every text a text."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from adapters.document import (
    Button,
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    Footer,
    Links,
    Mention,
    Part,
    Quote,
    Run,
    Text,
    Title,
)
from adapters.slack.blocks import Message, plain_text, render
from adapters.slack.words import escaped, label
from adapters.units import units
from tests.doubles.slack import layout
from tests.doubles.slack.eyes import buttons, links, visible
from tests.fakes_local import NOON, note, one_of_each

HOSTILE = [
    "<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1> @here @channel",
    "<http://evil.example|https://mi.com> &lt;!channel&gt; &amp;",
    "```*bold* _it_ ~no~ `code`\n> quote\n• list",
    "\u202egnp.exe\u2066 \u200b\u200d\x00\x1b[31m \ud800",
    "e" + "\u0301" * 300,
    "🚗" * 1_600,
    "小米汽车获批 " * 500,
    "a&<>" * 800,
    "https://mi.com/" + "a" * 3_000,
    "",
    " \n\t ",
]
words = st.text(max_size=40) | st.sampled_from([text[:70] for text in HOSTILE])
hrefs = st.none() | words | st.sampled_from(
    ["https://example.com/a?b=1&c=<d>", "https://example.com/a|b", "http://u@evil.example",
     "javascript:alert(1)", "https://хiaomi.com/", "https://example.com/" + "x" * 300]
)  # fmt: skip
runs = st.builds(Run, words, st.booleans(), st.booleans(), hrefs)
run_tuples = st.lists(runs, max_size=4).map(tuple)
facts = st.builds(Fact, words, run_tuples, words, words, words, words, words)
button = st.builds(Button, words, words, st.booleans())
parts = st.one_of(
    st.just(Text((Run("filler " * 150),))),
    st.builds(Title, words, words, hrefs),
    st.builds(Text, run_tuples),
    st.builds(Facts, st.lists(facts, max_size=6).map(tuple)),
    st.builds(Quote, words, words, hrefs),
    st.builds(Links, st.lists(st.tuples(words, hrefs.map(str)), max_size=6).map(tuple), words),
    st.builds(Code, words),
    st.builds(Buttons, st.lists(button, max_size=10).map(tuple)),
    st.builds(Footer, words, st.none() | st.dates() | st.datetimes(timezones=st.just(UTC))),
)
documents = st.builds(Document, st.lists(parts, max_size=40).map(tuple), words, words)
mentions = st.builds(
    Mention,
    who=st.sampled_from(["user", "group"]),
    id=st.from_regex(r"[UWS][A-Z0-9]{1,20}", fullmatch=True) | words,
)


def alert(**changes: tuple[Part, ...]) -> Document:
    fact = Fact(
        "Approval",
        (Run("80,000 cars a year"),),
        "done",
        "done",
        "official",
        "official",
        "Aug 2023",
    )
    every: dict[str, tuple[Part, ...]] = {
        "title": (Title("Cleared to make cars", tag="Xiaomi"),),
        "gist": (Text((Run("The planning agency cleared it."),)),),
        "facts": (Facts((fact,)),),
        "quote": (Quote("NDRC approved it.", source="Reuters", href="https://reuters.com/a"),),
        "links": (Links((("Reuters", "https://reuters.com/a"),), label="Sources:"),),
        "footer": (Footer("First seen", at=NOON),),
    }
    every |= changes
    flat = tuple(part for each in every.values() for part in each)
    return Document(flat, plain="Xiaomi: Cleared to make cars", tone="alert")


def faults(message: Message) -> list[str]:
    found = layout.text_breaches(message.text, layout.UPDATE_TEXT_MAX)
    return found + layout.breaches(list(message.blocks))


def shown(document: Document) -> str:
    message = render(document)
    return visible(message.text, message.blocks)


def test_an_alert_reads_at_a_glance() -> None:
    assert shown(alert()) == (
        "Xiaomi · Cleared to make cars\n"
        "The planning agency cleared it.\n"
        "• Approval · Aug 2023 · ✓ done · ✦ official — 80,000 cars a year\n"
        "NDRC approved it.\n— Reuters\n"
        "Sources: Reuters First seen 2023-08-29 12:00 UTC"
    )
    assert [block["type"] for block in render(alert()).blocks] == [
        "header",
        "rich_text",
        "rich_text",
        "rich_text",
        "context",
    ]


def test_every_part_is_shown() -> None:
    document = one_of_each("seen")
    covered = {type(part) for part in document.parts}

    assert covered == set(get_args(Part))
    assert shown(document).count("seen") >= len(document.parts)


@settings(max_examples=40)
@given(documents)
def test_any_document_fits_and_notifies_nobody(document: Document) -> None:
    message = render(document)
    for block in Block.parse_all(list(message.blocks)):
        block.to_dict()  # the library's own validators raise for what is too long or missing
    assert faults(message) == []
    assert faults(plain_text(document)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_fits_and_notifies_nobody(text: str) -> None:
    document = one_of_each(text)

    assert faults(render(document)) == []
    assert faults(plain_text(document)) == []


@settings(max_examples=40)
@given(st.lists(parts, max_size=30).map(tuple))
def test_company_step_certainty_and_link_stay_whatever_else_is_said(rest: tuple[Part, ...]) -> None:
    long = Text((Run("filler " * 400),))
    short = Text((Run("y" * 45),))  # to the brim
    known = alert(gist=(long, long, long, long, *[short] * 18))
    document = replace(known, parts=(*known.parts, *rest))

    said = shown(document)

    for word in ("Xiaomi", "Cleared to make cars", "Approval", "Aug 2023", "✦ official"):
        assert word in said
    assert "https://reuters.com/a" in {url for _, url in links(list(render(document).blocks))}
    assert "https://reuters.com/a" in plain_text(document).text
    assert "Approval" in plain_text(document).text


def test_long_addresses_fit_or_are_no_links() -> None:
    urls = [f"https://example.com/{n}/" + "x" * 2_960 for n in range(6)]
    document = alert(links=(Links((*((f"s{n}", url) for n, url in enumerate(urls)),)),))

    assert faults(render(document)) == []
    assert links(list(render(document).blocks))[1][1] == urls[0]
    assert faults(render(one_of_each("x", "https://example.com/" + "x" * 3_000))) == []


def test_what_is_cut_is_cut_from_the_least_important_end_and_said() -> None:
    rows = tuple(Fact(f"Step {n}", (Run("x" * 900),)) for n in range(40))

    said = shown(alert(facts=(Facts(rows),)))

    assert "Step 0" in said
    assert "Step 9" in said
    assert "Step 39" not in said
    assert said.endswith("\n…")


def test_a_later_step_does_not_stay_where_an_earlier_one_was_let_go() -> None:
    rows = (*(Fact(f"Step {n}", (Run("x" * 900),)) for n in range(40)), Fact("Tiny"))

    assert "Tiny" not in shown(alert(facts=(Facts(rows),)))


def test_the_first_step_stays_behind_any_headings() -> None:
    headings = tuple(Text((Run("y" * 2_900, bold=True),)) for _ in range(6))

    assert "Approval" in shown(alert(gist=headings))


def test_many_short_parts_keep_to_the_number_of_blocks() -> None:
    message = render(alert(gist=tuple(Text((Run(f"said {n}"),)) for n in range(60))))

    assert faults(message) == []
    assert "said 0" in visible(message.text, message.blocks)


def test_an_address_that_grows_when_it_is_escaped_is_a_link_or_none() -> None:
    url = "https://example.com/?" + "&a=1" * 600
    source = Links((("Reuters", url),))
    aside = Text((Run("Reuters", faint=True, href=url),))

    assert links(list(render(alert(links=(source,))).blocks))[-1] == ("Reuters", url)
    assert faults(render(alert(links=(source,), gist=(aside,)))) == []
    assert visible("", render(Document((aside,), plain="")).blocks) == "Reuters"


def test_mentions_are_words() -> None:
    message = render(alert(footer=(Footer("<!channel> <@U1>"),)))

    assert "&lt;!channel&gt; &lt;@U1&gt;" in str(message.blocks)
    assert layout.MENTION.search(message.text) is None


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("Reuters", "https://reuters.com/a", "Reuters"),
        ("36Kr.com", "https://36kr.com/a", "36Kr.com"),
        ("https://mi.com/news", "https://www.mi.com/x", "https://mi.com/news"),
        ("https://mi.com", "https://evil.example/", "https://mi.com (evil.example)"),
        ("mi.com", "https://evil.example/", "mi.com (evil.example)"),
        ("ｍｉ．ｃｏｍ", "https://evil.example/", "ｍｉ．ｃｏｍ (evil.example)"),
        ("mi。com", "https://evil.example/", "mi。com (evil.example)"),
        ("Xiaomi", "https://хiaomi.com/", "Xiaomi (⚠ xn--iaomi-pze.com)"),
        ("xn--iaomi-pze.com", "https://хiaomi.com/", "⚠ xn--iaomi-pze.com"),
        ("", "https://www.nio.com/", "nio.com"),
        ("U.S. approves 3 plants. Now", "https://a.example/", "U.S. approves 3 plants. Now"),
    ],
)
def test_a_link_cannot_pass_for_another_address(text: str, url: str, expected: str) -> None:
    assert label(text, url) == expected


def test_what_is_no_web_address_is_no_link() -> None:
    for href in ("javascript:alert(1)", "data:text/html,x", "http://a@b.example", "//x.y"):
        assert links(list(render(one_of_each("x", href)).blocks)) == []


def test_a_moment_is_told_in_each_readers_own_time_and_a_day_as_it_is() -> None:
    moment = render(Document((Footer("Seen", at=NOON),), plain="x")).blocks[-1]
    day = render(Document((Footer("Seen", at=date(2023, 8, 29)),), plain="x")).blocks[-1]
    old = render(Document((Footer("", at=NOON - timedelta(days=30_000)),), plain="x")).blocks[-1]

    stamp = int(datetime(2023, 8, 29, 12, tzinfo=UTC).timestamp())
    token = f"<!date^{stamp}^{{date_short_pretty}} {{time}}|2023-08-29 12:00 UTC>"
    assert moment["elements"][0]["text"] == f"Seen {token}"
    assert day["elements"][0]["text"] == "Seen 2023-08-29"
    assert "!date" not in old["elements"][0]["text"]


def test_a_button_carries_its_whole_command_or_is_left_out() -> None:
    several = (
        Button("Timeline", "/milestones xiaomi"),
        Button("Share", "/milestones xiaomi", public=True),
        Button("Long", "/milestones " + "x" * 2_000),
        Button("", "/milestones nio"),
        Button("Odd", "/milestones a\u202eb"),
    )

    found = buttons(render(Document((Buttons(several),), plain="x")).blocks)

    assert [(each["action_id"], each["value"]) for each in found] == [
        ("run:0", "/milestones xiaomi"),
        ("share:1", "/milestones xiaomi"),
    ]


def test_many_buttons_stand_in_several_rows_each_with_an_id_of_its_own() -> None:
    several = Buttons(tuple(Button(f"b{n}", f"/milestones c{n}") for n in range(60)))

    blocks = render(Document((several,), plain="x")).blocks

    assert [len(block["elements"]) for block in blocks] == [25, 25, 10]
    assert len({each["action_id"] for each in buttons(blocks)}) == 60


def test_a_long_detail_stands_on_a_line_of_its_own() -> None:
    row = Fact("Approval", (Run("x" * 61),), "done", "done", "official", "official")

    assert shown(alert(facts=(Facts((row,)),))).count("official\nxxx") == 1


def test_an_error_shows_a_sign_before_its_first_word() -> None:
    assert shown(note("No such company", tone="error")) == "⚠ No such company"
    assert shown(Document((Text((Run("No"),)),), plain="No", tone="warning")) == "⚠ No"


def test_small_print_stands_in_a_context_and_keeps_its_links() -> None:
    document = Document(
        (Text((Run("Known: ", faint=True), Run("a&b", faint=True, href="https://a.example/"))),),
        plain="x",
    )

    text = render(document).blocks[0]["elements"][0]["text"]

    assert text == "Known: <https://a.example/|a&amp;b>"


def test_an_empty_document_still_has_a_text() -> None:
    message = render(Document((), plain=""))

    assert (message.blocks, message.text) == ((), "EV Watch")
    assert plain_text(Document((), plain="")).text == "EV Watch"


@given(words, st.integers(1, 200))
def test_escaping_keeps_to_the_limit_in_utf_16_units(text: str, limit: int) -> None:
    assert units(escaped(text, limit)) <= limit
    assert layout.text_breaches(escaped(text, limit), limit) == []


@given(documents, st.lists(mentions, max_size=8))
def test_exactly_those_are_called_whom_the_document_mentions(
    document: Document, called: list[Mention]
) -> None:
    message = render(replace(document, mentions=tuple(called)))
    bare = plain_text(replace(document, mentions=tuple(called)))

    tokens = [
        f"<@{m.id}>" if m.who == "user" else f"<!subteam^{m.id}>" for m in called if is_slacks(m)
    ]
    wanted = " ".join(dict.fromkeys(tokens))
    sections = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert sections == [wanted] * bool(wanted)
    assert layout.breaches(list(message.blocks)) == []
    assert bare.text.endswith(wanted)
    assert layout.text_breaches(bare.text, layout.UPDATE_TEXT_MAX) == []
    assert layout.MENTION.search(message.text) is None
    assert layout.MENTION.search(bare.text.removesuffix(wanted)) is None


def is_slacks(mention: Mention) -> bool:
    first = "[UW]" if mention.who == "user" else "S"
    return re.fullmatch(first + "[A-Z0-9]{1,20}", mention.id) is not None


@pytest.mark.parametrize("who", ["user", "group"])
@pytest.mark.parametrize(
    "id_", ["!channel", "U1> <!here", "S1|<!everyone>", "u1", "", "@U1", "U1\n"]
)
def test_an_id_that_is_none_calls_nobody(who: Literal["user", "group"], id_: str) -> None:
    message = render(Document((Title("x"),), plain="x", mentions=(Mention(who=who, id=id_),)))

    assert [block["type"] for block in message.blocks] == ["header"]
