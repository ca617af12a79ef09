"""Chinese wording of times within a year and of years: 3月28日, 第一季度, 上半年, 年底, 2024年, 去年."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.chinese_numerals import DIGITS, han_value
from bot.milestones.grammars.readings import YearSpan
from bot.milestones.spans import Fiscal, Part, Season
from storage.records import Span

ROC: Final = 1911  # the year before the first of 民国
THIS_CENTURY: Final = 2000
MONTHS_OF_YEAR: Final = 12

MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)"
DAY: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
TO: Final = r"\ ?(?:-|~|—|至|到)\ ?"
NTH: Final = r"[1-4一二三四]"
COUNT: Final = r"(?:1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])"

# A place in a year: the words behind a year, or alone where the year is left open.
PLACE: Final = re.compile(
    rf"""
    (?P<m>{MONTH})\ ?月\ ?(?P<d>{DAY})\ ?[日号]?(?:{TO}|、)(?P<d2>{DAY})\ ?[日号](?!线)
  | (?P<dm>{MONTH})\ ?月\ ?(?P<dd>{DAY})\ ?[日号](?!线)
  | (?P<sm>{MONTH})/(?P<sd>{DAY})(?=\ ?(?:起|前|开始|正式|上市|交付|发布|亮相))
  | (?P<m1>{MONTH})\ ?(?:月份?)?(?:{TO}|、)(?P<m2>{MONTH})\ ?月(?!\ ?{DAY}\ ?[日号])份?
  | (?P<month>{MONTH})\ ?月(?!龄|薪|大婴|饼)份?(?:[上中下]旬|初(?!步|期|始)|底|末|中(?=[,。、)]|$)|内)?
  | (?:前|首|头)(?P<count>{COUNT}|1[0-2])\ ?个?月(?!\ ?{DAY}\ ?[日号])
  | (?:前|首|头)(?P<quarters>[1-3一二两三])个?季度?
  | 第?(?P<q1>{NTH})(?:季度?)?(?:{TO}|、|(?=[二三四]季度))第?(?P<q2>{NTH})季度?(?![节报军风候])
  | (?:第(?P<q3>{NTH})个?季度?(?!赛|节)|(?P<q>{NTH})季度|(?P<first>首季|末季)度?(?![节报军风候])|[Qq](?P<q4>[1-4])(?![0-9A-Za-z])(?:季度?)?)
  | (?P<half>上半年|前半年|下半年|后半年|[Hh][12](?![0-9A-Za-z])|[12]H(?![0-9A-Za-z]))
  | (?P<part>年初(?![步期级始一二三])|年中(?![国央])|年底(?!盘)|年末(?!端)|年尾|年终(?!奖)|岁末|岁尾|年关)
  | (?P<season>[春夏秋冬](?:季|天|日)?)(?![节晚运招游耕测训普])
    """,
    re.VERBOSE,
)
# Behind the 年 of a year: its own beginning, middle or end.
END: Final = re.compile(
    r"(?P<half>[上下]半(?![年场部身夜天导]))|(?P<part>初(?!步|期|级|始|创|衷|次|代|中|一|二|三)|底(?!盘|特律|层|薪|价|部|气|线|色)|末(?!端|班|位)|尾(?!部|门|灯)"
    r"|中(?=[,。、;!?) ]|$|前后|期(?!货)|左右|投|量|上|交|开|推|启|完|实|正|发|建|达|将|才|起|时|以|至|到|的|亮|首|在|宣|公|出|进|入|下))"
)
YEAR: Final = re.compile(
    rf"""
    (?P<fy>FY\ ?(?:20)?\d\d(?!\d))
  | (?P<fiscal>(?:20)?\d\d(?:[/-]\d\d)?)\ ?(?:年)?财\ ?年度?
  | (?P<roc>民国\ ?(?P<rocn>\d{{2,3}}|[一二三四五六七八九十百〇零]{{1,6}})\ ?年)
  | (?P<four>(?:19|20)\d\d)(?:\ ?年(?!款|产|薪|龄|报|代|(?:-|~|—|至|到|、|和|与)\ ?(?:19|20)?\d\d\ ?年?款)度?(?:年(?=[初中底末尾]))?|(?=\ ?(?:[QqHh][1-4]|[上下]半年|第?{NTH}季|全年|年?年[初中底末])|\ ?(?:-|~|—|至|到)\ ?(?:19|20)\d\d\ ?年(?![款产])))
  | (?P<minguo>1[01]\d)年(?={MONTH}月)
  | [今去明前后]\((?P<inside>(?:19|20)\d\d|1[01]\d)\)年
  | (?P<han>[一二][〇零九][〇零一二三四五六七八九]{{2}})\ ?年(?!款)度?(?:年(?=[初中底末尾]))?
  | (?P<two>[1-4]\d)(?:年(?=年?[底末初]|{MONTH}月|[上下]半年|第?{NTH}季|[Qq][1-4])|(?=[QqHh][1-4](?![0-9A-Za-z])))
  | (?P<relative>大后年|大前年|今年|明年|[去昨]年|(?<![年此目以之])[前后]年(?![产均销化营收可节处])|(?<![线以之])上一?年(?![产均销货会])|(?<![成基资])本年|下一年|(?<![年以未蔚])来年(?![产均销]))(?!同期|款|轻|龄|薪)度?(?:年(?=[初中底末尾]))?
  | (?P<short>[今明去])(?=[春夏秋冬](?:季|天|日)?)
  | (?P<told>当年(?=年?[初底末]|\ ?{MONTH}月|[上下]半年|第?{NTH}季|[Qq][1-4])|同年|次年|翌年|隔年)(?!同期|[度级轻])
    """,
    re.VERBOSE,
)
_SHIFTS: Final = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "昨年": -1,
    "去": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "今": 0,
    "本年": 0,
    "明年": 1,
    "明": 1,
    "来年": 1,
    "下年": 1,
    "下一年": 1,
    "后年": 2,
    "大后年": 3,
}
_TOLD: Final = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1, "隔年": 1}
_PARTS: Final = {"初": Part.EARLY, "中": Part.MIDDLE}
_SEASONS: Final = {
    "春": Season.SPRING,
    "夏": Season.SUMMER,
    "秋": Season.AUTUMN,
    "冬": Season.WINTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A time within any year. `alone`: it is a date without a year beside it, too."""

    grain: Grain
    at: YearSpan
    end: int
    alone: bool = True
    # Quarters and halves of a fiscal year lie elsewhere.
    fiscal: Callable[[Fiscal, int], Span] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year as told. `told`: it counts from the date told before; `fiscal`: a fiscal year."""

    number: int
    end: int
    relative: bool = False
    fiscal: bool = False
    told: bool = False
    whole: bool = True  # it may stand alone


def integer(words: str) -> int:
    """A small number in figures or Chinese characters; 元 is the first."""
    if words.isdigit():
        return int(words)
    if words == "元":
        return 1
    if all(digit in DIGITS for digit in words):
        return int("".join(str(DIGITS[digit]) for digit in words))
    value = han_value(words)
    return int(value) if value is not None else 1


def year_at(text: str, at: int, published_year: int) -> Year | None:
    """The year told at an offset; `told` ones hold the shift from the year told before."""
    match = YEAR.match(text, at)
    if match is None:
        return None
    end = match.end()
    if match["four"]:
        return Year(number=int(match["four"]), end=end)
    if match["han"]:
        return Year(number=integer(match["han"]), end=end)
    if match["two"]:
        return Year(number=THIS_CENTURY + int(match["two"]), end=end, whole=False)
    if match["roc"]:
        return Year(number=ROC + integer(match["rocn"]), end=end)
    if match["minguo"] or match["inside"]:
        number = int(match["minguo"] or match["inside"])
        return Year(number=number + ROC * (number < ROC), end=end)
    if match["fiscal"] or match["fy"]:
        digits = re.sub(r"\D", "", (match["fiscal"] or match["fy"]).split("/")[0])
        return Year(number=int(digits) % 100 + THIS_CENTURY, end=end, fiscal=True)
    if match["told"]:
        return Year(number=_TOLD[match["told"]], end=end, told=True, whole=match["told"] != "当年")
    word = match["relative"] or match["short"]
    shift = _SHIFTS[word.removesuffix("度")]
    return Year(number=published_year + shift, end=end, relative=True, whole=not match["short"])


def place_at(text: str, at: int, *, behind_year: bool) -> Place | None:
    """The time within a year told at an offset; behind a year also its bare 初, 中, 底 or season."""
    bare = END.match(text, at) if behind_year else None
    if bare is not None:
        return _part(bare["part"], bare.end()) if bare["part"] else _half(bare["half"], bare.end())
    match = PLACE.match(text, at)
    if match is None:
        return None
    end = match.end()
    if match["d"]:
        return _days(match)
    if match["dm"] or match["sm"]:
        month, number = match["dm"] or match["sm"], match["dd"] or match["sd"]
        day = spans.each_day(integer(month), integer(number))
        return Place(grain=Grain.DAY, at=day, end=end)
    if match["m1"]:
        return _months(integer(match["m1"]), integer(match["m2"]), end)
    if match["month"]:
        return Place(grain=Grain.MONTH, at=spans.each_month(integer(match["month"])), end=end)
    if match["count"]:
        return _months(1, integer(match["count"]), end)
    if match["season"]:
        season = _SEASONS[match["season"][0]]
        return Place(grain=Grain.SEASON, at=spans.each_season(season), end=end, alone=False)
    if match["part"]:
        return _part(match["part"][1], end)
    if match["half"]:
        return _half(match["half"], end)
    return _quarters(match)


def _days(match: re.Match[str]) -> Place | None:
    month = integer(match["m"])
    first, last = (spans.each_day(month, integer(match[name])) for name in ("d", "d2"))

    def at(year: int) -> Span | None:
        begin, end = first(year), last(year)
        if begin is None or end is None or begin.start > end.end:
            return None
        return Span(start=begin.start, end=end.end)

    return Place(grain=Grain.RANGE, at=at, end=match.end())


def _months(first: int, last: int, end: int) -> Place:
    count = (last - first) % MONTHS_OF_YEAR + 1  # from December to February runs into the next year
    return Place(
        grain=Grain.RANGE if count > 1 else Grain.MONTH,
        at=lambda year: spans.months(year, first, count),
        end=end,
    )


def _quarters(match: re.Match[str]) -> Place | None:
    if match["quarters"]:
        first, last = 1, integer(match["quarters"])
    elif match["q1"]:
        first, last = integer(match["q1"]), integer(match["q2"])
    elif match["first"]:
        first = last = 1 if match["first"] == "首季" else 4
    else:
        first = last = integer(match["q3"] or match["q"] or match["q4"])
    if first > last:
        return None

    def fiscal(year: Fiscal, number: int) -> Span:
        return Span(start=year.quarter(number, first).start, end=year.quarter(number, last).end)

    return Place(
        grain=Grain.QUARTER if first == last else Grain.RANGE,
        at=lambda year: spans.months(year, 3 * first - 2, 3 * (last - first + 1)),
        end=match.end(),
        fiscal=fiscal,
    )


def _half(word: str, end: int) -> Place:
    which = 1 if word[0] in "上前1" or word[1] == "1" else 2
    return Place(
        grain=Grain.HALF,
        at=lambda year: spans.of_half(year, which),
        end=end,
        fiscal=lambda fiscal, year: fiscal.half(year, which),
    )


def _part(word: str, end: int) -> Place:
    part = _PARTS.get(word[0], Part.LATE)
    return Place(grain=Grain.PART, at=lambda year: spans.of_part(year, part), end=end)
