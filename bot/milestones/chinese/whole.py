"""What a whole text says of its steps: whom it is about, what its title tells, what has ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import sense
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Span

LEAD: Final = 3  # sentences that tell what a text is about
LONG_BEFORE: Final = timedelta(days=31)
MANY: Final = 4  # companies with steps: a round-up


def without_relations(statements: Sequence[Statement], topic: Sequence[str]) -> list[Statement]:
    """Leaves out what is told without a date of companies that the text is not about.

    A round-up of many companies is about all of them.
    """
    told = {s.start for s in statements if s.company in topic}
    ended = {s.company: s.when for s in statements if _ends(s)}
    statements = [
        s for s in statements if s.company not in ended or not _lasts(s, ended[s.company])
    ]
    late = {s.company for s in statements if s.kind is Kind.PRODUCTION and s.phase is Phase.DELAYED}
    statements = [s for s in statements if s.company not in late or not _is_late_launch(s)]
    filed = {s.company for s in statements if _is_filed(s)}
    statements = [s for s in statements if s.company not in filed or not _is_first_idea(s)]
    sited = {s.company for s in statements if s.kind is Kind.FACTORY and not s.recaps}
    statements = [s for s in statements if s.company not in sited or not _is_older_plan(s)]
    listed = {s.company for s in statements if _waits(s)}
    statements = [s for s in statements if s.company not in listed or not _is_short_for_listed(s)]
    if not topic or len({s.company for s in statements}) >= MANY:
        return statements
    return [
        s
        for s in statements
        if s.company in topic
        or s.when is not None
        or s.phase is not Phase.DONE
        or s.start in told
        or s.start == 0
    ]


def without_old_plans(statements: Sequence[Statement], told: Collection[int]) -> list[Statement]:
    """Leaves out what was once planned, where the text puts it off or drops it.

    `told` are the starts of the sentences that tell such plans.
    """
    dropped = {
        s.company
        for s in statements
        if s.phase in {Phase.DELAYED, Phase.CANCELLED} or "{give_up}" in s.rule
    }
    return [
        s
        for s in statements
        if s.start not in told or s.company not in dropped or s.phase is not Phase.PLANNED
    ]


def on_time(statements: Sequence[Statement], scenes: Sequence[Scene]) -> list[Statement]:
    """What will not be before some day is only planned for it where nothing is put off.

    "北京工厂要到2023年末才能投产", in a text that tells of no delay.
    """
    if any(scene.has("delayed", "cancelled") for scene in scenes):
        return list(statements)
    return [replace(s, phase=Phase.PLANNED) if _is_far_off(s) else s for s in statements]


def _is_far_off(s: Statement) -> bool:
    late = s.phase is Phase.DELAYED and s.when is not None
    return late and any(word in fold_chinese(s.evidence) for word in sense("not_before"))


def as_sure(statements: Sequence[Statement]) -> list[Statement]:
    """A deal that a title tells of two is as sure as the text tells it of one of them."""
    deals = [s for s in statements if s.kind is Kind.PARTNERSHIP]
    text = {(s.company, s.phase): s for s in deals if s.position}
    titled = {(s.company, s.phase): s for s in deals if not s.position}
    doubted = {
        phase: text[company, phase]
        for (company, phase), s in titled.items()
        if (company, phase) in text and text[company, phase].certainty is not s.certainty
    }
    alone = [s for key, s in titled.items() if key not in text and s.phase in doubted]
    return [_as_told(s, doubted[s.phase]) if s in alone else s for s in statements]


def _as_told(s: Statement, other: Statement) -> Statement:
    """A deal of a title, with how sure it is and its day from its other side."""
    when = s.when or other.when
    return replace(s, certainty=other.certainty, when=when, support=(*s.support, other.evidence))


def shared_capital(statements: Sequence[Statement]) -> list[Statement]:
    """The capital of a joint firm is what its sides put in together: "注册资本54亿元,双方各占一半".

    Where a register tells it, it stays what its owner puts in.
    """
    capital = [s for s in statements if _is_shared_capital(s)]
    if not capital:
        return list(statements)
    out: list[Statement] = []
    for s in statements:
        joint = s.kind is Kind.PARTNERSHIP and s.phase is Phase.DONE and s.amount is None
        paid = [c for c in capital if c.company == s.company and _is_near(c, s)] if joint else []
        out.append(replace(s, amount=paid[0].amount) if paid else s)
    told = {s.company for s in out if s.kind is Kind.PARTNERSHIP}
    return [s for s in out if s not in capital or s.company not in told]


def _is_shared_capital(s: Statement) -> bool:
    if s.kind is not Kind.INVESTMENT or not s.capital or s.amount is None:
        return False
    told = fold_chinese(s.evidence)
    registered = any(word in told for word in sense("company_registers"))
    return not registered and any(word in told for word in sense("held_together"))


def _is_near(a: Statement, b: Statement) -> bool:
    return abs(a.position - b.position) <= LEAD


def _ends(s: Statement) -> bool:
    return s.kind is Kind.PARTNERSHIP and s.phase is Phase.CANCELLED


def _lasts(s: Statement, ended: Span | None) -> bool:
    """Is it the agreement that ended, told once more, and not how it was made long before?"""
    begun = s.when is not None and ended is not None and ended.start - s.when.end > LONG_BEFORE
    open_ = s.kind is Kind.PARTNERSHIP and s.phase is not Phase.CANCELLED
    return open_ and not (s.recaps or begun)


def _is_filed(s: Statement) -> bool:
    """Are shares offered, or is a listing filed for, in the first sentences?"""
    return s.kind is Kind.FUNDING and s.phase is Phase.PENDING and s.position <= LEAD


def _is_first_idea(s: Statement) -> bool:
    """Is it the plan of that listing, told once more further down?"""
    return s.kind is Kind.FUNDING and s.phase is Phase.PLANNED and s.position > LEAD and s.recaps


def _is_older_plan(s: Statement) -> bool:
    """Are plants told without a date as what was planned before: "它此前宣布在泰国建厂"?"""
    undated = s.kind is Kind.FACTORY and s.phase is Phase.PLANNED and s.when is None
    return (
        undated and not s.titled and any(word in s.evidence for word in sense("announced_before"))
    )


def _is_late_launch(s: Statement) -> bool:
    """Is a car put off, in a text that puts off its production?"""
    return s.kind is Kind.LAUNCH and s.phase is Phase.DELAYED and s.when is None


def announced(
    statements: Sequence[Statement], kinds: Collection[Kind], title: Scene, topic: Sequence[str]
) -> list[Statement]:
    """Marks the steps of whose kind and company the title speaks, though it states less of them.

    A round-up names in its title those whose first step is its news.
    """
    named = [m.company for m in title.mentions if m.company] or list(topic)
    first: dict[str, int] = {}
    for s in statements:
        first.setdefault(s.company, s.start)
    sums_up = title.has("roundup")
    return [
        replace(s, announced=True)
        if s.company in named and (s.kind in kinds or (sums_up and s.start == first[s.company]))
        else s
        for s in statements
    ]


def on_day(s: Statement, day: Span | None) -> Statement:
    """What is told at the head of a text without a date happened on the day that it names."""
    bare = s.when is None and s.phase in {Phase.DONE, Phase.CANCELLED}
    bare = bare and not (s.recaps or s.recently)
    return replace(s, when=day) if bare and 0 < s.position <= LEAD else s


def _waits(s: Statement) -> bool:
    return s.kind is Kind.APPROVAL and s.phase is Phase.PENDING and s.agency == "MIIT"


def _is_short_for_listed(s: Statement) -> bool:
    """Does a title say of a car that it is in the catalogue, where the text says "for comment"?"""
    return s.titled and s.kind is Kind.APPROVAL and s.phase is Phase.DONE and s.when is None


def permitted(statements: Sequence[Statement], told: Mapping[str, str]) -> list[Statement]:
    """A permit of the title is of the one authority that the first sentences name.

    `told`: authorities, each with the sentence that names it.
    """
    if len(told) != 1:
        return list(statements)
    ((agency, sentence),) = told.items()
    return [
        replace(s, agency=agency, support=(*s.support, sentence))
        if s.titled and s.kind is Kind.APPROVAL and s.agency is None and not _is_of_exchange(s)
        else s
        for s in statements
    ]


def _is_of_exchange(s: Statement) -> bool:
    """Is it the hearing of a stock exchange, which is no authority?"""
    return any(word in fold_chinese(s.evidence) for word in sense("exchange_hearings"))


def counted(s: Statement) -> Statement:
    """A figure of deliveries under a table that somebody else has counted."""
    is_figure = s.kind is Kind.DELIVERY and s.certainty is Certainty.OFFICIAL
    return replace(s, certainty=Certainty.REPORTED) if is_figure else s
