"""Chinese nouns that are counted, and how they stand behind their number."""

import re
from functools import cache
from typing import Final

from bot.milestones.grammars.chinese_units import any_of, pattern, section

MORE: Final = " ?[余多]? ?"  # 20余万辆, 7000多个
NOUN_CHARS: Final = 12  # between a number of stations and their noun: 第四代


@cache
def vehicle() -> re.Pattern[str]:
    """Cars by their measure: 辆 always, 台 and 部 unless another machine follows."""
    measures = any_of(section("vehicles")["measures"])
    others = any_of(section("vehicles")["others"])
    return re.compile(
        rf"{MORE}(?:辆|(?:{measures})(?![分门署队长件委级位曲])(?![^,。;、]{{0,4}}?(?:{others})))"
    )


@cache
def order_noun() -> re.Pattern[str]:
    """Orders: 10万份订单, 29万辆订单, 5万个锁单."""
    measures = any_of(section("orders")["measures"])
    nouns = any_of(section("orders")["nouns"])
    return re.compile(rf"{MORE}(?:(?:{measures})[^,。;、\d]{{0,5}}?)?(?:{nouns})")


@cache
def station() -> re.Pattern[str]:
    """Stations with their measure: 座换电站, 根液冷超充桩."""
    measures = any_of(section("stations")["measures"])
    nouns = any_of(section("stations")["nouns"])
    return re.compile(rf"{MORE}(?:{measures})(?:[^,。;、!?\n]{{0,{NOUN_CHARS}}}?)(?P<noun>{nouns})")


@cache
def job() -> re.Pattern[str]:
    """Jobs: 个就业岗位, 名员工."""
    return re.compile(
        rf"{MORE}(?:(?:名|位|个|人|份)[^,。;、\d]{{0,8}}?)?(?P<noun>{any_of(section('jobs')['nouns'])})"
    )


def last_of(name: str, keys: tuple[str, ...], before: str) -> int:
    """Where the last word of these lists ends; -1 when none stands there."""
    return max(
        (match.end() for key in keys for match in pattern(name, key).finditer(before)), default=-1
    )
