"""A step as one line of a list: what, how far, how sure, when, how much."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from adapters.document import Fact, Run, Text
from bot.catalogue import Catalogue, load, table
from bot.compose.corrected import corrected
from bot.compose.figures import count_of, dated, span, sum_of
from bot.compose.wording import CERTAINTIES, KINDS, PHASES, PROBE, Phrase, is_chinese, pick
from bot.stories.chinese_evidence import is_capital
from bot.stories.cues import says
from bot.stories.english_claims import part_paid_for, product
from bot.stories.shown import is_doubted
from bot.stories.subject import OF_SIDES, in_language, is_itself, is_only_beside
from storage.corrections import is_own
from storage.records import Certainty, Company, Kind, Milestone, Phase, Unit

DOT: Final = " · "
JOINTS: Final = re.compile(r", |、|，")  # between the parts of a subject
PRESALE: Final = ("Pre-sale", "预售")
CAPITAL: Final = ("Registered capital", "注册资本")
JOB_CUTS: Final = ("Job cuts", "裁员")
BEGUN: Final = ("Construction start", "动工")  # of a plant
FURTHER: Final = ("opened", "opens", "completes", "starts_up")  # cues of more than its beginning
# A restructuring by what it is, the first of which its evidence speaks.
RESTRUCTURINGS: Final = {
    "lays_off": JOB_CUTS,
    "pre_insolvent": ("Insolvency", "预重整"),
    "insolvent": ("Insolvency", "破产"),
    "writes_off": ("Write-off", "减值"),
    "hires": ("Leadership", "高层人事"),
    "head": ("Leadership", "高层人事"),
    "to_sell": ("Sale", "出售"),
    "sells": ("Sale", "出售"),
}
REMOVED: Final = ("a removed company", "已移除的公司")  # one of this place, once


def text(words: str, *, faint: bool = False, bold: bool = False) -> Text:
    """A paragraph in one look."""
    return Text((Run(words, faint=faint, bold=bold),))


def dotted(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with a dot between them."""
    return tuple(run for pair in ((Run(DOT, faint=True), run) for run in runs) for run in pair)[1:]


def step_row(
    milestone: Milestone,
    language: str,
    *,
    who: str = "",
    extra: Sequence[Run] = (),
    besides: Collection[str] = (),
) -> Fact:
    """One step as a row; `who` names the company where a message is about several.

    `besides`: ids of the companies that take the step together. What is read with doubt is marked.
    """
    runs = [Run(who, bold=True)] if who else []
    runs += [Run(text) for text in figures(milestone, language, besides=besides)]
    runs += extra
    if is_doubted(milestone):
        runs.append(Run(Phrase.DOUBTED.say(language), faint=True))
    if milestone.fix:
        runs.append(Run(corrected(milestone, language), faint=True))
    return Fact(
        label=label(milestone, language),
        detail=dotted(runs),
        phase=milestone.phase.value,
        phase_text=pick(PHASES[milestone.phase], language),
        certainty=milestone.certainty.value,
        certainty_text=pick(CERTAINTIES[milestone.certainty], language),
        when=dated(milestone, language),
    )


def label(milestone: Milestone, language: str) -> str:
    """The kind of a step, and with whom: "Approval · NDRC"."""
    kind = pick(_kind(milestone), language)
    agency = milestone.agency
    if agency and is_chinese(language):
        agency = table("chinese_telling")["agencies"].get(agency, agency)
    return f"{kind}{DOT}{agency}" if agency else kind


def _kind(m: Milestone) -> tuple[str, str]:
    """The kind of a step in both languages, by its narrower name where its evidence has that."""
    if m.kind is Kind.LAUNCH and says("presale", m.evidence) and not says("sold", m.evidence):
        return PRESALE
    if m.kind is Kind.INVESTMENT and is_capital(m):
        return CAPITAL
    if m.kind is Kind.RESTRUCTURING:
        return _restructuring(m)
    if m.kind is Kind.FACTORY and _is_begun(m):
        return BEGUN
    return PROBE if _is_probe(m) else KINDS[m.kind]


def _is_begun(m: Milestone) -> bool:
    """Has the building of a plant only begun?"""
    further = any(says(cue, m.evidence) for cue in FURTHER)
    return m.phase is Phase.DONE and says("grounds", m.evidence) and not further


def _restructuring(m: Milestone) -> tuple[str, str]:
    """What is restructured: jobs, the top, what is owned."""
    if says("affects", m.evidence) and not says("lays_off", m.evidence):
        return KINDS[m.kind]
    if m.quantity is not None and m.quantity.unit is Unit.JOBS:
        return JOB_CUTS
    not_so = {"insolvent"} if says("solvent", m.evidence) else set()
    told = (cue for cue in RESTRUCTURINGS if cue not in not_so and says(cue, m.evidence))
    return RESTRUCTURINGS.get(next(told, ""), KINDS[m.kind])


def _is_probe(m: Milestone) -> bool:
    """Is what counts as a recall only looked into so far?"""
    is_recall = m.kind is Kind.RECALL and m.phase in {Phase.PENDING, Phase.DONE}
    return is_recall and says("probes", m.evidence) and not says("recalls", m.evidence)


def figures(milestone: Milestone, language: str, *, besides: Collection[str] = ()) -> list[str]:
    """Sum, count and subject, those that the step has.

    Of the subject all but what names the company or those `besides` it (ids), which is named
    elsewhere.
    """
    told = [sum_of(milestone, language), count_of(milestone, language)]
    return [words for words in (*told, _subject(milestone, language, besides)) if words]


def _subject(m: Milestone, language: str, besides: Collection[str]) -> str:
    """The subject as the reader calls it; empty where it adds nothing to the row."""
    catalogue = load()
    named = {m.company, *besides}
    is_zh = is_chinese(language)
    if m.kind is Kind.INFRASTRUCTURE and is_only_beside(m):
        return ""  # of other stations
    part = part_paid_for(m) if m.kind is Kind.INVESTMENT and not is_zh else ""
    if not is_zh and (goods := product(m)):
        return goods
    if part and _company_of(m, catalogue) not in part:
        return part
    said: list[str] = []
    for part in JOINTS.split(in_language(m, catalogue, "zh" if is_zh else "en")):
        company = catalogue.find(part)
        if company is None or not is_itself(part, company):
            said.append(part)
        elif company.id not in named:
            said.append(company_name(company, language) if m.kind in OF_SIDES else part)
    subject = pick((", ", "、"), language).join(dict.fromkeys(said))
    return "" if subject in table("chinese_telling")["words"]["plain"] else subject


def _company_of(m: Milestone, catalogue: Catalogue) -> str:
    """The name of whose step it is."""
    known = catalogue.companies.get(m.company)
    return known.name if known else m.company


def in_words(milestone: Milestone, language: str) -> str:
    """The step in one short line: "Production (planned, reported), H1 2024, SU7"."""
    row = step_row(milestone, language)
    form = pick(("{} ({}, {})", "{}（{}，{}）"), language)
    told = [form.format(row.label, row.phase_text, row.certainty_text), row.when]
    parts = [part for part in (*told, *figures(milestone, language)) if part]
    return pick((", ", "，"), language).join(parts)


def state(best: Milestone, tellings: Sequence[Milestone]) -> list[Milestone]:
    """Those of a step's tellings that state what `best` does: as far, and no rumour of it.

    A rumour is left out only where `best` is official: its confirmation is a state of its own.
    """
    as_far = [m for m in tellings if m.phase == best.phase]
    if best.certainty != Certainty.OFFICIAL:
        return as_far
    return [m for m in as_far if m.certainty != Certainty.RUMOURED]


def formerly(best: Milestone, tellings: Sequence[Milestone], language: str) -> list[Run]:
    """How far another text told the step to be: "was planned, H1 2024"; empty when none did."""
    others = (m for m in tellings if m.phase != best.phase)
    before = next((m for m in others if not m.item or m.item != best.item), None)
    if before is None:
        return []
    phase = pick(PHASES[before.phase], language)
    if before.when is None or before.when == best.when:
        return [Run(Phrase.ONCE.say(language, phase=phase), faint=True)]
    told = Phrase.ONCE_DATED.say(language, phase=phase, when=span(before.when, language))
    return [Run(told, faint=True)]


def company_name(company: Company, language: str) -> str:
    """What a company is called in this language."""
    if is_chinese(language):
        return next((name for name in company.names if not name.isascii()), company.name)
    return company.name


def name_of(company: str, catalogue: Catalogue, language: str) -> str:
    """What the company or group with this id is called; the id where the catalogue has neither."""
    if group := catalogue.groups.get(company):
        return pick((group.en, group.zh), language)
    if known := catalogue.companies.get(company):
        return company_name(known, language)
    return pick(REMOVED, language) if is_own(company) else company
