"""The words that commands know: filters, kinds and phases, with what people call them."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, TypeVar

from rapidfuzz import fuzz, process

from storage.records import Certainty, Kind, Phase

Name = TypeVar("Name", bound=str)
Muted = Literal["company", "kind", "source"]  # what a channel may be silent about
Action = Literal["list", "retry", "skip"]  # about what rests in the outbox

NEAR: Final = 60.0  # of 100: what still counts as a typing error of a short word
FILTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("kinds", "type", "types", "类型", "种类"),
    "since": ("from", "after", "自", "自从", "起"),
    "until": ("till", "to", "至", "到"),
    "phase": ("phases", "stage", "state", "阶段"),
    "certainty": ("sure", "可信度"),
    "model": ("models", "subject", "about", "车型", "主题"),
    "page": ("p", "页"),
    "older": (),
    "newer": (),
    "channel": ("channels", "频道"),
}
ALL: Final = frozenset({"all", "everything", "全部", "所有"})
AND: Final = frozenset({"and", "和", "及"})
UNTIL: Final = frozenset({"until", "till", "for", "直到", "至", "到"})
MUTABLE: Final[Mapping[Muted, tuple[str, ...]]] = {
    "company": ("companies", "公司"),
    "kind": ("kinds", "type", "types", "类型", "种类"),
    "source": ("sources", "outlet", "来源"),
}
ACTIONS: Final[Mapping[Action, tuple[str, ...]]] = {
    "list": ("show", "列表"),
    "retry": ("again", "send", "重试"),
    "skip": ("drop", "跳过"),
}
KINDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.COMPANY_SETUP: (
        *("company setup", "setup", "set-up", "founding", "founded", "brand", "subsidiary"),
        *("entry", "成立", "设立", "创立", "新公司", "子公司", "品牌"),
    ),
    Kind.INVESTMENT: (
        *("investments", "invest", "stake", "acquisition", "capex", "spending"),
        *("投资", "入股", "收购", "并购", "增资"),
    ),
    Kind.FUNDING: (
        "fundings",
        "round",
        "loan",
        "grant",
        "ipo",
        "listing",
        "融资",
        "贷款",
        "募资",
        "补贴",
    ),
    Kind.PARTNERSHIP: (
        *("partnerships", "partner", "deal", "agreement", "supply", "joint venture", "jv"),
        *("合作", "合资", "战略合作", "协议", "供货"),
    ),
    Kind.REGISTRATION: (
        *("registrations", "domain", "trademark", "patent", "icp", "filing", "注册", "备案"),
        *("注册备案", "商标", "域名", "专利"),
    ),
    Kind.APPROVAL: (
        *("approvals", "permission", "licence", "license", "permit", "clearance", "审批", "批准"),
        *("资质", "获批", "许可", "准入", "牌照"),
    ),
    Kind.FACTORY: ("factories", "plant", "plants", "site", "工厂", "建厂", "厂房", "基地"),
    Kind.TESTING: ("tests", "test", "prototype", "trial", "测试", "路试", "样车"),
    Kind.PRODUCTION: (
        "mass production",
        "output",
        "production start",
        "sop",
        "量产",
        "生产",
        "下线",
        "投产",
    ),
    Kind.UNVEIL: (
        "unveiling",
        "unveils",
        "reveal",
        "debut",
        "concept",
        "亮相",
        "发布",
        "首秀",
        "概念车",
    ),
    Kind.LAUNCH: (
        *("launches", "sales start", "price", "orders", "pre-orders", "preorder", "上市", "预售"),
        *("订单", "开售", "售价", "价格", "降价", "预订"),
    ),
    Kind.DELIVERY: ("deliveries", "delivered", "sales", "交付", "销量", "交车", "交付量"),
    Kind.MARKET_ENTRY: (
        "market entry",
        "market",
        "export",
        "exports",
        "进入市场",
        "出口",
        "出海",
        "海外",
    ),
    Kind.TECHNOLOGY: ("tech", "battery", "platform", "chip", "技术", "电池", "芯片", "平台"),
    Kind.INFRASTRUCTURE: (
        *("charging", "charging network", "swap", "swap stations", "stations", "补能网络"),
        *("充电", "换电", "充电桩", "充电站", "换电站"),
    ),
    Kind.RECALL: ("recalls", "investigation", "safety", "召回", "缺陷"),
    Kind.RESTRUCTURING: (
        *("layoffs", "layoff", "insolvency", "bankruptcy", "closure", "ceo", "重组", "裁员"),
        *("破产", "停产", "关停", "重整"),
    ),
}
PHASES: Final[Mapping[Phase, tuple[str, ...]]] = {
    Phase.PLANNED: ("plan", "plans", "target", "future", "计划", "计划中"),
    Phase.PENDING: ("open", "applied", "ongoing", "under way", "进行中", "申请中", "待批"),
    Phase.DONE: ("finished", "completed", "complete", "happened", "完成", "已完成"),
    Phase.DELAYED: (
        *("late", "slipped", "slips", "delays", "postponed", "put off", "推迟", "已推迟", "延期"),
    ),
    Phase.CANCELLED: ("canceled", "dropped", "refused", "取消", "已取消"),
}
CERTAINTIES: Final[Mapping[Certainty, tuple[str, ...]]] = {
    Certainty.OFFICIAL: (
        *("confirmed", "announced", "certain", "sure", "官方", "官方确认", "官宣", "已确认"),
    ),
    Certainty.REPORTED: ("reports", "media", "press", "报道", "媒体报道", "媒体"),
    Certainty.RUMOURED: ("rumored", "rumour", "rumor", "rumours", "rumors", "传闻", "传言"),
}


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """The word with width, case, and the ways to join two words folded away."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return " ".join(folded.replace("_", " ").replace("-", " ").split())


def lookup(names: Mapping[Name, Sequence[str]], word: str) -> Name | None:
    """The name that this word is, or is another word for; None when it is neither."""
    wanted = fold(word)
    for name, others in names.items():
        if wanted in {fold(name), *map(fold, others)}:
            return name
    return None


def nearest(
    names: Mapping[Name, Sequence[str]], word: str, limit: int = 3, *, near: float = NEAR
) -> tuple[Name, ...]:
    """The names whose own spelling or other words look most like this one, best first.

    `near`: how like it they must be at least, of 100.
    """
    spelled = {fold(other): name for name, others in names.items() for other in others}
    spelled |= {fold(name): name for name in names}
    found = process.extract(fold(word), list(spelled), scorer=fuzz.ratio, score_cutoff=near)
    return tuple(dict.fromkeys(spelled[match] for match, _, _ in found))[:limit]
