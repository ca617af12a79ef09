"""`test`: a marked sample alert in this channel, to see that alerts get here and how they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.chat import ChatError
from adapters.document import Document
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import nothing_more
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import desk
from bot.compose.answers import note
from bot.compose.listing_words import Listing
from bot.compose.sample import COMPANY, sample
from storage.channels import Subscription
from storage.records import Kind, digest
from storage.sources import Role

PAGE: Final = Page(
    form="/evwatch test",
    short=("post a marked sample alert in this channel", "在本频道发送一条测试提醒"),
    long=(
        (
            (
                "Posts an invented alert, marked as a test, the way alerts come here: in the "
                "language of the channel. It calls nobody. Once a minute at most."
            ),
            "按本频道的语言和样式发送一条虚构提醒，并标明为测试；不通知任何人。每分钟至多一次。",
        ),
    ),
    examples=(("/evwatch test", ("see that alerts get here", "检查提醒能否到达")),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Command):
    """Post a sample alert."""

    __test__ = False  # no test of ours


def _parse(words: Sequence[Token]) -> Test:
    nothing_more(words)
    return Test()


async def test(call: Call, _command: Test) -> Document:
    """Post it, through the platform and nothing else; the answer says what came of it."""
    subscription = await call.store.watchlist.subscription(call.channel)
    document = await _sample(call, subscription)
    minute = call.now.replace(second=0, microsecond=0)
    key = digest("test", str(call.channel), minute.isoformat())
    try:
        is_new = await call.post(call.request, document, key)
    except ChatError as fault:
        raise CommandError(
            said(Listing.TEST_FAILED, why=str(fault).rstrip("."), command="/evwatch status")
        ) from fault
    if not is_new:
        return note(Listing.TEST_AGAIN.say(call.language))
    await call.store.watchlist.note(call.audit(after=key))
    document = note(Listing.TEST_SENT.say(call.language))
    silent = await call.store.hushes.until(call.workspace, call.now)
    return desk.with_silence(document, silent, await call.zone(), call.language)


async def _sample(call: Call, subscription: Subscription | None) -> Document:
    """An alert as the rules of the channel would have it."""
    kind = next(iter(subscription.kinds), Kind.DELIVERY) if subscription else Kind.DELIVERY
    followed = subscription.companies if subscription else ()
    known = [each for each in followed if each in call.catalogue.companies]
    if not known:
        watches = await call.store.watchlist.watches(call.workspace)
        watched = [each.company for each in watches if each.company]
        known = [each for each in watched if each in call.catalogue.companies]
    calls = subscription.calls if subscription else ()
    return sample(
        next(iter(known), COMPANY),
        kind,
        [each for each in calls if each.kind in {None, kind}],
        who=call.request.user_name or call.request.user,
        is_heard=subscription is not None,
        catalogue=call.catalogue,
        now=call.now,
        language=subscription.language if subscription else call.language,
    )


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="test",
        others=("sample", "测试"),
        page=PAGE,
        commands=(Test,),
        parse=_parse,
        render=lambda _: "/evwatch test",
        run=test,
        needs=Role.EDITOR,
    ),
)
