"""`why`: why a story was told here, or why one text came or did not, through the whole line."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from adapters.document import Button, Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import quoted, story_id, typed
from bot.commands.place import harmless
from bot.commands.stories import story_meant, told_items
from bot.commands.tokens import Token, address
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers, evidence, trail
from bot.compose.addresses import shown, site, title
from bot.compose.rows import name_of
from bot.compose.trail_words import Trail
from bot.compose.wording import CERTAINTIES, KINDS, Phrase, listed, pick
from bot.sources.domains.reader import SCHEME
from bot.sources.identity import canonical
from bot.stories.route import speaks, wants
from storage.channels import Subscription
from storage.records import Certainty, Item, Milestone, Story, digest
from storage.sources import Role, SourceStatus

Part = Literal["", "sentences"]

LABEL_CHARS: Final = 75  # of a button, as Slack takes it
SOURCES_MAX: Final = 3  # of one host, when a text never came
PAGE: Final = Page(
    form="/evwatch why [#STORY | ADDRESS | words of a title]",
    short=("why a text was told here, or was not, step by step", "为何提醒或没有提醒"),
    long=(
        (
            (
                "Of a story: the steps that were read, in which words, which texts were joined. "
                "Of a text: fetched, read, recognised, understood, joined, wanted, delivered."
            ),
            "对消息：读到的进展、原文与来源。对单篇内容：从获取、理解到投递的全过程。",
        ),
        (
            "For a text that never came: what its source last gave, and when it is next visited.",
            "若从未收到：显示来源最近给出的内容与下次访问时间。",
        ),
    ),
    examples=(
        ("/evwatch why #0123456789abcdef0123", ("about that story", "关于该消息")),
        ("/evwatch why https://example.org/news/1", ("about that text", "关于该文章")),
        ('/evwatch why "SU7 deliveries"', ("a text with these words in its title", "按标题查找")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Command):
    """Show why. `story`: the id of a story or of a text; neither: the message it is asked about."""

    story: str = ""
    words: str = ""  # an address, or words of a title
    part: Part = ""


def _parse(words: Sequence[Token]) -> Why:
    rest = [word for word in words if word.key.casefold() != "part"]
    part: Part = "sentences" if len(rest) < len(words) else ""
    told = typed(rest)
    if not told:
        return Why(part=part)
    id_ = story_id(told)
    return Why(story=id_, part=part) if id_ else Why(words=told, part=part)


def _line(command: Why) -> str:
    what = f" #{command.story}" if command.story else ""
    if command.words:
        what = f" {command.words if address(command.words) else quoted(command.words)}"
    return f"/evwatch why{what}{f' part:{command.part}' if command.part else ''}"


async def pin(call: Call, command: Why) -> Why:
    """The command with an id: it means the same elsewhere, and holds no key of an address."""
    if command.story:
        return command
    if not command.words:
        return replace(command, story=(await story_meant(call, "")).id)
    met = await _met(call, command.words)
    if len(met) == 1:
        return replace(command, story=met[0][0].id, words="")
    return replace(command, words=harmless(command.words))


async def why(call: Call, command: Why) -> Document:
    """Why a story was told here, or why a text was or was not."""
    if command.words:
        return await _named(call, command)
    story = await call.story(command.story)
    if story is not None:
        return await _story(call, story)
    found = await call.store.visits.items([command.story])
    if not found or not call.view.sight.sees(found[0][0].source, found[0][0].seen):
        raise CommandError(said(Phrase.NO_STORY, word=command.story))
    return await _way(call, *found[0], part=command.part)


async def _story(call: Call, story: Story) -> Document:
    subscription = await call.store.watchlist.subscription(call.channel)
    # As with the steps of a company: a busy story would hold up the loop.
    return await asyncio.to_thread(
        evidence.why,
        story,
        await told_items(call, story),
        subscription,
        catalogue=call.catalogue,
        language=call.language,
        hears=answers.hears(subscription, call.catalogue, call.language),
    )


async def _named(call: Call, command: Why) -> Document:
    """Several texts of these words, or none; of one, `pin` has found the id."""
    met = await _met(call, command.words)
    if not met:
        return await _never(call, command.words)
    buttons = [
        Button(f"{outlet}: {item.title}"[:LABEL_CHARS], f"/evwatch why #{item.id}")
        for item, outlet in met
    ]
    return answers.note(Trail.SEVERAL.say(call.language), buttons=buttons)


async def _met(call: Call, words: str) -> list[tuple[Item, str]]:
    """The texts at an address, the newest alone, or those with these words in their titles."""
    url = address(words)
    if url:
        mark = canonical(url)
        sign = f"url:{digest(mark)}" if mark else ""
        ids = await call.store.tracing.at(url, sign, call.workspace)
    else:
        ids = await call.store.tracing.titled(words.split(), call.workspace)
    met = await call.store.visits.items(ids)
    return met[:1] if url else met


async def _never(call: Call, words: str) -> Document:
    """No text that is seen here: how those sources stand that could have brought it."""
    language = call.language
    url = words if words.casefold().startswith(SCHEME) else address(words)
    statuses = await call.store.visits.statuses(call.workspace, now=call.now)
    near = [each for each in statuses if url and site(each.source.url) == site(url)]
    if near:
        more = Trail.SEE_STATUS.say(language, command="/evwatch status")
    elif url and not call.role.allows(Role.EDITOR):
        more = Trail.NO_SOURCE_ASK.say(language)
    elif url:
        more = Trail.NO_SOURCE.say(language, command=f"/evwatch add {shown(url)}")
    else:
        more = Trail.SEE_STATUS.say(language, command="/evwatch status")
    lasts = [
        (each, title(each.source), await call.store.tracing.last(each.source.id))
        for each in near[:SOURCES_MAX]
    ]
    first = (Trail.NEVER_CAME if url else Trail.NO_TITLE).say(language)
    return trail.never_came(lasts, first, more=more, now=call.now, language=language)


async def _way(call: Call, item: Item, outlet: str, *, part: Part) -> Document:
    study = await call.study(item, call.catalogue)
    stories = [
        (raw, seen)
        for raw in await call.store.history.stories_of([item.id])
        if (seen := await call.seen(raw))
    ]
    story = next((seen for _, seen in stories if item.id in seen.items), None)
    said_ = tuple(m for m in story.milestones if m.item == item.id) if story else ()
    near = [(each, await call.story(each.story)) for each in study.near]
    way = trail.Way(
        item=item,
        outlet=outlet,
        status=await _status(call, item),
        reading=await call.store.tracing.reading(item.id),
        said=said_,
        names_company=bool(study.companies),
        noise=study.noise,
        trace=study.trace,
        account=study.account,
        story=story,
        near=tuple((other.title, each.why) for each, other in near if other),
        obstacles=await _obstacles(call, said_, item) if said_ else (),
        sent=tuple(await call.store.tracing.sent(story.id, call.channel)) if story else (),
    )
    if part == "sentences":
        return trail.sentences(way, call.language)
    return trail.whole(way, catalogue=call.catalogue, now=call.now, language=call.language)


async def _status(call: Call, item: Item) -> SourceStatus | None:
    statuses = await call.store.visits.statuses(call.workspace, now=call.now)
    return next((each for each in statuses if each.source.id == item.source), None)


async def _obstacles(call: Call, stated: Sequence[Milestone], item: Item) -> tuple[str, ...]:
    """Why this channel does not want what a text says, each reason once; empty: it wants some."""
    subscription = await call.store.watchlist.subscription(call.channel)
    if subscription is None:
        return (Trail.FOLLOWS_NOTHING.say(call.language),)
    if not speaks(subscription, {item.language}):
        return (Trail.LANGUAGE.say(call.language),)
    news = [m for m in stated if m.headline] or list(stated)
    silences = await call.store.responses.silences(call.channel, now=call.now)
    muted: set[tuple[str, str]] = {(each.what, each.name) for each in silences}
    reasons: list[str | None] = []
    for m in news:
        hearing = await call.store.watchlist.subscriptions(
            [m.company], now=call.now, within=call.catalogue.within
        )
        if subscription.id in {each.id for each in hearing}:
            reasons.append(_obstacle(call, subscription, m, item.source, muted))
        else:
            name = name_of(m.company, call.catalogue, call.language)
            reasons.append(Trail.COMPANY.say(call.language, names=name))
    if None in reasons:
        return ()
    return tuple(dict.fromkeys(reason for reason in reasons if reason))


def _obstacle(
    call: Call,
    subscription: Subscription,
    m: Milestone,
    source: str,
    muted: set[tuple[str, str]],
) -> str | None:
    """Why a channel that hears of the company does not want this of it; None: it does."""
    language = call.language
    kind = pick(KINDS[m.kind], language)
    if not wants(replace(subscription, companies=(), floor=Certainty.RUMOURED), m):
        return Trail.KIND.say(language, names=kind)
    if not wants(replace(subscription, companies=()), m):
        certainty = pick(CERTAINTIES[m.certainty], language)
        return Trail.CERTAINTY.say(language, names=certainty)
    named = {
        ("company", m.company): name_of(m.company, call.catalogue, language),
        ("kind", m.kind.value): kind,
        ("source", source): Phrase.SOURCES.say(language),
    }
    silent = [words for key, words in named.items() if key in muted]
    return Trail.MUTED.say(language, names=listed(silent, language)) if silent else None


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="why",
        others=("explain", "为什么", "为何"),
        page=PAGE,
        options=(
            Option(
                name="item",
                description="A story, an address, or words of a title",
                description_zh="消息编号、网址或标题中的词",
            ),
        ),
        commands=(Why,),
        parse=_parse,
        render=_line,
        run=why,
        needs=Role.VIEWER,
        shares=True,
        pin=pin,
        keep=lambda command: replace(command, words=harmless(command.words)),
    ),
)
