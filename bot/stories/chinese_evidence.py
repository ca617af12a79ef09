"""What the evidence adds to the slots of a step in Chinese: the share, the seller, the permit.

All of it stands in the evidence in these very words, so that a clause claims no more than it does.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import load, table
from bot.stories import bounds
from bot.stories.bounds import Bound
from bot.stories.names import (
    PLACE,
    around,
    fold,
    is_chinese,
    is_inside,
    kind_of,
    split,
    token,
)
from bot.stories.told import Told
from storage.records import Kind, Milestone, Phase

PARTLY: Final = "部分股权"
_STAKE: Final = re.compile(
    r"(尚未持有的|剩余的?|其余的?)?(\d{1,3}(?:\.\d{1,4})?%|全部)的?(股权|股份|新股)"
)
_PARTLY: Final = re.compile(r"入股|参股|少数股|部分股|认购|尚未持有|剩余股")
_NAMED_SHARE: Final = re.compile(
    r"[^，。；]*[把将]|^(?:拿到|换来|取得|获得|换得)|^(?:后者|对方|其)(?:手[上中里])?(?:所持|最后)*的?"
)
_FIRM: Final = re.compile(
    r"(?<![A-Za-z])([A-Z][A-Za-z]{2,40})(?:的?(?:独立|獨立|分拆)?(?:IPO|上市|首次公开募股)"
    r"|['\u2019]s (?:planned )?(?:IPO|flotation|listing|initial public offering))"
    r"|(?:IPO|flotation|listing) of (?:[a-z-]+ ){0,5}(?<![A-Za-z])([A-Z][A-Za-z]{2,40})"
)
_CAPITAL: Final = re.compile(r"注册资[本金][^，。；]{0,20}")
_PLEDGED: Final = re.compile(r"认缴[^，。；]{0,20}")
_FACTORY: Final = re.compile(r"厂房|厂")
CLAUSE: Final = re.compile(r"(?:[^，,。；;：:]|(?<=\d),(?=\d))+")
_MIXED: Final = re.compile(r"混动|插混|燃油|增程|hybrid|petrol|gasoline", re.IGNORECASE)
_TRIED: Final = re.compile(r"[试試测測]|样车|谍照|伪装|预量产|预批量|下线|驶下|开下")
_LISTED: Final = re.compile(r"[昨今公披（(控\d]")
_GROWN: Final = re.compile(
    r"(?:提高[到至]|提升[到至]|扩[到至]|擴至|扩大到|增至|增加到|提至)\s*[\d.,]+\s*[万萬]?"
)
_SOME: Final = re.compile(r"召回[^，。；]{0,24}部分|部分[^，。；]{0,16}(?:汽车|车辆|车型|车|召回)")
_HAS_ENDED: Final = (
    r"(?:汽车|集团|已|将|也|又|刚|正式|宣布|决定){0,3}"
    r"(?:取消|撤掉|撤销|砍掉|终止|解除|撤回|放弃)(?!合资|合作)"
)
_POSTS: Final = re.compile(r"(?<![\d.,])\d[\d.,]{0,15}\s{0,3}[万多余]{0,3}[根个][^，。；]{0,12}桩")
_QUOTED: Final = "“{}”", "「{}」"
_TITLED: Final = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」")


def stake(m: Milestone) -> str:
    """The share that the evidence speaks of: 10%股权; 部分股权 for several, "" for none."""
    evidence = simple(m.evidence)
    found = {f"{each[2]}{each[3]}": each[1] for each in _STAKE.finditer(evidence)}
    if len(found) > 1:
        return PARTLY
    for words, rest in found.items():
        return words if not rest or "%" in words else words.replace("全部", "尚未持有的")
    return PARTLY if _PARTLY.search(evidence) else ""


def holding(m: Milestone) -> str:
    """The shares of what the subject names, as the evidence calls it: 力帆汽车100%股权."""
    subject = simple(m.subject or "")
    if not subject:
        return ""
    shares = (
        r"[^，。；的将把与向和]{0,8}(?:的|所持|手中)?(?:\d+(?:\.\d+)?%|全部|剩余)?的?(?:股权|股份)"
    )
    if marks := re.search(
        rf"{re.escape(subject)}[^，。；持名手及]{{0,6}}(商标|专利)", simple(m.evidence)
    ):
        return f"{subject}{marks[1]}"
    for text in tellings_of_sum(m):
        for found in re.finditer(re.escape(subject) + shares, simple(text)):
            is_share = "%" in found[0] or "全部" in found[0]
            is_firm = _LISTED.match(simple(text), found.end())  # 力帆股份公告
            if is_share or (text == m.evidence and not is_firm):
                return found[0]
    return ""


def tellings_of_sum(m: Milestone) -> list[str]:
    """The evidence, and sentences beside it that tell its sum: a title is short."""
    if m.amount is None:
        return [m.evidence]
    sums = (
        text
        for text in m.support
        if bounds.is_in_evidence(m.amount.value, replace(m, evidence=text))
    )
    return [m.evidence, *sums]


def share(step: Told) -> str:
    """The share that a Chinese subject names, by the name that it gives: 引望10%股权."""
    subject = plain(step.milestone.subject or "").replace("權", "权")
    if not step.subject.share or not is_chinese(subject):
        return step.subject.share
    return _NAMED_SHARE.sub("", subject.replace("將", "将"))


def seller(m: Milestone, thing: str) -> tuple[str, str]:
    """Who owns what is bought, and what it is: 华为, 商标; the first is empty for the firm itself.

    A firm that the evidence does not name is no more than the owner of what it does name.
    """
    evidence, subject = simple(m.evidence), simple(m.subject or "")
    owned = re.findall(rf"{re.escape(subject)}([^，。；]{{0,30}})", evidence) if subject else []
    nouns = words("assets")
    behind = next((each for each in owned if any(noun in each for noun in nouns)), "")
    said = behind or ("" if owned else evidence)
    found = next((noun for noun in nouns if noun in said), "")
    assets = _FACTORY.sub("工厂", found) if found != "工厂" else found
    is_its = holding(m).endswith(assets) if assets else True
    if not thing or is_its or "股" in said or thing.endswith(tuple(nouns)):
        return "", assets
    return thing, assets


def is_owner(thing: str, m: Milestone) -> bool:
    """Is it who owns what is founded or registered: 由某某全资持有?"""
    owned = rf"由{re.escape(plain(thing))}[^，。；]{{0,6}}(?:持有|控股|持股|出资)"
    return re.search(owned, plain(m.evidence)) is not None


def is_founder(name: str, m: Milestone) -> bool:
    """Is it one of those who found a firm, rather than the firm: 百度与吉利组建集度?"""
    if m.kind is not Kind.COMPANY_SETUP or name not in m.evidence:
        return False
    founds = r"(?:组建|組建|共同|合资|合資|联手|聯手|联合|聯合|各持|参与|參與|牵头)"
    said = rf"(?:[与與和、由]|^){re.escape(name)}[^，。；]{{0,12}}{founds}"
    return re.search(said, m.evidence) is not None


def firm(step: Told) -> str:
    """The firm that goes public where it is another one of the company: Ampere的IPO."""
    found = {each[1] or each[2] for each in _FIRM.finditer(step.milestone.evidence)}
    own = [name for name in found if not any(name in each for each in step.names)]
    known = [name for name in own if load().find(name) is None or _is_arm(name, step)]
    return known[0] if len(known) == 1 else ""


def _is_arm(name: str, step: Told) -> bool:
    company = load().find(name)
    return company is not None and company.id in step.companies and company.name != name


def ended_by(step: Told) -> Told:
    """The step told of the side that ends what two had: 宝马取消Northvolt的订单."""
    m = step.milestone
    is_ended = m.kind is Kind.PARTNERSHIP and m.phase is Phase.CANCELLED
    partners = step.others if not step.many else ()
    sides = [*step.names, *partners]
    if not is_ended or len(sides) != len(("one", "other")):
        return step
    texts = [fold(each) for each in (m.evidence, *m.support)]
    enders = [one for one in sides if any(_ends(one, text) for text in texts)]
    if len(enders) != 1 or (not step.many and enders[0] in step.names):
        return step
    ended = tuple(each for each in sides if each not in enders)
    return replace(step, companies=step.companies[:1], names=tuple(enders), others=ended)


def _ends(name: str, text: str) -> bool:
    """Does a clause say that this one alone ends it?"""
    said = rf"(?<![与和、同跟及]){re.escape(fold(name))}{_HAS_ENDED}"
    return re.search(said, text) is not None


def is_capital(m: Milestone) -> bool:
    """Is the sum the registered capital?"""
    return _is_told_by(_CAPITAL, m)


def is_of_unit(step: Told) -> bool:
    """Does the register speak of a firm of the company, by another name than its own?"""
    evidence = simple(step.milestone.evidence)
    names = "|".join(map(re.escape, sorted(step.names, key=len, reverse=True)))
    is_own = re.search(rf"(?:{names})(?:汽车|科技|集团|股份)*有限(?:责任)?公司", evidence)
    return step.says("of_firm") and not is_own


def is_other_money(m: Milestone) -> bool:
    """Is the sum told in a sentence beside the evidence alone, which speaks of no deal?"""
    if m.amount is None or bounds.is_in_evidence(m.amount.value, m) or not is_chinese(m.evidence):
        return False
    holds = tellings_of_sum(m)[1:]
    return bool(holds) and not any(word in text for text in holds for word in words("deals"))


def is_pledged(m: Milestone) -> bool:
    """Is the sum what is pledged to the capital of a firm or fund?"""
    return _is_told_by(_PLEDGED, m)


def _is_told_by(words: re.Pattern[str], m: Milestone) -> bool:
    """Does the sum stand behind these words?"""
    if m.amount is None:
        return False
    found = words.findall(simple(m.evidence))
    return any(bounds.is_in_evidence(m.amount.value, replace(m, evidence=each)) for each in found)


def founders(step: Told, partner: str) -> str:
    """Those who founded the venture that takes the step: 集度由百度与吉利合资组建."""
    if step.many or not partner:
        return ""
    evidence = simple(step.milestone.evidence)
    names = "|".join(map(re.escape, step.names))
    said = rf"(?:{names})[^，。；]{{0,6}}由[^，。；]{{0,24}}(?:合资|组建|合办|共同成立|共同设立)"
    return partner if re.search(said, evidence) else ""


def kind_of_cars(m: Milestone) -> str:
    """Electric or new energy cars, where the evidence counts those alone; "" for any cars."""
    clause = _clause_of_count(m)
    if not clause or _MIXED.search(clause):
        return ""
    kinds = table("chinese_telling")["words"]["kinds_of_cars"]
    return next((kind for kind, forms in kinds.items() if _names_one(clause, forms)), "")


def _names_one(clause: str, forms: Sequence[str]) -> bool:
    words = "|".join(rf"\b{form}s?\b" if form.isascii() else form for form in forms)
    return re.search(words, clause) is not None


def is_of_model(step: Told) -> bool:
    """Are cars of the model counted, rather than all of the company, of which it is the last?"""
    m = step.milestone
    clause, subject = simple(_clause_of_count(m)), simple(m.subject or "")
    if not clause or subject in clause:
        return True
    return not ("全球" in clause or any(name in fold(clause) for name in names_of(step)))


def _clause_of_count(m: Milestone) -> str:
    """The clause of the evidence that holds the count."""
    if m.quantity is None:
        return ""
    clauses = [each[0] for each in CLAUSE.finditer(unicodedata.normalize("NFKC", m.evidence))]
    holds = (
        each
        for each in clauses
        if bounds.is_in_evidence(m.quantity.value, replace(m, evidence=each))
    )
    return next(holds, "")


def is_tried(thing: str, m: Milestone) -> bool:
    """Is what the subject names tried, rather than what the plant on trial will make?"""
    clauses = [each[0] for each in CLAUSE.finditer(plain(m.evidence))]
    told = [each for each in clauses if thing in each]
    return not told or any(_TRIED.search(each) for each in told) or not is_chinese(m.evidence)


def is_made_there(thing: str, m: Milestone) -> bool:
    """Is it where cars are made, rather than a car: 坎顿工厂, 在茨维考?"""
    if not is_chinese(thing) or re.search(r"[A-Za-z0-9]", thing):
        return False
    name = re.escape(thing)
    return re.search(rf"{name}(?:的)?(?:工厂|厂|基地)|(?:位于|设在){name}", m.evidence) is not None


def is_reached(m: Milestone) -> bool:
    """Is the count of stations all that there are then: 增至1万座, 拥有?"""
    return any(word in m.evidence for word in words("reached"))


def posts(m: Milestone) -> bool:
    """Are charging posts counted, rather than stations: 10万根超充桩?"""
    if m.quantity is None:
        return False
    found = (each[0] for each in _POSTS.finditer(plain(m.evidence)))
    return any(bounds.is_in_evidence(m.quantity.value, replace(m, evidence=each)) for each in found)


def permit(m: Milestone) -> str:
    """The permit that the evidence names, for a step whose subject is none; "" for several."""
    found = [word for word in words("named_permits") if word in m.evidence]
    return found[0] if found and all(word in found[0] for word in found) else ""


def is_granted(m: Milestone) -> bool:
    """Does the evidence speak of a leave at all, rather than of an authority alone?"""
    return not is_chinese(m.evidence) or any(word in m.evidence for word in words("granted"))


def passed(m: Milestone) -> str:
    """What the evidence says was passed, for a step whose subject is nothing: 聆讯."""
    if not re.search(r"通过|通過", m.evidence):
        return ""
    return next((word for word in words("named_passed") if word in m.evidence), "")


def some(m: Milestone) -> str:
    """Are not all cars of the model recalled, by any telling of it: 召回部分海豹?"""
    return "部分" if any(_SOME.search(simple(each)) for each in (m.evidence, *m.support)) else ""


def made(m: Milestone) -> str:
    """What the evidence says is made, where it names no model: cars, cells, batteries."""
    evidence, kinds = simple(m.evidence), table("chinese_telling")["words"]["made"]
    for kind, forms in kinds.items():
        what = "|".join(forms)
        made_there = rf"(?:生产|制造|量产)[^，。；]{{0,6}}(?:{what})(?![^，。；]{{0,4}}[厂线])"
        if re.search(rf"{made_there}|(?:{what})的?(?:投产|量产)", evidence):
            return str(kind)
    return ""


def sold_in(m: Milestone) -> str:
    """Where cars went that are counted for one market alone: 在华零售69辆."""
    if m.kind is not Kind.DELIVERY:
        return ""
    clause = _clause_of_count(m)
    words = table("chinese_telling")["words"]
    found = {place for word, place in words["markets"].items() if word in clause}
    found |= {words["countries"][each["word"]] for each in _sold_in().finditer(clause)}
    return found.pop() if len(found) == 1 and not re.search("[含括]", clause) else ""


@cache
def _sold_in() -> re.Pattern[str]:
    """A country right before a sale, the longest name: 在印度尼西亚售出."""
    names = sorted(table("chinese_telling")["words"]["countries"], key=len, reverse=True)
    return re.compile(
        rf"(?P<word>{'|'.join(names)})(?:市场|市場|地区|地區|共|累计|累計|也|已|总共)*"
        r"(?:售|销|銷|交付|卖|賣|零售|上险|登记|注册)"
    )


def is_of_plant(m: Milestone, place: str) -> bool:
    """Is the capacity that of the plant, not that of another one of which a sentence tells?"""
    if m.quantity is None or bounds.is_in_evidence(m.quantity.value, m):
        return True
    holds = [
        text
        for text in m.support
        if bounds.is_in_evidence(m.quantity.value, replace(m, evidence=text))
    ]
    own = _places(f"{place} {m.subject or ''} {m.evidence}")
    others = _places(holds[0]) if holds else []
    related = any(is_inside(a, b) or is_inside(b, a) for a in own for b in others)
    return related or not own or not others


def _places(text: str) -> list[str]:
    return [one for one in split(fold(text))[0] if kind_of(one) == PLACE]


def is_enlarged(m: Milestone) -> bool:
    """Is the capacity one to which a plant grows later: 后续将提高到20万辆?"""
    if m.quantity is None or m.phase is Phase.DONE:
        return False
    found = (each[0] for each in _GROWN.finditer(plain(m.evidence)))
    return any(bounds.is_in_evidence(m.quantity.value, replace(m, evidence=each)) for each in found)


def quoted(thing: str, m: Milestone) -> str:
    """The thing in quotation marks where the evidence never has it without: “准生证”."""
    texts = (m.evidence, *m.support)
    marked = any(form.format(thing) in text for form in _QUOTED for text in texts)
    return _QUOTED[0].format(thing) if marked else thing


def entered(m: Milestone) -> str:
    """The list in which a maker or its car was entered: 公告, 名单."""
    if not any(word in m.evidence for word in words("entered")):
        return ""
    found = [word for word in words("lists") if word in m.evidence]
    return found[0].replace("單", "单").replace("錄", "录") if found else ""


def has_terms(m: Milestone) -> bool:
    """Is something granted on terms?"""
    return any(word in text for text in (m.evidence, *m.support) for word in words("terms"))


def of_amount(m: Milestone) -> Bound | None:
    """The bound of a sum in any telling of the step."""
    return next(filter(None, (bounds.of_amount(each) for each in _tellings(m))), None)


def of_quantity(m: Milestone) -> Bound | None:
    """The bound of a count in any telling of the step."""
    return next(filter(None, (bounds.of_quantity(each) for each in _tellings(m))), None)


def _tellings(m: Milestone) -> Sequence[Milestone]:
    return [replace(m, evidence=text, support=()) for text in (m.evidence, *m.support)]


def is_named_only(place: str, m: Milestone) -> bool:
    """Does a place stand in the evidence only in the name of a paper: 《日本经济新闻》?"""
    evidence = m.evidence
    return place in evidence and place not in _TITLED.sub("", evidence)


def names_of(step: Told) -> list[str]:
    """All names of those who take the step, folded."""
    known = load().companies
    every = [known[each].names for each in step.companies if each in known]
    return [fold(name) for names in (step.names, *every) for name in names]


def words(name: str) -> Sequence[str]:
    """Words of the table of ways to tell a step in Chinese."""
    known: Sequence[str] = table("chinese_telling")["words"][name]
    return known


def plain(text: str) -> str:
    """The text with its width folded away."""
    return _PAUSE.sub("，", unicodedata.normalize("NFKC", text).strip())


_PAUSE: Final = re.compile(r",(?!\d{3})")  # not that of "10,000"


@lru_cache(maxsize=1024)
def simple(text: str) -> str:
    """The text in simplified characters, its Latin words as they are."""
    return "".join(fold(each) if is_chinese(each) else each for each in _RUNS.findall(plain(text)))


_RUNS: Final = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def in_digits(evidence: str) -> str:
    """The places in a row that a text writes out, in digits: 第一百万台 is 第1000000台."""
    found = _WRITTEN.findall(simple(evidence))
    return " ".join(f"第{value}{measure}" for words, measure in found if (value := _value(words)))


def _value(words: str) -> int:
    """A number in Chinese numerals: 三百五十万; 0 for none."""
    whole = part = digit = 0
    for each in words:
        if each in _DIGITS:
            digit = _DIGITS.index(each)
        elif each in _UNITS:
            part += (digit or 1) * _UNITS[each]
            digit = 0
        else:
            scale = _SCALES[each]
            larger, whole = (whole, 0) if whole > scale else (0, whole)
            whole = larger + (whole + part + digit) * scale
            part = digit = 0
    return whole + part + digit


_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"万": 10_000, "亿": 100_000_000}
_WRITTEN: Final = re.compile(r"第([零一二三四五六七八九十百千万亿]{2,12})([辆台座])")


def market(place: str, m: Milestone) -> str:
    """The market that is entered: the country where only the town of the announcement is named."""
    if not place or not is_chinese(m.evidence) or "、" in place:
        return place
    found, _ = split(fold(place))
    outer = [each for one in found for each in around(one)]
    known, _ = split(fold(m.evidence))
    countries = [each for each in outer if each in known]
    if len(found) == 1 and countries:
        return _display()[countries[0]]
    is_where_said = re.search(
        rf"在[^，。；]{{0,10}}{re.escape(place)}[^，。；]{{0,8}}(?:宣布|举行|召开)", m.evidence
    )
    return "" if is_where_said and re.search(r"当地|该国", m.evidence) else place


@cache
def _display() -> dict[str, str]:
    return {token(PLACE, each["en"][0]): each["zh"][0] for each in table("two_scripts")[PLACE]}
