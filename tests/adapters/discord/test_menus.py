"""More verbs than Discord lists are all there, and are asked for by the same line."""

from adapters.discord.menus import MORE, OPTIONS_MAX, commands
from adapters.forms import Form


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
