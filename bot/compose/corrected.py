"""That an editor corrected a step, and what was read before, in words."""

from collections.abc import Callable
from datetime import UTC
from typing import Final

from bot.catalogue import load
from bot.compose.figures import count, day, money, span
from bot.compose.phrases import Phrases, pick
from bot.compose.wording import CERTAINTIES, KINDS, PHASES
from storage.corrections import is_own
from storage.records import Milestone


class Corrected(Phrases):
    """Phrases about corrections, in English and Chinese."""

    BY = ("corrected by {name} on {day}: was {was}", "{name}于{day}更正：原为{was}")
    BLANK = ("without {slot}", "无{slot}")


SLOTS: Final[dict[str, tuple[str, str]]] = {
    "company": ("company", "公司"),
    "kind": ("kind", "类型"),
    "phase": ("phase", "阶段"),
    "certainty": ("certainty", "可信度"),
    "when": ("date", "时间"),
    "amount": ("amount", "金额"),
    "quantity": ("quantity", "数量"),
    "agency": ("agency", "机构"),
    "subject": ("subject", "对象"),
}
_TOLD: Final[dict[str, Callable[[Milestone, str], str]]] = {
    "company": lambda m, language: _company(m.company, language),
    "kind": lambda m, language: pick(KINDS[m.kind], language),
    "phase": lambda m, language: pick(PHASES[m.phase], language),
    "certainty": lambda m, language: pick(CERTAINTIES[m.certainty], language),
    "when": lambda m, language: span(m.when, language) if m.when else "",
    "amount": lambda m, language: money(m.amount, language) if m.amount else "",
    "quantity": lambda m, language: count(m.quantity, language) if m.quantity else "",
    "agency": lambda m, _: m.agency or "",
    "subject": lambda m, _: m.subject or "",
}


def corrected(m: Milestone, language: str) -> str:
    """Who corrected it, when, and what was read: "corrected by Ann on 3 Mar 2024: was planned".

    Empty for a step that nobody corrected.
    """
    if m.fix is None:
        return ""
    was = m.fix.was
    slots = [slot for slot in SLOTS if getattr(was, slot) != getattr(m, slot)]
    told = [slot_words(was, slot, language) for slot in slots]
    return Corrected.BY.say(
        language,
        name=m.fix.by,
        day=day(m.fix.at.astimezone(UTC).date(), language),
        was=pick((", ", "，"), language).join(told),
    )


def slot_words(m: Milestone, slot: str, language: str) -> str:
    """One slot of a step in words; that it has none, where it has none."""
    words = _TOLD[slot](m, language)
    return words or Corrected.BLANK.say(language, slot=pick(SLOTS[slot], language))


def _company(company: str, language: str) -> str:
    known = load().companies.get(company)
    if known:
        return known.name
    return pick(("a company of this place", "自有公司"), language) if is_own(company) else company
