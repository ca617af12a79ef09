"""What can be typed, as Discord's commands with typed options; and whether it is registered so.

Source: Discord's reference, "Application Commands".
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import opencc

from adapters.forms import Choice, Form, Option
from adapters.units import cut

DESCRIPTION_MAX_UNITS: Final = 100
CHOICES_MAX: Final = 25
OPTIONS_MAX: Final = 25
MORE: Final = "more"  # the group of verbs for which there is no other room
MORE_SHORT: Final = "More commands"
MORE_SHORT_ZH: Final = "更多命令"
WHY: Final = "Why this alert?"
WHY_ZH: Final = "为什么有这条提醒？"

_SUBCOMMAND, _GROUP, _STRING, _ATTACHMENT = 1, 2, 3, 11
_SLASH, _MESSAGE_MENU = 1, 3
_IN_SERVERS, _IN_DIRECT_MESSAGES = 0, 1

Json = dict[str, Any]


def commands(forms: Sequence[Form], *, everywhere: bool) -> list[Json]:
    """The commands for the forms, and the one of a message's menu.

    `everywhere`: for a registration that holds in every server, which says where each may be used;
    in direct messages only what changes nothing.
    """
    roots: dict[str, list[Form]] = {}
    for form in forms:
        roots.setdefault(form.path[0], []).append(form)
    made = [_root(name, own, everywhere=everywhere) for name, own in roots.items()]
    why: Json = {"type": _MESSAGE_MENU, "name": WHY, "name_localizations": _chinese(WHY_ZH, 32)}
    return [*made, why | (_where(_IN_SERVERS) if everywhere else {})]


def are_same(wanted: Sequence[Json], registered: Iterable[Mapping[str, Any]]) -> bool:
    """Is what is wanted registered already? Ids, versions and defaults make no difference."""
    return sorted(map(_normal, wanted), key=_by_name) == sorted(
        map(_normal, registered), key=_by_name
    )


def _root(name: str, forms: Sequence[Form], *, everywhere: bool) -> Json:
    """One command, seen by everybody: who may do what is told apart when it is given."""
    edits = any(form.edits for form in forms)
    alone = next((form for form in forms if len(form.path) == 1), None)
    described = alone or Form(path=(name,), description="EV Watch", description_zh="EV Watch")
    command: Json = {"type": _SLASH, "name": name, **_described(described)}
    verbs = [_verb(form) for form in forms if len(form.path) > 1]
    # A command has either verbs or blanks to fill in.
    command["options"] = _fitting(verbs) or _options(described.options)
    if everywhere:
        command |= _where(_IN_SERVERS, *(() if edits else (_IN_DIRECT_MESSAGES,)))
    return command


def _fitting(verbs: list[Json]) -> list[Json]:
    """The verbs in their order, `help` first; the last ones in groups, as few as hold them all.

    Raises `ValueError` where Discord has no room for them all: none is ever left out.
    """
    if len(verbs) <= OPTIONS_MAX:
        return verbs
    ordered = sorted(verbs, key=lambda verb: verb["name"] != "help")
    groups = 1
    while len(ordered) > OPTIONS_MAX - groups + groups * OPTIONS_MAX:
        groups += 1
    if groups > OPTIONS_MAX:
        msg = f"Discord has no room for {len(ordered)} verbs"
        raise ValueError(msg)
    room = OPTIONS_MAX - groups
    rest = [ordered[at : at + OPTIONS_MAX] for at in range(room, len(ordered), OPTIONS_MAX)]
    return [*ordered[:room], *map(_group, range(1, groups + 1), rest)]


def _group(number: int, verbs: list[Json]) -> Json:
    name = MORE if number == 1 else f"{MORE}-{number}"
    described = _described(Form(path=(name,), description=MORE_SHORT, description_zh=MORE_SHORT_ZH))
    return {"type": _GROUP, "name": name, **described, "options": verbs}


def _where(*contexts: int) -> Json:
    return {"contexts": list(contexts), "integration_types": [0]}


def _verb(form: Form) -> Json:
    made: Json = {"type": _SUBCOMMAND, "name": form.path[-1], **_described(form)}
    made["options"] = _options(form.options)
    return made


def _described(what: Form | Option) -> Json:
    return {
        "description": cut(what.description or "…", DESCRIPTION_MAX_UNITS),
        "description_localizations": _chinese(what.description_zh, DESCRIPTION_MAX_UNITS),
    }


def _options(options: Sequence[Option]) -> list[Json]:
    """In the form's order, those that are required first: Discord wants it so."""
    ordered = sorted(options, key=lambda option: not option.required)
    return [_option(option) for option in ordered[:OPTIONS_MAX]]


def _option(option: Option) -> Json:
    type_ = _ATTACHMENT if option.is_file else _STRING
    made: Json = {"type": type_, "name": option.name, **_described(option)}
    if option.required:
        made["required"] = True
    if option.choices:
        made["choices"] = [_choice(each) for each in option.choices[:CHOICES_MAX]]
    elif option.suggests:
        made["autocomplete"] = True
    return made


def _choice(choice: Choice) -> Json:
    return {
        "name": cut(choice.label, DESCRIPTION_MAX_UNITS),
        "name_localizations": _chinese(choice.label_zh, DESCRIPTION_MAX_UNITS),
        "value": choice.value,
    }


def _chinese(text: str, most: int) -> dict[str, str]:
    if not text:
        return {}
    return {"zh-CN": cut(text, most), "zh-TW": cut(_traditional(text), most)}


@lru_cache(maxsize=1024)
def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


def _normal(part: Mapping[str, Any]) -> Json:
    permissions = part.get("default_member_permissions")
    return {
        "type": part.get("type", _SLASH),
        "name": part["name"],
        "names": part.get("name_localizations") or {},
        "description": part.get("description") or "",
        "descriptions": part.get("description_localizations") or {},
        "required": bool(part.get("required")),
        "autocomplete": bool(part.get("autocomplete")),
        "choices": [
            (each["name"], each.get("name_localizations") or {}, each["value"])
            for each in part.get("choices") or ()
        ],
        "options": [_normal(each) for each in part.get("options") or ()],
        "permissions": None if permissions is None else int(permissions),
        "contexts": sorted(part.get("contexts") or ()),
    }


def _by_name(command: Json) -> tuple[int, str]:
    return command["type"], command["name"]
