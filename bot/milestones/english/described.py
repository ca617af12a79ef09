"""Words of a step that only describe: partners by name, who founded it, a range of prices."""

from collections.abc import Collection
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match

CUSTOMERS: Final = "customers all along"
SHARERS: Final = "who takes part"
BESIDE: Final = 4  # words around a verb in which "often" makes it a habit
BACK: Final = 8  # words from "attempts" to what was tried
MODEL_OF: Final = 7  # words from "is" to "the fourth model developed with"
GENERIC: Final = frozenset(("when", "if", "whenever", "once"))
SUPPLYING: Final = ("<supply>", "<deliver|supply>", "<furnish>")


def names_partners(scene: Scene, match: Match) -> bool:
    """Is the verb the noun before names: "goes to its partners Ford and BMW"?"""
    named = {first - 1 for _, (first, _) in scene.mentions}
    sharers = {at for at in named if at >= 0 and scene.tokens[at].low in sense("sharers")}
    verb = match.verb
    if match.pattern.loose and sharers:
        return True
    if verb is not None and scene.tokens[verb.last].low == "partners":
        before = {t.low for t in scene.tokens[max(0, verb.last - BESIDE // 2) : verb.last]}
        if before & {"its", "their", "our"} and verb.last + 1 in scene.verbs:
            return True  # "Huawei and its carmaking partners delivered"
    ties = {at for at in scene.lows.get("partner", ()) if _is_tie(scene, at, named)}
    ties.update(at for at in scene.lows.get("partners", ()) if _is_told_of(scene, at))
    if match.pattern.loose:
        return any(first in ties for first, _ in match.places)
    return verb is not None and verb.last in sharers | ties


def _is_tie(scene: Scene, at: int, named: Collection[int]) -> bool:
    """Is "partner" what somebody is: "Ford's partner SK On", "X, partner of Y, rose"?"""
    if at not in named:
        return _is_told_of(scene, at)
    before = scene.tokens[at - 1].low if at else ""
    return before not in sense("before_a_verb")


def _is_told_of(scene: Scene, at: int) -> bool:
    """Does it stand in apposition: "X, one of the partners of Y, said"?"""
    before = [t.low for t in scene.tokens[max(0, at - BACK) : at]]
    behind = [t.low for t in scene.tokens[at + 1 : at + 2]]
    opened = next((n for n, low in enumerate(reversed(before)) if low in {",", "(", "\u2014"}), -1)
    held = before[len(before) - opened :] if opened >= 0 else before
    return behind == ["of"] and opened >= 0 and sense("made_a_partner").isdisjoint(held)


def is_taken_for(scene: Scene, match: Match) -> bool:
    """Is it how others take a step: "a move seen as deepening their partnership"?"""
    verb = match.verb
    if verb is None or verb.first < len("AB") or not scene.tokens[verb.first].low.endswith("ing"):
        return False
    before, told = scene.tokens[verb.first - 1], scene.tokens[verb.first - 2]
    return before.low == "as" and told.low in sense("taken_as")


def is_what_was_made(scene: Scene, match: Match) -> bool:
    """Does a participle say which model it is: "is the fourth model developed with X"?"""
    first = match.places[-1][0] if match.verb is None else match.verb.first
    ended = scene.tokens[first].low.endswith("ed") or scene.tokens[first].low == "built"
    if not ended or not first or first - 1 not in scene.marked.nouns:
        return False
    before = [t.low for t in scene.tokens[max(0, first - MODEL_OF) : first]]
    return any(low in small("be") for low in before) and "the" in before


def is_aside_on_a_model(scene: Scene, match: Match) -> bool:
    """Does it stand in commas behind a model: "The X, developed together with Y, was shown"?"""
    verb = match.verb
    if verb is None or not verb.first or scene.tokens[verb.first - 1].low != ",":
        return False
    if not scene.tokens[verb.first].low.endswith("ed") or match.pattern.loose:
        return False
    models = (last for _, last in scene.spans.get("NAME", ()))
    closed = any(t.low == "," for t in scene.tokens[match.last + 1 : match.last + 1 + BACK])
    return closed and verb.first - 2 in models


def is_supplied(scene: Scene, match: Match) -> bool:
    """Is it who has been a customer all along: "the works has supplied cells to A and B"?"""
    if not match.pattern.said.startswith(SUPPLYING) or scene.title or scene.dates:
        return False
    verb = match.verb
    if verb is None or match.state.time not in {"done", "present"}:
        return False
    has = {t.low for t in scene.tokens[match.state.left : verb.first]} & {"has", "have"}
    return bool(has) and not scene.has("agreed", "signed", "contract", "deal", "agreement")


def is_torn(scene: Scene, match: Match) -> bool:
    """Does "with" begin something else: "to supply Hyundai, with production to start"?"""
    if "COMPANY with" not in match.pattern.said:
        return False
    between = scene.tokens[match.places[0][1] : match.places[-1][0]]
    return any(t.low == "," for t in between)


def is_founded_by(scene: Scene, match: Match) -> bool:
    """Does it only say who founded it: "the company founded by X has"?"""
    verb = match.verb
    if verb is None or match.state.left < verb.first:
        return False
    behind = [t.low for t in scene.tokens[verb.last + 1 : verb.last + 2]]
    return behind == ["by"] and match.places[0][1] < verb.first


def is_allowed_place(scene: Scene, match: Match) -> bool:
    """Is it which roads are meant: "can test on approved expressways"?"""
    verb = match.verb
    if verb is None or verb.first != verb.last or not scene.tokens[verb.last].low.endswith("ed"):
        return False
    behind = [t.low for t in scene.tokens[verb.last + 1 : verb.last + 2]]
    return bool(sense("allowed_places").intersection(behind))


def is_habit(scene: Scene, match: Match) -> bool:
    """Is it what somebody does now and then: "issues recalls often"?"""
    if scene.title or not scene.holds(sense("habitual")):
        return False
    if match.pattern.loose or match.pattern.step.phase in {"delayed", "cancelled"}:
        return False
    around = scene.tokens[max(0, match.first - BESIDE) : match.last + 1 + BESIDE // 2]
    return any(t.low in sense("habitual") for t in around)


def is_in_general(scene: Scene, match: Match) -> bool:
    """Is it what happens to any such car: "when an EV6 is tested in winter"?"""
    how = match.state
    if not how.passive or match.verb is None or not how.left:
        return False
    auxiliary = scene.tokens[how.left].low
    if auxiliary not in {"is", "are"}:
        return False
    before = [t.low for t in scene.tokens[max(0, how.left - BACK) : how.left]]
    return any(
        low in GENERIC and before[at + 1 : at + 2] in (["a"], ["an"])
        for at, low in enumerate(before)
    )


def is_tried_in_vain(scene: Scene, match: Match) -> bool:
    """Was it only tried: "attempts to sell the plant came to nothing"?"""
    verb = match.verb
    if verb is None or not scene.holds(sense("attempts")) or not scene.holds(sense("in_vain")):
        return False
    before = [t.low for t in scene.tokens[max(0, verb.first - BACK) : verb.first]]
    return "to" in before[-2:] and not sense("attempts").isdisjoint(before)


def is_of_a_range(scene: Scene, match: Match) -> bool:
    """Is the sum the bound of a class of cars: "among cars priced above 500,000 yuan"?"""
    if "MONEY" not in match.pattern.said:
        return False
    sums = {first for _, (first, _) in scene.sums}
    first = next((a for a, _ in match.places if a in sums), 0)
    before = [t.low for t in scene.tokens[max(0, first - BESIDE) : first]]
    return (
        bool(before)
        and before[-1] in sense("from_a_range")
        and not sense("many_cars").isdisjoint(before)
    )


def is_lent_to(scene: Scene, _: Match) -> bool:
    """Is a venture only who gets a loan: "a loan for a venture between A and B"?"""
    return scene.holds(sense("lending"))


def starts_with(scene: Scene, match: Match) -> bool:
    """Is it what a works has at first: "starts with a capacity for making 50,000"?"""
    if not match.pattern.said.startswith(("<start>", "<begin>")):
        return False
    behind = [t.low for t in scene.tokens[match.places[0][1] + 1 : match.places[0][1] + 2]]
    return behind == ["with"]


def begins_to(scene: Scene, match: Match) -> bool:
    """Is another thing begun than business or a plant: "Volvo started delivering in Norway"?"""
    verb, said = match.verb, match.pattern.said
    if verb is None or scene.tokens[verb.last].low not in sense("beginning"):
        return False
    if said != "COMPANY <begin> in PLACE" and not said.endswith(" <open>"):
        return False
    behind = next((t.low for t in scene.tokens[verb.last + 1 : verb.last + 2]), "")
    models = {first for first, _ in scene.spans.get("NAME", ())}
    if verb.last + 1 in models and said.startswith("COMPANY"):
        return True  # "Nio begins EL7 deliveries in Europe"
    return behind == "to" or (behind.endswith("ing") and behind not in sense("at_work"))


def is_quoted(scene: Scene, match: Match) -> bool:
    """Does it only say where shares are traded: "X is listed on the Nasdaq"?"""
    verb = match.verb
    if verb is None or scene.title or scene.dates or scene.tokens[verb.last].low != "listed":
        return False
    first = min(match.state.left, verb.first)
    return scene.tokens[first].low in {"is", "are"} and match.state.time != "planned"


def opens_second_half(scene: Scene, match: Match) -> bool:
    """Is the verb of who does it, not of the thing before: "opens a plant, plans 20,000 cars"?"""
    verb = match.verb
    if verb is None or not verb.first or match.first >= verb.first - 1:
        return False
    here, before = scene.tokens[verb.first], scene.tokens[verb.first - 1]
    return before.low == "," and here.low in small("second_verbs")
