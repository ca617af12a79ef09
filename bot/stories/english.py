"""English wording of steps: one clause a step, its hedge kept, fit to be read aloud."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from storage.records import Certainty, Kind, Milestone, Money, Phase, Quantity, Span, Unit

SPACE: Final = " "  # between sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The verb of one kind of step and what it takes.

    `takes` and `noun` are segments; each is a choice, and the first alternative whose slots are
    all filled is said (nothing when none is).
    """

    base: str
    past: str
    done: str  # past participle
    doing: str
    takes: tuple[str, ...]
    noun: tuple[str, ...]


KINDS: Final = {
    Kind.COMPANY_SETUP: Words(
        base="set up",
        past="set up",
        done="set up",
        doing="setting up",
        takes=(" {its subject}| an electric-car business",),
        noun=("its entry into electric cars", " ({subject})"),
    ),
    Kind.INVESTMENT: Words(
        base="invest",
        past="invested",
        done="invested",
        doing="preparing to invest",
        takes=(" {amount}", " in {its subject}"),
        noun=("an investment", " of {amount}", " in {its subject}"),
    ),
    Kind.FUNDING: Words(
        base="raise",
        past="raised",
        done="raised",
        doing="raising",
        takes=(" {amount}| money", " ({subject})"),
        noun=("a funding round", " of {amount}", " ({subject})"),
    ),
    Kind.PARTNERSHIP: Words(
        base="agree on a partnership",
        past="agreed on a partnership",
        done="agreed on a partnership",
        doing="negotiating a partnership",
        takes=(" with {partner}| ({subject})", ", worth {amount}"),
        noun=("the partnership", " with {partner}| ({subject})"),
    ),
    Kind.REGISTRATION: Words(
        base="register",
        past="registered",
        done="registered",
        doing="applying to register",
        takes=(" {its subject}| a name or company", " with {agency}"),
        noun=("the registration", " of {its subject}"),
    ),
    Kind.APPROVAL: Words(
        base="seek approval",
        past="was cleared",
        done="been cleared",
        doing="still waiting for approval",
        takes=(" by {agency}", " for {its subject}"),
        noun=("the approval", " by {agency}", " for {its subject}"),
    ),
    Kind.FACTORY: Words(
        base="build",
        past="set up",
        done="set up",
        doing="building",
        takes=(" a plant", " ({subject})", " for {quantity}", ", worth {amount}"),
        noun=("its plant", " ({subject})", " for {quantity}", ", worth {amount}"),
    ),
    Kind.TESTING: Words(
        base="test",
        past="tested",
        done="tested",
        doing="testing",
        takes=(" {its subject}| an electric car", " ({quantity})"),
        noun=("tests", " of {its subject}"),
    ),
    Kind.PRODUCTION: Words(
        base="begin production",
        past="began production",
        done="begun production",
        doing="preparing production",
        takes=(" of {its subject}", " ({quantity})"),
        noun=("production", " of {its subject}"),
    ),
    Kind.UNVEIL: Words(
        base="unveil",
        past="unveiled",
        done="unveiled",
        doing="preparing to unveil",
        takes=(" {its subject}| a new model",),
        noun=("the unveiling", " of {its subject}"),
    ),
    Kind.LAUNCH: Words(
        base="launch",
        past="launched",
        done="launched",
        doing="preparing to launch",
        takes=(" {its subject}| a model", " at {amount}", ", with {quantity}"),
        noun=("the launch", " of {its subject}"),
    ),
    Kind.DELIVERY: Words(
        base="deliver",
        past="delivered",
        done="delivered",
        doing="preparing to deliver",
        takes=(" {quantity} ({subject})| {quantity}| {its subject}| cars",),
        noun=("deliveries", " of {its subject}"),
    ),
    Kind.MARKET_ENTRY: Words(
        base="enter",
        past="entered",
        done="entered",
        doing="preparing to enter",
        takes=(" {subject}| a new market",),
        noun=("its start in a new market", " ({subject})"),
    ),
    Kind.TECHNOLOGY: Words(
        base="introduce",
        past="introduced",
        done="introduced",
        doing="preparing to introduce",
        takes=(" {its subject}| a new technology",),
        noun=("the introduction", " of {its subject}"),
    ),
    Kind.INFRASTRUCTURE: Words(
        base="open",
        past="opened",
        done="opened",
        doing="building",
        takes=(" {quantity} ({subject})| {quantity}| {its subject}| charging or swap stations",),
        noun=("its charging or swap network", " ({subject})"),
    ),
    Kind.RECALL: Words(
        base="recall",
        past="recalled",
        done="recalled",
        doing="under a safety investigation",
        takes=(" {quantity} ({subject})| {quantity}| {its subject}| cars", ", told by {agency}"),
        noun=("the recall", " of {its subject}"),
    ),
    Kind.RESTRUCTURING: Words(
        base="restructure",
        past="announced a restructuring",
        done="announced a restructuring",
        doing="restructuring",
        takes=(" ({subject})", ", {quantity}"),
        noun=("its restructuring", " ({subject})"),
    ),
}

# What a finished step was, where its kind leaves that open and the evidence says it.
CUES: Final = {
    Kind.FACTORY: (
        (re.compile(r"\b(?:broke|break\w*) ground|cornerstone|groundbreaking"), "broke ground for"),
        (re.compile(r"\b(?:complet|finish)"), "completed"),
        (re.compile(r"\b(?:clos|shut)"), "closed"),
        (re.compile(r"\b(?:open|inaugurat)"), "opened"),
    ),
    Kind.RESTRUCTURING: (
        (re.compile(r"\b(?:lay[ -]?offs?|laid off|job cuts|redundanc|cut\w* .*jobs)"), "cut jobs"),
        (re.compile(r"\b(?:bankrupt|insolven)"), "filed for insolvency"),
        (re.compile(r"\b(?:chief|ceo|chair\w*|president|head|resign\w*)\b"), "changed its head"),
        (re.compile(r"\b(?:sold|sells?|sale|divest)"), "sold a business or stake"),
        (re.compile(r"\b(?:wound|wind\w*) (?:down|up)|\b(?:giv|gave|abandon|scrap|end|clos)"),
         "closed a programme"),
    ),
}  # fmt: skip

CURRENCIES: Final = {
    "USD": "US dollars", "EUR": "euros", "CNY": "yuan", "GBP": "pounds", "JPY": "yen",
    "CAD": "Canadian dollars", "AUD": "Australian dollars", "HKD": "Hong Kong dollars",
    "TWD": "Taiwan dollars", "KRW": "won", "INR": "rupees", "THB": "baht", "BRL": "reais",
    "IDR": "rupiah", "VND": "dong", "MXN": "pesos", "SEK": "kronor", "NOK": "Norwegian kroner",
    "CHF": "francs", "TRY": "lira", "MYR": "ringgit", "HUF": "forints", "PLN": "zloty",
}  # fmt: skip
UNITS: Final = {
    Unit.VEHICLES: ("vehicle", "vehicles"),
    Unit.VEHICLES_PER_YEAR: ("vehicle a year", "vehicles a year"),
    Unit.ORDERS: ("order", "orders"),
    Unit.GWH: ("GWh", "GWh"),
    Unit.GWH_PER_YEAR: ("GWh a year", "GWh a year"),
    Unit.STATIONS: ("station", "stations"),
    Unit.JOBS: ("job", "jobs"),
}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NTH: Final = ("first", "second", "third", "fourth")
_SCALES: Final = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"),
                  (Decimal(10) ** 6, "million"))  # fmt: skip
_SLOT: Final = re.compile(r"\{([a-z ]+)\}")
_CAUTION: Final = re.compile(r"\b(?:protective|defensive)\b", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"(?:.* )?[A-Z]{2,6}$")


def title(names: Sequence[str], steps: Sequence[Milestone]) -> str:
    """One line, without a full stop; `steps` are steps of the same companies, not empty."""
    return sentence([(names, step) for step in steps], again=False).removesuffix(".")


def sentence(clauses: Sequence[tuple[Sequence[str], Milestone]], *, again: bool) -> str:
    """One sentence of at least one clause. `again`: its subject was the last one's, so "It"."""
    parts: list[str] = []
    last: Sequence[str] | None = None
    for index, (names, milestone) in enumerate(clauses):
        said = clause(milestone, many=len(names) > 1)
        who = "" if names == last else f"{_listed(names)} "
        if index == 0 and again:
            who = "They " if len(names) > 1 else "It "
        if not parts:
            joint = ""
        elif who:
            joint = "; "
        else:
            joint = " and " if index == len(clauses) - 1 else ", "
        parts.append(f"{joint}{who}{said}")
        last = names
    return "".join(parts) + "."


def clause(milestone: Milestone, *, many: bool = False) -> str:
    """What is said of the company or companies, without their names: "plans to ..."."""
    said = _predicate(milestone, _slots(milestone, many=many))
    if milestone.kind == Kind.REGISTRATION and _CAUTION.search(milestone.evidence):
        said += " (perhaps only to protect the name)"
    if many:
        said = _plural(said)
    return said


def when(span: Span) -> str:
    """The days of a span in words: "2 August 2023", "the first half of 2024"."""
    start, end = span.start, span.end
    if start == end:
        return f"{start.day} {MONTHS[start.month - 1]} {start.year}"
    year = f"{start.year}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{_day(start, end)} to {when(replace(span, start=end))}"
    if months == 1:
        return f"{MONTHS[start.month - 1]} {year}"
    if months in (3, 6) and (start.month - 1) % months == 0:
        part = {3: "quarter", 6: "half"}[months]
        return f"the {_NTH[(start.month - 1) // months]} {part} of {year}"
    if start.month == 1 and end.month == 12:  # noqa: PLR2004 - December
        return year if start.year == end.year else f"{year} to {end.year}"
    first = MONTHS[start.month - 1] + (f" {year}" if start.year != end.year else "")
    return f"{first} to {MONTHS[end.month - 1]} {end.year}"


def money(amount: Money) -> str:
    """A sum to be read aloud: "1.5 billion euros"."""
    currency = CURRENCIES.get(amount.currency, amount.currency)
    for scale, word in _SCALES:
        if abs(amount.value) >= scale:
            return f"{_number(amount.value / scale)} {word} {currency}"
    return f"{_number(amount.value)} {currency}"


def count(quantity: Quantity) -> str:
    """A count with its unit: "200,000 vehicles a year"."""
    one, several = UNITS[quantity.unit]
    return f"{_number(quantity.value)} {one if quantity.value == 1 else several}"


def _predicate(m: Milestone, slots: dict[str, str]) -> str:
    words = _words(m)
    takes = _filled(words.takes, slots)
    time = _time(m)
    rumoured = m.certainty == Certainty.RUMOURED
    hedge = " reportedly" if m.certainty == Certainty.REPORTED else ""
    if m.phase == Phase.PLANNED:
        return f"{'may' if rumoured else f'{hedge} plans to'} {words.base}{takes}{time}".strip()
    if m.phase == Phase.PENDING:
        return f"{'may be' if rumoured else f'is{hedge}'} {words.doing}{takes}{time}"
    if m.phase == Phase.DELAYED:
        words = replace(words, past="put off", done="put off")
        takes = " " + _filled(words.noun, slots)
    elif m.phase == Phase.CANCELLED:
        words = replace(words, past="dropped", done="dropped")
        takes = " " + _filled(words.noun, slots)
    if rumoured:
        return f"may have {words.done}{takes}{time}"
    if not time:
        return f"has{hedge} {words.done}{takes}"
    if words.past.startswith("was "):
        return f"was{hedge} {words.past.removeprefix('was ')}{takes}{time}"
    return f"{hedge} {words.past}{takes}{time}".strip()


def _words(m: Milestone) -> Words:
    words = KINDS[m.kind]
    if m.kind == Kind.PRODUCTION and m.quantity and m.quantity.unit == Unit.VEHICLES:
        return replace(
            words,
            base="build",
            past="built",
            done="built",
            doing="building",
            takes=(" {quantity} ({subject})| {quantity}",),
        )
    if m.kind == Kind.APPROVAL and m.phase == Phase.PLANNED:
        return replace(words, takes=(" from {agency}", " for {its subject}"))
    if m.kind == Kind.APPROVAL and m.phase == Phase.PENDING:
        return replace(words, takes=(" by {agency}", " ({subject})"))
    if m.kind == Kind.RECALL and m.phase == Phase.PENDING:
        return replace(words, takes=(" by {agency}", " ({subject})"))
    cues = CUES.get(m.kind, ()) if m.phase == Phase.DONE else ()
    evidence = m.evidence.casefold()
    said = next((verb for cue, verb in cues if cue.search(evidence)), None)
    return words if said is None else replace(words, past=said, done=_participle(said))


def _participle(past: str) -> str:
    return past.replace("broke ground", "broken ground")


def _slots(m: Milestone, *, many: bool) -> dict[str, str]:
    slots: dict[str, str] = {}
    if m.subject:
        own = m.subject[0].islower() and not m.subject.startswith(("its ", "the ", "a ", "an "))
        is_plain_word = own and "." not in m.subject.split()[0]  # an address is a name
        slots["subject"] = m.subject
        slots["its subject"] = f"its {m.subject}" if is_plain_word else m.subject
        if not many:
            slots["partner"] = slots["its subject"]
    if m.amount:
        slots["amount"] = money(m.amount)
    if m.quantity:
        slots["quantity"] = count(m.quantity)
    if m.agency:
        slots["agency"] = f"the {m.agency}" if _ACRONYM.match(m.agency) else m.agency
    return slots


def _filled(segments: Sequence[str], slots: dict[str, str]) -> str:
    said: list[str] = []
    for segment in segments:
        for choice in segment.split("|"):
            if all(name in slots for name in _SLOT.findall(choice)):
                said.append(_SLOT.sub(lambda slot: slots[slot[1]], choice))
                break
    return "".join(said)


def _time(m: Milestone) -> str:
    if m.when is None:
        return ""
    said = when(m.when)
    days = (m.when.end - m.when.start).days + 1
    if days == 1:
        if m.phase == Phase.PLANNED and m.kind in (Kind.INVESTMENT, Kind.FUNDING):
            return f", as announced on {said}"  # a commitment is dated by its announcement
        return f", as of {said}" if m.phase == Phase.PENDING else f" on {said}"
    if m.phase == Phase.DELAYED:
        return f" to {said}"
    if days > 366:  # noqa: PLR2004 - a horizon of years
        return f" over the years {said}"
    whole = m.when.start.day == 1 and (m.when.end + timedelta(days=1)).day == 1
    return f" in {said}" if whole else f" between {said.replace(' to ', ' and ')}"


def _day(day: date, until: date) -> str:
    if day.year != until.year:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}" if day.month == until.month else f"{day.day} {MONTHS[day.month - 1]}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _plural(said: str) -> str:
    for one, several in (("has ", "have "), ("is ", "are "), ("was ", "were ")):
        if said.startswith(one):
            return several + said.removeprefix(one).replace(" its ", " their ")
    return re.sub(r"\bplans to\b", "plan to", said).replace(" its ", " their ")
