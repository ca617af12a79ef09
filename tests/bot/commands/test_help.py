"""The page of all verbs: in chapters, each verb once."""

import pytest

from adapters.document import Facts, Text
from bot.commands.registry import VERBS
from bot.commands.verbs.help import CHAPTERS
from tests.fakes_desk import Desk


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_verb_is_told_once_in_a_chapter_that_is_named(
    watching: Desk, language: str
) -> None:
    watching.language = language

    parts = (await watching.ask("/evwatch help")).document.parts

    chapters = [each for part in parts if isinstance(part, Text) for each in part.runs]
    forms = [fact.label for part in parts if isinstance(part, Facts) for fact in part.rows]
    titles = [title[language == "zh"] for title, _ in CHAPTERS]
    assert [each.text for each in chapters] == titles
    assert sorted(forms) == sorted(verb.page.form for verb in VERBS.values())
