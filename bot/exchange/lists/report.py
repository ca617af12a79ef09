"""What a file would change, for people: an answer that fits a phone, all of it in a file beside."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from adapters.document import Button, Buttons, Document, Fact, Facts, File, Part, Run, Text, Title
from adapters.plain import one_line
from bot.catalogue import Catalogue
from bot.compose.addresses import shown_in
from bot.compose.answers import text
from bot.compose.listing_words import FATES, WHYS, Listing
from bot.compose.phrases import pick
from bot.compose.rows import DOT, dotted, name_of
from bot.exchange.lists.compare import Compared, Fate
from bot.exchange.lists.entries import Contents, Fault

SHOWN_MAX: Final = 8  # of each part
REPORT: Final = "import.txt"
_ORDER: Final = (Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.MANAGED, Fate.AGAIN)


def report(  # noqa: PLR0913 - what is shown and how
    contents: Contents,
    compared: Sequence[Compared],
    *,
    catalogue: Catalogue,
    language: str,
    buttons: Sequence[Button],
    before: str = "",
) -> Document:
    """What would become of each entry, and which lines cannot be read and why.

    `buttons` decide about it; `before` is said first. What is too long for an answer is in a file.
    """
    new = [each for each in compared if each.fate is Fate.NEW]
    changed = [each for each in compared if each.fate is Fate.CHANGED]
    faults = contents.faults
    nothing = Listing.NOTHING_NEW if compared else Listing.NOTHING_READ
    head = Listing.DRY_RUN.say(language, new=len(new)) if new else nothing.say(language)
    parts: list[Part] = [Title(text=before or head)]
    parts += [text(head)] if before else []
    parts += [text(counted(contents, compared, language))] if compared else []
    parts += _part(pick(FATES["new"], language), new, catalogue, language)
    parts += _part(pick(FATES["changed"], language), changed, catalogue, language)
    if faults:
        parts.append(text(Listing.CANNOT_READ.say(language, n=len(faults)), bold=True))
        parts.append(Facts(tuple(_fault(each, language) for each in faults[:SHOWN_MAX])))
    if changed:
        parts.append(text(Listing.LEFT_ALONE.say(language), faint=True))
    if max(len(new), len(changed), len(faults)) > SHOWN_MAX:
        parts.append(text(Listing.REPORT.say(language), faint=True))
        lines = "\n".join(_lines(contents, compared, catalogue, language))
        parts.append(File(data=f"{lines}\n".encode(), name=REPORT, kind="text/plain"))
    if new:
        parts.append(text(Listing.WHOLE.say(language), faint=True))
    parts += [Buttons(tuple(buttons))] if buttons else []
    return Document(parts=tuple(parts), plain=before or head, tone="answer")


def counted(contents: Contents, compared: Sequence[Compared], language: str) -> str:
    """How many entries have which fate, in one line."""
    fates = Counter(each.fate for each in compared)
    told = [
        Listing.COUNTED.say(language, n=fates[fate], state=pick(FATES[fate], language))
        for fate in _ORDER
        if fates[fate]
    ]
    if contents.faults:
        words = Listing.CANNOT_READ.say(language, n=len(contents.faults))
        told.append(words[:1].lower() + words[1:])
    return DOT.join(told)


def why(fault: Fault, language: str) -> str:
    """Why a line cannot be used, with the word that it is about."""
    return because(fault.why, fault.word, language)


def because(why: str, word: str, language: str) -> str:
    """The reason in words, with the word that it is about."""
    said = pick(WHYS[why], language)
    told = shown_in(one_line(word))
    return f"{said}{pick((' (“{}”)', '（“{}”）'), language).format(told)}" if told else said


def _part(words: str, found: Sequence[Compared], catalogue: Catalogue, language: str) -> list[Part]:
    if not found:
        return []
    rows = (_entry(each, catalogue, language) for each in found[:SHOWN_MAX])
    heading: Text = text(f"{words[:1].upper()}{words[1:]} ({len(found):,})", bold=True)
    return [heading, Facts(tuple(rows))]


def _entry(each: Compared, catalogue: Catalogue, language: str) -> Fact:
    label, address = _named(each, catalogue, language)
    told = [Run(address, faint=True)] if address and address != label else []
    told += [Run(f"{name}: {_or_none(old)} → {new}") for name, old, new in each.changes]
    return Fact(label=label, detail=dotted(told), when=Listing.LINE.say(language, n=each.line))


def _named(each: Compared, catalogue: Catalogue, language: str) -> tuple[str, str]:
    entry = each.listed
    if entry.is_company:
        return name_of(entry.company, catalogue, language), ""
    address = shown_in(entry.url)
    return entry.title or address, address


def _fault(fault: Fault, language: str) -> Fact:
    line = Listing.LINE.say(language, n=fault.line)
    told = [Run(why(fault, language))]
    told += [Run(shown_in(fault.text), faint=True)] if fault.text != fault.word else []
    return Fact(label=line, detail=dotted(told))


def _lines(
    contents: Contents, compared: Sequence[Compared], catalogue: Catalogue, language: str
) -> Iterator[str]:
    """Every entry and every fault in the order of the file, tabs between the columns."""
    rows: list[tuple[int, str, str]] = []
    for each in compared:
        label, address = _named(each, catalogue, language)
        told = [f"{name}: {_or_none(old)} → {new}" for name, old, new in each.changes]
        told += [Listing.FIRST_AT.say(language, n=each.first)] if each.fate is Fate.AGAIN else []
        words = DOT.join(filter(None, (label, address if address != label else "", *told)))
        rows.append((each.line, pick(FATES[each.fate], language), words))
    rows += [
        (fault.line, pick(("not readable", "无法读取"), language),
         f"{why(fault, language)}{DOT}{shown_in(fault.text)}")
        for fault in contents.faults
    ]  # fmt: skip
    for line, fate, words in sorted(rows, key=lambda row: row[0]):
        yield f"{line}\t{fate}\t{one_line(words)}"


def _or_none(value: str) -> str:
    return value or "–"
