"""What a step is about, taken apart and said in the reader's language.

A subject of the other script is said by its own name where the table of names has one; what cannot
be said whole is left out rather than mixed or misread. Places may be left alone of it, and codes of
models, which are the same in both scripts.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from bot.catalogue import Catalogue, table
from bot.stories import names
from bot.stories.names import MODEL, PLACE, THING
from storage.records import Company, Kind, Milestone

# Kinds whose subject is a model: there a code alone says enough.
OF_MODELS: Final = frozenset(
    (
        Kind.LAUNCH,
        Kind.UNVEIL,
        Kind.PRODUCTION,
        Kind.DELIVERY,
        Kind.TESTING,
        Kind.RECALL,
        Kind.APPROVAL,
        Kind.TECHNOLOGY,
    )
)
# Kinds of which another company is a side, or what is founded; elsewhere it is only mentioned.
OF_SIDES: Final = frozenset(
    (Kind.COMPANY_SETUP, Kind.INVESTMENT, Kind.FUNDING, Kind.PARTNERSHIP, Kind.RESTRUCTURING)
)
AT_PLACES: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE, Kind.MARKET_ENTRY))
# Of them a plant or a test may be in a town that no table knows: "in Warren, Ohio".
IN_TOWNS: Final = AT_PLACES | {Kind.PRODUCTION, Kind.TESTING, Kind.INVESTMENT, Kind.RESTRUCTURING}
LEAST_CODE: Final = 2  # characters
_PARTS: Final = re.compile(
    r"\s*[,，、;；]\s*(?:and (?=[A-Z]))?| and (?=[A-Z])"
    r"|(?<=[\u3400-\u9fff)])\s+|\s+(?=[\u3400-\u9fff])"
)
_SHARE: Final = re.compile(r"\d{1,3}(?:\.\d{1,4})?%")
_LATIN: Final = re.compile(r"[A-Z0-9][A-Za-z0-9.+&'-]*(?: [A-Z0-9][A-Za-z0-9.+&'-]*)*")
_YEAR: Final = re.compile(r" ?\b20\d\d\b ?")  # of a model
_LOWER: Final = re.compile(r"(?<![\w.-])[a-z]{2,}(?![\w.]*\.)")  # a word, not of e-tron
_SUFFIX: Final = re.compile(
    r"(?: ?(?:motor company|motors?|auto|automobile|group|holding|cars|inc"
    r"|汽车|集团|控股|公司|股份))+$"
)
_CAPITAL: Final = ("registered capital", "注册资本", "註冊資本")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The parts of a subject; empty where it has none, or none that can be said."""

    things: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()  # ids: it names them and nothing else of them
    called: tuple[str, ...] = ()  # what each of them is called: a brand keeps its own name
    place: str = ""  # the innermost first in English, the outermost first in Chinese
    share: str = ""  # 20% of Leapmotor
    is_capital: bool = False  # registered capital


def taken_apart(m: Milestone, catalogue: Catalogue, language: str) -> Subject:
    """The subject of a milestone for a reader of this language."""
    whole = unicodedata.normalize("NFKC", m.subject or "").strip()
    if any(word in whole for word in _CAPITAL):
        return Subject(is_capital=True)
    if _SHARE.match(whole) or (_SHARE.search(whole) and names.is_chinese(whole)):
        return Subject(share=_share(whole, m, catalogue, language))
    things: list[str] = []
    companies: list[str] = []
    called: list[str] = []
    places: list[str] = []
    for part in _named_parts(whole):
        company = catalogue.find(part)
        if company and not is_more(part, company, m):
            is_side = company.id != m.company and m.kind in OF_SIDES and _is_side(part, m)
            if is_side:
                companies.append(company.id)
                called.append(_called(part, company, language))
        elif adjective := _place_of(part):
            places += [] if _is_home(part, m) else [adjective]
        elif _is_place(part, m):
            places.append(part)
        elif names.is_chinese(part) == (language == "zh"):
            things.append(_YEAR.sub("", part) if m.kind in OF_MODELS else part)
        else:
            thing, inside = _translated(part, m.kind, language)
            things += [thing] if thing else []
            places += inside
    return Subject(
        things=tuple(dict.fromkeys(things)),
        companies=tuple(companies),
        called=tuple(called),
        place=_place(places, language),
    )


def _called(part: str, company: Company, language: str) -> str:
    """The name of a company, or that of its brand where the subject names one: Lynk & Co."""
    name, folded = company_name(company, language), names.fold(part)
    if names.is_chinese(part) != (language == "zh") or part.isupper():
        return name
    shared = set(folded) if language == "zh" else set(folded.replace("-", " ").split())
    own = names.fold(f"{company.name} {name}".replace("-", " "))
    return name if any(each in own for each in shared) else part


def _place_of(part: str) -> str:
    """The place that an adjective belongs to: Korean is South Korea; empty for any other word."""
    if part not in table("english_places")["adjectives"]:
        return ""
    return next((_display()[token][0] for token in _tokens(part) if token in _display()), "")


def _is_home(part: str, m: Milestone) -> bool:
    """Does the adjective say where somebody comes from: "the South Korean carmaker"?"""
    owners = "|".join(table("english_places")["owners"])
    return re.search(rf"\b{re.escape(part)} (?:[\w-]+ )?(?:{owners})", m.evidence) is not None


def is_business_of(m: Milestone) -> bool:
    """Is what is bought only a business of the company that the subject names?"""
    if m.kind is not Kind.INVESTMENT or not m.subject:
        return False
    name = re.escape(m.subject)
    part, han = (
        f"(?:{'|'.join(table(f'{each}_telling')['words']['businesses'])})"
        for each in ("english", "chinese")
    )
    english = rf"{name}['\u2019]s (?:[\w-]+ ){{0,4}}{part}\b|\b{part} of {name}\b"
    return re.search(rf"{english}|{name}[^，。]{{0,10}}{han}", m.evidence) is not None


def is_only_beside(m: Milestone) -> bool:
    """Is the subject told in a sentence beside the evidence alone?"""
    subject = m.subject or ""
    is_beside = subject not in m.evidence and any(subject in text for text in m.support)
    return is_beside and not _tokens(subject)


def _is_side(part: str, m: Milestone) -> bool:
    """Is it the company that money goes to, rather than one whose plant or shares are meant?"""
    if m.kind is not Kind.INVESTMENT:
        return True
    name = re.escape(part)
    owned = r"['\u2019]s?\b| (?:plant|factory|works|site)\b|的?[^，。]{0,4}厂"
    owner = rf"\bfrom {name}\b|{name}(?:{owned})"
    return re.search(owner, m.evidence) is None


def is_more(part: str, company: Company, m: Milestone) -> bool:
    """Is it something of a company, rather than the company: a programme, a brand, a venture?"""
    if is_itself(part, company):
        return False
    folded = names.fold(part)
    mains = (company.name, *(name for name in company.names if not name.isascii()))
    short = [names.fold(name) for name in mains[:2]]
    if company.id == m.company:
        return folded not in short
    if _is_brand(folded) and not any(folded in name for name in short):
        return True
    return any(name != folded and name in folded for name in short)


def _is_brand(folded: str) -> bool:
    """Is it a name of the table of models and brands, and nothing else?"""
    found, rest = names.split(folded)
    return bool(found) and not rest.strip() and all(names.kind_of(t) == MODEL for t in found)


def _named_parts(whole: str) -> list[str]:
    """What is enumerated in a subject, without bare numbers, which name nothing."""
    return [part for part in _PARTS.split(whole) if part and not part.isdigit()]


def in_language(m: Milestone, catalogue: Catalogue, language: str) -> str:
    """The subject as it stands where the reader knows its script, else what can be said of it."""
    literal = (m.subject or "").strip()
    if not literal or names.is_chinese(literal) == (language == "zh"):
        return literal
    apart = taken_apart(m, catalogue, language)
    companies = [catalogue.companies[each] for each in apart.companies]
    said = [company_name(each, language) for each in companies]
    parts = (*said, *apart.things, apart.share, apart.place)
    return ("、" if language == "zh" else ", ").join(part for part in parts if part)


def company_name(company: Company, language: str) -> str:
    """What a company is called in this language."""
    if language == "zh":
        return next((name for name in company.names if not name.isascii()), company.name)
    return company.name


def is_itself(part: str, company: Company) -> bool:
    """Is it the company by its own name, rather than a brand or a venture of it?"""
    own = (company.name, company_name(company, "zh"))
    return _SUFFIX.sub("", names.fold(part)) in {_SUFFIX.sub("", names.fold(n)) for n in own}


def _share(whole: str, m: Milestone, catalogue: Catalogue, language: str) -> str:
    """A part of a company in either order of words: "20% of Leapmotor", 零跑20%股份."""
    percent = _SHARE.search(whole)
    rest = whole.replace(percent.group() if percent else "", "")
    for word in ("of ", "the ", "股权", "股份", "的", "股權", "stake in ", "shares in "):
        rest = rest.replace(word, "")
    target = catalogue.find(rest.strip())
    if percent is None or (target is None and names.is_chinese(whole) != (language == "zh")):
        return ""
    if target is None:
        return whole
    name = company_name(target, language)
    if language == "zh":
        return f"{name}{percent.group()}股份"
    return f"{percent.group()} of {name}" if m.company != target.id else ""


def _is_place(part: str, m: Milestone) -> bool:
    """Is it a known place, or does the evidence say that the step is there?"""
    if _tokens(part):
        return True
    if not part[:1].isupper() or m.kind not in IN_TOWNS:
        return part.startswith(("near ", "outside ", "around "))
    if any(word in part.casefold().split() for word in table("english_telling")["words"]["works"]):
        return False
    name = re.escape(part)
    said = re.search(rf"\b(?:in|at|near|outside|to) {name}\b", m.evidence)
    there = re.search(rf"\b(?:in|at|near) {name}\b|\b{name} (?:plant|factory)\b", m.evidence)
    proper = all(word[:1].isupper() for word in part.split())
    if m.kind in {Kind.PRODUCTION, Kind.TESTING}:
        return proper and part.replace(" ", "").isalpha() and _is_made_there(part, m)
    followed = proper and re.search(rf"{re.escape(part)}, ([A-Z][\w ]+)", m.subject or "")
    is_there = bool(there and part.replace(" ", "").isalpha() and not part.isupper())
    return bool(said and m.kind in AT_PLACES) or is_there or bool(followed and _tokens(followed[1]))


def _is_made_there(part: str, m: Milestone) -> bool:
    """Is it where something is made, rather than what is: "in Warren", "at its Yokohama plant"?"""
    found, _ = names.split(names.fold(part))
    if any(names.kind_of(token) == MODEL for token in found):
        return False
    name = re.escape(part)
    return re.search(_MADE_THERE.format(name), m.evidence) is not None


_MADE_THERE: Final = (
    r"\b(?:in|near|outside) {0}\b(?! (?:production|sales|output|deliver))"
    r"|\b(?:at|in|from) (?:the|its|their) {0} (?:plant|factory|works|site|facility|line)"
)


@cache
def _markets() -> frozenset[str]:
    """Places that no table has in both scripts, with the short names of states: Ont., Mich."""
    known = (*table("english_places")["markets"], *table("english_things")["regions"])
    return frozenset(map(names.fold, known))


def _tokens(text: str) -> list[str]:
    """The places that a text names; none when it says anything else."""
    folded = names.fold(text).removeprefix("the ")
    found, rest = names.split(folded)
    if any(names.kind_of(token) != PLACE for token in found) or rest.strip(" ,·市省州县邦府区镇的"):
        return [names.token(PLACE, text)] if folded in _markets() else []
    return list(found)


def _place(parts: list[str], language: str) -> str:
    """Places said one inside the other: "Szeged, Hungary", 匈牙利塞格德."""
    chinese = language == "zh"
    said: dict[str, str] = {}
    for part in parts:
        tokens = _tokens(part)
        if names.is_chinese(part) == chinese or (not tokens and part[:1].isupper()):
            said[tokens[-1] if tokens else part] = part
        else:
            said.update((token, _display().get(token, ("", ""))[chinese]) for token in tokens)
    if chinese and any(map(names.is_chinese, said.values())):
        said = {token: name for token, name in said.items() if names.is_chinese(name)}
    inner_first = sorted(said, key=lambda token: -len(names.around(token)))
    nested = all(names.is_inside(a, b) for a, b in pairwise(inner_first))
    if not nested:
        return ("、" if chinese else ", ").join(said.values())
    order = reversed(inner_first) if chinese else inner_first
    return ("" if chinese else ", ").join(said[token] for token in order)


def _translated(part: str, kind: Kind, language: str) -> tuple[str, list[str]]:
    """A part of the other script as thing and places; what is not all understood says no thing."""
    chinese = language == "zh"
    if chinese and (said := _in_chinese(part, kind)):
        return said, []
    found, rest = names.split(names.fold(part))
    places = [_display()[token][0] for token in found if names.kind_of(token) == PLACE]
    known = [token for token in found if names.kind_of(token) in {MODEL, THING}]
    things = [_display()[token][chinese] for token in known]
    if chinese and not _LOWER.search(part) and not places:  # a name is kept as it is
        return (things[0] if len(known) == 1 and not rest.strip() else part), []
    is_of_company = any(names.kind_of(token) == names.COMPANY for token in found)
    if (is_of_company and chinese) or (kind is Kind.INFRASTRUCTURE and things):
        return "", places
    codes = [_YEAR.sub("", run) for run in _LATIN.findall(part) if _is_code(run, rest, chinese)]
    codes = codes if kind in OF_MODELS else []
    unknown = bool(_unknown(rest)) if chinese else names.is_chinese(rest)
    if unknown and (things or not codes):
        return "", places
    if not chinese and "电池" in names.fold(part) and things and "batter" not in things[-1]:
        things.append("battery")
    joint = "" if chinese else " "
    return joint.join((*things, *codes)).strip(), places


def _in_chinese(part: str, kind: Kind) -> str:
    """How a Latin name or description is said in Chinese, where it is all known; "" for all else.

    >>> [_in_chinese(each, Kind.LAUNCH) for each in ("Nissan Leaf", "first electric SUV")]
    ['日产聆风', '首款电动SUV']
    """
    words = table("chinese_telling")
    if known := words["called"].get(part) or _models().get(names.fold(part)):
        return str(known)
    makes = {**words["makes"], **_short_names()} if kind in OF_MODELS else {}
    for make, its in makes.items():
        rest = part.removeprefix(f"{make} ")
        if rest != part and not _LOWER.search(rest):
            return f"{its}{_models().get(names.fold(rest), rest)}"
    described = [words["describing"].get(word, "") for word in part.split()]
    return "".join(described) if all(described) and len(described) > 1 else ""


@cache
def _models() -> dict[str, str]:
    """The models of the table of names by their folded English names."""
    return {
        names.fold(name): entry["zh"][0]
        for entry in table("two_scripts")[MODEL]
        for name in entry["en"]
    }


@cache
def _short_names() -> dict[str, str]:
    """The Latin name of each company that has a Chinese one, with that."""
    return {
        company["name"]: next(name for name in company["names"] if not name.isascii())
        for company in table("companies").values()
        if not all(name.isascii() for name in company.get("names", ()))
    }


def _is_code(run: str, rest: str, chinese: bool) -> bool:  # noqa: FBT001 - the reader's language
    """Is it the code of a model? Among words of English a digit or "Model" must tell."""
    if len(run) < LEAST_CODE or names.fold(run) not in rest or run.isdigit():
        return False
    if chinese:
        return any(c.isdigit() for c in run) or run.startswith("Model ")
    return any(c.isupper() for c in run)


def _unknown(rest: str) -> set[str]:
    bland = set(table("two_scripts")["bland"]["en"].split())
    return set(re.findall(r"[^\W\d_]+", rest)) - bland


@cache
def _display() -> dict[str, tuple[str, str]]:
    """How each name of the table is written, English and Chinese."""
    content = table("two_scripts")
    return {
        names.token(kind, entry["en"][0]): (entry["en"][0], entry["zh"][0])
        for kind in (PLACE, MODEL, THING)
        for entry in content[kind]
    }
