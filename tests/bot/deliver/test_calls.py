"""Who is called by an alert, by a digest, and by an edit."""

from adapters.document import Mention
from storage import pacing
from storage.channels import Updates
from storage.rules import Pace
from tests.bot.deliver.nights import EVENING, MORNING, NIGHT, rule, tell_many, work
from tests.fakes_outbox import Line
from tests.fakes_stories import milestone


async def test_those_are_called_whom_the_rules_name_for_what_is_told(line: Line) -> None:
    calls = tuple(map(pacing.call, ("recall=group:S1", "recall=user:U1", "launch=user:U2", "all=user:U3")))  # fmt: skip
    await rule(line, Pace(), calls=calls)
    await line.tell("r", milestone("byd", "recall"), title="A recall")
    await line.tell("a", milestone("nio"), title="An approval")

    await work(line)

    recall, approval = (post.document.mentions for post in line.chat.posts)
    assert recall == (Mention(who="group", id="S1"), Mention(who="user", id="U1"), Mention(who="user", id="U3"))  # fmt: skip
    assert approval == (Mention(who="user", id="U3"),)


async def test_a_digest_calls_each_once_and_an_edit_calls_nobody(line: Line) -> None:
    await rule(line, NIGHT, calls=(pacing.call("all=user:U1"),), updates=Updates.EDIT)
    line.clock.now = EVENING
    await tell_many(line, 3)
    await work(line)
    line.clock.now = MORNING
    await work(line)
    story = await line.tell("x", milestone("xiaomi"), title="Own")
    await work(line)
    await line.tell("y", *story.milestones, milestone(kind="recall", when="2023-08-24"), known=story)  # fmt: skip
    await work(line)

    assert [post.document.mentions for post in line.chat.posts] == [
        (Mention(who="user", id="U1"),),
        (Mention(who="user", id="U1"),),
        (),
    ]
    assert [post.edit for post in line.chat.posts] == [False, False, True]
