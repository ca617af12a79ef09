"""Purchases and rounds that a text tells as agreed, and still to be closed or paid."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.milestones.chinese import times
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.whole import LEAD
from bot.milestones.chinese.words import any_of
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.statement import Statement
from storage.records import Kind, Phase, Span

NEWS: Final = timedelta(days=10)  # an older purchase is another one
GOES_ON: Final = 3  # sentences behind a purchase that may tell of it without a name
_BOUGHT: Final = re.compile(any_of("shares_and_assets"))
_DEAL: Final = rf"{any_of('closing_of_deals')}(?!{any_of('no_closing')})"
_STILL: Final = any_of("still_to_come")
# "交易预计明年完成", "年底前交割", "若获监管同意", "价款分三期支付", "拟将所持股权转让".
_OPEN: Final = re.compile(
    rf"{_DEAL}[^。;后]{{0,20}}?{_STILL}"
    rf"|(?:{_STILL}|{any_of('by_then')})[^。;,后]{{0,14}}?(?:{_DEAL}|{any_of('closed_some_day')})"
    rf"|{_STILL}[^。;,]{{0,16}}?{any_of('who_lets_deals')}[^。;,]{{0,8}}?{any_of('letting_deals')}"
    r"|分[二两三四几]?[期笔批次]{1,2}(?:付|支付|给付|缴)"
    rf"|(?:拟将?|将其?所持)[^。;]{{0,40}}?股[权份][^。;]{{0,24}}?{any_of('sold_to')}"
)
# A contract that is signed, in a text that tells of no closing.
_SIGNED: Final = re.compile(
    rf"(?:签署|签订|签下|签了|订立)[^。;,]{{0,24}}?{any_of('deals_on_paper')}[^。;,]{{0,4}}?(?:协议|合同)"
)
_CLOSED: Final = re.compile(any_of("deal_over"))
_FILED: Final = re.compile(r"受理")
_CONDITIONAL: Final = re.compile(r"有条件[^。;,]{0,30}?(?:贷款|放款|承诺)")
_LENT: Final = re.compile(r"(?:正式签署|签妥|已签署|完成)[^。;,]{0,10}?贷款|已(?:经)?(?:放款|到账)")
_TRADED: Final = re.compile(any_of("being_traded"))
_PAPERS: Final = re.compile(
    rf"{any_of('handing_in')}[^,。;]{{0,12}}?{any_of('papers_of_listing')}"
    rf"|{any_of('papers_of_listing')}[^,。;]{{0,14}}?(?:挂网|交给|送交|递交|提交|呈交)"
)


class Open(NamedTuple):
    """A sentence that tells that a deal is to be closed yet, and when."""

    position: int
    companies: frozenset[str]
    due: Span | None


def not_closed(
    statements: Sequence[Statement], scenes: Sequence[Scene], published: date
) -> list[Statement]:
    """What is bought in the news of a text is only planned where the text has it still to close."""
    statements = [_as_filed(s) for s in statements]
    promised = any(_CONDITIONAL.search(scene.text) for scene in scenes)
    if promised and not any(_LENT.search(scene.text) for scene in scenes):
        statements = [_as_promised(s, published) for s in statements]
    if not any(_is_bought(s, published) for s in statements):
        return statements
    closed = any(_CLOSED.search(scene.text) for scene in scenes)
    ways = (_OPEN,) if closed else (_OPEN, _SIGNED)
    told = [o for scene in scenes if (o := _open(scene, ways, published)) is not None]
    return [_as_open(s, told, published) for s in statements]


def _as_filed(s: Statement) -> Statement:
    """A listing of which only the papers are handed in: "向SEC送出F-1表格", "刊发招股书"."""
    listing = s.kind is Kind.FUNDING and s.phase is Phase.DONE
    told = fold_chinese(s.evidence) if listing else ""
    filed = _PAPERS.search(told) is not None and _TRADED.search(told) is None
    return replace(s, phase=Phase.PENDING) if filed else s


def _as_promised(s: Statement, published: date) -> Statement:
    """A loan that is only promised under conditions: "有条件批准66亿美元贷款"."""
    loan = s.kind is Kind.FUNDING and s.phase is Phase.DONE and _is_news(s, published)
    lent = loan and ("{loan}" in s.rule or "贷款" in fold_chinese(s.evidence))
    return replace(s, phase=Phase.PENDING) if lent else s


def _is_news(s: Statement, published: date) -> bool:
    return not s.recaps and (s.when is None or s.when.end >= published - NEWS)


def _as_open(s: Statement, told: Sequence[Open], published: date) -> Statement:
    if not _is_bought(s, published):
        return s
    if _FILED.search(fold_chinese(s.evidence)) is not None:
        return replace(s, phase=Phase.PENDING)
    open_ = [o for o in told if _is_of(o, s)]
    due = next((o.due for o in open_ if o.due is not None), None)
    return replace(s, phase=Phase.PLANNED, when=due) if open_ else s


def _is_bought(s: Statement, published: date) -> bool:
    """Is it a purchase or new shares in the news, told as done and not as closed?"""
    if s.kind not in {Kind.INVESTMENT, Kind.FUNDING} or s.phase is not Phase.DONE or s.capital:
        return False
    told = _BOUGHT.search(fold_chinese(s.evidence)) is not None or "{buy_stake}" in s.rule
    return _is_news(s, published) and told and _CLOSED.search(fold_chinese(s.evidence)) is None


def _is_of(open_: Open, s: Statement) -> bool:
    """Does that sentence go on about this purchase?"""
    if open_.companies:
        return s.company in open_.companies
    return s.position <= LEAD or 0 <= open_.position - s.position <= GOES_ON


def _open(scene: Scene, ways: Sequence[re.Pattern[str]], published: date) -> Open | None:
    found = next((f for way in ways if (f := way.search(scene.text)) is not None), None)
    if found is None or scene.has("untrue"):
        return None
    begin, _ = scene.bounds(scene.clause(found.start()))
    _, end = scene.bounds(scene.clause(found.end() - 1))
    named = frozenset(m.company for m in scene.mentions if m.company)
    return Open(scene.number, named, times.due(scene, begin, end, published))
