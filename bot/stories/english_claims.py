"""What an English clause takes from the evidence itself: what it names that no slot holds.

A memorandum, a partial permit, a pilot line, "10% of Yinwang": a clause that knows no more than the
kind of a step would make a deal, an approval, a plant, a purchase of them.
"""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.catalogue import table
from bot.stories.cues import named, says
from bot.stories.told import Told
from storage.records import Kind, Milestone, Phase

TABLE: Final = "english_telling"


def claims(step: Told, things: Sequence[str]) -> dict[str, str]:
    """The slots that the evidence fills, by the kind of the step; `things` are of its subject."""
    told = {"new": "new"} if step.says("novel") else {}
    if step.milestone.kind not in _BETWEEN and (venture := _venture(step)):
        told["through"] = venture
    of_kind = _OF_KINDS.get(step.milestone.kind)
    return told | of_kind(step, things) if of_kind else told


def called(step: Told, sort: str, *, also_beside: bool = False) -> str:
    """What the evidence calls a thing of this sort; empty where it calls it nothing known.

    `also_beside`: what the sentences beside it call it, where it does not.
    """
    known: Mapping[str, Sequence[str]] = table(TABLE)["named"][sort]
    for text in (step.milestone.evidence, *(step.milestone.support if also_beside else ())):
        if said := [name for name, words in known.items() if named(tuple(words), text)]:
            return said[0]
    return ""


def with_the(agency: str) -> str:
    """An authority with its article: "the KBA", "the European Commission"."""
    words = agency.casefold().split() or [""]
    bodies = frozenset(table(TABLE)["words"]["bodies"])
    is_body = (
        words[0] != "the"
        and "'s" not in agency
        and "’s" not in agency
        and not bodies.isdisjoint(words)
    )
    return f"the {agency}" if is_body or _ACRONYM.match(agency) else agency


def role(step: Told, agency: str) -> dict[str, str]:
    """What an authority has to do with a recall, by the evidence alone."""
    if step.says("oversees"):
        return {"overseer": agency}
    if step.says("lodged"):
        return {"registrar": agency}
    return {"source": agency} if step.says("says_so") else {"bureau": agency.removeprefix("the ")}


def bought(name: str, m: Milestone) -> str:
    """What alone is bought of the company that an investment names: a plant, its trademarks."""
    if not name or m.kind is not Kind.INVESTMENT or not _OWNED_THING.search(m.evidence):
        return ""
    named_so = "|".join(re.escape(each) for each in (name, m.subject or name))
    for thing, pattern in _PARTS_OF.items():
        if re.search(pattern.format(named_so), m.evidence):
            return f"{thing} of {name}"
    return ""


def _venture(step: Told) -> str:
    """The venture that takes the step for those it belongs to; empty where it is none."""
    evidence = _HEAD.sub("", step.milestone.evidence, count=1)
    found = _VENTURE.search(evidence) or _UNIT.search(evidence)
    if found is None:
        owned = _BATTERY_FIRM.match(evidence)
        is_venture = _NAMELESS.match(evidence) is not None
        return "a joint venture" if is_venture else f"its {owned[1]}" if owned else ""
    return _if_other(_FIRM.sub("", next(filter(None, found.groups()))), step)


def _if_other(name: str, step: Told) -> str:
    """A name that is none of those whose step it is; else nothing."""
    first = name.split(maxsplit=1)[0]
    if first in {"The", "A", "An", "Its", "This"}:
        return ""  # a thing: "The Mega, the first van of the brand"
    return "" if any(first in each or each in name for each in step.names) else name


def _orders(step: Told, _: Sequence[str]) -> dict[str, str]:
    """What is opened where orders are all that begins."""
    is_open = step.says("books") and not step.says("launched")
    undated = {} if step.milestone.when else {"undated": "undated"}
    return undated | ({"bookings": called(step, "launch")} if is_open else {})


def _marks(step: Told, things: Sequence[str]) -> dict[str, str]:
    """What is registered: one trademark or several, of which the subject may name one."""
    published = {"published": "published"} if step.says("published") else {}
    if len(things) > 1:
        return {"mark": "the trademarks", "marks": "trademarks"} | published
    if step.says("several"):
        return {"mark": "trademarks such as", "marks": "trademarks"} | published
    return {"mark": "the trademark", "marks": "a trademark"} | published


def _permit(step: Told, things: Sequence[str]) -> dict[str, str]:
    m = step.milestone
    is_bare = not things and not m.agency
    found = _PERMITTED.search(m.evidence)
    is_other = found is not None and not any(thing in found[1] for thing in things)
    return {
        "paper": called(step, "approval", also_beside=is_bare),
        "object": found[1] if found and is_other else "",
    }


def _market(step: Told, _: Sequence[str]) -> dict[str, str]:
    """The market by its adjective ("the Japanese car market"), the brand that alone enters it."""
    found, brand = (each.search(step.milestone.evidence) for each in (_MARKET, _MARQUE))
    return {
        "market": found[0] if found else "",
        "marque": _if_other(brand[1], step) if brand else "",
    }


def _founded(step: Told, _: Sequence[str]) -> dict[str, str]:
    """Who founded it, where it was not founded itself: "the brand was founded by Geely"."""
    found = _FOUNDER.search(step.milestone.evidence)
    return {"founder": found[2], "sort": found[1] or ""} if found else {}


def _floated(step: Told, _: Sequence[str]) -> dict[str, str]:
    """The part of a company that is listed: "the stock market listing of Ampere"."""
    evidence, support = step.milestone.evidence, step.milestone.support
    found = _LISTED.search(evidence)
    name = next(filter(None, found.groups())) if found else ""
    beside = [unit for text in support for unit in _UNIT_CALLED.findall(text)]
    name = name or next((unit for unit in beside if f"{unit} listing" in evidence), "")
    return {"floated": _if_other(_FIRM.sub("", name), step) if name else ""}


def _built(step: Told, _: Sequence[str]) -> dict[str, str]:
    """Cars that are no series yet, where the evidence or what stands beside it says so."""
    m = step.milestone
    texts = () if _SERIES.search(m.evidence) else (m.evidence, *m.support)
    is_early = any(says("pre_series", text) for text in texts)
    site = _MADE_AT.search(m.evidence)
    return {
        "preseries": "pre-series" if is_early else "",
        "site": site[1] if site else "",
        **_ended_in(m),
    }


def _ended_in(m: Milestone) -> dict[str, str]:
    """Where alone a model is made no more: "the assembly of the T03 in Tychy came to an end"."""
    if m.phase is not Phase.CANCELLED or not m.subject or m.subject not in m.evidence:
        return {}
    found = re.search(rf"\b{re.escape(m.subject)} in ({_NAME})", m.evidence)
    place = found[1].rstrip(".") if found is not None else ""
    return {"place": place} if place and place not in _MONTHS else {}


def _part_of_plant(step: Told, _: Sequence[str]) -> dict[str, str]:
    """What is built where it is told before any plant: "a pilot line", "the second phase"."""
    evidence = step.milestone.evidence
    halted = {"halted": "halted"} if step.says("halts_work") and not step.is_aimed else {}
    found = _PART.search(evidence)
    if found is None or _PLANT.search(evidence, 0, found.start()):
        return halted
    if found["more"] and not (step.says("grounds") or halted):
        return {}  # it is "expanded"
    said = re.sub(r"^its\b", "the", _uncapped(found[0]))
    return {"works": f"{said} of its plant" if found.lastgroup else said} | halted


def _closed(step: Told, _: Sequence[str]) -> dict[str, str]:
    """The office that is shut, the share that is sold."""
    evidence = step.milestone.evidence
    found = _SHUT.search(evidence)
    return {
        "shut": _uncapped(found[1] or found[2]) if found else "",
        "stake": "a stake" if _STAKES.search(evidence) else "",
        "share": part_paid_for(step.milestone),
    }


def _paid(step: Told, _: Sequence[str]) -> dict[str, str]:
    """The share that is paid for, and whether the sum is what a firm has on paper."""
    share = part_paid_for(step.milestone)
    is_own = any(share.endswith(f" {name}") for name in step.names)  # it is what is bought
    slots = {"share": share} if share and not is_own else {}
    if step.says("registered"):
        slots["capital"] = "registered capital"
    elif _CAPITAL.search(step.milestone.evidence):
        slots["capital"] = "capital"
    return slots


def part_paid_for(m: Milestone) -> str:
    """The part of a company that the evidence tells: "10% of Yinwang", "a stake in Factorial"."""
    found = {
        (f"{each['bound'] or ''}{each['part']}%" if each["part"] else "a stake", each["whole"])
        for each in _STAKE.finditer(m.evidence)
    }
    if len(found) != 1:
        return ""
    part, whole = found.pop()
    joint = "in" if part == "a stake" else "of"
    return f"{part.replace('some ', 'about ')} {joint} {_FIRM.sub('', whole)}"


def product(m: Milestone) -> str:
    """What is made or delivered for a car that is the subject: "battery systems for the Enyaq"."""
    if m.kind not in {Kind.PRODUCTION, Kind.DELIVERY} or not m.subject or not m.subject.isascii():
        return ""
    if m.subject in m.evidence:
        found = re.search(_MADE_FOR.format(re.escape(m.subject)), m.evidence)
    else:
        found = _MADE_ALONE.search(m.evidence)
    if found is None or _ITS_OWN.match(m.evidence, found.end()):
        return ""
    return found[1]


def _stations(step: Told, _: Sequence[str]) -> dict[str, str]:
    """Stations by what they are for, where the evidence or what stands beside it says so."""
    return {"posts": f"{station(step) or 'charging or swap station'}s"}


def station(step: Told) -> str:
    """A swap station or a charging station; empty where both or neither are told."""
    for text in (f"{step.evidence} {step.milestone.subject or ''}", *step.milestone.support):
        if kinds := [noun for cue, noun in STATIONS if says(cue, text)]:
            return kinds[0] if len(kinds) == 1 else ""
    return ""


def first_of(evidence: str) -> tuple[str, str]:
    """Of what something is the first, before and behind its noun: North American, in Europe."""
    found = _FIRST.search(evidence)
    if found is None:
        return "", ""
    before = found[1] or ""
    is_place = before.strip() in table("english_places")["adjectives"] or "American" in before
    return before if is_place else "", f" in {found[2]}" if found[2] else ""


def is_for_batteries(m: Milestone) -> bool:
    """Is a count of cars only a measure: "batteries for some 2,000 cars a year"?"""
    return any(_FOR_CARS.search(text) for text in (m.evidence, *m.support))


def is_lowest(m: Milestone) -> bool:
    """Is a price the lowest of several, rather than the only one that is told?"""
    texts = (m.evidence, *m.support)
    if _DEAREST.search(m.evidence):
        return False
    return any(_FROM.search(text) or len(_PRICE.findall(text)) > 1 for text in texts)


def _uncapped(words: str) -> str:
    """Words of the beginning of a sentence inside of one: "the Munich office"."""
    return f"{words[:1].lower()}{words[1:]}"


_OF_KINDS: Final[Mapping[Kind, Callable[[Told, Sequence[str]], dict[str, str]]]] = {
    Kind.LAUNCH: _orders,
    Kind.REGISTRATION: _marks,
    Kind.APPROVAL: _permit,
    Kind.FACTORY: _part_of_plant,
    Kind.RESTRUCTURING: _closed,
    Kind.INVESTMENT: _paid,
    Kind.INFRASTRUCTURE: _stations,
    Kind.MARKET_ENTRY: _market,
    Kind.PRODUCTION: _built,
    Kind.COMPANY_SETUP: _founded,
    Kind.FUNDING: _floated,
}
# Kinds that are a matter between the sides of a venture, or of the venture itself.
_BETWEEN: Final = frozenset((Kind.PARTNERSHIP, Kind.COMPANY_SETUP, Kind.REGISTRATION))
STATIONS: Final = (("swaps", "swap station"), ("charges", "charging station"))
_ACRONYM: Final = re.compile(r"(?:.* )?[A-Z]{2,6}$")
_OWNED_THING: Final = re.compile(r"\b(?:factory|plant|works|trademarks)\b|商标")
_PARTS_OF: Final[Mapping[str, str]] = {
    "a plant": r"\b(?:factory|plant|works) of (?:{0})\b"
    r"|\b(?:{0})['\u2019]s (?:[\w-]+ ){{0,3}}(?:factory|plant|works)\b",
    "trademarks": r"\btrademarks of (?:{0})\b|\b(?:{0})['\u2019]s (?:[\w-]+ ){{0,3}}trademarks\b"
    r"|(?:{0})[^，。]{{0,12}}持有的[^，。]{{0,16}}商标",
}
_NAME: Final = r"[A-Z][\w&.-]*(?: (?:[A-Z\d][\w&.-]*|do|de)){0,6}"
_HEAD: Final = re.compile(r"^[^.;:!?]{0,60}?(?:--| [-–—]|:)\s+(?=[A-Z])")  # place and agency
_OWNED: Final = r"(?:joint venture|battery venture|venture|joint company|cell company)\b"
_VENTURE: Final = re.compile(
    rf"(?:^|; )(?P<before>{_NAME}), (?:the|their|its|an?) (?:[\w'’-]+ ){{0,4}}?{_OWNED}"
    rf"|(?:^|; )(?:Their|Its|The) (?:joint|battery) venture,? (?:called )?(?P<behind>{_NAME})"
    rf"|^(?P<held>{_NAME}), in which [^;.]{{1,80}} (?:holds?|owns?) "
)
# A part of the company, where it is the subject: "its ride-hailing platform Apollo Go has been".
_UNIT: Final = re.compile(
    r"\b[Ii]ts (?:[\w-]+ ){0,3}?(?:platform|unit|arm|subsidiary|division|service) "
    rf"({_NAME}),? (?:has|have|had|was|is|will|would|wants|plans|got|received|obtained)\b"
    rf"|^({_NAME}), (?:the|its|an?) (?:[\w'’-]+ ){{0,4}}?"
    r"(?:unit|arm|subsidiary|brand|charging network)\b"
)
_BATTERY_FIRM: Final = re.compile(r"(?:A|The) ((?:battery|cell) (?:company|unit|arm|firm)) of ")
_MARQUE: Final = re.compile(rf"\b[Ii]ts (?:[\w-]+ ){{0,3}}?(?:brand|marque) ({_NAME})")
_FOUNDER: Final = re.compile(
    r"\b(?:(brand|marque|company|firm|subsidiary|unit|network) )?"
    r"(?:was |were |had been |has been )?(?:founded|set up|established|formed) (?:jointly )?"
    r"by ([A-Z]\w+)"
)
_LISTED: Final = re.compile(
    r"\b(?:listing|IPO|flotation|initial public offering) of (?:its )?(?:[a-z-]+ ){0,3}"
    rf"({_NAME})|\b({_NAME})['’]s (?:[\w-]+ ){{0,3}}(?:listing|IPO|flotation)\b"
)
_UNIT_CALLED: Final = re.compile(r"\b(?:unit|arm|subsidiary|division|business|brand) ([A-Z]\w+)")
_NAMELESS: Final = re.compile(
    r"(?:A|The|Their) (?:[\w-]+ )?(?:joint )?venture (?:of|with|between) "
)
# A part of a company that is bought or sold by itself: "Huawei's smart car unit".
_PART_OF: Final = (
    r"(?:['’]s (?:[\w-]+ ){0,4}?(?:unit|arm|business|division|subsidiary|brand|operations?|network"
    r"|plant|factory|venture|spin-off|company|firm)\b)?"
)
_STAKE: Final = re.compile(
    rf"(?:(?P<bound>(?:about|some|around|nearly|up to|more than|at least) )?"
    rf"(?<![\d.,])(?P<part>\d{{1,3}}(?:\.\d+)?) ?(?:%|percent|per cent|pct)"
    r"(?: (?:equity )?(?:stake|interest|holding|share)| of (?:the|its) shares)?"
    r"|\b(?:a|its) (?:\w+ )?(?:stake|holding))"
    rf" (?:of|in) (?:the )?(?P<whole>{_NAME}{_PART_OF})"
)
# What an approval is for, by its own name: "type approval for the Personal Pilot L3".
_PERMITTED: Final = re.compile(
    r"\b(?:approval|permit|licen[cs]e|certificate|certification)s? for "
    rf"(?!Level)((?:the |its )?{_NAME})"
)
_MARKET: Final = re.compile(r"\bthe [A-Z][a-z]+(?:[- ][A-Z][a-z]+)? (?:[a-z-]+ )?market\b")
_FIRST: Final = re.compile(
    r"\bfirst ((?:[A-Z][a-z]+ ){1,2})?(?:own )?[a-z][a-z -]{0,30}?\b"
    r"(?:in (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"((?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)?)|(?=[,.;]|\b(?:at|on|for)\b|$))"
)
_SERIES: Final = re.compile(r"(?<!pre-)\b[Ss]eries production\b")
_FROM: Final = re.compile(
    r"\b(?:from|starts?|starting|begins?|beginning|upwards?|onwards?|entry|base price|cheapest"
    r"|lowest|opening price)\b|\band up\b|起",
    re.IGNORECASE,
)
_DEAREST: Final = re.compile(
    r"\b(?:dearest|most expensive|top(?:-end)? (?:variant|version|trim))\b"
)
_PRICE: Final = re.compile(
    r"(?:[$€£¥₹฿₩]|\bRs\.?|\bRMB|\bRM|\bCNY|\bHK\$) ?\d"
    r"|\d ?(?:million |lakh )?(?:yuan|euros|dollars|rupees|lakh|won|yen|pounds|baht|ringgit)\b"
    r"|\d万?(?:元|欧元|美元)"
)
# Parts of cars, where a car is only what they are for.
_GOODS: Final = (
    r"((?:battery |fuel |solid-state )?(?:cell modules|cells|modules|packs|batteries|systems|motors"
    r"|axles|components|parts|chips))"
)
_MADE_FOR: Final = rf"\b{_GOODS}\b[^,;.]{{{{0,25}}}} ?\b(?:for|of) [^,;.]{{{{0,40}}}}\b{{0}}\b"
_ITS_OWN: Final = re.compile(r"[^;.]{0,20}(?:production of which|whose production)")
_MADE_ALONE: Final = re.compile(
    rf"\b(?:first|[Dd]eliver(?:y|ies) of(?: the)?|[Pp]roduction of(?: the)?) {_GOODS}\b"
)
_MADE_AT: Final = re.compile(
    r"\bat ((?:its|their) (?:[A-Z][\w-]+ ){1,2}(?:works|plant|factory|site))\b"
)
_MONTHS: Final = frozenset(calendar.month_name)
_FOR_CARS: Final = re.compile(r"\b(?:batteries|packs|cells) (?:of|for) [^,;.]{0,25}?\d[\d,]* ")
_STAKES: Final = re.compile(r"\b(?:stake|its share of|its shares|holding)\b|crore shares")
_FIRM: Final = re.compile(r",? (?:Co|Inc|Ltd|Corp|PLC|plc|AG|SE|AB)\b.*$|\.$")
_CAPITAL: Final = re.compile(r"\b(?:[Pp]aid-up|[Ss]hare|a) capital\b|\bof capital\b|^Capital\b")
# A line, a hall, a phase: less than a plant. What has a group is told as one of the plant.
_PART: Final = re.compile(
    r"\b(?:an?|its|the|another) (?:(?:new|first|second|third|fourth|pilot|demonstration|trial|test"
    r"|battery|cell|module|assembly|production) ){1,3}"
    r"(?:(?:lines?|halls?|shop)\b|(?P<phase>phase|stage)\b)"
    r"|\b(?:an?|its|the) (?P<more>extension|expansion|enlargement)\b",
    re.IGNORECASE,
)
_PLANT: Final = re.compile(r"\b(?:\w*factor(?:y|ies)|plants?|works|complex|site)\b", re.IGNORECASE)
_SITE: Final = (
    r"((?:the|its|their|a|an|all|both) (?:[\w'-]+ ){0,3}"
    r"(?:office|headquarters|store|shop|studio|centre|center|showroom|plant|factory|works)s?)\b"
)
_SHUT: Final = re.compile(
    rf"\b(?:clos|shut)\w*(?: down)? {_SITE}"
    rf"|\b{_SITE}[^,;.]{{0,40}} (?:be |is |are )?(?:closed|shut|closes)\b",
    re.IGNORECASE,
)
