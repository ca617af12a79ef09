"""What rests in the outbox, and a person's word about it; channels that take nothing."""

from datetime import UTC
from typing import Final

from adapters.document import Button, Document, Fact, Facts, Part, Run, Text
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.render import render
from bot.commands.values import Queue
from bot.compose import answers
from bot.compose.figures import moment
from bot.compose.wording import DELIVERY_STATES, Phrase, pick
from storage.channels import Delivery, DeliveryState, Parked

SHOWN_MAX: Final = 10
KEY_CHARS: Final = 8  # of a key: enough to tell those of a queue apart


async def queue(call: Call, command: Queue) -> Document:
    """Show the queue, or decide about what rests in it."""
    if command.action == "list":
        return await _show(call)
    again = command.action == "retry"
    decided = await call.store.outbox.decide(
        call.workspace,
        command.key,
        again=again,
        fault="" if again else f"skipped by {call.request.user_name or call.request.user}",
    )
    if not decided:
        raise CommandError(said(Phrase.NOTHING_RESTS), suggestions=(render(Queue()),))
    after = " ".join(f"{command.action}:{each.key}" for each in decided)
    await call.store.watchlist.note(call.audit(after=after))
    done = Phrase.SENT_AGAIN if again else Phrase.SKIPPED
    return answers.note(done.say(call.language, n=len(decided)))


async def free(call: Call) -> Document:
    """Let this channel have what waits for it, as it can be posted to again."""
    if not await call.store.parking.free(call.channel):
        return answers.note(Phrase.CHANNEL_WAS_FREE.say(call.language))
    await call.store.watchlist.note(call.audit(before="parked", after="free"))
    return answers.note(Phrase.CHANNEL_FREED.say(call.language))


async def _show(call: Call) -> Document:
    language = call.language
    waiting = await call.store.outbox.queue(call.workspace)
    resting = [each for each in waiting if is_resting(each)]
    parked = [
        each for each in await call.store.parking.all() if each.channel.workspace == call.workspace
    ]
    title = Phrase.QUEUE.say(language, n=len(waiting), resting=len(resting))
    parts: list[Part] = []
    if parked:
        parts.append(Text((Run(Phrase.CHANNELS_LOST.say(language), bold=True),)))
        parts.append(Facts(tuple(_lost(each, call) for each in parked[:SHOWN_MAX])))
    if resting:
        titles = [await _title(call, each) for each in resting[:SHOWN_MAX]]
        rows = zip(resting, titles, strict=False)
        parts.append(Text((Run(Phrase.RESTING.say(language), bold=True),)))
        parts.append(Facts(tuple(_resting(each, told, call) for each, told in rows)))
        more = Phrase.DECIDE.say(language, retry="/evwatch queue retry KEY", skip="… skip KEY")
        parts.append(Text((Run(more, faint=True),)))
    return answers.note(title, more=parts, buttons=_buttons(resting, call))


def is_resting(delivery: Delivery) -> bool:
    """Does it wait for a person's word?"""
    return delivery.state == DeliveryState.PARKED or (
        delivery.state == DeliveryState.UNCERTAIN and delivery.not_before is None
    )


def _buttons(resting: list[Delivery], call: Call) -> list[Button]:
    if not resting:
        return []
    retry, skip = (render(Queue(action=action)) for action in ("retry", "skip"))
    return [
        Button(Phrase.RETRY_ALL.say(call.language), retry),
        Button(Phrase.SKIP_ALL.say(call.language), skip),
    ]


async def _title(call: Call, delivery: Delivery) -> str:
    story = await call.story(delivery.story)
    return story.title if story else delivery.story


def _resting(delivery: Delivery, title: str, call: Call) -> Fact:
    state = pick(DELIVERY_STATES[delivery.state], call.language)
    return Fact(
        label=delivery.key[:KEY_CHARS],
        detail=(Run(state, bold=True), Run(" · ", faint=True), Run(title)),
        when=moment(delivery.attempted, call.now.astimezone(UTC), call.language),
    )


def _lost(parked: Parked, call: Call) -> Fact:
    return Fact(
        label=f"{parked.channel.platform} {parked.channel.id}",
        detail=(Run(parked.fault),),
        when=moment(parked.since, call.now.astimezone(UTC), call.language),
    )
