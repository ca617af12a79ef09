"""Chinese wording of steps: one clause a step, its hedge kept."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.catalogue import table
from bot.stories.chinese_figures import when
from bot.stories.chinese_slots import slots_of
from bot.stories import phrases
from bot.stories.phrases import Detail, Phrase, choose, fill
from bot.stories.told import Told, is_rest_of_year, is_surer, years
from storage.records import Certainty, Phase

SPACE: Final = ""  # between sentences
TABLE: Final = "chinese_telling"
NAMES_MAX: Final = 3  # in a headline, of those who take a step together
PAST: Final = 3  # rank of what was before the news
AHEAD: Final = frozenset((Phase.PLANNED, Phase.PENDING))
_DIGITS: Final = "零一二三四五六七八九十"


def title(steps: Sequence[Told], detail: Detail) -> str:
    """One line, without a full stop; `steps` are steps of the same companies, not empty."""
    return sentence(steps, detail=detail).removesuffix("。")


def sentence(steps: Sequence[Told], *, again: bool = False, detail: Detail = Detail.FULL) -> str:
    """One sentence of at least one clause. `again`: its subject was the last one's.

    What was before the news opens with 此前 where all of it was.
    """
    parts: list[str] = []
    hedged = dict.fromkeys(Certainty, 0)
    for index, step in enumerate(steps):
        is_anew = index > 0 and is_surer(steps[index - 1], step)
        is_same = index > 0 and step.names == steps[index - 1].names and not is_anew
        nth = hedged[step.milestone.certainty]
        hedged[step.milestone.certainty] += 1
        is_repeated = is_same and _is_same_day(steps[index - 1], step)
        hedge, said = _clause(step, detail, nth, is_repeated=is_repeated)
        if is_same:
            rest = steps[index + 1 :]
            is_last = not rest or rest[0].names != step.names or is_surer(step, rest[0])
            parts.append(f"，{'并' if is_last and not hedge else ''}{hedge}{said}")
            continue
        who = _subject(step, detail, again=(again and index == 0) or is_anew)
        lead = "；" if index else ""
        is_past = index == 0 and step.rank == PAST and all(each.is_before for each in steps)
        before = "此前" if is_past else ""
        if detail is not Detail.FULL or hedge in {"", *table(TABLE)["hedges"]["perhaps"]}:
            before = f"{before}，" if before else ""
            parts.append(f"{lead}{before}{who}{hedge}{said}")  # a headline opens with the company
        else:
            parts.append(f"{lead}{hedge}，{who}{before}{said}")
    return "".join(parts) + "。"


def says_nothing(step: Told) -> bool:
    """Would the clause of this step tell nothing but its kind?"""
    return phrases.says_nothing(TABLE, step, slots_of(step))


def noun(step: Told) -> str:
    """What is done, as a thing: SU7投产."""
    undone = replace(step, milestone=replace(step.milestone, phase=Phase.DELAYED))
    slots = slots_of(undone)
    return fill(choose(TABLE, undone, slots).noun, slots).replace("工厂工厂", "工厂")


def listed(names: Sequence[str]) -> str:
    """Names in a row: A、B和C."""
    return "和".join(filter(None, ("、".join(names[:-1]), names[-1])))


def _subject(step: Told, detail: Detail, *, again: bool) -> str:
    if again:
        return "各方" if step.many else "该公司"
    if detail is not Detail.FULL and len(step.names) > NAMES_MAX:
        return f"{'、'.join(step.names[: NAMES_MAX - 1])}等"
    return listed(step.names)


def _is_same_day(before: Told, step: Told) -> bool:
    """Were both done at one time, so that it is told once?"""
    a, b = before.milestone, step.milestone
    return a.when == b.when and a.phase is b.phase is Phase.DONE


def _clause(step: Told, detail: Detail, nth: int, *, is_repeated: bool) -> tuple[str, str]:
    """The hedge, empty for what is official, and what is said behind it."""
    m = step.milestone
    slots = slots_of(step, is_bare=detail is Detail.BARE)
    phrase = choose(TABLE, step, slots)
    time = when(m.when) if m.when and detail is not Detail.BARE and not is_repeated else ""
    said = _predicate(step, phrase, slots, time)
    if is_repeated:
        said = said.removeprefix("已")
    is_full = detail in {Detail.LINE, Detail.FULL} and m.phase is not Phase.CANCELLED
    adds = fill(phrase.adds, slots) if is_full else ""
    said = f"{said}{adds}".replace("工厂工厂", "工厂")  # where the place is a plant
    return _hedge(m.certainty, m.phase, nth, is_recalled=step.is_recalled), said


def _hedge(certainty: Certainty, phase: Phase, nth: int, *, is_recalled: bool) -> str:
    if certainty is Certainty.OFFICIAL:
        return ""
    is_open = certainty is Certainty.RUMOURED and phase in AHEAD and not is_recalled
    words = table(TABLE)["hedges"]["perhaps" if is_open else certainty.value]
    return str(words[nth % len(words)])


def _predicate(step: Told, phrase: Phrase, slots: dict[str, str], time: str) -> str:
    m = step.milestone
    act = fill((phrase.forms["act"], *phrase.takes), slots)
    is_open = m.certainty is Certainty.RUMOURED
    if step.is_recalled:
        return f"曾于{time}{'宣布将' if m.certainty is Certainty.OFFICIAL else '计划'}{act}"
    if m.phase is Phase.PLANNED:
        return f"{'' if is_open else '计划'}{_aim(step, time)}{act}"
    if m.phase is Phase.PENDING:
        going_on = fill((phrase.forms.get("pending") or f"正筹备{phrase.forms['act']}",), slots)
        until = f"（{'截至' if step.is_over else ''}{time}）" if time else ""
        return f"{going_on}{fill(phrase.takes, slots)}{until}"
    if phrase.phases or m.phase is Phase.DONE:
        return f"于{time}{act}" if time else f"已{act}"
    return _undone(step, fill(phrase.noun, slots), time)


def _undone(step: Told, noun: str, time: str) -> str:
    """What is put off or dropped."""
    m = step.milestone
    if time and m.phase is Phase.DELAYED and step.is_aimed:
        return f"将{noun}推迟至{time}"
    verb = "推迟" if m.phase is Phase.DELAYED else "取消"
    if not time:
        return f"已{verb}{noun}"
    return f"于{time}{'宣布' if m.certainty is Certainty.OFFICIAL else ''}{verb}{noun}"


def _aim(step: Told, time: str) -> str:
    """When something is planned for, as it stands before what is planned."""
    m = step.milestone
    if m.when is None or not time:
        return ""
    if length := years(m):
        number = _DIGITS[length] if length < len(_DIGITS) else str(length)
        is_later = step.day is None or step.day.year != m.when.start.year
        since = f"自{m.when.start.year}年起" if is_later else "在"
        return f"{since}{number}年内"
    if is_rest_of_year(m.when):
        return f"于{m.when.start.year}年晚些时候"
    return f"于{time}"
