"""Chinese wording of steps: one clause a step, its hedge kept."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.catalogue import table
from bot.stories import phrases
from bot.stories.bounds import Limit, timing
from bot.stories.chinese_evidence import ended_by, is_granted
from bot.stories.chinese_figures import part_of, within
from bot.stories.chinese_slots import slots_of
from bot.stories.chinese_time import (
    NOBODY,
    is_intended,
    is_of_signing,
    is_original,
    is_over,
    is_total_so_far,
    since,
    timing_of,
    who_tells,
)
from bot.stories.phrases import Detail, Phrase, choose, fill
from bot.stories.told import Told, is_on_the_day, is_rest_of_year, is_surer, months, years
from storage.records import Certainty, Kind, Milestone, Phase

SPACE: Final = ""  # between sentences
STOP: Final = "。"
TABLE: Final = "chinese_telling"
NAMES_MAX: Final = 3  # in a headline, of those who take a step together
BOTH: Final = 2
PAST: Final = 3  # rank of what was before the news
COUNTED: Final = frozenset((Kind.PRODUCTION, Kind.DELIVERY, Kind.INFRASTRUCTURE, Kind.LAUNCH))
AIMED: Final = frozenset((Phase.PLANNED, Phase.DELAYED))
ENDED_BY_WORD: Final = frozenset((Kind.PARTNERSHIP, Kind.FUNDING))
STANDING: Final = frozenset(("pauses",))  # cues of what lasts until its date
AHEAD: Final = frozenset((Phase.PLANNED, Phase.PENDING))
UNTIL: Final = "截至"
NOT: Final = "未"
MEANT: Final = "拟"
ANNOUNCED: Final = "宣布"
SINCE: Final = "自"
DECIDED: Final = "决定"
CONFIRMED: Final = "确认"
CLOSED: Final = "完成"
BUYS: Final = ("收购", "从")
PLANS: Final = "计划"
AWAITS: Final = "预计"  # what another one grants is no plan of the company
GRANTED: Final = ("取得", "获得", "通过")
_FILED: Final = re.compile("，已向([^，]+)备案")
_OVERSEEN: Final = re.compile("（[^（）]+[局部会]）")
_DOUBLED: Final = re.compile(r"(工厂|概念车|专利|商标)\1")  # where the subject says what it is
_DIGITS: Final = "零一二三四五六七八九十"


def title(steps: Sequence[Told], detail: Detail) -> str:
    """One line, without a full stop; `steps` are steps of the same companies, not empty."""
    return sentence(steps, detail=detail).removesuffix("。")


def sentence(steps: Sequence[Told], *, again: bool = False, detail: Detail = Detail.FULL) -> str:
    """One sentence of at least one clause. `again`: its subject was the last one's.

    What was before the news opens with 此前 where all of it was.
    """
    steps = [ended_by(step) for step in steps]
    parts: list[str] = []
    hedged = dict.fromkeys(Certainty, 0)
    for index, step in enumerate(steps):
        is_anew = index > 0 and is_surer(steps[index - 1], step)
        is_same = index > 0 and step.names == steps[index - 1].names and not is_anew
        nth = hedged[step.milestone.certainty]
        hedged[step.milestone.certainty] += 1
        rest = steps[index + 1 :]
        is_last = not rest or rest[0].names != step.names or is_surer(step, rest[0])
        is_repeated = is_same and is_last and _is_same_day(steps[index - 1], step)
        hedge, said = _clause(step, detail, nth, is_repeated=is_repeated)
        if is_same:
            if is_on_the_day(steps[index - 1], step) and _date(step) in parts[-1]:
                said = said.replace(_date(step), "同日")
            parts.append(f"，{'并' if is_last and not hedge else ''}{hedge}{said}")
            continue
        who = _subject(step, detail, again=(again and index == 0) or is_anew)
        lead = "；" if index else ""
        is_past = index == 0 and step.rank == PAST and all(each.is_before for each in steps)
        before = "此前" if is_past and not said.startswith(UNTIL) else ""
        is_told_of_one = detail is not Detail.FULL and not step.many
        if is_told_of_one or hedge in {"", *table(TABLE)["hedges"]["perhaps"]}:
            before = f"{before}，" if before else ""
            parts.append(f"{lead}{before}{who}{hedge}{said}")  # a headline opens with the company
        else:
            parts.append(f"{lead}{hedge}，{who}{before}{said}")
    return "；".join(map(_filed_together, "".join(parts).split("；"))) + "。"


def _filed_together(said: str) -> str:
    """What was filed with one authority, at the end: 召回A，并召回B，均已向市场监管总局备案."""
    authorities = dict.fromkeys(_FILED.findall(said))
    for authority in authorities:
        filing = f"，已向{authority}备案"
        if said.count(filing) > 1:
            head, tail = said.rsplit(filing, 1)
            said = f"{head.replace(filing, '')}，均已向{authority}备案{tail}"
    for authority in dict.fromkeys(_OVERSEEN.findall(said)):
        head, tail = said.rsplit(authority, 1)
        said = f"{head.replace(authority, '')}{authority}{tail}"
    return said


def says_nothing(step: Told) -> bool:
    """Would the clause of this step tell nothing but its kind?"""
    m = step.milestone
    if m.kind is Kind.APPROVAL and not is_granted(m):
        return True
    return phrases.says_nothing(TABLE, step, slots_of(step))


def noun(step: Told) -> str:
    """What is done, as a thing: SU7投产."""
    undone = replace(step, milestone=replace(step.milestone, phase=Phase.DELAYED))
    slots = slots_of(undone)
    return _DOUBLED.sub(r"\1", fill(choose(TABLE, undone, slots).noun, slots))


def unclear(step: Told) -> str:
    """A step that is only named, as nobody can tell how far it is; its hedge stays."""
    hedge = table(TABLE)["unclear"][step.milestone.certainty.value]
    return f"{_subject(step, Detail.CORE, again=False)}：{noun(step)}（{hedge}进展待核实）"


def listed(names: Sequence[str]) -> str:
    """Names in a row: A、B和C."""
    return "和".join(filter(None, ("、".join(names[:-1]), names[-1])))


def _subject(step: Told, detail: Detail, *, again: bool) -> str:
    if again:
        return "该公司" if not step.many else "双方" if len(step.names) == BOTH else "各方"
    if detail is not Detail.FULL and len(step.names) > NAMES_MAX:
        return f"{'、'.join(step.names[: NAMES_MAX - 1])}等"
    return listed(step.names)


def _is_same_day(before: Told, step: Told) -> bool:
    """Are both done, or planned, at one time, so that it is told once?"""
    a, b = before.milestone, step.milestone
    is_alike = a.when == b.when and a.phase is b.phase and timing(a) == timing(b)
    if a.phase is Phase.PLANNED:
        is_told = a.when is not None and not (years(a) or months(a) or step.is_recalled)
        return is_alike and is_told and a.certainty is b.certainty is Certainty.OFFICIAL
    return is_alike and a.phase is Phase.DONE


def _clause(step: Told, detail: Detail, nth: int, *, is_repeated: bool) -> tuple[str, str]:
    """The hedge, empty for what is official, and what is said behind it."""
    m = step.milestone
    slots = slots_of(step, is_bare=detail is Detail.BARE)
    phrase = choose(TABLE, step, slots)
    is_dated = m.when is not None and detail is not Detail.BARE and not is_repeated
    is_dated = is_dated and not is_of_signing(phrase.cue, m)
    if m.kind is Kind.FACTORY and m.phase is Phase.DONE:
        is_dated = is_dated and not is_total_so_far(m)
    said = _predicate(step, phrase, slots, is_dated=is_dated)
    if is_repeated:
        said = said.removeprefix("已").removeprefix("计划")
    is_full = detail in {Detail.LINE, Detail.FULL} and m.phase is not Phase.CANCELLED
    adds = fill(phrase.adds, slots) if is_full else ""
    said = _DOUBLED.sub(r"\1", f"{said}{adds}")
    return _hedge(m.certainty, m.phase, nth, is_recalled=step.is_recalled), said


def _date(step: Told) -> str:
    """The date alone, as it is told."""
    m = step.milestone
    return part_of(m.when, timing(m).part) if m.when else ""


def _hedge(certainty: Certainty, phase: Phase, nth: int, *, is_recalled: bool) -> str:
    if certainty is Certainty.OFFICIAL:
        return ""
    is_open = certainty is Certainty.RUMOURED and phase in AHEAD and not is_recalled
    words = table(TABLE)["hedges"]["perhaps" if is_open else certainty.value]
    return str(words[nth % len(words)])


def _predicate(step: Told, phrase: Phrase, slots: dict[str, str], *, is_dated: bool) -> str:
    m = step.milestone
    act = fill((phrase.forms["act"], *phrase.takes), slots)
    time = _time(step) if is_dated else ""
    if step.is_recalled:
        # a limit is the aim, not the day on which it was said
        told = time if not timing(m).limit else "此前"
        return f"曾{told}{'宣布将' if m.certainty is Certainty.OFFICIAL else '计划'}{act}"
    if is_dated and m.when and phrase.cue in STANDING and timing(m).limit is Limit.BY:
        until = part_of(m.when, timing(m).part)
        return f"{'将' if m.phase in AIMED else '已'}{act}至{until}"
    if m.phase is Phase.PLANNED:
        is_awaited = m.kind is Kind.APPROVAL and any(word in act for word in GRANTED)
        plans = AWAITS if is_awaited else PLANS
        return f"{'' if m.certainty is Certainty.RUMOURED else plans}{time}{act}"
    if m.phase is Phase.PENDING:
        return _pending(step, phrase, slots, is_dated=is_dated)
    if phrase.phases or m.phase is Phase.DONE:
        return _done(step, act, time)
    return _undone(step, fill(phrase.noun, slots), time)


def _done(step: Told, act: str, time: str) -> str:
    """What is done; where the day is only that of the saying, it is told as said on it."""
    act = f"{MEANT if is_intended(step) else ''}{act}"
    teller = who_tells(step) if time else ""
    is_of_one_side = step.many and teller == "other"
    if teller == "own" or (time and not is_of_one_side and _is_called_off(step.milestone)):
        m = step.milestone
        if m.kind is Kind.RECALL:
            return f"{time}{CONFIRMED}{act}"
        is_closed = m.kind is Kind.INVESTMENT and act.startswith(BUYS) and is_over(m)
        return f"{time}{ANNOUNCED}{CLOSED if is_closed else ''}{act.removeprefix(ANNOUNCED)}"
    if teller == NOBODY:
        return f"已{act}"
    if teller:
        said = f"{_date(step)}披露"
        return f"{act}，{said}" if act.endswith("）") else f"{act}（{said}）"
    if time.startswith(SINCE):
        return f"{time}{act.removeprefix(DECIDED)}"
    is_so = (not time or time.startswith(UNTIL)) and not act.startswith((NOT, MEANT))
    return f"{time}{'已' if is_so else ''}{act}"


def _is_called_off(m: Milestone) -> bool:
    """Is it called off on a day, which is that of the announcement?"""
    is_day = m.when is not None and m.when.start == m.when.end
    is_theirs = m.kind in ENDED_BY_WORD and m.certainty is Certainty.OFFICIAL
    return m.phase is Phase.CANCELLED and is_day and is_theirs


def _pending(step: Told, phrase: Phrase, slots: dict[str, str], *, is_dated: bool) -> str:
    """What is open: what was filed or opened on a day that has come is told as done on it."""
    m = step.milestone
    day = part_of(m.when, timing(m).part) if m.when and is_dated else ""
    forms = phrase.forms
    if day and step.is_over and "dated" in forms:
        dated = {**slots, "at": f"于{day}", "day": day}
        return fill((forms["dated"], *phrase.takes), dated)
    going_on = fill((forms.get("pending") or f"正筹备{forms['act']}", *phrase.takes), slots)
    if day and m.when and not step.is_over:  # a limit that is still ahead: 2025年底前
        day = within(m.when, timing(m)).removeprefix("于").removeprefix("在")
    until = f"（{UNTIL if step.is_over else ''}{day}）" if day else ""
    return f"{going_on}{until}"


def _undone(step: Told, noun: str, time: str) -> str:
    """What is put off or dropped."""
    m = step.milestone
    if time and m.phase is Phase.DELAYED and step.is_aimed and m.when:
        told = timing(m)
        if is_original(m):
            return f"推迟原定{part_of(m.when, told.part)}的{noun}"
        earliest = "最早" if told.limit is Limit.EARLIEST else ""
        # "by the end of 2025" is some day of it
        part = None if told.limit is Limit.BY else told.part
        return f"将{noun}推迟至{earliest}{part_of(m.when, part)}"
    dropped = "终止" if m.kind is Kind.PARTNERSHIP else "取消"  # it may have stood for years
    verb = "推迟" if m.phase is Phase.DELAYED else dropped
    if not time:
        return f"已{verb}{noun}"
    if step.many and who_tells(step) == "other":
        return f"{verb}{noun}（{_date(step)}披露）"
    is_told = m.certainty is Certainty.OFFICIAL and not time.startswith(SINCE)
    return f"{time}{ANNOUNCED if is_told else ''}{verb}{noun}"


def _time(step: Told) -> str:
    """When something is done or planned for, with its preposition; empty without a date."""
    m = step.milestone
    if m.when is None:
        return ""
    if not step.is_recalled and m.phase is Phase.PLANNED:
        if length := years(m) or months(m):
            return _horizon(step, length, is_years=bool(years(m)))
        if is_rest_of_year(m.when):
            return f"于{m.when.start.year}年晚些时候"
    if m.quantity is None and timing(m).limit is None and since(m):
        return f"{SINCE}{part_of(m.when, timing(m).part)}起"
    is_counted = m.phase is Phase.DONE and m.quantity is not None and m.kind in COUNTED
    bounded = timing_of(m) if m.phase is Phase.PLANNED else timing(m)
    return within(m.when, bounded, is_counted=is_counted)


def _horizon(step: Told, length: int, *, is_years: bool) -> str:
    """A time told by its length: 在十年内, 自2021年起五年内, 在18个月内."""
    m = step.milestone
    if not is_years or m.when is None:
        return f"在{length}个月内"
    number = _DIGITS[length] if length < len(_DIGITS) else str(length)
    is_later = step.day is None or step.day.year != m.when.start.year
    return f"{f'自{m.when.start.year}年起' if is_later else '在'}{number}年内"
