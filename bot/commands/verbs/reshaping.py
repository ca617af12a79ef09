"""`story`: what tells it, and a person's word that it is two, or that two are one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final, Literal

from adapters.document import Button, Document, Fact, Facts, Part, Run, Text
from adapters.forms import Option
from adapters.plain import web_address
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.parsing import example, names_of, nothing_more, quoted, story_id, story_words
from bot.commands.permission import permit_shared
from bot.commands.stories import story_meant, told_items
from bot.commands.tokens import Token, address
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import fold, lookup, nearest
from bot.compose import answers
from bot.compose.figures import day
from bot.compose.reshaping_words import Reshaping as Words
from bot.compose.wording import Phrase
from bot.stories.parting import join, split
from storage.engine import Conflict
from storage.records import Item, Story
from storage.sources import Reshaping, Role

Action = Literal["show", "split", "merge"]

SHOWN_MAX: Final = 10
TWO: Final = 2
ACTIONS: Final[Mapping[Action, tuple[str, ...]]] = {
    "show": ("list", "查看"),
    "split": ("part", "拆分"),
    "merge": ("join", "合并"),
}
MERGE: Final = "/evwatch story merge #0123456789abcdef0123 #abcdef0123456789abcd"

PAGE: Final = Page(
    form="/evwatch story [split #STORY ITEM | merge #STORY #STORY]",
    short=("what tells a story; take it apart, or put two together", "查看、拆分或合并消息"),
    long=(
        (
            (
                "Without an action: the texts of a story, with numbers. split takes some of them "
                "into a story of their own; merge puts the second story into the first. Both can "
                "be undone. Nobody is alerted again."
            ),
            "不写操作则列出内容及编号。split 拆出，merge 合并，均可撤销，不会再次提醒。",
        ),
        (
            "Stories are shared by all places that a bot serves: only its operators may.",
            "消息由所有工作区共用，只有运营者可以操作。",
        ),
    ),
    examples=(
        (
            "/evwatch story split #0123456789abcdef0123 2, 3",
            ("the second and third text go", "拆出第2、3条"),
        ),
        (MERGE, ("the second is put into the first", "把后一条并入前一条")),
        ("/evwatch story #0123456789abcdef0123", ("its texts, with numbers", "内容及编号")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Command):
    """Show a story, or change what belongs to it; empty `story`: that of the message it is on."""

    action: Action = "show"
    story: str = ""
    items: tuple[str, ...] = ()  # by number, id, address or title
    other: str = ""


def _parse(words: Sequence[Token]) -> Shape:
    action: Action | None = "show"
    rest = list(words)
    if rest and story_id(rest[0].text) is None:
        action = lookup(ACTIONS, rest[0].text)
        if action is None:
            word = rest[0].text
            near = tuple(map(str, nearest(ACTIONS, word)))
            known = () if near else (said(Phrase.THESE_ARE, names=", ".join(ACTIONS)),)
            raise WrongWord(said(Phrase.UNKNOWN_VERB, word=word), *known, word=word, near=near)
        rest = rest[1:]
    story = story_id(rest[0].text) if rest else None
    rest = rest[1:] if story else rest
    if action == "show":
        nothing_more(rest)
        return Shape(story=story or "")
    if story is None:
        shown = MERGE if action == "merge" else PAGE.example
        raise CommandError(said(Words.WHICH_STORY, command="/evwatch why"), example(shown))
    if action == "split":
        if not rest:
            command = f"/evwatch story #{story}"
            raise CommandError(said(Words.WHICH_ITEMS, command=command))
        return Shape(action="split", story=story, items=names_of(rest, PAGE.example))
    others = [found for word in rest if (found := story_id(word.text))]
    if len(others) != 1 or len(rest) > TWO:
        raise CommandError(said(Words.WHICH_OTHER), example(MERGE))
    return Shape(action="merge", story=story, other=others[0])


def _line(command: Shape) -> str:
    if command.action == "show":
        return f"/evwatch story{story_words(command.story)}"
    more = ", ".join(map(quoted, command.items)) if command.items else f"#{command.other}"
    return f"/evwatch story {command.action} #{command.story} {more}"


async def shape(call: Call, command: Shape) -> Document:
    """Show it, or do it."""
    return await _DO[command.action](call, command)


async def _show(call: Call, command: Shape) -> Document:
    story, language = await story_meant(call, command.story), call.language
    items = [(i, outlet) for i, outlet in await told_items(call, story) if i.id in story.items]
    rows = tuple(_row(n, *told, language) for n, told in enumerate(items[:SHOWN_MAX], 1))
    more: list[Part] = [Text((Run(Words.TOLD_BY.say(language, n=len(items))),)), Facts(rows)]
    if len(items) > SHOWN_MAX:
        left = Phrase.AND_MORE.say(language, n=len(items) - SHOWN_MAX)
        more.append(Text((Run(left, faint=True),)))
    merge = f"/evwatch story merge #{story.id} #…"
    more.append(Text((Run(Words.HOW_MERGE.say(language, command=merge), faint=True),)))
    lines = (_line(Shape(action="split", story=story.id, items=(item.id,))) for item, _ in items)
    buttons = [Button(Words.TAKE_OUT.say(language, n=n), line) for n, line in enumerate(lines, 1)]
    shown = buttons[:SHOWN_MAX] if len(items) > 1 else []
    return answers.note(story.title, more=more, buttons=shown)


def _row(number: int, item: Item, outlet: str, language: str) -> Fact:
    title = Run(item.title or item.url, href=web_address(item.url))
    at = (item.published or item.seen).astimezone(UTC).date()
    return Fact(label=f"{number}. {outlet}", detail=(title,), when=day(at, language))


async def _split(call: Call, command: Shape) -> Document:
    await permit_shared(call)
    seen = await story_meant(call, command.story)
    story = await _kept(call, command.story)
    going = await _items(call, seen, command.items)
    try:
        parted = split(story, going, catalogue=call.view.base)
    except ValueError as error:
        raise CommandError(said(Words.SOME_STAY)) from error
    rest, other, based_on = parted.rest, parted.other, {story.id: story.revision}
    before = await call.store.history.story(other.id)
    if before is not None and before.items:
        raise CommandError(said(Words.TAKEN))
    if before is not None:  # it was one of its own before somebody put the two together
        other = replace(other, revision=before.revision + 1)
        based_on[before.id] = before.revision
    reshaping = Reshaping(stories=(rest, other), based_on=based_on, pins=parted.pins)
    one, two = await _title(call, rest), await _title(call, other)
    await _keep(call, reshaping, before=seen.title, after=f"{one} | {two}")
    words = Words.SPLIT.say(call.language, one=one, other=two)
    return answers.note(words, Words.SILENT.say(call.language))


async def _merge(call: Call, command: Shape) -> Document:
    await permit_shared(call)
    met = [await story_meant(call, each) for each in (command.story, command.other)]
    if met[0].id == met[1].id:
        raise CommandError(said(Words.SAME))
    home, gone = [await _kept(call, each.id) for each in met]
    joined = join(home, gone, catalogue=call.view.base)
    reshaping = Reshaping(
        stories=(joined.whole, joined.empty),
        based_on={home.id: home.revision, gone.id: gone.revision},
        unpinned=joined.unpinned,
        merged={joined.empty.id: joined.whole.id},
    )
    title = await _title(call, joined.whole)
    await _keep(call, reshaping, before=" | ".join(each.title for each in met), after=title)
    words = Words.MERGED.say(call.language, title=title)
    return answers.note(words, Words.SILENT.say(call.language))


_DO: Final[Mapping[Action, Callable[[Call, Shape], Awaitable[Document]]]] = {
    "show": _show,
    "split": _split,
    "merge": _merge,
}


async def _kept(call: Call, id_: str) -> Story:
    """The story as it is kept for all; raises `CommandError` when there is none."""
    id_ = await call.store.history.merged_into(id_) or id_
    story = await call.store.history.story(id_)
    if story is None:
        raise CommandError(said(Phrase.NO_STORY, word=id_))
    return story


async def _items(call: Call, story: Story, names: Sequence[str]) -> list[str]:
    """The ids of the texts that are named; raises `CommandError` for one that is none of them."""
    told = [item for item, _ in await call.store.visits.items(story.items)]
    found: list[str] = []
    for name in names:
        hit = next((item.id for n, item in enumerate(told, 1) if _is_named(item, n, name)), None)
        if hit is None:
            command = f"/evwatch story #{story.id}"
            raise CommandError(said(Words.NO_ITEM, word=name, command=command))
        found.append(hit)
    return found


def _is_named(item: Item, number: int, name: str) -> bool:
    named = {str(number), f"{number}.", f"#{number}", item.id, f"#{item.id}"}
    url = address(name)
    return name in named or bool(url and url == item.url) or fold(name) == fold(item.title)


async def _keep(call: Call, reshaping: Reshaping, *, before: str, after: str) -> None:
    try:
        async with call.change(before=before, after=after) as change:
            await call.store.visits.reshape(reshaping, audit=change)
    except Conflict as error:
        raise CommandError(said(Words.MOVED_ON)) from error


async def _title(call: Call, story: Story) -> str:
    """What it is called here; of what is told by texts that are not seen here, its number."""
    seen = await call.seen(story)
    return seen.title if seen else f"#{story.id}"


_LABELS: Final[Mapping[Action, tuple[str, str]]] = {
    action: (action, others[-1]) for action, others in ACTIONS.items()
}
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="story",
        others=("event", "消息", "事件"),
        page=PAGE,
        options=(
            Option(
                name="action",
                description="What to do; nothing: show its texts",
                description_zh="操作；不填为查看",
                choices=blanks.choices(_LABELS.items()),
            ),
            blanks.STORY,
            Option(
                name="with",
                description="Which texts go, by number; or the other story",
                description_zh="拆出哪几条，或另一条消息",
            ),
        ),
        commands=(Shape,),
        parse=_parse,
        render=_line,
        run=shape,
        needs=lambda command: Role.VIEWER if command.action == "show" else Role.EDITOR,
    ),
)
