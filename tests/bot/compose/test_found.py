"""What a search shows of a text."""

import pytest

from bot.compose.found import beneath


@pytest.mark.parametrize(
    ("title", "said", "shown"),
    [
        ("NIO opens", "NIO opens NIO put it into service.", "NIO put it into service."),
        ("小米造车获批", "Home Tests 小米造车获批 据报道。", "据报道。"),
        ("NIO opens", "NIO opens", "NIO opens"),
        ("", "NIO put it into service.", "NIO put it into service."),
        ("NIO opens", f"{'x' * 80} NIO opens more.", f"{'x' * 80} NIO opens more."),
        ("NIO opens", "Another text.", "Another text."),
    ],
)
def test_a_text_is_shown_without_the_title_above_it(title: str, said: str, shown: str) -> None:
    assert beneath(title, said) == shown
