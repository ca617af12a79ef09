"""A document as a Discord message: what is read of it, and that Discord takes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from adapters.discord.embeds import render, render_plainly, thread_name
from adapters.discord.marks import key_of
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
    Quote,
    Run,
    Text,
    Title,
)
from adapters.plain import plain
from adapters.units import units
from tests.doubles.discord.contract import broken_by
from tests.doubles.discord.eyes import Seen, message_text, read, visible
from tests.fakes_local import one_of_each

KEY = "a1b2c3d4e5f6g7h8i9j0"
OURS = {"text", "bold", "link", "quote", "small", "time", "code"}

ALERT = Document(
    (
        Title("Cleared to build cars by the NDRC", tag="Xiaomi"),
        Text((Run("The permit covers 150,000 cars a year."),)),
        Facts(
            (
                Fact(
                    "Approval · NDRC",
                    (Run("150,000 vehicles/year"), Run(" · ", faint=True), Run("SU7")),
                    "done",
                    "done",
                    "reported",
                    "reported",
                    "Aug 2023",
                ),
            )
        ),
        Text((Run("Known before: Factory (done, official), 2022", faint=True),)),
        Quote("The NDRC has approved it.", source="Reuters", href="https://reuters.com/a"),
        Links(
            (("Reuters", "https://reuters.com/a"), ("CnEVPost", "https://cnevpost.com/b")),
            "Sources",
        ),
        Buttons((Button("Timeline", "/milestones xiaomi"),)),
        Footer("First seen", datetime(2023, 8, 29, 12, tzinfo=UTC)),
    ),
    plain="Xiaomi: cleared to build cars by the NDRC",
    tone="alert",
)


def text_of(body: dict[str, Any]) -> str:
    return message_text(body)


def broken(body: dict[str, Any]) -> list[str]:
    return broken_by("POST", "/channels/1/messages", body)


def stretches(body: dict[str, Any]) -> list[Seen]:
    texts = [body["content"], *(each.get("description", "") for each in body["embeds"])]
    return [seen for text in texts for seen in read(text)]


def test_an_alert_tells_company_step_certainty_when_evidence_and_sources() -> None:
    body = render(ALERT, KEY)

    assert text_of(body).splitlines() == [
        "Xiaomi · Cleared to build cars by the NDRC",
        "The permit covers 150,000 cars a year.",
        "",
        "✓ Approval · NDRC · Aug 2023 · done · ❝ reported · 150,000 vehicles/year · SU7",
        "",
        "Known before: Factory (done, official), 2022",
        "",
        "The NDRC has approved it.",
        "— Reuters",
        "",
        "Sources Reuters · CnEVPost",
        "First seen",
        "Timeline",
    ]
    assert body["embeds"][0]["timestamp"] == "2023-08-29T12:00:00+00:00"
    assert broken(body) == []


def test_a_long_detail_of_a_step_stands_on_a_line_of_its_own() -> None:
    runs = (Run("was planned, H1 2024"), Run(" · "), Run("CnEVPost", href="https://cnevpost.com/b"))
    body = render(Document((Facts((Fact("Launch", runs, "done", "done"),)),), plain="p"))

    assert text_of(body) == "✓ Launch · done\n↳ was planned, H1 2024 · CnEVPost"


def test_links_lead_where_the_document_says_and_have_no_preview() -> None:
    links = [seen.href for seen in stretches(render(ALERT, KEY)) if seen.kind == "link"]

    assert links == ["https://reuters.com/a", "https://reuters.com/a", "https://cnevpost.com/b"]
    assert "(<https://reuters.com/a>)" in render(ALERT, KEY)["embeds"][0]["description"]


def test_the_key_is_carried_unseen_and_read_again() -> None:
    body = render(ALERT, KEY)

    assert key_of(body) == KEY
    assert KEY not in text_of(body)
    assert key_of(render_plainly(ALERT, KEY)) == KEY
    assert key_of(render(ALERT)) is None


def test_the_plain_form_keeps_company_step_certainty_and_link() -> None:
    text = text_of(render_plainly(ALERT, KEY))

    assert text.splitlines() == [
        "Xiaomi: cleared to build cars by the NDRC",
        "✓ Approval · NDRC · Aug 2023 · done · ❝ reported · 150,000 vehicles/year · SU7",
        "reuters.com",
        KEY,
    ]


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (Document((Title("only this"),), plain="x"), "only this"),
        (Document((), plain="nothing"), "nothing"),
        (Document((), plain=""), "…"),
        (Document((Text((Run("no title"),)),), plain="x"), "no title"),
        (Document((Title(""), Facts(()), Links(())), plain="empty"), "empty"),
    ],
)
def test_there_is_always_something_to_see(document: Document, text: str) -> None:
    for key in (None, KEY):
        body = render(document, key)

        assert text_of(body).startswith(text)
        assert broken(body) == []
        assert key_of(body) == key


def test_a_message_that_is_too_long_keeps_headline_first_step_and_links() -> None:
    rows = tuple(
        Fact(f"Step {n}", (Run("x" * 500),), "done", "done", when="2023") for n in range(20)
    )
    long = Document(
        (
            Title("Much has happened", tag="BYD"),
            Text((Run("y" * 1000),)),
            Facts(rows),
            Quote("z" * 600),
            Links((("Reuters", "https://reuters.com/a"),)),
            Text((Run("aside", faint=True),)),
        ),
        plain="p",
    )

    body = render(long, KEY)
    text = text_of(body)

    assert "BYD · Much has happened" in text
    assert "Step 0" in text
    assert "Reuters" in text
    assert "aside" not in text
    assert "Step 19" not in text
    assert text.endswith("…")
    assert broken(body) == []


def test_a_page_of_ten_steps_with_links_loses_no_step() -> None:
    href = "https://news.example/" + "a" * 180
    rows = tuple(
        Fact(f"Step {n}", tuple(Run(f"Outlet {m}", href=href) for m in range(3)), "done", "done")
        for n in range(10)
    )
    body = render(Document((Title("10 steps", tag="NIO"), Facts(rows)), plain="p"))

    assert all(f"Step {n}" in text_of(body) for n in range(10))
    assert broken(body) == []


def test_several_embeds_share_no_address() -> None:
    rows = tuple(Fact(f"Step {n}", (Run("x" * 200),), "done", "done") for n in range(20))

    embeds = render(Document((Title("t"), Facts(rows)), plain="p"), KEY)["embeds"]

    assert len(embeds) > 1
    assert ["url" in each for each in embeds] == [True] + [False] * (len(embeds) - 1)


@pytest.mark.parametrize(
    ("label", "href", "seen"),
    [
        ("https://mi.com", "http://evil.example/x", "mi.com (evil.example)"),
        ("mi.com/news", "http://evil.example", "mi.com/news (evil.example)"),
        ("Reuters", "https://reuters.com/a", "Reuters"),
        ("reuters.com", "https://www.reuters.com/a", "reuters.com"),
        ("Xiaomi", "https://хiaomi.com/", "Xiaomi (⚠ xn--iaomi-pze.com)"),
        ("a]b[c", "https://x.example/(1)", "a)b(c"),
        ("bad", "javascript:alert(1)", "bad"),
        ("", "https://x.example/", "x.example"),
        ("", "https://хiaomi.com/", "⚠ xn--iaomi-pze.com"),
    ],
)
def test_a_link_cannot_hide_where_it_leads(label: str, href: str, seen: str) -> None:
    body = render(Document((Title("t"), Links(((label, href),))), plain="p"))

    assert text_of(body).splitlines()[1] == seen


def test_a_date_token_tells_a_moment_and_a_mere_date_is_told_as_it_is() -> None:
    body = render(one_of_each("x"))

    assert "<t:1693310400:f>" in body["embeds"][0]["description"]
    assert "-# x · 2023\\-08-29" not in body["embeds"][0]["description"]
    assert "2023-08-29" in text_of(body)


def test_a_thread_is_called_like_the_headline_within_its_limit() -> None:
    assert thread_name(ALERT) == "Xiaomi · Cleared to build cars by the NDRC"
    assert thread_name(Document((), plain="")) == "EV Watch"
    assert units(thread_name(Document((Title("\U0001f600" * 300),), plain=""))) <= 100


MARKUP = st.sampled_from(
    [
        "@everyone",
        "@here",
        "<@1>",
        "<@&1>",
        "<#1>",
        "<t:1:R>",
        "</a:1>",
        "<:a:1>",
        ":smile:",
        "**",
        "__",
        "~~",
        "||",
        "`",
        "```",
        "\n# ",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n-# ",
        "[a](http://b.c)",
        "https://evil.example/x",
        "<https://a.b>",
        "discord.gg/abc",
        "DiscordApp.com/invite/abc",
        "\\",
        "]",
        "(",
        "*",
        "_",
        ">>> ",
        "\u202e",
        "\u200b",
        "😀",
        "小米",
        "é",
        " ",
        "\n",
        "a",
        "#",
        "-",
        "1",
        ".",
        ":",
        "/",
        "@",
        "<",
        "x" * 300,
    ]
)
HOSTILE = st.one_of(st.lists(MARKUP, max_size=30).map("".join), st.text(max_size=200))


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_hostile_text_is_shown_literally_and_does_nothing(text: str) -> None:
    body = render(one_of_each(text), KEY)

    assert broken(body) == []
    assert {seen.kind for seen in stretches(body)} <= OURS
    links = {seen.href for seen in stretches(body) if seen.kind == "link"}
    assert links <= {"https://example.com/a"}


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_the_words_of_a_paragraph_arrive_letter_for_letter(text: str) -> None:
    assume(len(text) < 1000)
    body = render(Document((Title("t"), Text((Run(text),))), plain="p"))

    shown = visible(body["embeds"][0]["description"]) if body["embeds"] else ""
    assert shown == plain(text).strip()


@settings(max_examples=60, deadline=None)
@given(HOSTILE, st.integers(1, 4000), st.sampled_from((render, render_plainly)))
@example("/<@1>", 1, render_plainly)
def test_every_length_fits(
    text: str, times: int, form: Callable[[Document, str], dict[str, Any]]
) -> None:
    document = one_of_each(text * times, href="https://example.com/" + "a" * min(times, 900))
    body = form(document, KEY)

    assert broken(body) == []


RUN = st.builds(
    Run, HOSTILE, st.booleans(), st.booleans(), st.just("https://example.com/" + "b" * 700)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(RUN, min_size=1, max_size=40), HOSTILE)
def test_many_runs_with_long_links_fit(runs: list[Run], text: str) -> None:
    fact = Fact(text, tuple(runs), text, text, text, text, text)
    document = Document(
        (
            Title(text, text, "https://example.com/" + "c" * 790),
            Text(tuple(runs)),
            Facts((fact,) * 12),
            Code(text),
            Links(tuple((run.text, run.href or "") for run in runs), text),
        ),
        plain=text,
    )

    assert broken(render(document, KEY)) == []
    assert broken(render_plainly(document, KEY)) == []


def test_dates_of_mere_days_stand_in_the_footer() -> None:
    body = render(Document((Title("t"), Footer("First seen", date(2023, 8, 29))), plain="p"))

    assert body["embeds"][0]["footer"]["text"] == "First seen · 2023-08-29"


IDS = st.integers(10**14, 10**20).map(str) | st.sampled_from(["everyone", "0", "1> @here", "12"])
MENTIONS = st.builds(Mention, who=st.sampled_from(["user", "group"]), id=IDS)


@settings(max_examples=100, deadline=None)
@given(
    HOSTILE,
    st.integers(1, 300),
    st.lists(MENTIONS, max_size=30),
    st.sampled_from((render, render_plainly)),
)
def test_exactly_those_are_called_whom_the_document_mentions(
    text: str,
    times: int,
    mentions: list[Mention],
    form: Callable[[Document, str], dict[str, Any]],
) -> None:
    document = replace(one_of_each(text * times), mentions=tuple(mentions))

    body = form(document, KEY)

    called = [m for m in dict.fromkeys(mentions) if m.id.isdecimal() and len(m.id) > 14][:20]
    allowed = body["allowed_mentions"]
    assert broken(body) == []
    assert allowed["parse"] == []
    assert allowed.get("users", []) == [m.id for m in called if m.who == "user"]
    assert allowed.get("roles", []) == [m.id for m in called if m.who == "group"]
