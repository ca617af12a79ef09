"""`company`: companies and names of one place, in the words that people type."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat import Request
from bot.catalogue import load
from bot.catalogue.naming import Refusal, is_common, refusal
from bot.commands.grammar import parse, render
from bot.commands.own_company import ACTIONS, OwnCompany
from bot.compose.plain import text
from storage.corrections import is_own
from tests.fakes_desk import Desk, buttons

PLANTED = "Zanzibar Motors"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/evwatch company", OwnCompany()),
        ("/evwatch company list", OwnCompany()),
        ("/evwatch company add Foo Motors", OwnCompany(action="add", words=("Foo Motors",))),
        (
            '/evwatch company add "Foo Motors" zh:福汽车 alias:FooEV,Foo EV',
            OwnCompany(
                action="add", words=("Foo Motors",), zh="福汽车", aliases=("FooEV", "Foo EV")
            ),
        ),
        (
            '/evwatch company add "Foo Motors" aka 福汽车',
            OwnCompany(action="add", words=("Foo Motors",), aliases=("福汽车",)),
        ),
        (
            '/evwatch company add Foo Motors aka "Foo EV", FEV',
            OwnCompany(action="add", words=("Foo Motors",), aliases=("Foo EV", "FEV")),
        ),
        (
            "/evwatch company alias nio 又名 蔚来集团",
            OwnCompany(action="alias", words=("nio", "蔚来集团")),
        ),
        ("/evwatch 公司 添加 福汽车", OwnCompany(action="add", words=("福汽车",))),
        (
            "/evwatch company alias nio 蔚来集团",
            OwnCompany(action="alias", words=("nio", "蔚来集团")),
        ),
        (
            "/evwatch company alias li auto as Leading Ideal",
            OwnCompany(action="alias", words=("li auto", "Leading Ideal")),
        ),
        (
            "/evwatch company alias nio alias:蔚来集团",
            OwnCompany(action="alias", words=("nio", "蔚来集团")),
        ),
        (
            '/evwatch company alias "nio 蔚来集团"',
            OwnCompany(action="alias", words=("nio", "蔚来集团")),
        ),
        (
            "/evwatch company merge Foo Motors into li auto",
            OwnCompany(action="merge", words=("Foo Motors", "li auto")),
        ),
        ("/evwatch company merge foo byd", OwnCompany(action="merge", words=("foo", "byd"))),
        (
            "/evwatch company remove Foo Motors",
            OwnCompany(action="remove", words=("Foo", "Motors")),
        ),
    ],
)
def test_what_people_type(line: str, command: OwnCompany) -> None:
    assert parse(line) == command
    assert parse(render(command)) == command


NAMES = (
    st.text("abz福汽车 .-", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda name: any(char.isalpha() for char in name))
)


@given(st.sampled_from(list(ACTIONS)), st.lists(NAMES, min_size=2, max_size=2), NAMES)
def test_a_command_is_read_as_it_is_written(action: str, words: list[str], zh: str) -> None:
    count = {"list": 0, "alias": 2, "merge": 2}.get(action, 1)
    names = tuple(" ".join(word.split()) for word in words[:count])
    command = OwnCompany(action=action, words=names)  # type: ignore[arg-type] # one of its actions
    if action == "add":
        command = replace(command, zh=" ".join(zh.split()))

    assert parse(render(command)) == command


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Zanzibar Motors", None),
        ("福汽车", None),
        ("VW", Refusal.SHORT),
        ("福", Refusal.SHORT),
        ("x" * 61, Refusal.LONG),
        ("12345", Refusal.UNFIT),
        ("Foo <b>", Refusal.UNFIT),
        ("Foo, Bar", Refusal.UNFIT),
        ("B-Y-D", Refusal.TAKEN),
        ("比亚迪", Refusal.TAKEN),
        ("su7", Refusal.MODEL),
        ("China", Refusal.TAKEN),  # a group of companies is called so
    ],
)
def test_which_names_are_refused(name: str, why: Refusal | None) -> None:
    found = refusal(name, load())

    assert (found and found[0]) == why


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("Smart", True),
        ("dream", True),
        ("未来", True),
        ("Zanzibar", False),
        ("Dream Motors", False),
    ],
)
def test_which_names_are_common_words(name: str, common: bool) -> None:  # noqa: FBT001 - a table
    assert is_common(name) is common


@pytest.mark.parametrize("action", ["add", "alias", "merge"])
async def test_what_is_missing_is_told_with_an_example_of_the_same(desk: Desk, action: str) -> None:
    assert f"for example: /evwatch company {action} " in await desk.says(
        f"/evwatch company {action}"
    )


async def test_a_company_is_added_and_then_known_here(desk: Desk) -> None:
    reply = await desk.ask(f'/evwatch company add "{PLANTED}" zh:桑给巴尔 alias:ZanzEV')

    assert "is known here now" in text(reply.document)
    watch, reread, undo = buttons(reply)
    assert "桑给巴尔" in text((await desk.ask("/evwatch company")).document)
    [add] = [b for b in buttons(await desk.ask(watch.command)) if b.label == "Add without sources"]
    assert "is watched now" in await desk.says(add.command)
    assert "not read" not in reread.command
    assert PLANTED in await desk.says("/milestones zanzev")
    suggested = await desk.ask("/milestones zanz", kind="suggest")
    assert PLANTED in suggested.suggestions
    assert "Undone" in await desk.says(undo.command)
    await desk.says(f'/evwatch company add "{PLANTED}" alias:ZanzEV')
    assert "not known here any more" in await desk.says(f"/evwatch company remove {PLANTED}")
    assert "No company" in await desk.says("/milestones zanzev")
    assert PLANTED not in await desk.says("/evwatch list")


async def test_another_workspace_learns_nothing_of_it(desk: Desk) -> None:
    await desk.says(f'/evwatch company add "{PLANTED}"')
    await desk.says("/evwatch company alias nio 桑给巴尔蔚来")
    [own] = [o for o in await desk.store.editing.owns("home") if is_own(o.company)]
    assert "zanzibar" not in own.company

    theirs = Desk(desk.store, workspace="other")
    lines = ("company", f"add {own.company}", f'follow "{PLANTED}"', "list", "help company")
    said = [await theirs.says(f"/evwatch {line}") for line in lines]
    said += [await theirs.says(f"/milestones {name}") for name in (own.company, "桑给巴尔蔚来")]
    said.append(str((await theirs.ask("/milestones zan", kind="suggest")).suggestions))

    assert not any(PLANTED in each.replace(f"“{PLANTED}”", "") for each in said)
    assert "1 compan" not in said[0]
    assert "is known here now" in await theirs.says(f'/evwatch company add "{PLANTED}"')


async def test_a_name_is_given_and_taken_back(desk: Desk) -> None:
    reply = await desk.ask("/evwatch company alias li auto Leading Ideal Group")

    assert "Li Auto is also known here as Leading Ideal Group" in text(reply.document)
    assert "Li Auto" in await desk.says("/milestones leading ideal group")
    assert "Undone" in await desk.says(buttons(reply)[-1].command)
    assert "No company" in await desk.says('/milestones "leading ideal group"')
    await desk.says("/evwatch company alias li auto Leading Ideal Group")
    taken = await desk.says("/evwatch company unalias Leading Ideal Group")
    assert "no name of Li Auto here" in taken
    assert "No company" in await desk.says('/milestones "leading ideal group"')


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("company alias nio byd", "is a name of BYD already"),
        ("company alias nio nio", "by that name already"),
        ("company alias nio 蔚", "too short"),
        ("company alias nowhere 蔚来集团", "No company “nowhere”"),
        ("company merge nio into byd", "known to everybody"),
        ("company remove nio", "known to everybody"),
        ("company remove nowhere", "no company “nowhere” of its own"),
        ("company unalias 蔚来", "no name that was given here"),
        ("company dance", "nothing I can do with a company"),
        ("company add", "Which company"),
        ("company merge nio", "Say it with “into”"),
        ("company alias nio Dream", "also be a common word"),
        ("company reread nio", "Texts are being read anew already"),
    ],
)
async def test_what_cannot_be_done_says_why(desk: Desk, line: str, words: str) -> None:
    assert words in await desk.says(f"/evwatch {line}")


async def test_a_company_is_merged_and_who_followed_it_follows_the_other(desk: Desk) -> None:
    await desk.says(f'/evwatch company add "{PLANTED}"')
    await desk.says(f'/evwatch add "{PLANTED}" with:none now')

    reply = await desk.ask(f'/evwatch company merge "{PLANTED}" into byd')

    assert f"{PLANTED} is shown as BYD here" in text(reply.document)
    assert "hears of BYD" in await desk.says("/evwatch list")
    assert "BYD" in await desk.says(f"/milestones {PLANTED}")
    assert "shown as BYD" in await desk.says("/evwatch company")
    assert "Undone" in await desk.says(buttons(reply)[-1].command)
    assert PLANTED in await desk.says(f"/milestones {PLANTED}")
    assert f"hears of {PLANTED}" in await desk.says("/evwatch list")
    await desk.says(f'/evwatch company merge "{PLANTED}" into byd')
    apart = await desk.says(f"/evwatch company unmerge {PLANTED}")
    assert "stands for itself again" in apart


async def test_texts_are_read_anew_by_whoever_does_it(desk: Desk) -> None:
    asked: list[tuple[Request, str]] = []

    def take(request: Request, company: str) -> bool:
        asked.append((request, company))
        return True

    busy = Desk(desk.store, reread=take)

    assert "The texts of the last 30 days are read for it" in await busy.says(
        "/evwatch company reread nio"
    )
    assert [company for _, company in asked] == ["nio"]


async def test_who_may_only_look_changes_nothing(desk: Desk) -> None:
    desk.may_edit = False

    said = [
        await desk.says(f"/evwatch company {line}")
        for line in (
            "add Foo Motors",
            "alias nio 蔚来集团",
            "merge a into b",
            "remove a",
            "reread nio",
        )
    ]

    assert all("Only editors and admins may" in each for each in said)
    assert "has no companies" in await desk.says("/evwatch company")
    assert await desk.store.editing.owns() == []
