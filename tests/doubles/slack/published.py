"""What Slack publishes about its methods, where the contracts lie beside the project."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft7Validator

# Sent as JSON text in a form, and as they are in a JSON body.
STRUCTURED: Final = frozenset({"blocks", "attachments", "metadata", "files", "view"})
TRUTHS: Final = frozenset({"true", "false", "1", "0"})


@cache
def folder() -> Path | None:
    """The published contracts, or None: they are not here."""
    for parent in Path(__file__).resolve().parents:
        found = parent / "shared" / "contracts" / "slack"
        if found.is_dir():
            return found
    return None


@cache
def sample(name: str) -> dict[str, Any] | None:
    """The shape of a real answer or payload, its values blanked."""
    home = folder()
    path = home / "samples" / f"{name}.json" if home else None
    if path is None or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@cache
def arguments(method: str) -> dict[str, Any] | None:
    """The arguments of a method as a JSON Schema object, or None: not published here."""
    home = folder()
    path = home / "methods" / f"{method}.json" if home else None
    if path is None or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text())["args"]
    return found


def breaches(method: str, given: Mapping[str, Any], *, typed: bool) -> list[str]:
    """What is wrong with the arguments of a call; `typed`: they came as JSON."""
    schema = arguments(method)
    if schema is None:
        return []
    properties = schema["properties"]
    found = [f"{method}: unknown argument {name!r}" for name in given if name not in properties]
    found += [
        f"{method}: {name!r} is missing"
        for name in schema.get("required", ())
        if name not in given and name != "token"
    ]
    for name, value in given.items():
        if name in properties and not _fits(name, value, properties[name], typed=typed):
            found.append(f"{method}: {name!r} is no {properties[name].get('type', 'such value')}")
    return found


def _fits(name: str, value: object, rule: Mapping[str, Any], *, typed: bool) -> bool:
    if name in STRUCTURED:
        return isinstance(value, list | dict) if typed else _is_json(value)
    kinds = {key: rule[key] for key in ("type", "anyOf", "oneOf") if key in rule}
    if typed:
        return bool(Draft7Validator(kinds).is_valid(value))
    match kinds.get("type"):
        case "boolean":
            return value in TRUTHS
        case "number" | "integer":
            return str(value).isdecimal()
    return isinstance(value, str)


def _is_json(value: object) -> bool:
    try:
        json.loads(str(value))
    except ValueError:
        return False
    return True


def strangers(name: str, answer: Mapping[str, Any]) -> list[str]:
    """The fields of an answer or payload of ours that the published sample does not have."""
    shape = sample(name)
    if shape is None:
        return []
    return list(_strangers(answer, shape, name))


def _strangers(value: object, shape: object, path: str) -> list[str]:
    if isinstance(value, list) and isinstance(shape, list) and shape:
        return [each for item in value for each in _strangers(item, shape[0], f"{path}[]")]
    if not isinstance(value, dict) or not isinstance(shape, dict) or not shape:
        return []
    found = [f"{path}.{key}" for key in value if key not in shape]
    for key in value.keys() & shape.keys():
        found += _strangers(value[key], shape[key], f"{path}.{key}")
    return found
