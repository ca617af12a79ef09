"""What of a list of steps is asked for: filters with their names, and plain words that mean them.

"byd deliveries since 2023" means `byd kind:delivery since:2023`; a word that is neither a kind, a
phase, a certainty nor a time is looked for in what was told: "xiaomi su7".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile
from typing import Final, TypeVar

from bot.commands import periods, times
from bot.commands.errors import CommandError, said
from bot.commands.parsing import choices_of, filter_of, longest, quoted, valued
from bot.commands.times import When
from bot.commands.tokens import Token
from bot.commands.vocabulary import CERTAINTIES, KINDS, PHASES, lookup, nearest
from bot.compose.filters import Filter
from bot.compose.lookup_words import Look
from bot.compose.wording import Phrase
from bot.stories.names import is_chinese
from storage.records import Certainty, Kind, Phase

TIME_MAX_WORDS: Final = 7  # "between 1 March 2023 and May 2023"
NAME_MAX_WORDS: Final = 3  # "swap stations", "under way"
ABOUT_MAX: Final = 6  # words
HEAD_MAX_CHARS: Final = 16  # of a Chinese word, to find where its next one begins
WORDS_MAX: Final = 40  # that are looked at; nobody types more, and each is compared with a lot
CHARS_MAX: Final = 300
SURE: Final = 80.0  # of 100: a word that is so near to a known one was meant to be it
_LETTERS: Final = re.compile(r"[A-Za-z]{1,3}")
_FIGURE: Final = re.compile(r"\d{1,3}")
GLUE: Final = frozenset({"的", "在", "仅", "只看"})  # inside a Chinese word, too
FILLER: Final = GLUE | frozenset({
    "only", "just", "in", "during", "of", "the", "with", "on", "about", "steps", "and", "from",
    "to", "between",
    "kind", "kinds", "type", "types", "phase", "phases", "certainty", "model", "models",
    "和", "与", "及", "从", "类型", "阶段", "可信度", "车型",
})  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters of a command. Empty tuples and None: all of them."""

    kinds: tuple[Kind, ...] = ()
    phases: tuple[Phase, ...] = ()
    certainties: tuple[Certainty, ...] = ()
    since: When | None = None
    until: When | None = None
    about: tuple[str, ...] = ()

    def on(self, today: date) -> Filter:
        """The filter that this means for somebody who asks on `today`."""
        period = periods.Period(since=self.since, until=self.until)
        return Filter(
            kinds=self.kinds,
            phases=self.phases,
            certainties=self.certainties,
            since=period.first(today),
            until=period.last(today),
            about=self.about,
        )

    @property
    def words(self) -> str:
        """The filters as they are typed, each with a space before it; empty for none."""
        parts = [
            f"kind:{','.join(self.kinds)}" if self.kinds else "",
            f"phase:{','.join(self.phases)}" if self.phases else "",
            f"certainty:{','.join(self.certainties)}" if self.certainties else "",
            f"since:{quoted(self.since.words)}" if self.since else "",
            f"until:{quoted(self.until.words)}" if self.until else "",
            *(f"model:{quoted(word)}" for word in self.about),
        ]
        return "".join(f" {part}" for part in parts if part)


NOTHING: Final = Asked()


def read(words: Sequence[Token]) -> tuple[Asked, list[Token]]:
    """The filters among the words, and the words that are none, pages among them."""
    asked, others = NOTHING, list[Token]()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        match filter_of(word):
            case "kind":
                kinds = choices_of(word, rest, KINDS, Phrase.UNKNOWN_KIND)
                asked = _with(asked, kinds=kinds)
            case "phase":
                phases = choices_of(word, rest, PHASES, Phrase.UNKNOWN_PHASE)
                asked = _with(asked, phases=phases)
            case "certainty":
                sure = choices_of(word, rest, CERTAINTIES, Look.UNKNOWN_CERTAINTY)
                asked = _with(asked, certainties=sure)
            case "since":
                asked = replace(asked, since=_time(word, rest))
            case "until":
                asked = replace(asked, until=_time(word, rest))
            case "model":
                asked = _with(asked, about=[valued(word).text])
            case _:
                others.append(word)
    return asked, others


def loosened(asked: Asked, words: Sequence[str]) -> Asked:
    """The filters, with what plain words add to them; what means nothing else is looked for.

    Raises `CommandError` where a word announces a time and none that can be read is there.
    """
    if len(words) > WORDS_MAX or sum(map(len, words)) > CHARS_MAX:
        raise CommandError(said(Phrase.TOO_LONG))
    rest = list(words)
    while rest:
        if (period := _first(rest, periods.read, TIME_MAX_WORDS)) is not None:
            since, until = period.since or asked.since, period.until or asked.until
            asked = replace(asked, since=since, until=until)
        elif rest[0].casefold() in FILLER:
            del rest[0]
        elif kind := _first(rest, lambda text: lookup(KINDS, text), NAME_MAX_WORDS):
            asked = _with(asked, kinds=[kind])
        elif phase := _first(rest, lambda text: lookup(PHASES, text), NAME_MAX_WORDS):
            asked = _with(asked, phases=[phase])
        elif sure := _first(rest, lambda text: lookup(CERTAINTIES, text), NAME_MAX_WORDS):
            asked = _with(asked, certainties=[sure])
        elif cut := _cut(rest[0]):
            rest[:1] = cut
        elif told := periods.announced(rest[0]):
            raise _no_time(told, rest[1:])
        else:
            asked = _with(asked, about=[_model(rest)])
    return asked


def within(asked: Asked, today: date, line: Callable[[Asked], str]) -> Filter:
    """The filter that this means on `today`; raises `CommandError` where no day can fit it.

    `line` gives the command that asks for other filters.
    """
    only = asked.on(today)
    if not (asked.since and asked.until and only.since and only.until):
        return only
    if only.since <= only.until:
        return only
    turned = replace(asked, since=asked.until, until=asked.since)
    empty = said(Look.EMPTY_SPAN, since=asked.since.words, until=asked.until.words)
    raise CommandError(empty, suggestions=(line(turned),))


def nearby(asked: Asked) -> tuple[Asked, ...]:
    """The same with a word that is looked for read as the kind, phase or certainty it is nearest.

    Empty where no word is like any of these.
    """
    found: list[Asked] = []
    for word in asked.about:
        rest = tuple(each for each in asked.about if each != word)
        left = replace(asked, about=rest)
        found += [_with(left, kinds=[each]) for each in nearest(KINDS, word, 1, near=SURE)]
        found += [_with(left, phases=[each]) for each in nearest(PHASES, word, 1, near=SURE)]
        sure = nearest(CERTAINTIES, word, 1, near=SURE)
        found += [_with(left, certainties=[each]) for each in sure]
    return tuple(found)


def _with(
    asked: Asked,
    *,
    kinds: Sequence[Kind] = (),
    phases: Sequence[Phase] = (),
    certainties: Sequence[Certainty] = (),
    about: Sequence[str] = (),
) -> Asked:
    return replace(
        asked,
        kinds=_once(asked.kinds, kinds),
        phases=_once(asked.phases, phases),
        certainties=_once(asked.certainties, certainties),
        about=_once(asked.about, about)[:ABOUT_MAX],
    )


def _once(known: Sequence[T], more: Sequence[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _time(word: Token, rest: list[Token]) -> When:
    when = longest(valued(word, said(Look.TIMES_ARE)), rest, times.read)
    if when is None:
        raise CommandError(said(Phrase.UNKNOWN_TIME, word=word.text), said(Look.TIMES_ARE))
    return when


def _no_time(told: tuple[str, str], rest: Sequence[str]) -> CommandError:
    """Which words are no time that can be read, behind what announces one, and which are."""
    announcing, word = told
    rest = list(dropwhile(lambda each: each.casefold() in FILLER, rest))
    if not word:
        ends = (place for place in range(1, len(rest)) if _is_known(rest[place]))
        word = " ".join(rest[: next(ends, len(rest))])
    if not word:
        return CommandError(said(Look.NO_TIME, word=announcing), said(Look.TIMES_ARE))
    if times.read(word):  # a time, but none that anything can be before
        return CommandError(said(Look.NO_END, word=word))
    return CommandError(said(Phrase.UNKNOWN_TIME, word=word), said(Look.TIMES_ARE))


def _endless(word: str) -> str:
    """The time in a Chinese word that nothing can be before ("上个月之前"); empty for none."""
    sign, time = periods.announced(word) or ("", "")
    is_before = sign in {"之前", "以前"} and times.read(time) is not None
    return time if is_before and periods.read(time + sign) is None else ""


def _model(rest: list[str]) -> str:
    """The next word to be looked for, with the figure behind it that is of its name: "SU 7"."""
    word = rest.pop(0)
    if rest and _LETTERS.fullmatch(word) and _FIGURE.fullmatch(rest[0]):
        return word + rest.pop(0)
    return word


def _is_known(word: str) -> bool:
    return bool(
        lookup(KINDS, word)
        or lookup(PHASES, word)
        or lookup(CERTAINTIES, word)
        or periods.announced(word)
        or periods.read(word)
    )


def _first(rest: list[str], read_: Callable[[str], T | None], most: int) -> T | None:
    """What as many of the first words as possible mean together; eats those."""
    for count in range(min(most, len(rest)), 0, -1):
        value = read_(" ".join(rest[:count]))
        if value is not None:
            del rest[:count]
            return value
    return None


def _cut(word: str) -> list[str]:
    """A Chinese word as a longest beginning that means something, and the rest: "去年交付"."""
    if not is_chinese(word):
        return []
    if time := _endless(word):
        raise CommandError(said(Look.NO_END, word=time))
    for end in range(min(len(word) - 1, HEAD_MAX_CHARS), 0, -1):
        head = word[:end]
        known = periods.read(head) or lookup(KINDS, head) or lookup(PHASES, head)
        if known or lookup(CERTAINTIES, head) or head in GLUE:
            return [head, word[end:]]
    return []
