"""Which companies a Chinese text names; names that are common words count only in context."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import Catalogue, table
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.mentions import OUTSIDER, Mention
from bot.milestones.text import fold

PAIR: Final = 2  # characters
# "理想L6", "阿维塔07", but not the day of "苹果4月".
_MODEL: Final = re.compile(r"[A-Za-z]|\d{1,3}(?![\d.,万亿月年日号%])")
_DATED: Final = re.compile(r"\d{1,2}[月日](?!圆|元)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:年|财年|财政年)")  # "日产2026年度起"
CONTEXT_WORDS: Final = 1  # words of cars that a text must hold for a homonym


@dataclass(frozen=True, slots=True)
class Namer:
    """The names of a catalogue as Chinese texts write them, ready to be looked for."""

    automaton: AhoCorasick
    owners: tuple[str | None, ...]  # by name: a company id, "" for an outsider, None for a thing
    names: tuple[str, ...]
    ambiguous: frozenset[str]
    persons: frozenset[str]  # names of people who act for a company
    context: AhoCorasick

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions of a text in normal form, in order."""
        found = list(self._found(text))
        named = {m.company for m in found if m.name not in self.persons}
        found = [m for m in found if m.name not in self.persons or m.company in named]
        sure = {m.company for m in found if m.company and self._is_sure(m, text)}
        doubtful = {m.company for m in found if m.company} - sure
        if doubtful and self._car_words(text) < CONTEXT_WORDS:
            found = [m for m in found if m.company not in doubtful]
        return tuple(found)

    def _found(self, text: str) -> Iterator[Mention]:
        for pattern, start, end in self.automaton.find_matches_as_indexes(text):
            owner = self.owners[pattern]
            if owner is None or not _whole(text, start, end):
                continue
            if not _is_common(self.names[pattern], text, start, end):
                yield Mention(owner, start, end, self.names[pattern])

    def _is_sure(self, mention: Mention, text: str) -> bool:
        """Is it a name of its own, or has it a model behind it ("理想L6")?"""
        if mention.name not in self.ambiguous:
            return True
        return not mention.name.isascii() and _MODEL.match(text, mention.end) is not None

    def _car_words(self, text: str) -> int:
        return len({pattern for pattern, _, _ in self.context.find_matches_as_indexes(text)})


def namer(catalogue: Catalogue) -> Namer:
    """The namer of this catalogue; built once for equal names."""
    return _built(tuple((c.id, (c.name, *c.names)) for c in catalogue.companies.values()))


@lru_cache(maxsize=4)
def _built(companies: tuple[tuple[str, tuple[str, ...]], ...]) -> Namer:
    extra = table("chinese_names")
    owners: dict[str, str | None] = dict.fromkeys(table("outsiders")["names"], OUTSIDER)
    owners.update(dict.fromkeys(extra["outsiders"], OUTSIDER))
    owners.update(dict.fromkeys(extra["things"], None))
    for company, names in companies:
        more = (*extra["aliases"].get(company, ()), *extra["persons"].get(company, ()))
        for name in (*names, *more):
            short = fold_chinese(fold(name))
            owners[short] = company
            if len(short) == PAIR and not short.isascii():  # tables set names wide: "理 想"
                owners.setdefault(" ".join(short), company)
            if short.isascii() and len(short) > len("Ora") and " " not in short:
                owners.setdefault(short.upper(), company)
    return Namer(
        automaton=AhoCorasick(list(owners), matchkind=MatchKind.LeftmostLongest),
        owners=tuple(owners.values()),
        names=tuple(owners),
        ambiguous=frozenset(extra["ambiguous"]),
        persons=frozenset(name for each in extra["persons"].values() for name in each),
        context=AhoCorasick(extra["context"], matchkind=MatchKind.LeftmostLongest),
    )


def _is_common(name: str, text: str, start: int, end: int) -> bool:
    """Do its neighbours make this name the common word that it also is?"""
    wary = table("chinese_names")["wary"].get(name)
    if wary is None:
        return False
    if _YEAR.match(text, end):
        return False
    if text.startswith(tuple(wary.get("unless", ())), end):
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before.endswith(tuple(wary.get("before", ()))):
        return True
    return after.startswith(tuple(wary.get("after", ())))


def _whole(text: str, start: int, end: int) -> bool:
    """Do word borders surround a name in Latin letters, or a day behind it: "Fisker13日宣布"?"""
    dated = text[end - 1 : end].isalpha() and _DATED.match(text, end) is not None
    return not (_joins(text, start) or (_joins(text, end) and not dated))


def _joins(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    return all(c.isascii() and (c.isalnum() or c == "_") for c in text[at - 1 : at + 1])
