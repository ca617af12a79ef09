"""`chart` and `download`: a picture and files as answers, for whoever asks."""

from datetime import timedelta

import pytest

from adapters.chat import Reply
from adapters.document import File, Picture
from bot.commands.errors import CommandError
from bot.commands.grammar import parse, render
from bot.commands.verbs.drawing import Download, Draw
from bot.compose.plain import text
from bot.exchange.files import Format
from storage.records import Milestone
from tests.fakes_desk import Desk, buttons
from tests.fakes_stories import milestone


def attached(reply: Reply) -> list[Picture | File]:
    return list(reply.document.attached)


def steps() -> list[Milestone]:
    return [
        milestone(kind="production", phase="done", subject="SU7", when="2024-04-01"),
        milestone(kind="launch", phase="planned", when="2030-01-01/2030-06-30"),
    ]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/evwatch chart xiaomi", Draw(company="xiaomi")),
        ("/evwatch 图表 小米", Draw(company="小米")),
        ("/evwatch chart li auto", Draw(company="li auto")),
        ("/evwatch download xiaomi csv", Download(company="xiaomi", format=Format.CSV)),
        ("/evwatch download li auto .ics", Download(company="li auto", format=Format.ICS)),
        ("/evwatch download csv of li auto", Download(company="li auto", format=Format.CSV)),
        ("/evwatch download xiaomi as calendar", Download(company="xiaomi", format=Format.ICS)),
        ("/evwatch 下载 小米 表格", Download(company="小米", format=Format.CSV)),
        ("/evwatch download xiaomi", Download(company="xiaomi")),
        ("/milestones xiaomi export:csv", Download(company="xiaomi", format=Format.CSV)),
        ("/milestones export:calendar li auto", Download(company="li auto", format=Format.ICS)),
        ("/里程碑 小米 导出：表格", Download(company="小米", format=Format.CSV)),
        ("/milestones xiaomi export:", Download(company="xiaomi")),
        ("/milestones xiaomi chart:", Draw(company="xiaomi")),
    ],
)
def test_it_is_read_as_people_type_it(line: str, command: Draw | Download) -> None:
    assert parse(line) == command
    assert parse(render(command)) == command


@pytest.mark.parametrize("line", ["/evwatch chart", "/evwatch download"])
def test_without_a_company_it_asks_which(line: str) -> None:
    with pytest.raises(CommandError, match="Which company"):
        parse(line)


async def test_a_chart_is_a_picture_with_its_words(watching: Desk) -> None:
    await watching.tell(steps())

    reply = await watching.ask("/evwatch chart xiaomi")

    [picture] = attached(reply)
    assert isinstance(picture, Picture)
    assert picture.data.startswith(b"\x89PNG")
    assert picture.name == "xiaomi-milestones.png"
    assert "1 done" in picture.alt
    assert [each.label for each in buttons(reply)] == ["Timeline", "Export…", "Share"]


async def test_a_chart_may_be_for_all(watching: Desk) -> None:
    await watching.tell(steps())
    watching.may_edit = False

    reply = await watching.ask("/evwatch chart xiaomi", public=True)

    assert not reply.private
    assert attached(reply)


@pytest.mark.parametrize("format_", list(Format))
async def test_each_format_comes_as_a_file(watching: Desk, format_: Format) -> None:
    await watching.tell(steps())

    [file] = attached(await watching.ask(f"/evwatch download xiaomi {format_}"))

    assert isinstance(file, File)
    assert file.name == f"xiaomi.{format_}"
    assert b"xiaomi" in file.data.lower()


async def test_without_a_format_it_asks_which(watching: Desk) -> None:
    reply = await watching.ask("/evwatch download xiaomi")

    assert "in which format?" in text(reply.document)
    assert [each.command for each in buttons(reply)][:4] == [
        f"/evwatch download xiaomi {each}" for each in Format
    ]


@pytest.mark.parametrize("line", ["/evwatch chart nio", "/evwatch download nio csv"])
async def test_where_nothing_is_told_it_says_so(watching: Desk, line: str) -> None:
    reply = await watching.ask(line)

    assert "NIO is not watched here" in text(reply.document)
    assert attached(reply) == []


async def test_where_nothing_is_told_it_says_how_much_that_means(watching: Desk) -> None:
    watching.now += timedelta(days=3)
    await watching.visit(failure="no answer")

    said = await watching.says("/evwatch chart xiaomi")

    assert "no step of Xiaomi has been told so far" in said
    assert "1 of 1 source never answered: Example News" in said


async def test_an_unknown_company_is_asked_back(watching: Desk) -> None:
    reply = await watching.ask("/evwatch download xiomi csv")

    assert buttons(reply)[0].command == "/evwatch download Xiaomi csv"


async def test_a_chart_takes_no_filters_and_leads_to_what_does(watching: Desk) -> None:
    reply = await watching.ask("/evwatch chart xiaomi deliveries since 2023")

    assert "leave out “deliveries since 2023”" in text(reply.document)
    assert [each.command for each in buttons(reply)] == [
        "/evwatch chart xiaomi",
        "/milestones xiaomi deliveries since 2023",
    ]


async def test_behind_a_company_an_unknown_format_is_told_as_one(watching: Desk) -> None:
    told = await watching.says("/evwatch download xiaomi docx")

    assert "docx" in told
    assert all(format_ in told for format_ in Format)
    assert "No company" not in told


async def test_in_chinese_it_answers_in_chinese(watching: Desk) -> None:
    await watching.tell(steps())
    watching.language = "zh"

    reply = await watching.ask("/evwatch chart 小米")

    [picture] = attached(reply)
    assert isinstance(picture, Picture)
    assert picture.alt.startswith("小米时间轴")


def test_an_unknown_format_is_told_with_those_there_are() -> None:
    with pytest.raises(CommandError, match="no format “doc”") as caught:
        parse("/milestones xiaomi export:doc")

    assert "csv, json, ics, atom" in str(caught.value)


@pytest.mark.parametrize("line", ["/milestones xiaomi", "/milestones xiaomi launches"])
async def test_a_timeline_leads_on_to_its_chart_and_its_files(watching: Desk, line: str) -> None:
    await watching.tell(steps())

    reply = await watching.ask(line)

    assert [(each.label, each.command) for each in buttons(reply)][-3:-1] == [
        ("Chart", "/evwatch chart xiaomi"),
        ("Export…", "/evwatch download xiaomi"),
    ]
    assert buttons(reply)[-1].label == "Share"


async def test_a_timeline_without_steps_leads_nowhere(watching: Desk) -> None:
    assert "Chart" not in [each.label for each in buttons(await watching.ask("/milestones nio"))]
