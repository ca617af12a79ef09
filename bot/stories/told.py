"""Steps as they are told: those of several companies together, the two sides of a deal once."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bot.catalogue import Catalogue
from bot.stories.brands import called
from bot.stories.cues import says
from bot.stories.shown import is_plain
from bot.stories.steps import folded, merge
from bot.stories.subject import Subject, company_name, taken_apart
from storage.records import Certainty, Kind, Milestone, Phase, Span

DAY: Final = timedelta(days=1)
SOON: Final = timedelta(days=14)  # a delay to a day as near as that is the day of the delay
DECEMBER: Final = 12
# How far two steps of one day are, where the day is not told once for both anyway.
ON_ONE_DAY: Final = frozenset(
    (
        (Phase.PENDING, Phase.DONE),
        (Phase.DONE, Phase.CANCELLED),
        (Phase.CANCELLED, Phase.DONE),
    )
)
YEAR: Final = 12  # months
LONGEST: Final = 2_000  # characters of a sentence that words are taken from
# What takes longer than a day.
OF_LONG: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE, Kind.RESTRUCTURING))
# A sum that one company puts into another is one step, told by who pays.
PAID_INTO: Final = Kind.INVESTMENT
PAID_BY: Final = Kind.FUNDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step and all who take it together: the sides of a deal, the parents of a venture."""

    companies: tuple[str, ...]  # ids
    names: tuple[str, ...]  # as the reader calls them, in the same order
    milestone: Milestone
    subject: Subject
    others: tuple[str, ...]  # companies of the subject that take no part, as the reader calls them
    is_news: bool
    is_before: bool = False  # over before the news
    day: date | None  # on which the story was first told; None when unknown

    @property
    def many(self) -> bool:
        """Do several take it?"""
        return len(self.names) > 1

    @property
    def rank(self) -> int:
        """Its sentence: the news, what is still open, what is planned, what was before."""
        if self.is_news:
            return 0
        return {Phase.PENDING: 1, Phase.PLANNED: 2}.get(self.milestone.phase, 3)

    @property
    def is_recalled(self) -> bool:
        """Is it a plan dated by the day on which it was announced, rather than by its aim?"""
        m = self.milestone
        if m.phase is not Phase.PLANNED or m.when is None:
            return False
        if self.day is None:
            return m.kind in {Kind.INVESTMENT, Kind.FUNDING} and m.when.start == m.when.end
        return m.when.end < self.day

    @property
    def is_aimed(self) -> bool:
        """Is the date of a delay the new aim, rather than the day on which it was told?"""
        when = self.milestone.when
        if when is None:
            return False
        if when.start == when.end:
            return self.day is not None and when.start > self.day + SOON
        return self.day is None or when.end > self.day

    @property
    def is_aimed_delay(self) -> bool:
        """Is it put off to a date, which is told with "has put off"?"""
        return self.milestone.phase is Phase.DELAYED and self.is_aimed

    @property
    def is_over(self) -> bool:
        """Is its date a day that has come, or a time that is over?"""
        when = self.milestone.when
        if when is None or (self.day is not None and when.end > self.day):
            return False
        return self.day is not None or when.start == when.end

    @property
    def evidence(self) -> str:
        """Its evidence, without the names of offices that tell of no patent."""
        evidence = self.milestone.evidence
        return _OFFICE.sub("", evidence) if "ffice" in evidence else evidence

    def says(self, cue: str) -> bool:
        """Does the evidence or the subject speak of this (`telling_cues.toml`)?"""
        evidence = self.evidence
        return says(cue, f"{evidence} {self.milestone.subject or ''}")


def _of_one_breath(m: Milestone) -> Milestone:
    """The same without the end of a sentence that no writer would write so long."""
    if max(map(len, (m.evidence, *m.support))) <= LONGEST:
        return m
    cut = tuple(each[:LONGEST] for each in m.support)
    return replace(m, evidence=m.evidence[:LONGEST], support=cut)


def told(
    milestones: Sequence[Milestone], catalogue: Catalogue, language: str, day: date | None
) -> list[Told]:
    """The steps in the order of their sentences; joint ones once, with all who take them."""
    milestones = [_of_one_breath(m) for m in milestones]
    whose = dict.fromkeys(m.company for m in milestones)
    names = {company: called(company, milestones, catalogue, language) for company in whose}
    steps: list[Told] = []
    for step in folded(merge(milestones), milestones):
        m = step.best
        subject = taken_apart(m, catalogue, language)
        new = Told(
            companies=(m.company,),
            names=(names[m.company],),
            milestone=m,
            subject=subject,
            others=subject.called,
            is_news=any(milestones[i].headline for i in step.tellings),
            day=day,
        )
        at = next((i for i, old in enumerate(steps) if _is_joint(old, new)), None)
        if at is None:
            steps.append(new)
        else:
            steps[at] = _joined(steps[at], new, catalogue)
    paid = [
        _with_sum(step, steps) for step in steps if not any(_pays(other, step) for other in steps)
    ]
    paid = [step for i, step in enumerate(paid) if not any(_is_deal(o, step) for o in paid[:i])]
    paid = [step for step in paid if not any(_is_counted(step, other) for other in paid)]
    ranked = sorted(paid, key=lambda step: step.rank)
    return [replace(step, is_before=_is_before(step, ranked[0])) for step in ranked]


def _is_before(step: Told, news: Told) -> bool:
    """Was it over before the news, or, where that is not dated, before the story began?"""
    then = news.milestone.when.start if news.milestone.when else news.day
    when = step.milestone.when
    return then is not None and when is not None and when.end < then


def is_surer(before: Told, step: Told) -> bool:
    """Is it sure behind one of the same companies that is not? Then its hedge must end there."""
    sure = Certainty.OFFICIAL
    return (
        step.names == before.names
        and step.milestone.certainty is sure
        and before.milestone.certainty is not sure
    )


def name(company: str, catalogue: Catalogue, language: str) -> str:
    """What a company is called; its id when the catalogue does not know it."""
    known = catalogue.companies.get(company)
    return company_name(known, language) if known else company


def years(m: Milestone) -> int:
    """The length of a horizon that the evidence tells as "over N years"; 0 for any other date."""
    if m.when is None or m.phase not in _OPEN or not _is_of_years(m.when):
        return 0
    count = m.when.end.year - m.when.start.year
    found = (word for words in _OF_YEARS.findall(m.evidence.casefold()) for word in words if word)
    said = {_YEARS.get(word, word) for word in found}
    return count if count > 1 and str(count) in said else 0


def months(m: Milestone) -> int:
    """The months of a time that the evidence tells as "within 18 months"; 0 for any other date."""
    if m.when is None or m.phase not in _OPEN or m.when.start.day == 1:
        return 0
    span = (m.when.end.year - m.when.start.year) * YEAR + m.when.end.month - m.when.start.month
    for words in _OF_MONTHS.findall(m.evidence.casefold()):
        word = next(each for each in words if each)
        count = int(_YEARS.get(word, word))
        if count == span:
            return count
    return 0


def is_on_the_day(before: Told, step: Told) -> bool:
    """Was this done, or dropped, on the very day that is told of what stands before it?"""
    a, b = before.milestone, step.milestone
    is_day = a.when is not None and a.when.start == a.when.end
    return a.when == b.when and is_day and (a.phase, b.phase) in ON_ONE_DAY


def is_day_of_plan(m: Milestone, day: date | None) -> bool:
    """Is the day of a plan that on which it was told: nobody builds a plant on one day?"""
    is_day = m.when is not None and m.when.start == m.when.end == day
    return is_day and m.phase is Phase.PLANNED and m.kind in OF_LONG


def is_within(m: Milestone) -> bool:
    """Does the evidence set a limit ("within three years", 三年内), rather than tell a period?"""
    return _WITHIN.search(m.evidence.casefold()) is not None


def is_rest_of_year(span: Span) -> bool:
    """Does it run from some day to the end of that year, as "later this year" does?"""
    end = span.end
    return (
        span.start.year == end.year
        and (end.month, end.day) == (DECEMBER, 31)
        and span.start.day != 1
    )


def _is_of_years(span: Span) -> bool:
    return (span.start.month, span.start.day) == (1, 1) and (span.end + DAY).month == 1


def _is_joint(a: Told, b: Told) -> bool:
    """Do two companies take one step together?"""
    m, other = a.milestone, b.milestone
    if b.companies[0] in a.companies or a.is_news != b.is_news:
        return False
    is_one_text = m.evidence == other.evidence
    for slot in _SHARED:
        mine, its = getattr(m, slot), getattr(other, slot)
        if mine != its and not (is_one_text and None in {mine, its}):
            return False
    if m.kind is not Kind.PARTNERSHIP:
        return m.subject == other.subject and (m.subject is not None or is_one_text)
    sides = {*a.companies, *b.companies}
    theirs, mine = ({*each.subject.things} | ({*each.subject.companies} - sides) for each in (a, b))
    named = {*a.subject.companies, *b.subject.companies} & sides
    if is_one_text or named:
        return theirs == mine or not theirs or not mine
    return bool(theirs) and theirs == mine


# Its name tells of no patent.
_OFFICE: Final = re.compile(
    r"(?:Patent and Trademark|Trademark and Patent|[Tt]rade ?mark|[Pp]atent) [Oo]ffice"
)
_OPEN: Final = frozenset((Phase.PLANNED, Phase.PENDING))
_SHARED: Final = ("kind", "phase", "certainty", "when", "amount", "quantity", "agency")


def _joined(a: Told, b: Told, catalogue: Catalogue) -> Told:
    companies = (*a.companies, *b.companies)
    things = [
        thing
        for thing in a.subject.things or b.subject.things
        if (company := catalogue.find(thing)) is None or company.id not in companies
    ]
    outside = tuple(
        dict.fromkeys(c for c in (*a.subject.companies, *b.subject.companies) if c not in companies)
    )
    called = {
        c: other
        for each in (b, a)
        for c, other in zip(each.subject.companies, each.others, strict=True)
    }
    others = tuple(called[c] for c in outside)
    subject = replace(a.subject, things=tuple(things), companies=outside, called=others)
    names = (*a.names, *b.names)
    m, its = a.milestone, b.milestone
    both = replace(
        m,
        when=m.when or its.when,
        amount=m.amount or its.amount,
        quantity=m.quantity or its.quantity,
        agency=m.agency or its.agency,
    )
    return replace(
        a, milestone=both, companies=companies, names=names, subject=subject, others=others
    )


def _is_deal(a: Told, b: Told) -> bool:
    """Is it the same deal of the same sides, named by another of its words?"""
    m, other = a.milestone, b.milestone
    same = all(getattr(m, slot) == getattr(other, slot) for slot in ("kind", "phase", "when"))
    return m.kind is Kind.PARTNERSHIP and same and a.many and {*a.names} == {*b.names}


def _is_counted(step: Told, other: Told) -> bool:
    """Is it of stations that another step of the same day counts, and no more news?"""
    m, counted = step.milestone, other.milestone
    is_elsewhere = None not in {m.subject, counted.subject} and m.subject != counted.subject
    if is_elsewhere or (step.is_news and not other.is_news) or not is_plain(counted):
        return False
    same = all(getattr(m, slot) == getattr(counted, slot) for slot in ("company", "phase", "when"))
    is_day = m.when is not None and m.when.start == m.when.end
    is_one = same and is_day and m.kind is counted.kind is Kind.INFRASTRUCTURE
    return is_one and m.quantity is None and counted.quantity is not None


def _pays(investor: Told, issuer: Told) -> bool:
    into, by = investor.subject.companies, issuer.subject.companies
    return is_paid(investor.milestone, issuer.milestone, into=into, by=by)


def is_paid(m: Milestone, other: Milestone, *, into: Collection[str], by: Collection[str]) -> bool:
    """Is the money that is raised in the other step that which is put in by this one?

    `into` are the companies that the subject of this one names, `by` those of the other (ids).
    """
    if m.kind is not PAID_INTO or other.kind is not PAID_BY or m.company == other.company:
        return False
    if any(getattr(m, slot) != getattr(other, slot) for slot in ("phase", "certainty", "when")):
        return False
    sums = {m.amount, other.amount} - {None}
    return len(sums) < 2 and (  # noqa: PLR2004 - one sum, told by one side or both
        m.evidence == other.evidence or m.company in by or other.company in into
    )


def _with_sum(investor: Told, steps: Sequence[Told]) -> Told:
    """The step with the sum that only the side that gets it tells."""
    m = investor.milestone
    issuer = next((other for other in steps if _pays(investor, other)), None)
    if issuer is None or m.amount is not None:
        return investor
    return replace(investor, milestone=replace(m, amount=issuer.milestone.amount))


_NUMBERS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                   "ten")  # fmt: skip
_HAN: Final = "零一二三四五六七八九十"
_YEARS: Final = {
    "decade": "10",
    "两": "2",
    **{word: str(value) for value, word in enumerate(_NUMBERS)},
    **{word: str(value) for value, word in enumerate(_HAN)},
}
_OF_YEARS: Final = re.compile(
    rf"(decade)s?\b|\b({'|'.join(_NUMBERS)}|\d{{1,2}})[ -]years?\b|([两{_HAN}]|\d{{1,2}})\s?年"
)
_OF_MONTHS: Final = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|\d{{1,2}})[ -]months?\b|([两{_HAN}]|\d{{1,2}})\s?个月"
)
_WITHIN: Final = re.compile(r"\bwithin\b|(?:年|月)(?:之|以)?内")
