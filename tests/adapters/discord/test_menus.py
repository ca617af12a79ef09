"""More verbs than Discord lists are all there, and are asked for by the same line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from adapters.discord.menus import (
    CHOICES_MAX,
    DESCRIPTION_MAX_UNITS,
    MORE,
    OPTIONS_MAX,
    commands,
)
from adapters.forms import Form
from adapters.units import units
from bot.commands.forms import forms as all_forms

COMMAND_MAX_CHARS = 8_000
NAME = re.compile(r"[a-z0-9_-]{1,32}")
GROUP = 2
DAILY = {
    *("latest", "compare", "search", "chart", "download", "add", "remove", "list", "status"),
    *("follow", "unfollow", "channel", "mute", "unmute", "pause", "resume", "help"),
}
Json = Mapping[str, Any]


def verb(name: str) -> Form:
    return Form(path=("evwatch", name), description=name, description_zh="")


def test_verbs_beyond_the_limit_are_in_a_group_and_help_is_not() -> None:
    forms = [*(verb(f"verb{number}") for number in range(40)), verb("help")]

    [root, _] = commands(forms, everywhere=False)

    options = root["options"]
    assert len(options) == OPTIONS_MAX
    assert options[0]["name"] == "help"
    more = options[-1]
    assert (more["name"], more["type"]) == (MORE, 2)
    named = {each["name"] for each in (*options[:-1], *more["options"])}
    assert named == {form.path[-1] for form in forms}


def test_as_many_as_fit_stay_as_they_are() -> None:
    [root, _] = commands([verb(f"verb{number}") for number in range(25)], everywhere=False)

    assert [each["type"] for each in root["options"]] == [1] * 25


@pytest.mark.parametrize("count", [26, 49, 50, 73, 74, 200, 625])
def test_however_many_verbs_there_are_each_is_there_once(count: int) -> None:
    forms = [verb(f"verb{number}") for number in range(count)]

    [root, _] = commands(forms, everywhere=True)

    assert [each["name"] for each in typed(root)] == [form.path[-1] for form in forms]
    assert len(root["options"]) <= OPTIONS_MAX
    assert all(len(each.get("options") or ()) <= OPTIONS_MAX for each in root["options"])


def test_more_than_discord_can_hold_is_refused_and_not_cut() -> None:
    with pytest.raises(ValueError, match="no room for 626 verbs"):
        commands([verb(f"verb{number}") for number in range(626)], everywhere=True)


def test_every_verb_with_every_blank_and_choice_is_in_the_menu_as_it_is() -> None:
    made = {each["name"]: each for each in commands(all_forms(), everywhere=True)}

    found: dict[tuple[str, ...], Json] = {("milestones",): made["milestones"]}
    found |= {("evwatch", each["name"]): each for each in typed(made["evwatch"])}
    assert set(found) == {form.path for form in all_forms()}
    for form in all_forms():
        menu = found[form.path]
        assert NAME.fullmatch(menu["name"])
        assert menu["description"] == form.description
        assert menu["description_localizations"]["zh-CN"] == form.description_zh
        options = {each["name"]: each for each in menu["options"]}
        assert set(options) == {each.name for each in form.options}
        for option in form.options:
            assert NAME.fullmatch(option.name)
            assert options[option.name]["description"] == option.description
            choices = options[option.name].get("choices", ())
            assert [each["value"] for each in choices] == [each.value for each in option.choices]
            assert len(choices) <= CHOICES_MAX


def test_no_command_is_longer_than_discord_takes() -> None:
    for command in commands(all_forms(), everywhere=True):
        assert length(command) <= COMMAND_MAX_CHARS


def test_what_people_do_every_day_is_not_under_more() -> None:
    made = {each["name"]: each for each in commands(all_forms(), everywhere=True)}

    front = {each["name"] for each in made["evwatch"]["options"] if each["type"] != GROUP}

    assert front >= DAILY


def typed(root: Json) -> Iterator[Json]:
    """The verbs of a command, in groups or not."""
    for option in root["options"]:
        yield from option["options"] if option["type"] == GROUP else (option,)


def length(part: Json) -> int:
    """As Discord counts: names, descriptions and values, of each the longest translation."""
    told = [part.get("description", ""), *(part.get("description_localizations") or {}).values()]
    assert all(units(each) <= DESCRIPTION_MAX_UNITS for each in told)
    named = [part["name"], *(part.get("name_localizations") or {}).values()]
    inside = [*(part.get("options") or ()), *(part.get("choices") or ())]
    own = max(map(len, told)) + max(map(len, named)) + len(str(part.get("value", "")))
    return own + sum(map(length, inside))
