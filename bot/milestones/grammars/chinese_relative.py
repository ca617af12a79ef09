"""Chinese times that count from the day of publication: 昨日, 上周五, 本月底, 年内, 三年前, 未来十年."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.chinese_calendar import COUNT, DAY, integer
from bot.milestones.grammars.readings import Context, Reading
from storage.records import Span

MAX_YEARS: Final = 60
LONGEST_AGO_DAYS: Final = 400
LATEST_TENS: Final = 30  # 40年代 and later are those of the last century

_WEEK: Final = r"(?:周|星期|礼拜)"
_NUMBER: Final = rf"(?:\d{{1,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?|{COUNT})"
_TO: Final = r"(?:-|~|到|至)"
_MONTH_PART: Final = (
    r"(?:[上中下]旬|初(?![步期级始])|底|末|中(?=[,。、)]|$)|内|较早时候|早些时候|较早前|稍早)?"
)

RELATIVE: Final = re.compile(
    rf"""
    (?P<day>(?P<near>大前|[前昨今明])(?:\ ?\((?P<inside>{DAY})\ ?日?\)\ ?日?|天(?!窗|幕|津)|(?<![目此之以年月周]前)日(?!均|产|本|系|后|头条|资本)|晚(?![报餐间期])|[早晨夜](?![报餐])|(?<=[今昨])(?=宣布|公布|表示|发布|发表|证实|回应|召开|召回|举行))
      |(?<![以之此])(?P<after>大?后)天(?![窗气]))
  | (?P<now>即日起?)
  | (?P<told>当[日天晚]|同[日天]|次[日天]|翌[日天]|隔[日天])
  | (?P<weekday>(?:(?P<week>上上|上|本|这|下下|下)个?)?(?<![每隔第半近一二两三四五六七八九十\d]){_WEEK}(?P<nth>[一二三四五六日天])(?![年期边转岁个批次般均报]))
  | (?P<weekend>(?P<endweek>上上?|本|这|下)个?{_WEEK}末)
  | (?P<wholeweek>(?<![线以])(?P<theweek>上上?|本|这|下下?)一?个?{_WEEK}(?![年边转末]))
  | (?P<month>(?P<themonth>上上|(?<![线以之])上|(?<![成基资版样])本|这|下下|(?<![旗线之手麾])下|当|次|同)一?个?月(?![报球饼份牙])(?:\ ?(?P<mday>{DAY})\ ?[日号]|份?{_MONTH_PART}))
  | (?P<quarter>(?P<thequarter>(?<![线以之])上|本|这|(?<![旗线之])下|当)一?个?季度?(?![节赛报风]))
  | (?P<fiscal>(?P<thefiscal>上|本|下)一?个?财年)
  | (?P<within>(?:(?<=蔚来)|(?<![几数多近整半全年来一二两三四五六七八九十\d]))年内)
  | (?P<part>(?<![个每正腊])月(?:底|初(?!步|期)|末|内|中(?=[,。、)]|$))|[上中下]旬)
  | (?P<ago>(?<![第近])(?P<agocount>{_NUMBER})\ ?(?P<agounit>年|个月|周|个?星期|天)(?:[之以])?前(?![后夕列十二三]))
  | (?P<horizon>(?:未来|今后|接下来的?|往后|此后|后续)的?\ ?(?:{_NUMBER}\ ?(?:-|~|到|至)\ ?|[一二两三四五六七八](?=[二三四五六七八九]))?(?P<years>{_NUMBER})\ ?年(?:之?内|间|里|中)?)
  | (?P<inner>(?<![近去这头首前后满续保期每第\d])(?P<inyears>{_NUMBER})\ ?年(?:之?内(?!首次|最)|间|(?=(?:累计|总|计划|将|共|内|拟|预计|再){{0,2}}投(?!产))|(?=\ ?\d+(?:\.\d+)?\ ?[万亿])))
  | (?P<left>(?:只剩|还剩|仅剩|还有)\ ?(?:不到|约)?\ ?(?P<leftcount>{_NUMBER})\ ?个月)
  | (?P<months>(?:未来|今后|接下来的?)\ ?(?:(?P<mlow>{_NUMBER})\ ?{_TO}\ ?)?(?P<mcount>{_NUMBER})\ ?个?月(?:之?内)?|(?<![近前后\d])(?:(?P<inlow>{_NUMBER})\ ?{_TO}\ ?)?(?P<incount>{_NUMBER})\ ?个月之?内)
  | (?P<pair>(?P<thepair>今明|明后|去今)两?年)
  | (?P<whole>全年(?!龄))
  | (?P<plan>“?十(?P<fiveyear>[一二三四五六])五”?(?:规划)?(?:期间|时期|末|规划期|(?=[期时末规计开收,。的])|(?<=”)))
  | (?P<decade>(?:本世纪|21世纪|(?P<lastcentury>上世纪|20世纪))?\ ?(?P<century>19|20)?(?P<tens>[1-9]0|[一二三四五六七八九]十)年代(?P<tenspart>初期?|前半段?|前期|上半段?|中期|后半段?|后半叶|下半段?|后期|末期?)?)
  | (?P<feast>元旦(?!节前)|国庆(?:节|假期|长假|黄金周)?|双十一|双11|双十二|双12)
    """,
    re.VERBOSE,
)
_NEAR: Final[Mapping[str, int]] = {
    "大前": -3,
    "前": -2,
    "昨": -1,
    "今": 0,
    "明": 1,
    "后": 2,
    "大后": 3,
}
_WEEKS: Final[Mapping[str, int]] = {
    "上上": -2,
    "上": -1,
    "本": 0,
    "这": 0,
    "当": 0,
    "下": 1,
    "次": 1,
    "下下": 2,
}
_DAYS_OF_WEEK: Final = "一二三四五六日"
_WEEK_DAYS: Final = 7
_FEASTS: Final[Mapping[str, tuple[int, int, int]]] = {
    "元旦": (1, 1, 1),
    "国庆": (10, 1, 7),
    "双十一": (11, 11, 1),
    "双11": (11, 11, 1),
    "双十二": (12, 12, 1),
    "双12": (12, 12, 1),
}
_LONGEST_MONTH: Final = timedelta(days=31)
_FIRST_PLAN: Final = 2001  # the first year of 十五, the tenth five-year plan


def relative_at(context: Context, at: int, told: Span | None) -> tuple[Reading, int] | None:
    """The time told at an offset of the folded text and where its words end.

    `told` is the date told before, from which 当日, 次日 and 当月 count.
    """
    match = RELATIVE.match(context.text, at)
    if match is None:
        return None
    for name, read in _READERS.items():
        if match[name]:
            reading = read(match, context, told)
            return (reading, match.end()) if reading else None
    return None


def day_of_month(day: int, context: Context, told: Span | None) -> Reading | None:
    """A day alone (28日): the last and the next day of this number, or that of the month told."""
    here = context.published
    if told is not None:
        span = spans.each_day(told.start.month, day)(told.start.year)
        return Reading(grain=Grain.DAY, span=span) if span else None
    around = [
        span
        for shift in range(-2, 3)
        if (span := _in_month(here.year, here.month + shift, day)) is not None
    ]
    behind = [span for span in around if span.start <= here]
    ahead = [span for span in around if span.start >= here]
    if not behind or not ahead:
        return None
    return Reading(grain=Grain.DAY, behind=behind[-1], ahead=ahead[0], relative=True)


def _in_month(year: int, month: int, day: int) -> Span | None:
    first = spans.first_of(year, month)
    return spans.each_day(first.month, day)(first.year)


def _day(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    day = context.published + timedelta(days=_NEAR[match["near"] or match["after"]])
    if match["inside"]:
        number = integer(match["inside"])
        near = (day + timedelta(days=shift) for shift in (0, 1, -1, 2, -2))
        day = next((one for one in near if one.day == number), day)
    return Reading(grain=Grain.DAY, span=spans.of_day(day), relative=True)


def _now(_: re.Match[str], context: Context, __: Span | None) -> Reading:
    return Reading(grain=Grain.DAY, span=spans.of_day(context.published), relative=True)


def _told(match: re.Match[str], context: Context, told: Span | None) -> Reading | None:
    after = match["told"][0] in "次翌隔"
    if told is None or told.start != told.end:
        return None if after else _now(match, context, told)
    day = told.start + timedelta(days=int(after))
    return Reading(grain=Grain.DAY, span=spans.of_day(day), relative=True)


def _weekday(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    number = _DAYS_OF_WEEK.index(match["nth"].replace("天", "日"))
    here = context.published
    if match["week"]:
        monday = spans.of_week(here, shift=_WEEKS[match["week"]]).start
        day = spans.of_day(monday + timedelta(days=number))
        return Reading(grain=Grain.DAY, span=day, relative=True)
    back = timedelta(days=(here.weekday() - number) % _WEEK_DAYS)
    on = timedelta(days=(number - here.weekday()) % _WEEK_DAYS)
    return Reading(
        grain=Grain.DAY,
        behind=spans.of_day(here - back),
        ahead=spans.of_day(here + on),
        relative=True,
    )


def _weekend(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    week = spans.of_week(context.published, shift=_WEEKS[match["endweek"]])
    span = Span(start=week.end - timedelta(days=1), end=week.end)
    return Reading(grain=Grain.RANGE, span=span, relative=True)


def _week(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    span = spans.of_week(context.published, shift=_WEEKS[match["theweek"]])
    return Reading(grain=Grain.WEEK, span=span, relative=True)


def _month(match: re.Match[str], context: Context, told: Span | None) -> Reading | None:
    which = match["themonth"]
    here = context.published
    if which in "当次同":
        here = told.start if told is not None else _month_told(context)
    shift = {"同": 0}.get(which, _WEEKS.get(which, 0))
    if not match["mday"]:
        span = spans.of_month(here.year, here.month + shift)
        return Reading(grain=Grain.MONTH, span=span, relative=True)
    day = _in_month(here.year, here.month + shift, integer(match["mday"]))
    return Reading(grain=Grain.DAY, span=day, relative=True) if day else None


def _month_told(context: Context) -> date:
    """The month that the sentence before told last, else that of the publication."""
    told, here = context.told, context.published
    is_month = told is not None and told.start <= here and told.end - told.start < _LONGEST_MONTH
    return told.start if told is not None and is_month else here


def _quarter(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    here = context.published
    number = here.year * 4 + (here.month - 1) // 3 + _WEEKS[match["thequarter"]]
    span = spans.of_quarter(number // 4, number % 4 + 1)
    return Reading(grain=Grain.QUARTER, span=span, relative=True)


def _fiscal(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    number = context.fiscal.number_on(context.published) + _WEEKS[match["thefiscal"]]
    return Reading(grain=Grain.YEAR, span=context.fiscal.year(number), relative=True)


def _within(_: re.Match[str], context: Context, __: Span | None) -> Reading:
    return Reading(grain=Grain.YEAR, span=spans.of_year(context.published.year), relative=True)


def _part(_: re.Match[str], context: Context, told: Span | None) -> Reading:
    here = context.published
    if told is not None:
        return Reading(grain=Grain.MONTH, span=spans.of_month(told.start.year, told.start.month))
    return Reading(grain=Grain.MONTH, span=spans.of_month(here.year, here.month), relative=True)


def _ago(match: re.Match[str], context: Context, _: Span | None) -> Reading | None:
    count, unit, here = integer(match["agocount"]), match["agounit"], context.published
    if unit == "年":
        return Reading(grain=Grain.YEAR, span=spans.of_year(here.year - count), relative=True)
    if unit == "个月":
        span = spans.of_month(here.year, here.month - count)
        return Reading(grain=Grain.MONTH, span=span, relative=True)
    if unit == "天":
        if count > LONGEST_AGO_DAYS:
            return None
        day = here - timedelta(days=count)
        return Reading(grain=Grain.DAY, span=spans.of_day(day), relative=True)
    return Reading(grain=Grain.WEEK, span=spans.of_week(here, shift=-count), relative=True)


def _horizon(match: re.Match[str], context: Context, _: Span | None) -> Reading | None:
    years = integer(match["years"] or match["inyears"])
    if not 0 < years <= MAX_YEARS:
        return None
    span = spans.horizon(context.published.year, years)
    return Reading(grain=Grain.HORIZON, span=span, relative=True, years=years)


def _left(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    """The month until which so many are left: "还有三个月"."""
    here = context.published
    span = spans.of_month(here.year, here.month + integer(match["leftcount"]))
    return Reading(grain=Grain.MONTH, span=span, relative=True)


def _months(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    """So many months from now; of "12 to 18 months" those between the two."""
    here, low = context.published, match["mlow"] or match["inlow"]
    last = spans.of_month(here.year, here.month + integer(match["mcount"] or match["incount"]))
    first = spans.of_month(here.year, here.month + integer(low)).start if low else here
    span = Span(start=min(first, last.start), end=last.end)
    return Reading(grain=Grain.HORIZON, span=span, relative=True)


def _pair(match: re.Match[str], context: Context, _: Span | None) -> Reading:
    first = context.published.year + {"今": 0, "明": 1, "去": -1}[match["thepair"][0]]
    return Reading(grain=Grain.RANGE, span=spans.of_years(first, first + 1), relative=True)


def _whole(_: re.Match[str], context: Context, told: Span | None) -> Reading:
    """The whole year: the one told before; in January also the one just gone."""
    year = told.start.year if told else context.published.year
    if told is None and context.published.month == 1:
        return Reading(
            grain=Grain.YEAR,
            behind=spans.of_year(year - 1),
            ahead=spans.of_year(year),
            relative=True,
        )
    return Reading(grain=Grain.YEAR, span=spans.of_year(year), relative=told is None)


def _plan(match: re.Match[str], _: Context, __: Span | None) -> Reading:
    first = _FIRST_PLAN + 5 * (integer(match["fiveyear"]) - 0)
    return Reading(grain=Grain.RANGE, span=spans.of_years(first, first + 4))


def _decade(match: re.Match[str], _: Context, __: Span | None) -> Reading:
    tens = integer(match["tens"])
    last_century = (
        match["lastcentury"]
        or match["century"] == "19"
        or (
            match["century"] is None
            and tens > LATEST_TENS
            and not match["decade"].startswith(("本", "21"))
        )
    )
    first = (1900 if last_century else 2000) + tens
    part = (match["tenspart"] or "")[:1]
    if part in {"后", "下", "末"}:
        span = Span(start=spans.of_half(first + 5, 2).start, end=date(first + 9, 12, 31))
    elif part in {"前", "上", "初"}:
        span = Span(start=date(first, 1, 1), end=spans.of_half(first + 5, 1).end)
    else:
        span = spans.of_years(first, first + 9)
    return Reading(grain=Grain.DECADE, span=span)


def _feast(match: re.Match[str], _: Context, __: Span | None) -> Reading:
    month, day, days = next(
        place for name, place in _FEASTS.items() if match["feast"].startswith(name)
    )
    return Reading(
        grain=Grain.DAY if days == 1 else Grain.RANGE,
        at=lambda year: Span(start=date(year, month, day), end=date(year, month, day + days - 1)),
    )


_Read = Callable[[re.Match[str], Context, Span | None], Reading | None]
_READERS: Final[Mapping[str, _Read]] = {
    "day": _day,
    "now": _now,
    "told": _told,
    "weekday": _weekday,
    "weekend": _weekend,
    "wholeweek": _week,
    "month": _month,
    "quarter": _quarter,
    "fiscal": _fiscal,
    "within": _within,
    "part": _part,
    "ago": _ago,
    "horizon": _horizon,
    "inner": _horizon,
    "left": _left,
    "months": _months,
    "pair": _pair,
    "whole": _whole,
    "plan": _plan,
    "decade": _decade,
    "feast": _feast,
}
