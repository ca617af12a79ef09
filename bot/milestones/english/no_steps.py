"""Words of a deal, a permit, a price or an office that tell no such step where they stand."""

import re
from itertools import pairwise
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense
from bot.milestones.english.steps import Match
from bot.milestones.mentions import OUTSIDER

AHEAD: Final = 3  # words from "agreed with X" to what they agreed on
BACK: Final = 5  # words from a plant back to "production at"
_SHARES: Final = re.compile(
    r"\b(?:share|stock|equity)s? (?:subscription|purchase|transfer|sale)|\bsubscription agreement"
)
# Money that a signed deal puts into a company.
_PUTTING_IN: Final = re.compile(
    r"\b(?:agreement|deal|contract) under which\b.* (?:invest|put|inject|pour|pump)s?\b"
    r".* (?:million|billion)\b.* (?:in|into)\b"
)
# Money that goes into a company that the clause does not name.
_INTO_IT: Final = re.compile(
    r"\b(?:invest|invests|invested|put|puts|pour|pours|poured|inject|injects|injected|pump|pumps)\b"
    r"[^,;.]{1,60} into the (?:company|carmaker|car maker|automaker|start-?up|firm|maker)\b"
)
# A venture that becomes the property of one side.
_WHOLE: Final = re.compile(
    r"\b(?:venture|partner)\b.*\b(?:wholly|fully)[- ]owned subsidiary\b"
    r"|\bbuy(?:s|ing)? out (?:its|the|their)\b.*\bpartner\b"
    r"|\b(?:other half|remaining (?:stake|share|half)|rest) (?:of|in) (?:its|the|their)\b"
    r".*\bventure\b"
)
_SIZED: Final = re.compile(
    r"\b(?:deals?|contracts?|agreements?|pacts?)\b[^.;]{1,60}\b(?:is|are|was|were) "
    r"(?:on an? )?(?:much |rather |far )?"
    r"(?:small|smaller|large|larger|big|bigger|limited|modest|minor)\b"
)
MADE: Final = frozenset(("developed", "co-developed", "built", "designed"))
BOUGHT: Final = 8  # words from "agreed with X" to "to buy"
# What is bought for good, and is no supply.
WHOLE: Final = frozenset(
    (
        *("stake", "shares", "percent", "plant", "factory", "facility", "facilities", "assets"),
        *("company", "business", "unit", "arm", "maker", "startup", "start-up"),
    )
)
BUYING: Final = frozenset(("buy", "acquire", "purchase", "sell", "take"))
SHARES: Final = frozenset(("percent", "%", "per", "stake", "shares", "share", "rest", "remaining"))


def is_sized(scene: Scene, _: Match) -> bool:
    """Is it only how large a deal is: "the deals with X and Y were on a smaller scale"?"""
    return _SIZED.search(scene.low) is not None


def is_origin(scene: Scene, match: Match) -> bool:
    """Is it where a thing comes from: "stands on the platform that X developed with Y"?"""
    at = next((k for k in range(match.first, match.last + 1) if scene.tokens[k].low in MADE), 0)
    before = {t.low for t in scene.tokens[max(0, at - AHEAD) : at]}
    return bool(before & {"that", "which"}) and not scene.title


def is_end(scene: Scene, match: Match) -> bool:
    """Is it agreed to part: "had agreed with Ford to end their venture"?"""
    if _WHOLE.search(scene.low) and "<scrap" not in match.pattern.said:
        return match.pattern.step.phase != "cancelled"
    if "<agree>" not in match.pattern.said:
        return False
    ahead = [t.low for t in scene.tokens[match.last : match.last + 1 + AHEAD]]
    return "to" in ahead and not sense("parting").isdisjoint(ahead)


def is_of_shares(scene: Scene, _: Match) -> bool:
    """Are shares what is agreed on: "signed a share subscription agreement with X"?"""
    more = scene.holds(sense("more_than_shares"))
    found = _SHARES.search(scene.low) or _PUTTING_IN.search(scene.low)
    return not more and found is not None


def is_name(scene: Scene, match: Match) -> bool:
    """Is the verb a part of a name: "Sunwoda Power Battery"?"""
    if "power|powers" not in match.pattern.said or scene.title:
        return False
    words = (scene.tokens[at] for first, last in match.places for at in range(first, last + 1))
    return any(t.text.startswith("Power") for t in words)


def is_purchase(scene: Scene, match: Match) -> bool:
    """Is it a purchase that is agreed: "has agreed with X to buy the 19.5 percent of Y"?

    Or an agreement to buy something of somebody: "reached an agreement to acquire the plant".
    """
    if match.pattern.said == "<sign> {agreement}":
        after = [t.low for t in scene.tokens[match.last + 1 : match.last + 1 + BOUGHT]]
        buys = after[:1] == ["to"] and after[1:2] and after[1] in BUYING
        return bool(buys) and not WHOLE.isdisjoint(after)
    if "<agree" not in match.pattern.said:
        return False
    behind = [t.low for t in scene.tokens[match.last + 1 : match.last + BOUGHT]]
    buying = any(a == "to" and b in BUYING for a, b in pairwise(behind))
    return buying and not SHARES.isdisjoint(t.text.lower() for t in scene.tokens[match.last :])


def is_known_venture(scene: Scene, match: Match) -> bool:
    """Does it only say whose a company is: "X, the electric car venture of A and B, has ..."?"""
    if "(pairing)" not in match.pattern.said:
        return False
    return any(
        scene.tokens[at + 1].low in {"of", "between", "led"}
        for at in scene.lows.get("venture", ())
        if at + 1 < len(scene.tokens)
    )


def would_be_asked(scene: Scene, match: Match) -> bool:
    """Would a permit only have to be asked for: "would have to ask for approval"?"""
    before = [t.low for t in scene.tokens[max(0, match.first - AHEAD) : match.first]]
    return "would" in before


def is_output_delayed(scene: Scene, match: Match) -> bool:
    """Is it what a plant makes that comes late: "puts off production at its plant by a year"?"""
    late = sense("late") & set(match.pattern.said.replace("|", " ").split())
    if not late:
        return False
    before = [t.low for t in scene.tokens[max(0, match.first - BACK) : match.first]]
    return any(
        word in sense("output") and after in {"at", "in"} for word, after in pairwise(before)
    )


def is_listed_apart(scene: Scene, match: Match) -> bool:
    """Does a title only put two things beside each other: "a new Xpeng and a recall"?"""
    if not match.pattern.said.startswith("COMPANY "):
        return False
    between = scene.tokens[match.places[0][1] + 1 : match.places[-1][0]]
    return any(t.low in {"and", ",", ";"} for t in between)


def is_in_office(scene: Scene, match: Match) -> bool:
    """Is the new head only named: "under its new chief executive"?"""
    if match.pattern.said != "new {boss}" or not match.first:
        return False
    before = scene.tokens[match.first - 1].low
    return before in {"its", "his", "her", "their", "under", "the"}


def is_received(scene: Scene, match: Match) -> bool:
    """Does the company get the money: "gets 1,925 crore for electric SUVs"?"""
    got = match.pattern.said.startswith("MONEY ") and scene.holds(sense("getting"))
    before = {t.low for t in scene.tokens[max(0, match.first - AHEAD) : match.first]}
    got_it = match.pattern.said == "{investment} MONEY" and not before.isdisjoint(sense("getting"))
    return got or got_it or _is_of_another(scene, match.first)


def is_put_into_it(scene: Scene, match: Match) -> bool:
    """Does somebody else put it in: "the city may put 5 billion yuan into the company"?"""
    followed = any(m.company not in {None, OUTSIDER} for m, _ in scene.mentions)
    return (
        "<invest> MONEY" in match.pattern.said
        and not followed
        and _INTO_IT.search(scene.low) is not None
    )


def _is_of_another(scene: Scene, first: int) -> bool:
    """Does somebody without a name give it: "said that an affiliate of a fund would invest"?"""
    for at in scene.lows.get("said", ()):
        start = (
            at + 1 + (scene.tokens[at + 1 : at + 2] != () and scene.tokens[at + 1].low == "that")
        )
        if start < first and scene.tokens[start].low in {"a", "an"}:
            named = any(
                start < place < first and mention.company != OUTSIDER
                for mention, (place, _) in scene.mentions
            )
            return not named and not any(t.low == "," for t in scene.tokens[start:first])
    return False


def is_to_cost(scene: Scene, match: Match) -> bool:
    """Is it what a car will cost that is only shown: "unveiled the R2, which will cost $45,000"?"""
    verb = match.verb
    if "<cost>" not in match.pattern.said:
        return False
    ahead = verb is not None and "will" in {
        t.low for t in scene.tokens[max(0, verb.first - AHEAD) : verb.first]
    }
    return ahead and scene.holds(sense("showing"))
