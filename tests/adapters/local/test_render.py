"""Rendering: every part shown, every text a text, whatever is in it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from adapters.local.codec import NAMES, decode, encode
from adapters.local.ledger import Entry
from adapters.local.render import answer, card, render
from tests.fakes_local import NOON, note, one_of_each

TAGS = {
    "a", "article", "bdi", "blockquote", "button", "code", "div", "figcaption", "figure", "footer",
    "h3", "li", "p", "pre", "span", "strong", "time", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-hidden", "class", "data-command", "data-number", "datetime", "href", "id", "rel",
    "tabindex", "target", "type",
}  # fmt: skip

words = st.text(max_size=40) | st.sampled_from(
    [
        "<b>",
        "</article>",
        '" onclick="x',
        "'",
        "&lt;",
        "javascript:alert(1)",
        "\u202e",
        "]]>",
        "<!--",
    ]
)
hrefs = st.none() | words | st.sampled_from(
    ["https://example.com/a?b=1&c=<d>", "http://user@evil.example", "javascript:alert(1)", "//x.y"]
)  # fmt: skip
runs = st.builds(Run, words, bold=st.booleans(), faint=st.booleans(), href=hrefs)
run_tuples = st.lists(runs, max_size=3).map(tuple)
facts = st.builds(Fact, words, run_tuples, words, words, words, words, words)
parts = st.one_of(
    st.builds(Title, words, words, hrefs),
    st.builds(Text, run_tuples),
    st.builds(Facts, st.lists(facts, max_size=3).map(tuple)),
    st.builds(Quote, words, words, hrefs),
    st.builds(Links, st.lists(st.tuples(words, words), max_size=3).map(tuple), words),
    st.builds(Code, words),
    st.builds(Buttons, st.lists(st.builds(Button, words, words), max_size=3).map(tuple)),
    st.builds(Footer, words, st.none() | st.dates() | st.datetimes(timezones=st.just(UTC))),
)
mentions = st.builds(Mention, who=st.sampled_from(["user", "group"]), id=words)
documents = st.builds(
    Document,
    st.lists(parts, max_size=6).map(tuple),
    words,
    words,
    st.lists(mentions, max_size=3).map(tuple),
)


class Seen(HTMLParser):
    """Tags, attributes and text, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def shown(*given_parts: Part) -> str:
    return str(render(Document(given_parts, plain="")))


@given(documents)
def test_no_text_ever_becomes_markup(document: Document) -> None:
    entry = Entry(number=1, channel="general", key="k", at=NOON, document=document)

    for html in (card(entry), answer(document)):
        seen = Seen(html)

        assert set(seen.tags) <= TAGS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES
        assert seen.open == []
        for name, value in seen.attributes:
            if name == "href":
                assert value is not None
                assert value.startswith(("http://", "https://", "#m1", "HTTP"))
        html.encode("utf-8")


@given(documents)
def test_a_document_read_back_is_equal(document: Document) -> None:
    expected = (
        document if document.parts else replace(document, parts=(Text((Run(document.plain),)),))
    )

    assert decode(encode(document)) == expected


def test_every_part_has_a_name_and_is_rendered() -> None:
    document = one_of_each("visible")

    assert set(NAMES) == set(get_args(Part)) == {type(part) for part in document.parts}
    for part in document.parts:
        assert "visible" in shown(part)


def test_a_part_of_a_later_version_is_left_out_and_the_rest_read() -> None:
    values = encode(note("known"))
    values["parts"].insert(0, {"part": "hologram", "depth": 3})

    assert decode(values) == note("known")


def test_a_document_of_later_parts_only_is_read_as_its_plain_form() -> None:
    read = decode({"parts": [{"part": "hologram"}], "plain": "in short", "tone": "alert"})

    assert read.parts == (Text((Run("in short"),)),)


@pytest.mark.parametrize(
    ("phase", "sign"),
    [("done", "✓"), ("pending", "◔"), ("planned", "○"), ("delayed", "↷"), ("cancelled", "✕")],
)
def test_a_phase_is_told_by_sign_and_word_not_by_colour_alone(phase: str, sign: str) -> None:
    seen = Seen(shown(Facts((Fact("MIIT", phase=phase, phase_text="the word"),))))

    assert sign in seen.text
    assert "the word" in seen.text


def test_a_step_without_words_for_its_marks_shows_their_names() -> None:
    seen = Seen(shown(Facts((Fact("MIIT", phase="done", certainty="official"),))))

    assert "done" in seen.text
    assert "official" in seen.text


@pytest.mark.parametrize(
    ("text", "href", "expected"),
    [
        ("Reuters", "https://www.reuters.com/a", "Reuters reuters.com"),
        ("https://mi.com", "https://evil.example/", "https://mi.com evil.example"),
        ("mi.com", "https://mi.com.evil.example/", "mi.com mi.com.evil.example"),
        ("xiaomiev.com", "https://xiaomiev.com/a", "xiaomiev.com"),
        ("", "https://xiaomiev.com/a", "xiaomiev.com"),
        ("Mi", "https://хiaomi.com/", "Mi ⚠ xn--iaomi-pze.com"),
        ("", "https://хiaomi.com/", "⚠ xn--iaomi-pze.com"),
        ("Mi", "javascript:alert(1)", "Mi"),
        ("Mi", "data:text/html,x", "Mi"),
        ("Mi", "https://mi.com@evil.example/", "Mi"),
        ("Mi", "https:evil.example", "Mi"),
        ("Mi", "https://[bad/", "Mi"),
        ("Mi", "https://mi.com:99999/", "Mi"),
        ("Mi", "https://mi.com\\@evil.example/", "Mi"),
        ("Mi", " https://mi.com/", "Mi"),
        ("Mi", "/local/state", "Mi"),
        ("Mi", None, "Mi"),
    ],
)
def test_a_link_shows_where_it_really_leads_or_is_none(
    text: str, href: str | None, expected: str
) -> None:
    seen = Seen(shown(Text((Run(text, href=href),))))

    assert seen.text == expected
    assert ("a" in seen.tags) == (expected != "Mi")
    if "a" in seen.tags:
        assert ("rel", "noopener noreferrer nofollow") in seen.attributes


def test_moments_are_given_to_the_page_in_utc_and_days_as_they_are() -> None:
    moment = datetime.fromisoformat("2023-08-29T20:00:00+08:00")

    assert shown(Footer("seen", at=moment)).count('<time datetime="2023-08-29T12:00:00Z">') == 1
    assert '<time datetime="2023-08-02">2023-08-02</time>' in shown(Footer("", date(2023, 8, 2)))


def test_an_unknown_tone_is_neutral() -> None:
    assert 'class="card tone-neutral"' in answer(note("a", tone='x" onclick="y'))
    assert 'class="card tone-alert"' in answer(note("a", tone="alert"))


def test_a_button_carries_its_command() -> None:
    part = one_of_each('/milestones "小米"').parts[6]
    assert isinstance(part, Buttons)

    seen = Seen(shown(part))

    assert ("data-command", '/milestones "小米"') in seen.attributes
    assert ("type", "button") in seen.attributes


def test_pairs_are_told_from_steps_and_commands_from_names() -> None:
    pairs = shown(Facts((Fact("/evwatch list", (Run("what is watched"),)), Fact("Sources"))))

    assert 'class="facts pairs"' in pairs
    assert '<span class="label command">/evwatch list</span>' in pairs
    assert '<span class="label">Sources</span>' in pairs
    assert "badge" not in pairs
    assert 'class="facts steps"' in shown(Facts((Fact("Sources"), Fact("MIIT", phase="done"))))


def test_who_is_called_is_told() -> None:
    document = Document((Title("x"),), plain="x", mentions=(Mention(who="user", id="ann"),))

    assert '<p class="mentions"><span class="mention">@ann</span></p>' in render(document)
    assert "mention" not in render(Document((Title("x"),), plain="x"))


@pytest.mark.parametrize("text", ["16 Nov 2023", "and 3 more", "2023年11月16日"])
def test_a_date_or_a_count_stays_on_one_line(text: str) -> None:
    whole = f'<span class="whole"><bdi>{text}</bdi></span>'

    assert whole in render(Document((Text((Run(" · "), Run(text))),), plain=""))
    assert "whole" not in render(Document((Text((Run(" · "), Run(text * 9))),), plain=""))
