"""Forms as modals, for who would rather choose than type.

Source: docs.slack.dev/surfaces/modals; the limits from slackapi/node-slack-sdk `block-kit`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.document import Document, Text, Title
from adapters.forms import Choice, Form, Option, command_line
from adapters.units import cut

TITLE_MAX_UNITS: Final = 24
LABEL_MAX_UNITS: Final = 200  # of 2,000: a label is a line
OPTION_MAX_UNITS: Final = 75
OPTIONS_MAX: Final = 100
ERROR_MAX_UNITS: Final = 300

VIEW: Final = "form"
SHORTCUT: Final = "form:"  # a global shortcut with this before a verb opens its form
WHERE: Final = "where"  # the block that asks in which conversation to answer

Json = dict[str, Any]


def form_of(verb: str, forms: Sequence[Form]) -> Form | None:
    """The form of a verb such as "evwatch add", or None: there is none."""
    return next((form for form in forms if " ".join(form.path) == verb), None)


def modal(form: Form, language: str, *, files: bool = True) -> Json:
    """The form as a view, in the reader's language.

    `files`: Slack opens no form with a blank for a file for an app that may read none.
    """
    is_zh = language == "zh"
    verb = " ".join(form.path)
    return {
        "type": "modal",
        "callback_id": VIEW,
        "private_metadata": verb,
        "title": _plain(f"/{verb}", TITLE_MAX_UNITS),
        "submit": _plain("发送" if is_zh else "Ask", TITLE_MAX_UNITS),
        "close": _plain("取消" if is_zh else "Cancel", TITLE_MAX_UNITS),
        "blocks": [
            *(_input(each, is_zh=is_zh) for each in form.options if files or not each.is_file),
            _where(is_zh=is_zh),
        ],
    }


def line(form: Form, view: Mapping[str, Any]) -> str:
    """The filled-in form as the line that might have been typed."""
    state = (view.get("state") or {}).get("values") or {}
    return command_line(form, {name: _value(block) for name, block in state.items()})


def file(view: Mapping[str, Any]) -> str:
    """The id of the file that was filled in; empty: none was."""
    state = (view.get("state") or {}).get("values") or {}
    filled = [each for block in state.values() for each in block.values()]
    files = [file for each in filled for file in each.get("files") or ()]
    return str(files[0].get("id") or "") if files else ""


def fault(document: Document) -> str:
    """What a document says, as one text beneath a blank; empty for none."""
    said = [part.text for part in document.parts if isinstance(part, Title)]
    texts = (part.runs for part in document.parts if isinstance(part, Text))
    said += ["".join(run.text for run in runs) for runs in texts]
    return cut(" ".join(said), ERROR_MAX_UNITS)


def blamed(view: Mapping[str, Any], words: str) -> str:
    """The block whose value the words name; the first that is filled in, if they name none."""
    state = (view.get("state") or {}).get("values") or {}
    filled = {name: _value(block) for name, block in state.items() if name != WHERE}
    told = [name for name, value in filled.items() if value and value in words]
    return next(iter((*told, *(name for name, value in filled.items() if value), *filled)), WHERE)


def offered(word: str, verb: str) -> str:
    """A suggestion as the value of a blank: it may come as a whole line, its name in quotes.

    >>> offered('/milestones "li auto"', "milestones"), offered("NIO", "milestones")
    ('li auto', 'NIO')
    """
    head = f"/{verb} "
    return word.removeprefix(head).strip('"') if word.startswith(head) else word


def option(text: str, value: str) -> Json:
    """One line of a menu."""
    return {"text": _plain(text, OPTION_MAX_UNITS), "value": cut(value, OPTION_MAX_UNITS)}


def _input(blank: Option, *, is_zh: bool) -> Json:
    label = blank.description_zh if is_zh else blank.description
    return {
        "type": "input",
        "block_id": blank.name,
        "optional": not blank.required,
        "label": _plain(label or blank.name, LABEL_MAX_UNITS),
        "element": _element(blank, is_zh=is_zh),
    }


def _element(blank: Option, *, is_zh: bool) -> Json:
    if blank.is_file:
        return {"type": "file_input", "action_id": blank.name, "max_files": 1}
    if blank.choices:
        options = [_choice(each, is_zh=is_zh) for each in blank.choices[:OPTIONS_MAX]]
        return {"type": "static_select", "action_id": blank.name, "options": options}
    if blank.suggests and not blank.is_open:  # Slack's menu takes no other words than its own
        return {"type": "external_select", "action_id": "suggest", "min_query_length": 1}
    return {"type": "plain_text_input", "action_id": blank.name, "max_length": 1_000}


def _choice(choice: Choice, *, is_zh: bool) -> Json:
    return option(choice.label_zh if is_zh else choice.label, choice.value)


def _where(*, is_zh: bool) -> Json:
    # Slack hands the address of the answer over with the chosen conversation.
    element = {
        "type": "conversations_select",
        "action_id": WHERE,
        "default_to_current_conversation": True,
        "response_url_enabled": True,
    }
    label = _plain("在哪个频道回答（只有你能看到）" if is_zh else "Answer in (only you see it)", 75)
    return {"type": "input", "block_id": WHERE, "label": label, "element": element}


def _value(block: Mapping[str, Any]) -> str:
    filled: Mapping[str, Any] = next(iter(block.values()), {})
    chosen = (filled.get("selected_option") or {}).get("value")
    return str(chosen or filled.get("value") or "")


def _plain(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}
