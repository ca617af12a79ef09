"""English wording of steps: one clause a step, its hedge kept, fit to be read aloud."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.catalogue import table
from bot.stories import phrases
from bot.stories.bounds import Limit, is_announced, is_of_other_figure, timing
from bot.stories.english_figures import NUMBERS, part_of, when, within
from bot.stories.english_slots import listed, slots_of
from bot.stories.phrases import Detail, Phrase, choose, fill
from bot.stories.told import (
    Told,
    is_day_of_plan,
    is_on_the_day,
    is_rest_of_year,
    is_surer,
    is_within,
    months,
    years,
)
from storage.records import Certainty, Kind, Phase, Span

SPACE: Final = " "  # between sentences
STOP: Final = "."
TABLE: Final = "english_telling"
NAMES_MAX: Final = 3  # in a headline, of those who take a step together
ROLES: Final = ("overseer", "registrar", "source", "bureau")  # slots of an authority in a recall
STANDING: Final = frozenset(("pauses", "stops"))  # cues of what lasts until a day
PERFECT: Final = (" since ", " (")  # beginnings of dates that want "has tested"
TOLD: Final = ("reported", "announced")  # on its day, which is not that of the act
_PLURAL: Final = {"has": "have", "is": "are", "was": "were", "plans": "plan"}
# Where a place comes with a preposition of its own: "near Raleigh".
_TWICE: Final = re.compile(
    r"\b(?:in|at) (?=(?:near|outside|inside|around|overseas|abroad|on)\b"
    r"|(?:in|at) (?:(?:the|its)\b|[A-Z]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verb:
    """A verb in the forms that hedges ask for; `past` only for what is over."""

    lead: str  # has, is, plans to; official clauses that follow each other share it
    rest: str
    past: str  # said with a date instead of lead and rest; empty where it makes no difference
    bare: str  # behind "may"
    told: str  # behind "is said to"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A clause without its subject."""

    lead: str
    verb: str
    rest: str
    shares: bool  # may it go without its lead behind a clause of the same lead?
    is_base: bool  # does its verb look like an infinitive: cut, set up?
    is_many: bool

    def said(self, before: "_Clause | None") -> str:
        """The clause behind another one of the same company, if there is one.

        Behind a plan "cut 150 jobs" would be planned, too.
        """
        if before and before.lead.endswith(" to") and not self.lead and self.is_base:
            return f"{'have' if before.is_many else 'has'} {self.verb}{self.rest}"
        if not (before and self.shares and before.shares and before.lead == self.lead):
            return f"{self.lead} {self.verb}{self.rest}".strip()
        mine = self.rest.strip()
        is_sum_behind_year = before.rest[-1:].isdigit() and mine[:1].isdigit()
        is_shared = before.verb == self.verb and not is_sum_behind_year
        return mine if is_shared else f"{self.verb}{self.rest}"


def title(steps: Sequence[Told], detail: Detail) -> str:
    """One line, without a full stop; `steps` are steps of the same companies, not empty."""
    return sentence(steps, detail=detail).removesuffix(".")


def sentence(steps: Sequence[Told], *, again: bool = False, detail: Detail = Detail.FULL) -> str:
    """One sentence of at least one clause. `again`: its subject was the last one's, so "It"."""
    parts: list[str] = []
    hedged = dict.fromkeys(Certainty, 0)
    before: _Clause | None = None
    for index, step in enumerate(steps):
        is_anew = index > 0 and is_surer(steps[index - 1], step)
        is_same = index > 0 and step.names == steps[index - 1].names and not is_anew
        clause = _clause(
            step,
            detail,
            hedged[step.milestone.certainty],
            before=steps[index - 1] if is_same else None,
        )
        hedged[step.milestone.certainty] += 1
        if index == 0 and again:
            who = "They " if step.many else "It "
        elif is_anew:
            who = "they " if step.many else "it "
        else:
            who = "" if is_same else f"{_subject(step, detail)} "
        joint = _joint(steps, index, parts[-1]) if index else ""
        parts.append(f"{joint}{who}{clause.said(before if is_same else None)}")
        before = clause
    return "".join(parts).removesuffix(".") + "."  # "in Ingersoll, Ont."


def says_nothing(step: Told) -> bool:
    """Would the clause of this step tell nothing but its kind?"""
    return phrases.says_nothing(TABLE, step, slots_of(step))


def noun(step: Told) -> str:
    """What is done, as a thing: "production of the SU7", "its start in Thailand"."""
    undone = replace(step, milestone=replace(step.milestone, phase=Phase.DELAYED))
    slots = slots_of(undone)
    return _TWICE.sub("", fill(choose(TABLE, undone, slots).noun, slots))


def unclear(step: Told) -> str:
    """A step that is only named, as nobody can tell how far it is; its hedge stays."""
    hedge = table(TABLE)["unclear"][step.milestone.certainty.value]
    return f"{_subject(step, Detail.CORE)}: {noun(step)} ({hedge}how far is unclear)"


def _joint(steps: Sequence[Told], index: int, before: str) -> str:
    names = steps[index].names
    if names != steps[index - 1].names or is_surer(steps[index - 1], steps[index]):
        return "; "
    rest = steps[index + 1 :]
    is_last = not rest or rest[0].names != names or is_surer(steps[index], rest[0])
    if not is_last:
        return ", "
    return ", and " if ", " in before.lstrip(", ") else " and "


def _subject(step: Told, detail: Detail) -> str:
    if detail is not Detail.FULL and len(step.names) > NAMES_MAX:
        return f"{', '.join(step.names[: NAMES_MAX - 1])} and others"
    return listed(step.names)


def _clause(step: Told, detail: Detail, nth: int, *, before: Told | None) -> _Clause:
    """A clause behind that of another step of the same companies, if there is one."""
    m = step.milestone
    slots = slots_of(step, is_bare=detail is Detail.BARE)
    phrase = choose(TABLE, step, slots)
    is_repeated = before is not None and _is_same_day(before, step)
    slots = _unrepeated(slots, step, before, phrase)
    time = "" if detail is Detail.BARE else _time(step, phrase)
    if time and before is not None and is_on_the_day(before, step) and _is_dated(before):
        time = " the same day"
    verb = _verb(step, phrase, time)
    obj = fill(phrase.takes, slots)
    if _is_undone(step, phrase):
        obj = f" {fill(phrase.noun, slots)}"
    if step.is_recalled and not timing(m).limit:
        time = ""  # told with the verb
    # A headline has no perfect tense: "began deliveries", not "has begun deliveries".
    is_past = (bool(time) or detail is not Detail.FULL) and not step.is_aimed_delay
    if time.startswith(PERFECT):
        is_past = detail is not Detail.FULL and not time.startswith(PERFECT[0])
    lead, rest = _hedged(m.certainty, verb, nth, is_dated=is_past)
    if is_repeated:
        time = ""
    is_full = detail in {Detail.LINE, Detail.FULL} and m.phase is not Phase.CANCELLED
    adds = fill(phrase.adds, slots) if is_full else ""
    if slots.get("through") and detail in {Detail.LINE, Detail.FULL}:
        adds += f", {'at' if m.kind is Kind.RESTRUCTURING else 'through'} {slots['through']}"
    place = slots.get("place", "")
    if ", " in place and place in obj and time.startswith(" ") and not time.startswith(" ("):
        time = f",{time}"  # "in Szeged, Hungary, in 2025"
    words = _TWICE.sub("", f"{obj}{time}{adds}")
    if step.many:
        first, _, others = lead.partition(" ")
        lead = f"{_PLURAL.get(first, first)} {others}".strip()
        rest = re.sub(r"^was\b", "were", rest)
        words = re.sub(r"\bits\b", "their", words)
    is_sure = m.certainty is Certainty.OFFICIAL
    return _Clause(
        lead=lead,
        verb=rest,
        rest=words,
        shares=is_sure,
        is_base=phrase.forms["past"].split()[0] == phrase.forms["base"].split()[0],
        is_many=step.many,
    )


def _unrepeated(
    slots: dict[str, str], step: Told, before: Told | None, phrase: Phrase
) -> dict[str, str]:
    """The slots without a place or an agency that the clause before has just told."""
    said: set[str] = set()
    if before and before.milestone.evidence == step.milestone.evidence:
        said.add("through")
    if before and _is_same_day(before, step) and before.subject.place == step.subject.place:
        said.add("place")
    if before and (before.milestone.agency, before.milestone.kind) == (
        step.milestone.agency,
        step.milestone.kind,
    ):
        said |= {"agency", *ROLES}
    return {name: words for name, words in slots.items() if name not in said - phrase.needs}


def _is_same_day(before: Told, step: Told) -> bool:
    """Is the time of both one, so that it is told once?"""
    a, b = before.milestone, step.milestone
    return a.when == b.when and a.phase is b.phase and a.phase in {Phase.DONE, Phase.PLANNED}


def _is_dated(step: Told) -> bool:
    """Does its clause tell its date?"""
    return bool(_time(step, choose(TABLE, step, slots_of(step))))


def _is_undone(step: Told, phrase: Phrase) -> bool:
    """Is it put off or dropped, rather than refused by a phrase of its own?"""
    return step.milestone.phase in {Phase.DELAYED, Phase.CANCELLED} and not phrase.phases


def _verb(step: Told, phrase: Phrase, time: str) -> _Verb:
    phase, forms = step.milestone.phase, phrase.forms
    base, done, doing = forms["base"], forms["done"], forms["doing"]
    if step.is_recalled:
        they = "they" if step.many else "it"
        if timing(step.milestone).limit:  # its date is the aim, not the day on which it was said
            time = ""
        return _Verb(
            lead="",
            rest=f"said{time} that {they} would {base}",
            past="",
            bare=f"have planned{time} to {base}",
            told=f"have planned{time} to {base}",
        )
    if phase is Phase.PLANNED or (step.is_aimed_delay and phrase.phases):  # a pause to come
        return _Verb(lead="plans to", rest=base, past="", bare=base, told=f"plan to {base}")
    if phase is Phase.PENDING:
        if phrase.pending:
            lead, bare = phrase.pending
            if step.many:
                lead = bare
            return _Verb(lead="", rest=lead, past="", bare=bare, told=bare)
        return _Verb(lead="is", rest=doing, past="", bare=f"be {doing}", told=f"be {doing}")
    past = forms["past"]
    if _is_undone(step, phrase):
        past = done = "put off"
        if phase is Phase.CANCELLED:
            past, done = phrase.dropped or ("dropped", "dropped")
    return _Verb(lead="has", rest=done, past=past, bare=f"have {done}", told=f"have {done}")


def _hedged(certainty: Certainty, verb: _Verb, nth: int, *, is_dated: bool) -> tuple[str, str]:
    """Lead and rest with the hedge of their certainty; the `nth` time in other words."""
    hedges = table(TABLE)["hedges"]
    if certainty is Certainty.RUMOURED:
        return hedges["rumoured"][nth % len(hedges["rumoured"])], verb.bare
    if certainty is Certainty.REPORTED and nth % 2:
        return "is said to", verb.told
    adverb = "reportedly " if certainty is Certainty.REPORTED else ""
    if verb.past and is_dated:
        if adverb and verb.past.startswith("was "):
            return "", f"was {adverb}{verb.past.removeprefix('was ')}"
        return "", f"{adverb}{verb.past}"
    if adverb and verb.lead.startswith(("has", "is")):
        return verb.lead, f"{adverb}{verb.rest}"
    return f"{adverb}{verb.lead}".strip(), verb.rest


def _time(step: Told, phrase: Phrase) -> str:
    """The date with a space before it; empty without one."""
    m = step.milestone
    if m.when is None or is_day_of_plan(m, step.day) or is_of_other_figure(m):
        return ""
    if length := (years(m) or months(m)) if not step.is_aimed_delay else 0:
        return _horizon(step, length, is_years=bool(years(m)))
    if m.phase is not Phase.DONE and not step.is_aimed_delay and is_rest_of_year(m.when):
        return f" later in {m.when.start.year}"
    return _dated(step, m.when, phrase)


def _dated(step: Told, span: Span, phrase: Phrase) -> str:
    """The date of a step in its own words."""
    m, bounds = step.milestone, timing(step.milestone)
    said = part_of(span, bounds.part)
    if step.is_aimed_delay and not phrase.phases:
        if bounds.limit is Limit.BY:
            said = when(span)  # the end of what is told as "by the end of 2025" is no other time
        earliest = " at the earliest" if bounds.limit is Limit.EARLIEST else ""
        return f" to {'between ' if ' and ' in said else ''}{said}{earliest}"
    if bounds.limit is Limit.TOLD and phrase.forms["past"].startswith(TOLD[1]):
        bounds = replace(bounds, limit=None)  # "announced the founding on 5 February"
    if bounds.limit is Limit.TOLD:
        return f" ({TOLD[is_announced(m)]} on {said})"
    if bounds.limit is Limit.SINCE and not phrase.lasts and m.quantity is None:
        bounds = replace(bounds, limit=None)
    told = within(span, bounds)
    if bounds.limit is Limit.BY and phrase.cue in STANDING:
        told = told.replace("by ", "until ", 1)
    if m.phase is Phase.PENDING and not phrase.is_act:
        if step.is_over:
            return f", {phrase.since} {told}" if phrase.since else f", as of {said}"
        if m.kind is Kind.APPROVAL:
            return ""  # "still needs approval on 9 July": the day of a hearing
    return f" {told}"


def _horizon(step: Told, length: int, *, is_years: bool) -> str:
    """A time told by its length: "over ten years", "within 18 months"."""
    m = step.milestone
    number = NUMBERS[length] if length < len(NUMBERS) else str(length)
    lead = "within" if is_within(m) else "over"
    if not is_years or m.when is None:
        return f" {lead} {number} months"
    is_later = step.day is None or step.day.year != m.when.start.year
    return f" {lead} {number} years" + (f" from {m.when.start.year}" if is_later else "")
