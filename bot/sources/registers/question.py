"""What a register is asked that answers only to a question (POST), and answers that say nothing."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from adapters.fetch import Fetched, FetchError, Question
from bot.sources.registers.definition import BLANK, definitions
from storage.sources import Source

FORM: Final = "application/x-www-form-urlencoded; charset=utf-8"
JSON: Final = "application/json"


def question(source: Source) -> Question | None:
    """The question of a source; None where its address is enough, or it is no register.

    What who watches it filled in stands in texts of the body as it is, never as part of its form.
    """
    definition = definitions().get(source.settings.get("register", ""))
    if definition is None or definition.method == "GET":
        return None
    blanks = {key[1:]: text for key, text in source.settings.items() if key.startswith("=")}
    body = _filled(definition.body, blanks)
    if definition.sends == "form":
        return Question(body=urlencode(body).encode(), content_type=FORM)
    return Question(body=json.dumps(body, ensure_ascii=False).encode(), content_type=JSON)


def empty(source: Source, fault: FetchError) -> Fetched | None:
    """The answer without rows that a fault stands for, where the register says so by its status."""
    definition = definitions().get(source.settings.get("register", ""))
    if definition is None or not fault.status or fault.status != definition.nothing:
        return None
    return Fetched(url=source.url, status=200)


def _filled(value: Any, blanks: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, str):
        return BLANK.sub(lambda blank: blanks.get(blank[1], ""), value)
    if isinstance(value, Mapping):
        return {name: _filled(each, blanks) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, blanks) for each in value]
    return value
