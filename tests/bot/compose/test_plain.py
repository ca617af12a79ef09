import io
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from adapters.document import (
    Button,
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    Footer,
    Links,
    Part,
    Quote,
    Run,
    Text,
    Title,
)
from bot.compose import plain, terminal

EVERYTHING = Document(
    parts=(
        Title(text="It happened", tag="BYD", href="https://example.org/"),
        Text((Run("Read "), Run("this", bold=True, href="https://example.org/a"), Run(" now"))),
        Facts(
            (
                Fact(
                    label="Approval",
                    detail=(Run("NDRC"),),
                    phase="done",
                    phase_text="done",
                    certainty="official",
                    certainty_text="official",
                    when="2 Aug 2023",
                ),
                Fact(label="State", detail=(Run("well"),)),
                Fact(label="Bare", phase="planned"),
            )
        ),
        Quote(text="so they said", source="Gazette", href="https://example.org/q"),
        Links(items=(("Gazette", "https://example.org/q"),), label="Sources"),
        Code("/evwatch help\n/milestones byd"),
        Buttons((Button("Older", "/milestones byd page:2"),)),
        Footer("First told", at=datetime(2023, 8, 25, 12, tzinfo=UTC)),
        Footer("As of", at=date(2023, 8, 25)),
    ),
    plain="BYD: It happened",
    tone="alert",
)


def test_every_part_has_its_lines() -> None:
    assert plain.lines(EVERYTHING) == (
        "BYD: It happened <https://example.org/>",
        "Read this <https://example.org/a> now",
        "  - Approval [done, official] 2 Aug 2023: NDRC",
        "  - State: well",
        "  - Bare [planned]",
        "  “so they said” (Gazette)",
        "Sources:",
        "  Gazette <https://example.org/q>",
        "    /evwatch help",
        "    /milestones byd",
        "  → Older: /milestones byd page:2",
        "First told 2023-08-25 12:00 UTC",
        "As of 2023-08-25",
    )


def test_a_terminal_shows_the_same_words() -> None:
    told = _printed(EVERYTHING, terminal_=True)

    for words in ("BYD", "It happened", "Read this", "Approval", "✓ done", "official", "2 Aug 2023",
                  "“so they said”", "Gazette", "(example.org)", "/milestones byd", "Older", "First told 2023-08-25 12:00 UTC"):  # fmt: skip
        assert words in _without_styles(told)


def test_a_terminal_gets_colours_and_a_pipe_gets_none() -> None:
    assert "\x1b[" in _printed(EVERYTHING, terminal_=True)
    assert _printed(EVERYTHING, terminal_=False) == plain.text(EVERYTHING)


HOSTILE = st.text(max_size=30) | st.sampled_from(
    ["[bold red]x[/]", "[/]", "\x1b[31mred", "\x1b]8;;http://evil\x1b\\", "a\rb", "\u202egnp", "\x9b2J"]
)  # fmt: skip


@pytest.mark.parametrize("in_terminal", [True, False])
@given(words=HOSTILE)
def test_words_from_outside_never_drive_a_terminal(words: str, in_terminal: bool) -> None:  # noqa: FBT001 - parametrized
    parts: tuple[Part, ...] = (
        Title(text=words, tag=words, href=words),
        Text((Run(words, bold=True, href=words), Run(words))),
        Facts((Fact(label=words, detail=(Run(words),), phase=words, when=words),)),
        Quote(text=words, source=words, href=words),
        Links(items=((words, words),), label=words),
        Code(words),
        Buttons((Button(words, words),)),
        Footer(words),
    )

    told = _printed(Document(parts=parts, plain=words), terminal_=in_terminal)

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", _without_styles(told))


def test_markup_in_words_is_shown_as_typed() -> None:
    document = Document(parts=(Title(text="[bold]not bold[/bold] [link=x]y"),), plain="")

    assert "[bold]not bold[/bold] [link=x]y" in _without_styles(_printed(document, terminal_=True))


def _printed(document: Document, *, terminal_: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal_, width=200, color_system="standard")
    terminal.show(document, console)
    return out.getvalue()


def _without_styles(told: str) -> str:
    """The text without the styles and links that rich itself wrote."""
    styles = re.sub(r"\x1b\[[0-9;]*m", "", told)
    return re.sub(r"\x1b\]8;(?:id=\d+)?;(?:https?://[^\x00-\x20\x1b]*)?\x1b\\", "", styles)


def test_chinese_lines_have_the_marks_of_chinese() -> None:
    row = Fact(
        label="审批 · XAA",
        phase="planned",
        phase_text="计划中",
        certainty="official",
        certainty_text="官方",
        detail=(Run("SU7"),),
    )
    document = Document(
        parts=(
            Title(text="于2024年投产", tag="Rivian"),
            Facts((row,)),
            Quote(text="Rivian宣布投产。", source="The Wire"),
        ),
        plain="",
    )

    assert plain.lines(document) == (
        "Rivian：于2024年投产",
        "  - 审批 · XAA [计划中，官方]：SU7",
        "  “Rivian宣布投产。”（The Wire）",
    )


def test_a_chinese_name_in_an_english_row_leaves_its_marks_english() -> None:
    row = Fact(label="Factory", phase="done", phase_text="done", detail=(Run("合肥"),))

    assert plain.lines(Document(parts=(Facts((row,)),), plain="")) == ("  - Factory [done]: 合肥",)


@pytest.mark.parametrize(
    ("label", "told"), [("导出…", "导出…："), ("Export…", "Export…: "), ("图表", "图表：")]
)
def test_a_label_that_ends_in_dots_has_the_colon_of_its_script(label: str, told: str) -> None:
    assert plain.named(label) == told
