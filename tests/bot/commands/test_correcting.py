"""`milestone`: an editor's corrections, in the words that people type."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.errors import CommandError
from bot.commands.fields import SLOTS, value
from bot.commands.grammar import parse, render
from bot.commands.verbs.correcting import Correct
from bot.commands.verbs.milestones import Milestones
from bot.compose.plain import text
from bot.ingest import Look
from bot.stories.overlay import step_id
from storage.records import Certainty, Kind, Milestone, Phase, digest
from tests.fakes_desk import FEED, Desk, buttons
from tests.fakes_desk import told as tell_articles
from tests.fakes_stories import milestone, span
from tests.fakes_words import NOW, item

ID = "3fa2b71c"
TODAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/evwatch milestone", Correct()),
        ("/evwatch milestone list", Correct()),
        (f"/evwatch milestone fix {ID}", Correct(action="fix", step=ID)),
        (
            f'/evwatch milestone fix #{ID.upper()} phase:planned date:"Q3 2024"',
            Correct(action="fix", step=ID, fields=(("phase", "planned"), ("date", "Q3 2024"))),
        ),
        (
            f"/evwatch milestone fix {ID} date: Q3 2024 kind: factory",
            Correct(action="fix", step=ID, fields=(("date", "Q3 2024"), ("kind", "factory"))),
        ),
        (
            f"/evwatch 进展更正 更正 {ID} 阶段:计划 金额:10亿元",
            Correct(action="fix", step=ID, fields=(("phase", "计划"), ("amount", "10亿元"))),
        ),
        (f"/evwatch milestone reject {ID}", Correct(action="reject", step=ID)),
        (f"/evwatch milestone restore {ID}", Correct(action="restore", step=ID)),
        ("/milestone xiaomi", Milestones(company="xiaomi")),
    ],
)
def test_what_people_type(line: str, command: Correct) -> None:
    assert parse(line) == command
    assert parse(render(command)) == command


WORDS = (
    st.text("ab1 福.-/$", min_size=1, max_size=10).map(lambda t: " ".join(t.split())).filter(bool)
)


@given(st.dictionaries(st.sampled_from(list(SLOTS)), WORDS, max_size=4))
def test_a_command_is_read_as_it_is_written(fields: dict[str, str]) -> None:
    command = Correct(action="fix", step=ID, fields=tuple(fields.items()))

    assert parse(render(command)) == command


@pytest.mark.parametrize(
    ("slot", "words", "expected"),
    [
        ("kind", "plant", Kind.FACTORY),
        ("phase", "已推迟", Phase.DELAYED),
        ("certainty", "rumor", Certainty.RUMOURED),
        ("date", "Q3 2024", span("2024-07-01/2024-09-30")),
        ("date", "2024年3月", span("2024-03-01/2024-03-31")),
        ("date", "2024-03-01/2024-04-15", span("2024-03-01/2024-04-15")),
        ("date", "in March 2024", span("2024-03-01/2024-03-31")),
        ("date", "none", None),
        ("amount", "10亿元", milestone(amount="1000000000 CNY").amount),
        ("amount", "$10bn", milestone(amount="10000000000 USD").amount),
        ("quantity", "7,024 vehicles", milestone(quantity="7024 vehicles").quantity),
        ("quantity", "5,000", milestone(quantity="5000 vehicles/year").quantity),
        ("agency", "工信部", "MIIT"),
        ("agency", "Office of Nothing", "Office of Nothing"),
        ("subject", "SU7 Ultra", "SU7 Ultra"),
        ("subject", "无", None),
    ],
)
def test_what_a_blank_means(slot: str, words: str, expected: object) -> None:
    step = milestone(quantity="7024 vehicles/year")

    assert value(slot, words, step, TODAY) == expected


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("kind", "dance"),
        ("kind", "none"),
        ("phase", "soon"),
        ("certainty", "perhaps"),
        ("date", "some day"),
        ("date", "2024-13-40"),
        ("date", "2024-05-01/2024-04-01"),
        ("amount", "10"),
        ("amount", "10 bn USD, then 20 bn EUR"),
        ("quantity", "many"),
        ("subject", "x" * 121),
    ],
)
def test_what_cannot_be_meant_is_told(slot: str, words: str) -> None:
    with pytest.raises(CommandError):
        value(slot, words, milestone(), TODAY)


async def told(watching: Desk, *milestones: Milestone) -> list[str]:
    """The short ids of steps that one article told."""
    await watching.tell(list(milestones))
    article = item("told", source=digest(FEED), published=NOW, seen=NOW)
    found = await watching.store.history.statements_like(article.id)
    return [step_id(m) for _, m in found]


PLAN = milestone("xiaomi", "production", "done", when="2024-03-01/2024-03-31", subject="SU7")


async def test_a_step_is_corrected_shown_as_such_and_taken_back(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)
    before = await watching.says("/milestones xiaomi")

    reply = await watching.ask(f'/evwatch milestone fix {id_} phase:planned date:"Q3 2024"')

    said = text(reply.document)
    assert "corrected by ann on" in said
    assert "was done, Mar 2024" in said
    shown = await watching.says("/milestones xiaomi")
    assert "planned" in shown
    assert "Q3 2024" in shown
    assert "corrected by ann on" in shown
    assert f"#{id_}" in await watching.says("/evwatch milestone")
    assert "Undone" in await watching.says(buttons(reply)[-1].command)
    assert await watching.says("/milestones xiaomi") == before


async def test_corrections_add_up_and_are_restored_together(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)
    before = await watching.says("/milestones xiaomi")
    await watching.says(f"/evwatch milestone fix {id_} phase:planned")
    await watching.says(f"/evwatch milestone fix {id_} subject:SU7 Ultra")

    both = await watching.says("/milestones xiaomi")
    restored = await watching.says(f"/evwatch milestone restore {id_}")

    assert "was done, SU7" in both
    assert "SU7 Ultra" in both
    assert "As it was read again" in restored
    assert await watching.says("/milestones xiaomi") == before


async def test_a_rejected_step_is_gone_until_it_is_restored(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)

    said = await watching.says(f"/evwatch milestone reject {id_}")

    assert "No step any more here: Xiaomi, Production" in said
    assert "1 step" not in await watching.says("/milestones xiaomi")
    assert "was rejected here" in await watching.says(f"/evwatch milestone fix {id_}")
    assert "As it was read again" in await watching.says(f"/evwatch milestone restore {id_}")
    assert "1 step" in await watching.says("/milestones xiaomi")


async def test_a_step_is_given_to_another_company(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)

    await watching.says(f"/evwatch milestone fix {id_} company:byd")

    assert "was Xiaomi" in await watching.says("/milestones byd")
    assert "1 step" not in await watching.says("/milestones xiaomi")
    again = await watching.says(f"/evwatch milestone fix {id_} company:nio")
    assert "NIO" in again
    assert "was Xiaomi" in await watching.says("/milestones nio")
    assert "1 step" not in await watching.says("/milestones byd")


async def test_what_is_new_follows_a_step_to_another_company(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)
    await watching.says("/evwatch add byd with:none now")
    await watching.says("/evwatch remove xiaomi")
    assert "SU7" not in await watching.says("/milestones latest")

    await watching.says(f"/evwatch milestone fix {id_} company:byd")
    given = await watching.says("/milestones latest")
    await watching.says(f"/evwatch milestone fix {id_} company:nio")
    taken = await watching.says("/milestones latest")

    assert "SU7" in given
    assert "BYD" in given
    assert "SU7" not in taken


async def test_a_step_that_two_took_together_is_corrected_for_both(watching: Desk) -> None:
    both = [milestone(c, "partnership", subject="a plant") for c in ("xiaomi", "byd")]
    id_, other = await told(watching, *both)
    assert id_ == other

    await watching.says(f"/evwatch milestone fix {id_} phase:planned")

    assert "planned" in await watching.says("/milestones xiaomi")
    assert "planned" in await watching.says("/milestones byd")
    refused = await watching.says(f"/evwatch milestone fix {id_} company:nio")
    assert "its company cannot be changed" in refused


async def test_what_can_be_pressed_is_offered(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)

    reply = await watching.ask(f"/evwatch milestone fix {id_}")
    labels = [each.label for each in buttons(reply)]

    assert labels[:4] == [
        "Make it planned",
        "Make it pending",
        "Make it delayed",
        "Make it cancelled",
    ]
    assert labels[4:] == ["Make it reported", "Make it rumoured", "No step: reject"]
    assert "corrected by ann" in await watching.says(buttons(reply)[0].command)


async def test_who_names_a_company_is_shown_its_steps(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)

    reply = await watching.ask("/evwatch milestone fix xiaomi")

    assert [each.command for each in buttons(reply)] == [f"/evwatch milestone fix {id_}"]
    assert f"#{id_} Production" in text(reply.document)
    assert reply == await watching.ask("/evwatch milestone list 小米")


async def test_a_company_without_steps_has_none_to_list(watching: Desk) -> None:
    assert "Nothing of NIO" in await watching.says("/evwatch milestone list nio")
    assert "No company “xyz”" in await watching.says("/evwatch milestone list xyz")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("fix 00000000 phase:done", "No step “00000000” is shown here"),
        ("reject 00000000", "No step “00000000” is shown here"),
        ("restore 00000000", "No step “00000000” is shown here"),
        ("fix", "Which step?"),
        ("reject nothing", "Which step?"),
        ("fix {id} phase:done", "It is so already"),
        ("fix {id} phase:soon", "no phase “soon”"),
        ("fix {id} colour:red", "A step has no “colour”"),
        ("fix {id} phase:", "needs a value"),
        ("fix {id} kind:none", "Every step has a kind"),
        ("fix {id} company:nowhere", "No company “nowhere”"),
        ("restore {id}", "was not corrected here"),
        ("fx {id}", "no command “fx”"),
    ],
)
async def test_what_cannot_be_done_says_why(watching: Desk, words: str, answer: str) -> None:
    [id_] = await told(watching, PLAN)

    assert answer in await watching.says(f"/evwatch milestone {words.format(id=id_)}")


async def test_who_may_only_look_corrects_nothing(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)
    watching.may_edit = False

    for line in (f"fix {id_} phase:planned", f"reject {id_}", f"restore {id_}"):
        assert "Only editors and admins may" in await watching.says(f"/evwatch milestone {line}")
    assert "Nothing was corrected here" in await watching.says("/evwatch milestone")


async def test_another_workspace_sees_no_correction(watching: Desk) -> None:
    [id_] = await told(watching, PLAN)
    theirs = Desk(watching.store, workspace="other")
    theirs.look.looks[FEED] = Look(url=FEED, title="Example News")
    await theirs.ask(f"/evwatch add {FEED} now")
    before = await theirs.says("/milestones xiaomi")
    assert "SU7" in before

    await watching.says(f"/evwatch milestone fix {id_} subject:PLANTED")

    assert await theirs.says("/milestones xiaomi") == before
    assert "Nothing was corrected here" in await theirs.says("/evwatch milestone")
    assert "was not corrected" in await theirs.says(f"/evwatch milestone restore {id_}")


async def test_the_list_names_a_step_by_the_number_that_was_typed(watching: Desk) -> None:
    told_twice = [
        ("one", 2, [replace(PLAN, evidence="The SU7 went into production in March.")]),
        ("two", 1, [replace(PLAN, evidence="Production of the SU7 began in March, it says.")]),
    ]
    await tell_articles(watching, *told_twice)
    ids = {step_id(t.milestone) for t in await watching.store.history.timeline("xiaomi")}

    for id_ in sorted(ids):
        await watching.says(f"/evwatch milestone fix {id_} phase:planned")
        assert f"#{id_}" in await watching.says("/evwatch milestone")
        assert "As it was read again" in await watching.says(f"/evwatch milestone restore {id_}")
