"""The eyes see what Discord's client would make of a text: or the tests with them prove nothing."""

import pytest

from tests.doubles.discord.eyes import read, visible


@pytest.mark.parametrize(
    ("text", "kinds", "shown"),
    [
        ("plain 2 * 3", ["text"], "plain 2 * 3"),
        (
            "**bold** *it* _it_",
            ["bold", "text", "text", "italics", "text", "text", "italics", "text"],
            "bold it it",
        ),
        (
            "__u__ ~~s~~ ||x||",
            ["underline", "text", "text", "strike", "text", "text", "spoiler", "text"],
            "u s x",
        ),
        (r"\*\*bold\*\*", ["text"] * 4 + ["text"], "**bold**"),
        ("# head", ["heading", "text"], "head"),
        ("a # b", ["text"], "a # b"),
        ("a\n> quote", ["text", "quote", "text"], "a\nquote"),
        ("-# small", ["small", "text"], "small"),
        ("1. one", ["list", "text"], "one"),
        (r"1\. one", ["text", "text", "text"], "1. one"),
        (
            "@everyone <@1> <@&2> <#3>",
            ["mention", "text"] * 3 + ["mention"],
            "@everyone <@1> <@&2> <#3>",
        ),
        (r"\@everyone", ["text", "text"], "@everyone"),
        ("<t:123:R>", ["time"], ""),
        (":smile:", ["emoji", "text"], ":smile:"),
        ("[label](https://a.b/c)", ["link", "text"], "label"),
        ("[label](<https://a.b/c>)", ["link", "text"], "label"),
        ("see https://a.b/c.", ["text", "link", "text", "text"], "see https://a.b/c."),
        ("join discord.gg/abc", ["text", "invitation", "text"], "join discord.gg/abc"),
        (r"discord\.gg/abc", ["text", "text", "text"], "discord.gg/abc"),
        (r"https\://a.b", ["text", "text", "text"], "https://a.b"),
        ("`code *x*`", ["code"], "code *x*"),
        ("```\nblock **x**\n```", ["code"], "\nblock **x**\n"),
    ],
)
def test_markdown_is_read_as_the_client_reads_it(text: str, kinds: list[str], shown: str) -> None:
    assert [seen.kind for seen in read(text)] == kinds
    assert visible(text) == shown


def test_a_link_whose_label_is_an_address_is_no_link_of_that_label() -> None:
    links = [seen for seen in read("[https://mi.com](http://evil.example)") if seen.kind == "link"]

    assert all(seen.text == seen.href for seen in links)
