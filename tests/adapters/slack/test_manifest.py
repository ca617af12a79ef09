"""The app's manifest: as Slack's schema has it, and just what the bot uses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from adapters.slack.installing import SCOPES
from adapters.slack.menus import SHORTCUT, form_of
from adapters.slack.workspaces import USES
from bot.commands.forms import forms
from tests.doubles.slack.published import folder

MANIFEST = Path(__file__).parents[3] / "deploy" / "slack-manifest.yaml"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return found


def test_it_is_valid_under_slacks_published_schema(manifest: dict[str, Any]) -> None:
    home = folder()
    if home is None:
        pytest.skip("Slack's schema is not here")
    schema = json.loads((home / "manifest.schema.2.0.0.json").read_text())

    faults = [fault.message for fault in Draft7Validator(schema).iter_errors(manifest)]

    assert faults == []


def test_it_asks_for_the_scopes_that_are_used_and_no_other(manifest: dict[str, Any]) -> None:
    asked = manifest["oauth_config"]["scopes"]["bot"]

    assert sorted(asked) == sorted(SCOPES)
    assert USES.keys() <= set(asked)


def test_its_commands_are_the_verbs_that_are_answered(manifest: dict[str, Any]) -> None:
    commands = [each["command"] for each in manifest["features"]["slash_commands"]]

    assert set(commands) == {f"/{form.path[0]}" for form in forms()}
    assert all(each["should_escape"] for each in manifest["features"]["slash_commands"])


def test_its_shortcuts_are_answered(manifest: dict[str, Any]) -> None:
    shortcuts = {each["callback_id"]: each["type"] for each in manifest["features"]["shortcuts"]}
    opening = [each for each in shortcuts if each.startswith(SHORTCUT)]

    assert {each for each, kind in shortcuts.items() if kind == "message"} == {"why", "import"}
    assert len(opening) == len(shortcuts) - 2
    assert all(form_of(each.removeprefix(SHORTCUT), forms()) for each in opening)


def test_the_page_for_newcomers_names_every_scope_and_the_manifest(
    manifest: dict[str, Any],
) -> None:
    page = (MANIFEST.parents[1] / "docs" / "slack.md").read_text(encoding="utf-8")

    named = set(re.findall(r"`([a-z:]+)`", page))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) <= named
    assert "deploy/slack-manifest.yaml" in page
