"""`follow` and `unfollow`: which companies this channel hears of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Document
from bot.catalogue import Catalogue
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import names_of, quoted
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers
from bot.compose.rows import company_name, name_of
from bot.compose.rules_words import Ruling
from bot.compose.wording import Phrase, listed
from storage.channels import Subscription
from storage.records import Company
from storage.sources import Role

# No name of the catalogue has more than four, but people also type "B Y D". Without a limit a line
# of 400 names held up the event loop for two seconds.
NAME_MAX_WORDS: Final = 12

FOLLOW: Final = Page(
    form="/evwatch follow COMPANY, … or all",
    short=("let this channel hear of companies", "让本频道收到公司消息"),
    long=(
        (
            (
                "Changes what this channel hears and nothing else. Several companies take commas; "
                "china, europe, batteries and the like are groups."
            ),
            "只改变本频道收到的内容。多家公司用逗号分隔；中国、欧洲、电池等为分组。",
        ),
    ),
    examples=(
        ("/evwatch follow byd, li auto", ("these two as well", "再加上这两家")),
        ("/evwatch follow all", ("every company that is watched here", "这里关注的所有公司")),
    ),
)
UNFOLLOW: Final = Page(
    form="/evwatch unfollow COMPANY, … or all",
    short=("let this channel hear of companies no longer", "本频道不再收到公司消息"),
    long=(
        (
            "Changes what this channel hears and nothing else; the watchlist stays as it is.",
            "只改变本频道收到的内容，关注列表不变。",
        ),
    ),
    examples=(
        ("/evwatch unfollow byd", ("BYD no longer", "不再接收比亚迪")),
        ("/evwatch unfollow all", ("nothing any more", "不再接收任何消息")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(Command):
    """Let this channel hear of companies; no names: of all that are watched."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollow(Command):
    """Let this channel hear of companies no longer; no names: of nothing at all."""

    names: tuple[str, ...] = ()


def _follow(words: Sequence[Token]) -> Follow:
    return Follow(names=names_of(words, FOLLOW.example))


def _unfollow(words: Sequence[Token]) -> Unfollow:
    return Unfollow(names=names_of(words, UNFOLLOW.example))


def _follow_line(names: tuple[str, ...]) -> str:
    return f"/evwatch follow {', '.join(map(quoted, names)) or 'all'}"


def _unfollow_line(names: tuple[str, ...]) -> str:
    return f"/evwatch unfollow {', '.join(map(quoted, names)) or 'all'}"


async def follow(call: Call, command: Follow) -> Document:
    """Let this channel hear of companies; the watchlist stays as it is."""
    groups, left = _groups(call.catalogue, command.names)
    companies = _companies(call, left, _follow_line)
    ids = (*groups, *(company.id for company in companies))
    _check_own(await call.store.watchlist.subscription(call.channel))
    async with call.change() as change:
        subscription = await call.store.watchlist.follow(
            call.channel, ids, audit=change, language=call.language
        )
    watches = await call.store.watchlist.watches(call.workspace)
    watched = {watch.company for watch in watches if watch.company}
    unwatched = [company for company in companies if watched and company.id not in watched]
    texts = [answers.hears(subscription, call.catalogue, call.language)]
    if unwatched:
        names = listed([company_name(each, call.language) for each in unwatched], call.language)
        add = f"/evwatch add {unwatched[0].id}"
        texts.append(Phrase.FOLLOWED_UNWATCHED.say(call.language, names=names, command=add))
    return answers.note(*texts)


async def unfollow(call: Call, command: Unfollow) -> Document:
    """Let this channel hear of companies no longer; the watchlist stays as it is."""
    language = call.language
    groups, left = _groups(call.catalogue, command.names)
    companies = _companies(call, left, _unfollow_line)
    ids = (*groups, *(company.id for company in companies))
    names = listed([name_of(each, call.catalogue, language) for each in ids], language)
    before = await call.store.watchlist.subscription(call.channel)
    if before is None:
        return answers.note(Phrase.CHANNEL_FOLLOWS_NOTHING.say(language))
    _check_own(before)
    async with call.change() as change:
        was_heard = await call.store.watchlist.unfollow(call.channel, ids, audit=change)
    if not was_heard:
        if before.companies:
            raise CommandError(said(Phrase.CHANNEL_NEVER_FOLLOWED, names=names))
        leave = "/evwatch unfollow all"
        raise CommandError(said(Phrase.CHANNEL_FOLLOWS_ALL, names=names, command=leave))
    after = await call.store.watchlist.subscription(call.channel)
    if after is None:
        return answers.note(Phrase.CHANNEL_HEARS_NOTHING.say(language))
    return answers.note(answers.hears(after, call.catalogue, language))


def _groups(catalogue: Catalogue, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The ids of the groups among these names, and the names of no group."""
    found = {name: catalogue.find_group(name) for name in names if not catalogue.find(name)}
    groups = [group.id for group in found.values() if group]
    return list(dict.fromkeys(groups)), [name for name in names if not found.get(name)]


def _check_own(subscription: Subscription | None) -> None:
    """What the config file sets of a channel is changed there."""
    if subscription and subscription.managed:
        raise CommandError(said(Ruling.MANAGED))


def _companies(
    call: Call, names: Sequence[str], suggest: Callable[[tuple[str, ...]], str]
) -> list[Company]:
    """The companies of these names; names without commas between them are told apart."""
    found: list[Company] = []
    for place, name in enumerate(names):
        several = _told_apart(call.catalogue, name)
        if several is None:
            several = [call.company(name, _in_place(names, place, suggest))]
        found += several
    return list({company.id: company for company in found}.values())


def _in_place(
    names: Sequence[str], place: int, suggest: Callable[[tuple[str, ...]], str]
) -> Callable[[str], str]:
    """What suggests the same names with another one in this place."""
    return lambda name: suggest((*names[:place], name, *names[place + 1 :]))


def _told_apart(catalogue: Catalogue, words: str) -> list[Company] | None:
    """The companies that these words name one after the other, or None when any is unknown."""
    left, found = words.split(), list[Company]()
    while left:
        sizes = range(min(len(left), NAME_MAX_WORDS), 0, -1)
        hits = ((size, catalogue.find(" ".join(left[:size]))) for size in sizes)
        size, company = next(((size, hit) for size, hit in hits if hit), (0, None))
        if company is None:
            return None
        found.append(company)
        left = left[size:]
    return found


_NAMES: Final = blanks.name(("Companies, with commas; or all", "公司，用逗号分隔；或 all"))
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="follow",
        others=("subscribe", "关注", "订阅"),
        page=FOLLOW,
        options=(_NAMES,),
        commands=(Follow,),
        parse=_follow,
        render=lambda command: _follow_line(command.names),
        run=follow,
        needs=Role.EDITOR,
    ),
    Verb(
        name="unfollow",
        others=("unsubscribe", "取消关注", "退订"),
        page=UNFOLLOW,
        options=(_NAMES,),
        commands=(Unfollow,),
        parse=_unfollow,
        render=lambda command: _unfollow_line(command.names),
        run=unfollow,
        needs=Role.EDITOR,
    ),
)
