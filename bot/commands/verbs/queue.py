"""`queue`: what rests in the outbox, and what to do with it; which channels are lost."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from adapters.document import Button, Document, Fact, Facts, Part, Run, Text
from adapters.forms import Option
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.parsing import example, nothing_more
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import ACTIONS, ALL, Action, lookup, nearest
from bot.compose import answers, desk
from bot.compose.fault_words import fault_in
from bot.compose.figures import moment
from bot.compose.queue_words import Queueing
from bot.compose.rules_words import Ruling
from bot.compose.wording import DELIVERY_STATES, Phrase, pick
from storage.channels import Delivery, DeliveryState, Parked
from storage.sources import Role

SHOWN_MAX: Final = 10
CHANNEL: Final = "/evwatch channel"
KEY_CHARS: Final = 8  # of a key: enough to tell those of a queue apart
_KEY: Final = re.compile(r"#?([0-9a-f]{4,20})", re.IGNORECASE)

PAGE: Final = Page(
    form="/evwatch queue [retry KEY | skip KEY]",
    short=("what waits to be posted, and what needs your word", "待发送与待决定的消息"),
    long=(
        (
            (
                "A message whose answer was lost, in a channel whose history I may not read, "
                "rests here: look whether it is there, then retry or skip it."
            ),
            "若发送结果不明且无法读取频道历史，消息会停在这里：请先查看频道，再选择重试或跳过。",
        ),
    ),
    examples=(
        ("/evwatch queue", ("what waits", "查看队列")),
        ("/evwatch queue retry all", ("send all of it", "全部重发")),
        ("/evwatch queue skip 0123abcd", ("never send that one", "跳过该消息")),
    ),
)
OPTIONS: Final = (
    Option(
        name="action",
        description="What to do; nothing: show it",
        description_zh="操作；不填为查看",
        choices=blanks.choices((name, (name, others[-1])) for name, others in ACTIONS.items()),
    ),
    Option(
        name="key",
        description="Which message, by its key; or all",
        description_zh="消息编号，或 all",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Command):
    """Show what rests in the outbox, or decide about it. `key` may be a beginning; empty: all."""

    action: Action = "list"
    key: str = ""


def _parse(words: Sequence[Token]) -> Queue:
    if not words:
        return Queue()
    action, rest = lookup(ACTIONS, words[0].text), phrase_of(words[1:])
    if action is None:
        near = nearest(ACTIONS, words[0].text)
        raise WrongWord(
            said(Phrase.UNKNOWN_VERB, word=words[0].text), word=words[0].text, near=near
        )
    if action == "list":
        nothing_more(words[1:])
        return Queue()
    key = _KEY.fullmatch(rest)
    if key is None and rest.casefold() not in ALL:
        raise CommandError(said(Phrase.MISSING_KEY), example(PAGE.example))
    return Queue(action=action, key=key[1].lower() if key else "")


def _line(command: Queue) -> str:
    key = "" if command.action == "list" else f" {command.action} {command.key or 'all'}"
    return f"/evwatch queue{key}"


async def queue(call: Call, command: Queue) -> Document:
    """Show the queue, or decide about what rests in it."""
    if command.action == "list":
        return await _show(call)
    again = command.action == "retry"
    async with call.change() as change:
        decided = await call.store.outbox.decide(command.key, again=again, audit=change)
    if not decided:
        raise CommandError(said(Queueing.NOTHING_RESTS), suggestions=("/evwatch queue",))
    done = Queueing.SENT_AGAIN if again else Queueing.SKIPPED
    return answers.note(done.say(call.language, n=len(decided)))


async def _show(call: Call) -> Document:
    language = call.language
    hidden = await call.store.privacy.hidden(call.channel)
    queued = await call.store.outbox.queue(call.workspace)
    waiting = [each for each in queued if each.channel.id not in hidden]
    resting = _as_messages(each for each in waiting if is_resting(each))
    held = sum(each.state == DeliveryState.HELD for each in waiting)
    parked = [
        each
        for each in await call.store.parking.all()
        if each.channel.workspace == call.workspace and each.channel.id not in hidden
    ]
    title = (
        (Queueing.QUEUE if resting else Queueing.QUEUE_WAITS).say(
            language, n=len(waiting), resting=len(resting)
        )
        if waiting
        else Queueing.QUEUE_EMPTY.say(language)
    )
    parts: list[Part] = []
    if held:
        parts.append(Text((Run(Ruling.HELD_FOR_HOUR.say(language, n=held, command=CHANNEL)),)))
    if parked:
        parts.append(Text((Run(Queueing.CHANNELS_LOST.say(language), bold=True),)))
        parts.append(Facts(tuple(_lost(each, call) for each in parked[:SHOWN_MAX])))
    if resting:
        titles = [await _title(call, each, waiting) for each in resting[:SHOWN_MAX]]
        rows = zip(resting, titles, strict=False)
        parts.append(Text((Run(Queueing.RESTING.say(language), bold=True),)))
        parts.append(Facts(tuple(_resting(each, told, call) for each, told in rows)))
        more = Queueing.DECIDE.say(language, retry="/evwatch queue retry KEY", skip="… skip KEY")
        parts.append(Text((Run(more, faint=True),)))
    document = answers.note(title, more=parts, buttons=_buttons(resting, call))
    silent = await call.store.hushes.until(call.workspace, call.now)
    return desk.with_silence(document, silent, await call.zone(), language)


def is_resting(delivery: Delivery) -> bool:
    """Does it wait for a person's word?"""
    return delivery.state == DeliveryState.PARKED or (
        delivery.state == DeliveryState.UNCERTAIN and delivery.not_before is None
    )


def _buttons(resting: list[Delivery], call: Call) -> list[Button]:
    if not resting:
        return []
    retry, skip = (_line(Queue(action=action)) for action in ("retry", "skip"))
    return [
        Button(Queueing.RETRY_ALL.say(call.language), retry),
        Button(Queueing.SKIP_ALL.say(call.language), skip),
    ]


def _as_messages(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """One delivery for each message: of a digest, the first."""
    return list({each.digest or each.key: each for each in reversed([*deliveries])}.values())[::-1]


async def _title(call: Call, delivery: Delivery, waiting: Sequence[Delivery]) -> str:
    told = {each.story for each in waiting if each.digest and each.digest == delivery.digest}
    if len(told) > 1:
        return Ruling.GATHERED.say(call.language, n=len(told))
    story = await call.story(delivery.story)
    return story.title if story else delivery.story


def _resting(delivery: Delivery, title: str, call: Call) -> Fact:
    state = pick(DELIVERY_STATES[delivery.state], call.language)
    return Fact(
        label=(delivery.digest or delivery.key)[:KEY_CHARS],
        detail=(Run(state, bold=True), Run(" · ", faint=True), Run(title)),
        when=moment(delivery.attempted, call.now.astimezone(UTC), call.language),
    )


def _lost(parked: Parked, call: Call) -> Fact:
    return Fact(
        label=f"{parked.channel.platform} {parked.channel.id}",
        detail=(Run(fault_in(parked.fault, call.language)),),
        when=moment(parked.since, call.now.astimezone(UTC), call.language),
    )


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="queue",
        others=("outbox", "队列"),
        page=PAGE,
        options=OPTIONS,
        commands=(Queue,),
        parse=_parse,
        render=_line,
        run=queue,
        needs=Role.EDITOR,
    ),
)
