"""What a search shows of a text."""

import pytest

from bot.catalogue import load
from bot.compose.actions import Turns
from bot.compose.found import SEARCHED, beneath, found
from bot.compose.plain import text


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


@pytest.mark.parametrize(
    ("kept", "language", "said"),
    [
        (1, "en", "texts of 1 article kept here were searched"),
        (SEARCHED, "en", "texts of 1,000 articles kept here were searched"),
        (SEARCHED + 1, "en", "texts of more than 1,000 articles kept here were searched"),
        (SEARCHED, "zh", "已搜索这里保存的1,000篇文章"),
        (SEARCHED + 1, "zh", "已搜索这里保存的1,000多篇文章"),
    ],
)
def test_where_nothing_is_found_it_says_how_much_was_searched(
    kept: int, language: str, said: str
) -> None:
    answer = found("x", [], count=0, kept=kept, turns=Turns(), catalogue=load(), language=language)

    assert said in text(answer)
