"""What the evidence says of the date of a step in Chinese: whose day it is, and which of two.

The day may be that of the saying and not of the act, or the one on which what is over was signed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bot.catalogue import load
from bot.stories.bounds import Limit, Timing, timing
from bot.stories.chinese_evidence import (
    CLAUSE,
    names_of,
    plain,
    simple,
    tellings_of_sum,
    words,
)
from bot.stories.names import fold
from bot.stories.told import Told
from storage.records import Kind, Milestone, Phase

# Kinds that are done before they are told: their day may be that of the telling alone.
TOLD_LATER: Final = frozenset(
    (
        Kind.PARTNERSHIP,
        Kind.INVESTMENT,
        Kind.FUNDING,
        Kind.COMPANY_SETUP,
        Kind.REGISTRATION,
        Kind.APPROVAL,
        Kind.FACTORY,
        Kind.RESTRUCTURING,
        Kind.PRODUCTION,
        Kind.DELIVERY,
        Kind.INFRASTRUCTURE,
        Kind.TESTING,
        Kind.RECALL,
    )
)
CONFIRMS: Final = ("确认", "確認", "证实", "證實")
TOGETHER: Final = ("双方", "两家", "联合", "共同")
# Of them an authority acts by what it makes known.
ACTED_BY_TELLING: Final = frozenset((Kind.REGISTRATION, Kind.APPROVAL))
# What begins and goes on.
GOING_ON: Final = frozenset(
    (Kind.PRODUCTION, Kind.DELIVERY, Kind.LAUNCH, Kind.UNVEIL, Kind.TESTING, Kind.FACTORY)
)
INTENDED: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING, Kind.COMPANY_SETUP))
ENDED_CUES: Final = frozenset(("parted", "supply_ended"))
_OFFICE: Final = re.compile(r"[部局委会署院]")
_OVER: Final = re.compile(
    r"[已了]完成|已[经經]完成|完成[了对對收交]|完成[^，。；]{0,10}融|交易完成"
)
_ORIGINAL: Final = re.compile(r"原(?:定|计划|本|拟|先)")
_NEW_DATE: Final = re.compile(r"(?:推迟|延后|延期|推后|改|调整|延)[^，]{0,6}[至到为]")
_DAY: Final = (
    r"(?:(?:\d{1,2}月)?(?P<day>\d{1,2})(?:日|号|號)|[昨今](?:天|日|晚|早|晨)|[本上]?周[一二三四五六日天]"
    r"|当天|當天|当晚|當晚|同日)"
)
_SOURCE: Final = r"[^，。；：、]{0,4}?(?:消息|讯|訊|电|電)?[)）]?[，,]?"
NOBODY: Final = "nobody"
MONTHS_OF: Final = {3: "季度", 6: "半年"}


def is_of_signing(cue: str, m: Milestone) -> bool:
    """Is the date of what is over that on which it was signed: 去年10月签下的合同作废?"""
    if cue not in ENDED_CUES or m.when is None:
        return False
    month = m.when.start.month
    said = rf"(?<!\d){month}月[^，。；]{{0,18}}(?:签|签署|签下|签订|达成|宣布)的"
    return re.search(said, simple(m.evidence)) is not None


def is_original(m: Milestone) -> bool:
    """Is the date of a delay the one that was missed: 原定投产时间为2025年上半年?"""
    if m.when is None:
        return False
    year = m.when.end.year
    clauses = [each[0] for each in CLAUSE.finditer(plain(m.evidence))]
    return any(
        _ORIGINAL.search(each) and not _NEW_DATE.search(each) and str(year) in each
        for each in clauses
    )


def is_total_so_far(m: Milestone) -> bool:
    """Is the sum what was spent over the years, of no day: 总投资额已超过315亿元?"""
    return any(word in m.evidence for word in words("spent"))


def since(m: Milestone) -> bool:
    """Does it begin then and go on: 今年12月起?"""
    if m.when is None or m.kind not in GOING_ON:
        return False
    start, evidence = m.when.start, plain(m.evidence)
    months = m.when.end.month - start.month + 1
    if start == m.when.end:
        said = rf"{start.day}[日号]起"
    elif start.month == m.when.end.month:
        said = rf"(?<!\d){start.month}月(?:份)?[底末初]?起"
    elif months in MONTHS_OF:
        said = f"{MONTHS_OF[months]}起"
    else:
        said = rf"(?:{start.year}年|[今明后]年)起"
    return re.search(rf"{said}(?![步售价飞])", evidence) is not None


def is_over(m: Milestone) -> bool:
    """Is it told that it is closed, rather than that it was agreed on: 私有化交易已经完成?"""
    return _OVER.search(simple(m.evidence)) is not None


def is_intended(step: Told) -> bool:
    """Is what is read as done only meant to be: 拟以6.5亿元收购?"""
    m = step.milestone
    if m.kind not in INTENDED or m.phase is not Phase.DONE or _OVER.search(m.evidence):
        return False
    said = re.compile(rf"(?<![模虚虛])(?:{'|'.join(words('intends'))})")
    return any(said.search(text) for text in tellings_of_sum(m))


def timing_of(m: Milestone) -> Timing:
    """What bounds a date; "at the earliest" also where only another telling of it says so."""
    told = timing(m)
    if told.limit is not None or m.when is None:
        return told
    others = (timing(replace(m, evidence=text, support=())) for text in m.support)
    is_earliest = any(other.limit is Limit.EARLIEST for other in others)
    return replace(told, limit=Limit.EARLIEST) if is_earliest else told


def who_tells(step: Told) -> str:
    """Is the day that of the saying? "own" where the company says it, "other", or "" for no.

    `NOBODY` where it is only that of another saying.
    """
    m = step.milestone
    if m.kind not in TOLD_LATER or m.when is None or m.when.start != m.when.end:
        return ""
    texts = [plain(text) for text in (m.evidence, *m.support)]
    evidence = next((text for text in texts if _day().search(text)), "")
    # what is recalled is recalled by saying so, but not by confirming it
    found = (_confirming() if m.kind is Kind.RECALL else _saying()).search(evidence)
    if found is None or (found["day"] and int(found["day"]) != m.when.start.day):
        return ""
    if _day().search(evidence, found.end()):
        return ""  # the act has a day of its own
    start = max(evidence.rfind(mark, 0, found.start()) for mark in "。；") + 1
    teller = evidence[start : found.end()]
    is_own = any(name in fold(teller) for name in names_of(step))
    is_act = m.kind in ACTED_BY_TELLING and (evidence == texts[0] or _OFFICE.search(teller))
    if not is_own and is_act:
        return ""
    if not is_own and m.kind in ACTED_BY_TELLING:
        return NOBODY  # somebody says another thing on that day
    return "own" if is_own and _is_said_by_all(step, teller) else "other"


def _is_said_by_all(step: Told, teller: str) -> bool:
    """Do all who take a step together say so, rather than one side alone?"""
    known = load().companies
    says = fold(teller)
    sides = [known[each].names for each in step.companies if each in known]
    return any(word in says for word in TOGETHER) or all(
        any(fold(name) in says for name in names) for names in sides
    )


@cache
def _day() -> re.Pattern[str]:
    return re.compile(_DAY)


@cache
def _saying() -> re.Pattern[str]:
    return _by_words(words("announces"))


@cache
def _confirming() -> re.Pattern[str]:
    return _by_words(CONFIRMS)


def _by_words(verbs: Sequence[str]) -> re.Pattern[str]:
    says = "|".join(sorted(verbs, key=len, reverse=True))
    return re.compile(rf"{_DAY}{_SOURCE}[^，。；：签簽]{{0,24}}?(?:{says})(?!会|會)")
