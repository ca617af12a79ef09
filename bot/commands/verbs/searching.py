"""`search`: kept texts by their words, English and Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.lookups import place_words, places
from bot.commands.parsing import example, quoted, whole
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose.actions import Turns
from bot.compose.anchors import PAGE
from bot.compose.found import COUNTED, SEARCHED, found
from bot.compose.lookup_words import Look
from storage import tokens
from storage.records import Hit, Milestone
from storage.search import Hits
from storage.sources import Role

WORDS_MAX: Final = 12
WORD_MAX_CHARS: Final = 60
NUMBER_MAX_CHARS: Final = 19  # digits

HELP: Final = Page(
    form="/evwatch search WORDS",
    short=("texts that hold these words", "按字词搜索文章"),
    long=(
        (
            (
                "Searches titles and texts of every article of the sources watched here, newest "
                "first. All words must stand in one of them; the beginning of an English word "
                "will do. Words in quotes must stand together."
            ),
            "搜索这里所关注来源的全部文章，最新在前。所有词须出现在同一篇中；英文可只写词头；引号内的词须连在一起。",
        ),
    ),
    examples=(
        ("/evwatch search 工信部 目录", ("both words", "同时含两词")),
        ('/evwatch search "solid state" pilot', ("a phrase and a word", "一个词组和一个词")),
    ),
)
OPTIONS: Final = (
    Option(
        name="words",
        description="Words in English or Chinese",
        description_zh="中文或英文字词",
        required=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Command):
    """Look for words, each a word or a phrase; one page of what holds all of them."""

    words: tuple[str, ...]
    older: int | None = None
    newer: int | None = None


def parse(words: Sequence[Token]) -> Search:
    """Words, in quotes where they must stand together."""
    paged = [word for word in words if word.key in {"older", "newer"} and not word.quoted]
    _, older, newer, _ = places(paged, _number)
    plain = [whole(word).text for word in words if word not in paged]
    kept = [word[:WORD_MAX_CHARS].strip() for word in plain if word.strip()][:WORDS_MAX]
    if not kept:
        raise CommandError(said(Look.MISSING_WORDS), example(HELP.example))
    return Search(words=tuple(kept), older=older, newer=newer)


def render(command: Search) -> str:
    """The command as it may be typed."""
    words = " ".join(map(quoted, command.words))
    return f"/milestones search {words}{place_words(1, command.older, command.newer)}"


def _steps(call: Call, hit: Hit) -> tuple[Milestone, ...]:
    """The steps of a text as the workspace sees them."""
    return tuple(m for m in call.view.overlay.milestones(hit.steps) if m)


async def show(call: Call, command: Search) -> Document:
    """What holds the words, newest told first."""
    question = " ".join(f'"{word}"' for word in command.words)
    said_words = " ".join(command.words)
    if not tokens.asked(question):
        raise CommandError(said(Look.TOO_SHORT, words=said_words), example(HELP.example))
    search, sight = call.store.search, call.view.sight
    hits = await search.find(question, sight, below=command.older, above=command.newer, limit=PAGE)
    count = await search.count(question, sight, limit=COUNTED + 1)
    shown = [replace(hit, steps=_steps(call, hit)) for hit in hits.hits]
    return found(
        said_words,
        shown,
        count=count,
        kept=0 if hits.hits else await search.size(sight, limit=SEARCHED + 1),
        turns=_turns(command, hits),
        catalogue=call.catalogue,
        language=call.language,
    )


def _turns(command: Search, hits: Hits) -> Turns:
    if not hits.hits:
        return Turns()
    first = replace(command, older=None, newer=None)
    has_newer = command.older is not None or (command.newer is not None and hits.more)
    has_older = command.newer is not None or hits.more
    newer, older = hits.hits[0].number, hits.hits[-1].number
    return Turns(
        newer=render(replace(first, newer=newer)) if has_newer else "",
        older=render(replace(first, older=older)) if has_older else "",
    )


def _number(text: str) -> int | None:
    is_one = text.isascii() and text.isdecimal() and len(text) <= NUMBER_MAX_CHARS
    return min(int(text), 2**62) if is_one else None


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="search",
        others=("find", "grep", "搜索", "查找"),
        page=HELP,
        options=OPTIONS,
        commands=(Search,),
        parse=parse,
        render=render,
        run=show,
        needs=Role.VIEWER,
        shares=True,
    ),
)
