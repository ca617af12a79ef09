"""Words of a step that speak of another matter: figures shown, a time taken, a rival taken on."""

from itertools import pairwise
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind

AHEAD: Final = 6  # words from "bring out" to what is brought out
BEHIND: Final = 6  # words from "took 10 months" to what was built in them
FIGURES: Final = frozenset(
    (
        *("figure", "figures", "number", "numbers", "results", "report", "reports", "data"),
        *("earnings", "statement", "statements", "statistics", "accounts"),
    )
)
DEGREES: Final = frozenset(("many", "much", "well", "far", "fast", "often", "badly", "strongly"))
WAYS: Final = frozenset(("way", "step", "ahead", "towards", "toward", "path", "road", "run-up"))
TOOK: Final = frozenset(("took", "takes", "taken", "take"))
SPANS: Final = frozenset(("days", "weeks", "months", "years", "year", "month"))
RELATIVES: Final = frozenset(("where", "which", "who", "whose"))
POSSIBLE: Final = frozenset(("may", "might", "could", "can", "would"))
LEADING: Final = frozenset(("end", "lead", "result", "step", "start", "beginning"))
ARTICLE: Final = 4  # words from "unveiled" to what was unveiled
REACHED: Final = frozenset(("reached", "passed", "crossed", "topped", "achieved", "hit"))
TRADE: Final = ("carmakers", "automakers", "manufacturers", "makers", "startups", "rivals")
MEANT: Final = frozenset(("the", "both", "two", "its", "their", "these", "three", "of"))
QUOTES: Final = frozenset(('"', "\u201c", "\u201d"))
GIVEN: Final = 16  # words from "contributed" to the round
PLACES: Final = frozenset(
    ("touch", "touchpoints", "dealers", "dealerships", "showrooms", "outlets", "shops", "cities")
)
# Words that follow a firm that is taken on is a rival or a helper.
WORKERS: Final = frozenset(("more", "another", "other", "companies", "rivals", "firms", "makers"))


def shows_how(scene: Scene, match: Match) -> bool:
    """Is it a fact that is shown: "the release shows how many cars", "showed that"?"""
    last = match.last if match.verb is None else match.verb.last
    first, second = ([t.low for t in scene.tokens[last + 1 : last + 3]] + ["", ""])[:2]
    told = first in {"that", "whether", "why"} and second not in small("prepositions")
    return (first == "how" and second in DEGREES) or (told and "*>" not in match.pattern.said)


def is_of_figures(scene: Scene, match: Match) -> bool:
    """Are figures what comes out: "should bring out their sales numbers within days"?"""
    verb = match.verb
    if verb is None:
        return False
    ahead: list[str] = []
    for token in scene.tokens[verb.last + 1 : verb.last + 1 + AHEAD]:
        if token.kind == "mark" or token.low in small("prepositions"):
            break
        ahead.append(token.low)
    return bool(ahead) and ahead[-1] in FIGURES


def takes_on(scene: Scene, match: Match) -> bool:
    """Is a rival met or a helper hired: "wants to take on companies like X", "take on firms"?"""
    verb = match.verb
    if verb is None or verb.first == verb.last or scene.tokens[verb.last].low != "on":
        return False
    return bool(WORKERS & {t.low for t in scene.tokens[verb.last + 1 : verb.last + 3]})


def is_of_two_clauses(scene: Scene, match: Match) -> bool:
    """Do words without a verb stand on either side of a "where": "for $2bn, where cells for"?"""
    if match.verb is not None or match.pattern.loose:
        return False
    return any(
        RELATIVES & {t.low for t in scene.tokens[before[1] + 1 : behind[0]]}
        for before, behind in pairwise(match.places)
    )


def is_ahead_of(scene: Scene, match: Match) -> bool:
    """Is a listing only what something leads to: "a step on the way to an IPO"?"""
    if "{ipo}" not in match.pattern.said:
        return False
    offers = {tag.first for tag in scene.marked.tags.get("ipo", ())}
    offered = [first for first, _ in match.places if first in offers]
    return any(WAYS & {t.low for t in scene.tokens[max(0, at - 4) : at]} for at in offered)


def is_time_taken(scene: Scene, match: Match) -> bool:
    """Does it only say how long it took: "it took 10 months to build the plant"?"""
    verb = match.verb
    if verb is None or ("took" not in scene.lows and "taken" not in scene.lows):
        return False
    before = [t.low for t in scene.tokens[max(0, verb.first - BEHIND) : verb.first]]
    return before[-1:] == ["to"] and bool(TOOK & set(before)) and bool(SPANS & set(before))


def is_recalled_lot(scene: Scene, match: Match) -> bool:
    """Does it only say which cars go back: "recalls its first shipment to Canada"?"""
    recalls = [tag.last for tag in scene.marked.tags.get("recall", ()) if tag.part == "verb"]
    return any(0 < match.first - last <= AHEAD + BEHIND for last in recalls)


def is_owners_sale(scene: Scene, match: Match) -> bool:
    """Does a person sell his own shares: "Li Na, who founded the firm, parts with 3 percent"?"""
    if "<sellstake>" not in match.pattern.said or match.verb is None:
        return False
    people = scene.spans.get("PERSON", ())
    return any(first == 0 and last < match.verb.first for first, last in people)


def may_follow(scene: Scene, match: Match) -> bool:
    """Is a recall only what may come of it: "may end in a recall", "could lead to a recall"?"""
    if match.verb is not None:
        return False
    before = {t.low for t in scene.tokens[max(0, match.first - BEHIND) : match.first]}
    return bool(before & POSSIBLE) and bool(before & LEADING)


def is_of_others(scene: Scene, match: Match) -> bool:
    """Are other recalls only spoken of: "has had other recalls of its cars of late"?"""
    recalls = [tag for tag in scene.marked.tags.get("recall", ()) if tag.part == "noun"]
    return (
        not scene.dates
        and not scene.counts
        and any(
            match.first <= tag.first <= match.last
            and scene.tokens[tag.last].low == "recalls"
            and scene.tokens[tag.first - 1].low
            in {"other", "earlier", "previous", "past", "several"}
            for tag in recalls
            if tag.first
        )
    )


def begins_another(scene: Scene, match: Match) -> bool:
    """Is something else begun, and the step but told behind it: "began to take orders for cars"?"""
    said = match.pattern.said.split()
    if said[0] not in {"<begin>", "<start>"} or not said[-1].startswith("<"):
        return False
    skipped = small("be", "have")
    between = range(match.places[0][1] + 1, match.places[-1][0])
    return any(
        scene.tokens[at].low == "to"
        and at + 1 in between
        and any(tag.first == at + 1 and scene.tokens[at + 1].low not in skipped for tag in tags)
        for at in between
        for tags in scene.verbs.values()
    )


def is_of_what_is_shown(scene: Scene, match: Match) -> bool:
    """Does it only say what is shown: "unveiled the trial cars", "showed a car it will build"?"""
    shown = [tag.last for tag in scene.marked.tags.get("unveil", ()) if tag.part == "verb"]
    if match.pattern.step.kind is Kind.TESTING:
        thing = match.pattern.said.startswith(("{test}", "{trial}", "{prototype}"))
        return thing and any(0 < match.first - last <= ARTICLE for last in shown)
    between = [t.low for t in scene.tokens[match.first : match.last]]
    return bool(shown) and any(
        word in {"that", "which"} and after in {"it", "they", "he", "she"}
        for word, after in pairwise(between)
    )


def is_reached(scene: Scene, match: Match) -> bool:
    """Is it a figure that is reached, no plan: "said it has reached sales of 10,000"?"""
    if not match.pattern.said.startswith("<plan>"):
        return False
    between = [t.low for t in scene.tokens[match.first : match.last]]
    return any(have in {"has", "have"} and did in REACHED for have, did in pairwise(between))


def is_reckoned(scene: Scene, match: Match) -> bool:
    """Is it a number that is reckoned with: "reckons with 2.5 million cars"?"""
    if not match.pattern.said.startswith("COMPANY with "):
        return False
    return scene.has("reckon", "reckons", "reckoned", "counts", "counted", "contend", "contends")


def is_of_dealers(scene: Scene, match: Match) -> bool:
    """Does the number count places of sale: "for the start of sales, with 100 touch points"?"""
    return any(
        scene.tokens[last + 1].low in PLACES
        for first, last in scene.spans.get("NUMBER", ())
        if (first, last) in match.places and last + 1 < len(scene.tokens)
    )


def is_inserted(scene: Scene, match: Match) -> bool:
    """Are words without a verb torn apart by an insertion: "the works, once a home of cells, "?"""
    if not scene.asides or "<" in match.pattern.said:
        return False
    opened = [
        (first, last)
        for first, last in scene.asides
        if scene.tokens[first + 1].low in {"once", "formerly", "long"}
    ]
    return any(
        len({first <= place[0] <= last for place in match.places}) > 1 for first, last in opened
    )


def is_label(scene: Scene, match: Match) -> bool:
    """Is it a name for where things are from: orders for "made in China" cars?"""
    verb = match.verb
    if verb is None or not verb.first or scene.tokens[verb.first - 1].low not in QUOTES:
        return False
    behind = scene.tokens[verb.last + 1 : verb.last + 1 + ARTICLE]
    return any(t.low in QUOTES for t in behind)


def gives_to_a_round(scene: Scene, match: Match) -> bool:
    """Does its subject give what another raises: "contributed $9 million to a round of X"?"""
    rounds = scene.marked.tags.get("round", ())
    if not scene.sums or not rounds:
        return False
    given = [tag.last for tag in scene.marked.tags.get("invest", ()) if tag.part == "verb"]
    tokens = scene.tokens
    return match.pattern.said.startswith(("<invest>", "model")) and any(
        0 < tag.first - verb <= GIVEN
        and tag.last + 1 < len(tokens)
        and tokens[tag.last + 1].low in {"of", "by", "at"}
        and "to" in {t.low for t in tokens[verb : tag.first]}
        for tag in rounds
        for verb in given
    )


def is_of_the_trade(scene: Scene) -> bool:
    """Are makers in general the subject: "carmakers are racing to develop solid cells"?"""
    tokens = scene.tokens
    return any(
        at + 1 < len(tokens)
        and (tokens[at + 1].low in small("be", "have") or at + 1 in scene.verbs)
        and (not at or tokens[at - 1].low not in MEANT)
        for word in TRADE
        for at in scene.lows.get(word, ())
    )
