"""Names that only stand by."""

import pytest

from bot.milestones.english.bystanders import is_set_beside
from bot.milestones.english.words import tokenize


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("plans to catch up with Tesla", True),
        ("stays ahead of Tesla", True),
        ("signs up with Tesla", False),
        ("up with Tesla , it wants to catch", False),
    ],
)
def test_a_name_is_set_beside_others_by_the_words_before_it(said: str, beside: bool) -> None:  # noqa: FBT001
    tokens = tokenize(said)
    name = next(at for at, token in enumerate(tokens) if token.text == "Tesla")

    assert is_set_beside(tokens, name - 1) is beside
