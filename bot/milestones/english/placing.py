"""Where a step belongs in the end: to which companies, and to which kind."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.catalogue import table
from bot.milestones.english import gates
from bot.milestones.english.actors import Discourse
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind

LOT: Final = 4  # words behind cars that tell what for, and where to
CONCEPTS: Final = ("concept", "prototype")
BRINGING: Final = frozenset(("launch", "introduce", "bring"))
OBJECT: Final = 5  # words from a verb to what it brings
PREPOSED: Final = frozenset(("of", "on", "from", "with", "as", "after", "and"))
HOMES: Final = {
    "CN": "China",
    "US": "the United States",
    "KR": "Korea",
    "JP": "Japan",
    "DE": "Germany",
    "FR": "France",
    "IN": "India",
    "VN": "Vietnam",
    "SE": "Sweden",
}


def with_second(companies: Sequence[str], scene: Scene, talk: Discourse) -> list[str]:
    """A brand of two companies acts for both where the text names the second one."""
    added = _seconds(scene, companies)
    # Who is named here acts by a role of its own, but where the two "run the brand together".
    here = set() if scene.has("together", "jointly") else {m.company for m, _ in scene.mentions}
    met = set(talk.met) - here
    return list(dict.fromkeys((*companies, *(c for c in added if c in met))))


def of_its_maker(companies: Sequence[str], scene: Scene, talk: Discourse) -> list[str]:
    """Who raises money or goes public is the second company, where the title is about that one."""
    makers = [c for c in _seconds(scene, companies) if c in talk.topic]
    return makers if makers and not set(companies) & set(talk.topic) else list(companies)


def _seconds(scene: Scene, companies: Sequence[str]) -> list[str]:
    """The second companies of the brands in a sentence that stand for one of `companies`."""
    seconds = table("profiles")["second"]
    told = (seconds.get(m.name) for m, _ in scene.mentions if m.company in companies)
    return [company for company in told if company]


def kind_for(company: str, scene: Scene, match: Match, talk: Discourse) -> Kind:
    """The kind of the step; what looks like an entry may be the launch of one more model."""
    kind = match.pattern.step.kind
    if kind is Kind.LAUNCH and _is_first_lot(scene, match):
        return Kind.DELIVERY
    if kind is Kind.LAUNCH and _is_of_concept(scene, match):
        return Kind.UNVEIL
    if kind is Kind.PRODUCTION and _is_of_trial(scene, match):
        return Kind.TESTING
    if kind is Kind.DELIVERY and _is_shipped(scene, match):
        kind = Kind.MARKET_ENTRY
    if kind is not Kind.MARKET_ENTRY:
        return kind
    home = HOMES.get(talk.catalogue.companies[company].country, "")
    entry = gates.is_entry(company, home, scene, match)
    return kind if entry else Kind.LAUNCH


def _is_first_lot(scene: Scene, match: Match) -> bool:
    """Is it cars, not a model, that come: "the first cars arrive in summer"?"""
    first, last = match.places[0]
    lot = scene.tokens[last].low in small("cars_sent")
    before = scene.tokens[first - 1].low if first else ""
    return lot and "<come>" in match.pattern.said and before == "first"


def _is_of_concept(scene: Scene, match: Match) -> bool:
    """Is it a concept that is brought out: "launched an electric prototype", without a price?"""
    verb = match.verb
    if verb is None or verb.group not in BRINGING or scene.sums:
        return False
    ends = (tag.first for group in CONCEPTS for tag in scene.marked.tags.get(group, ()))
    return any(
        verb.last < at <= verb.last + OBJECT
        and not any(t.kind == "mark" or t.low in PREPOSED for t in scene.tokens[verb.last + 1 : at])
        for at in ends
    )


def _is_of_trial(scene: Scene, match: Match) -> bool:
    """Are the cars built for trials only: "begun to put together trial units"?"""
    lows = [t.low for t in scene.tokens[match.first : match.last + LOT]]
    return match.verb is not None and any(
        word in small("trials") and after in small("cars_sent") for word, after in pairwise(lows)
    )


def _is_shipped(scene: Scene, match: Match) -> bool:
    """Are these the first cars that leave for a country: "ships its first hundred to Thailand"?"""
    verb = match.verb
    if verb is None or not scene.tokens[verb.first].low.startswith("ship"):
        return False
    behind = scene.tokens[verb.last + 1 : match.last + 1]
    places = {first for first, _ in scene.spans.get("PLACE", ())}
    sent = [at for at in scene.lows.get("to", ()) if verb.last < at <= match.last + LOT]
    return any(t.low == "first" for t in behind) and any(at + 1 in places for at in sent)
