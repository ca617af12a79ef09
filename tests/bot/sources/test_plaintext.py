"""Markup to plain text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.plaintext import TEXT_MAX_CHARS, one_line, parse, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("5 < 6 & 7 > 6", "5 < 6 & 7 > 6"),
        ("a  b\tc\u00a0d", "a b c d"),
        ("one\r\ntwo\n\n\nthree", "one\ntwo\nthree"),
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("One.<br>Two.<br/>Three.", "One.\nTwo.\nThree."),
        ("<p>wrapped\nin its\nsource</p>", "wrapped in its source"),
        ("<b>bold</b>ly <i>said</i>.", "boldly said."),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("AT&amp;T &#8211; &eacute;t&eacute; &#x6c7d;", "AT&T – été 汽"),
        ("&lt;not a tag", "<not a tag"),
        ("&lt;p&gt;escaped twice&lt;/p&gt;", "escaped twice"),
        ("<p>a</p><script>evil()</script><style>p{}</style><p>b</p>", "a\nb"),
        ("<nav>Home | News</nav><p>a</p><form><button>Go</button></form>", "a"),
        ("a<!-- hidden --><?pi hidden?>b<noscript>hidden</noscript>c", "abc"),
        ("<p>a<p>b<div>c", "a\nb\nc"),
        ("<h1>T</h1>text", "T\ntext"),
        ("<p>a</p>tail", "a\ntail"),
        ("bad\u202egnp.exe\u200b\x00\x1b[31m\ufeff", "badgnp.exe[31m"),
        ("a\u2028b\u2029c\u0085d", "a\nb\nc\nd"),
        ("\ud800x", "x"),
        ("نستعليق می\u200cخواهم", "نستعليق می\u200cخواهم"),
        ("&#0;&#xD800;&#1;x&#x202e;", "x"),
        ("<", "<"),
        ("<!", ""),
        ("<!--", ""),
        ("<a href='", ""),
    ],
)
def test_markup_becomes_the_text_that_is_read(markup: str, text: str) -> None:
    assert plain(markup).replace("\ufffd", "") == text


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<script>", "</script>", "<b", ">", "&lt;", "&#27;", "&#x202e;", "x ", "\x00", "\ud800", "<!--", "-->", "&", "\u200b"])
        | st.characters(),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_text_is_clean_and_stays(markup: str) -> None:
    text = plain(markup)

    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert text == "\n".join(line.strip() for line in text.split("\n") if line.strip())


@pytest.mark.parametrize(
    "markup", ["<div>" * 100_000 + "x", "<" * 100_000, "<b x='" * 50_000, "<table><td>" * 20_000]
)
def test_hostile_markup_comes_to_an_end(markup: str) -> None:
    assert len(plain(markup)) <= TEXT_MAX_CHARS


def test_a_long_text_is_cut() -> None:
    assert len(plain("x" * 3 * TEXT_MAX_CHARS)) == TEXT_MAX_CHARS


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb", "a b"),
        ("one two three", "one two…"),
        ("abcdefghijklmnop", "abcdefghi…"),
        ("a bcdefghijklmnop", "a bcdefgh…"),
        ("exactly 10", "exactly 10"),
    ],
)
def test_a_line_is_cut_at_a_word(text: str, line: str) -> None:
    assert one_line(text, max_chars=10) == line


@pytest.mark.parametrize("markup", ["", "   "])
def test_nothing_has_no_tree(markup: str) -> None:
    assert parse(markup) is None
