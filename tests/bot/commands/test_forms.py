"""Every verb can be filled in from a menu, and what comes of it is a command."""

import pytest

from adapters.forms import Form, command_line
from bot.commands.forms import forms
from bot.commands.grammar import parse
from bot.commands.registry import VERBS, of
from bot.commands.verbs.milestones import Milestones
from bot.commands.verbs.pausing import Pause
from storage.records import Kind, Phase
from storage.sources import Role

FILLED = {
    "company": "li auto",
    "name": "nio",
    "kind": "delivery",
    "phase": "done",
    "since": "last month",
    "until": "next week",
    "story": "#0123456789abcdef0123",
    "verb": "add",
    "format": "csv",
    "action": "retry",
    "id": "12",
    "what": "all",
    "person": "everyone",
    "role": "editor",
    "channel": "here",
    "key": "0123456789abcdef0123",
    "companies": "china, li auto",
    "digest": "daily@09:00",
    "mention": "recall=<@U123|ann>",
    "names": "nio, xpeng",
    "words": "工信部 目录",
    "page": "1",
    "list": "https://example.org/feeds.opml",
    "file": "",
}
# Where a blank of that name means something else.
OTHERWISE = {
    "company": {"action": "reread"},
    "story": {"action": "split", "with": "2"},
    "milestone": {"action": "reject", "step": "3fa2b71c", "kind": "", "phase": "", "company": ""},
}


def verb(form: Form) -> str:
    return form.path[-1]


def test_every_verb_has_a_form() -> None:
    assert sorted(map(verb, forms())) == sorted(VERBS)


@pytest.mark.parametrize("form", forms(), ids=verb)
def test_a_form_filled_in_is_a_command_that_edits_as_it_says(form: Form) -> None:
    if verb(form) == "preview":
        return
    filled = FILLED | OTHERWISE.get(verb(form), {})
    command = parse(command_line(form, filled))

    assert (of(command).role(command) is not Role.VIEWER) == form.edits


@pytest.mark.parametrize("form", forms(), ids=verb)
def test_a_form_with_only_what_it_needs_is_a_command(form: Form) -> None:
    needed = {each.name: FILLED[each.name] for each in form.options if each.required}
    if verb(form) == "preview":
        needed["name"] = "https://example.org/feed"

    if verb(form) == "import":  # an address or a file
        needed["list"] = FILLED["list"]

    assert parse(command_line(form, needed))


@pytest.mark.parametrize("form", forms(), ids=verb)
def test_a_form_keeps_what_menus_allow(form: Form) -> None:
    for text in (form.description, *(each.description for each in form.options)):
        assert 1 <= len(text) <= 100
    assert all(len(each.choices) <= 25 for each in form.options)
    required = [each.required for each in form.options]
    assert required == sorted(required, reverse=True)


def test_blanks_come_back_as_they_were_meant() -> None:
    by_verb = {verb(form): form for form in forms()}

    asked = parse(command_line(by_verb["milestones"], FILLED))
    paused = parse(command_line(by_verb["pause"], {"name": 'the "EV: Daily"', "until": "3d"}))

    assert isinstance(asked, Milestones)
    assert (asked.company, asked.asked.kinds, asked.asked.phases) == (
        "li auto",
        (Kind.DELIVERY,),
        (Phase.DONE,),
    )
    assert isinstance(paused, Pause)
    assert paused.name == "the 'EV: Daily'"
