"""How far a step has come, from its verb, its table entry and its date."""

import re
from itertools import pairwise
from typing import Final

from bot.milestones.english.aims import is_goal, is_pledged, is_wanted, is_weighed
from bot.milestones.english.clauses import carrying
from bot.milestones.english.cues import says, word_set
from bot.milestones.english.given_up import PAUSED, given_up, plan_dropped, put_off
from bot.milestones.english.grammar import state
from bot.milestones.english.scene import Scene
from bot.milestones.english.slipping import is_slipping
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.timing import LATE_KINDS, has_old_target, is_late
from bot.milestones.english.words import VERB, Tag
from storage.records import Kind, Phase

# Kinds of which "is building" tells a state on the way; "is recalling" tells the step itself.
SLOW: Final = frozenset(
    (
        Kind.FACTORY,
        Kind.COMPANY_SETUP,
        Kind.TECHNOLOGY,
        Kind.REGISTRATION,
        Kind.APPROVAL,
        Kind.FUNDING,
        Kind.INFRASTRUCTURE,
        Kind.INVESTMENT,
    )
)
GROUND: Final = re.compile(r"<ground>|\bsod\b")  # done on one day, however it is told
AWAITED: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH, Kind.UNVEIL))
OPEN_TO_ALL: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH))  # "buyers can collect theirs"
COUNTED: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION, Kind.INFRASTRUCTURE))
LENDING: Final = frozenset(("lend", "grant", "give"))
# Words with which a "to" is as good as done.
AGREED: Final = {
    Kind.PARTNERSHIP: small("agreeing"),
    Kind.RESTRUCTURING: small("told_to"),
}
AGREED_WORDS: Final = 7
TWO: Final = 14  # words from "will be" to the second of two verbs
BEFORE: Final = 3  # words from "before" to a verb
STOPPED: Final = frozenset(("stopped", "stops"))
AWHILE: Final = 10  # words behind a halt that tell how long it lasts
OBJECT: Final = 2  # words between a verb and its object
NEGATIVE: Final = frozenset(("no", "not"))  # a way to say a step that holds one is no denial


def phase(scene: Scene, match: Match, near: str) -> Phase | None:
    """The phase, None where the words take the step away (a denial, an ability, a wish of old)."""
    how, said = match.state, match.pattern.step.phase
    kind = match.pattern.step.kind
    agreed = said in {"agreed", "offered"} and not how.negated
    agreed = agreed or (kind is Kind.TECHNOLOGY and scene.has("since") and not how.negated)
    if how.able and kind not in {Kind.APPROVAL, Kind.INFRASTRUCTURE} and not agreed:
        can = kind in OPEN_TO_ALL and scene.dates and not how.negated and not match.pattern.loose
        begun = Phase.DONE if scene.has("now", "since", "already") else Phase.PLANNED
        return begun if can or (kind in OPEN_TO_ALL and scene.has("now")) else None
    if how.able and kind is Kind.INFRASTRUCTURE and not scene.dates:
        # "its drivers can charge at swap stations" is no step without a "now"
        return Phase.DONE if scene.has("now") else None
    if how.time == "done" and _before_clause(scene, match):
        return None
    words = match.pattern.said.split()
    denies = "yet" in words or (match.pattern.loose and not NEGATIVE.isdisjoint(words))
    none = how.negated or _denied_before(scene, match) or _takes_neither(scene, match)
    if not denies and none:
        return put_off(scene, kind, near) or given_up(scene, match, near)
    dropped = plan_dropped(scene, match)
    if dropped is not None:
        return dropped
    ended = Phase.CANCELLED if _is_end_of(scene, match) else _ended(scene, match)
    if ended is not None:
        return ended
    open_ = _unsettled(match, near)
    if open_ is not None:
        return open_
    if said in {"done", "planned"}:
        return Phase(said)
    if said == "offered":
        return Phase.DONE
    if said == "agreed":
        return Phase.PLANNED if how.guess else Phase.DONE
    if said == "delayed":
        return Phase.DELAYED
    if said == "cancelled" and kind is Kind.TESTING and _ends(scene, match):
        return Phase.DONE if how.time == "done" else Phase.PLANNED  # "a winter test ended"
    if said == "cancelled":
        return (
            Phase.DELAYED if kind is Kind.FACTORY and _is_paused(scene, match) else Phase.CANCELLED
        )
    if said == "stopped":
        return Phase.DELAYED if _is_paused(scene, match) else Phase.CANCELLED
    if said == "pending":
        return Phase.PLANNED if how.guess else Phase.PENDING
    if said == "filed":
        return None if how.guess else Phase.DONE
    if said == "listed":
        ahead = how.time in {"planned", "pending"} or scene.holds(small("consult"))
        return Phase.PENDING if ahead else Phase.DONE
    unsaid = match.verb is None or match.pattern.loose
    if kind is Kind.RECALL and unsaid and not says("planned_recall", near):
        return Phase.DONE  # "asks owners to bring them in": announced is done
    if kind is Kind.LAUNCH and _is_pricing(match):
        return Phase.DONE  # the price is told, whenever the car comes
    unsaid = match.verb is None or match.pattern.loose
    met = (kind is Kind.TESTING and unsaid) or _is_indirect(scene, match)
    under_way = how.time == "pending" and (met or scene.has("already"))
    if how.stale and not under_way:
        return None
    over = _overturned(scene, match)
    if over is not None:
        return over
    promised = kind is Kind.INVESTMENT  # "had committed $600 million"
    if how.before and not promised and _groups(scene, match) & {"plan", "slate"}:
        return None  # "the listing had been planned for the spring"
    if kind in LATE_KINDS and says("given_up", near):
        return Phase.CANCELLED
    if kind is Kind.FACTORY and how.time != "planned" and says("under_way", near):
        return Phase.PENDING
    found = _by_verb(scene, match, near)
    slips = has_old_target(scene) or is_slipping(scene)
    slips = slips or (bool(scene.dates) and says("old_date", scene.low))
    late = is_late(kind, near) or (kind in LATE_KINDS and slips)
    if late and (found is Phase.PLANNED or (found is Phase.DONE and how.time == "present")):
        return Phase.DELAYED
    return found


def _is_indirect(scene: Scene, match: Match) -> bool:
    """Is it told as somebody's words: "said it was recalling cars"?"""
    return any(t.low in small("spoken") for t in scene.tokens[: match.first])


def _takes_neither(scene: Scene, match: Match) -> bool:
    """Is its object "neither": "will bring neither to market", "built neither of the two"?"""
    if match.verb is None or "neither" not in scene.lows:
        return False
    behind = match.verb.last + 1
    return any(behind <= at <= behind + 1 for at in scene.lows["neither"])


def _unsettled(match: Match, near: str) -> Phase | None:
    """Is a deal still negotiated, or what its words only touch called off; is money not paid?"""
    if match.pattern.step.kind is Kind.FUNDING and match.pattern.step.phase == "verb":
        return Phase.PENDING if says("unpaid", near) else None
    if match.pattern.step.kind is not Kind.PARTNERSHIP:
        return None
    if match.pattern.loose and says("deal_over", near):
        return Phase.CANCELLED
    signed = match.verb is not None and match.verb.group == "sign" and match.state.time == "done"
    neutral = match.pattern.step.phase not in {"cancelled", "delayed"} and not signed
    return Phase.PENDING if neutral and says("negotiated", near) else None


def _is_end_of(scene: Scene, match: Match) -> bool:
    """Is it the end of a deal that is told: "announced the end of X, its venture with Ford"?"""
    if match.pattern.step.kind is not Kind.PARTNERSHIP:
        return False
    dated = {at for _, (a, b) in scene.dates for at in range(a, b + 1)}
    inside = [at for at in range(match.first, match.last + 1) if at not in dated]
    lows = [scene.tokens[at].low for at in inside]
    return any(a in small("ends") and b == "of" for a, b in pairwise(lows))


def _ended(scene: Scene, match: Match) -> Phase | None:
    """How a verb ends what the words make likely: "ended their joint battery business"."""
    verb, kind = match.verb, match.pattern.step.kind
    if verb is None or not match.pattern.loose or kind is Kind.RESTRUCTURING:
        return None
    if verb.group == "delay":
        return Phase.DELAYED
    stops = scene.tokens[verb.last].low in {"stop", "stops", "stopped", "stopping"}
    if not stops and verb.group not in {"scrap", "stop"}:
        return None
    pauses = _is_paused(scene, match) or (stops and kind is Kind.FACTORY)
    return Phase.DELAYED if pauses else Phase.CANCELLED


def _ends(scene: Scene, match: Match) -> bool:
    """Is its verb a mere "end", as of what ran as long as it should?"""
    verb = match.verb
    return verb is not None and scene.tokens[verb.first].low in {"end", "ends", "ended"}


def _overturned(scene: Scene, match: Match) -> Phase | None:
    """Is the step the object of a delay or a refusal: "put off the unveiling"?"""
    if match.verb is not None and match.verb.first < match.first:
        return None
    for group, end in (("delay", Phase.DELAYED), ("scrap", Phase.CANCELLED)):
        for tag in scene.marked.tags.get(group, ()):
            gap = [t.low for t in scene.tokens[tag.last + 1 : match.first]]
            near = 0 <= match.first - tag.last - 1 <= OBJECT
            if tag.part == VERB and near and set(gap) <= small("determiners"):
                pausing = scene.tokens[tag.first].low in small("pause")
                return Phase.DELAYED if pausing and match.pattern.step.kind in PAUSED else end
    return None


def _is_pricing(match: Match) -> bool:
    """Does it tell a price: "will cost", "is to start at"? A date of sale is another match."""
    how = match.state
    return (
        match.verb is not None
        and match.verb.group == "cost"
        and how.time == "planned"
        and not how.guess
        and not how.expected
    )


def _is_paused(scene: Scene, match: Match) -> bool:
    """Does the verb leave room for going on: "halted", "paused", "stopped work on"?"""
    words = {scene.tokens[at].low for first, last in match.places for at in range(first, last + 1)}
    if match.pattern.step.kind is Kind.PRODUCTION:
        words -= STOPPED  # "stopped building the e": of a model it is the end
    words |= small("awhile") & {t.low for t in scene.tokens[match.first : match.last + AWHILE]}
    good = says("for_good", scene.low)
    return bool(words & (small("pause", "awhile")) or says("for_now", scene.low)) and not good


def _by_verb(scene: Scene, match: Match, near: str) -> Phase | None:
    how, kind = match.state, match.pattern.step.kind
    wanted = is_wanted(scene, match) or (kind in COUNTED and is_goal(scene, match))
    if wanted or (how.guess and kind is Kind.FUNDING):
        return Phase.PLANNED
    if kind is Kind.FUNDING and is_weighed(scene, match):
        return Phase.PLANNED
    if kind is Kind.FUNDING and how.time in {"present", "bare"} and _is_open(scene, match):
        return Phase.PENDING  # the books of a share offer
    if kind is Kind.INVESTMENT and is_pledged(scene, match):
        return Phase.PLANNED
    if (
        kind is Kind.INVESTMENT
        and how.time == "planned"
        and any(words in near for words in word_set("subject_to"))
    ):
        return Phase.PENDING
    binding = scene.title and not how.guess  # "A, B to build cells together"
    if kind is Kind.PARTNERSHIP and how.time in {"planned", "purpose"} and binding:
        return Phase.DONE
    if kind is Kind.PARTNERSHIP and how.time == "planned" and _will(scene, match):
        return Phase.DONE  # agreed on: that it is still to be formed is no other step
    if how.time in {"planned", "purpose"} and not how.guess and _is_agreed(scene, match):
        return Phase.DONE
    if kind is Kind.PARTNERSHIP and how.time == "planned" and _is_signed(scene, match):
        return Phase.DONE
    told = small("bonds").intersection(scene.lows) and not how.guess and match.pattern.loose
    if kind is Kind.PARTNERSHIP and how.time == "planned" and told and _will(scene, match):
        return Phase.DONE
    if how.time in {"planned", "purpose"} and _is_settled(scene, match):
        return Phase.DONE
    if how.time == "planned" and not how.expected and _is_written_off(match):
        return Phase.DONE  # "will take a charge": the loss is told
    if kind is Kind.PARTNERSHIP and how.time == "purpose" and _is_told_before(scene, match):
        return Phase.DONE  # "clubbed together to make"
    if how.time in {"planned", "purpose"}:
        return Phase.PLANNED
    groundbreaking = kind is Kind.FACTORY and GROUND.search(match.pattern.said)
    if how.time == "pending" and groundbreaking and not _must(scene, how.governor):
        return Phase.DONE  # "is breaking ground today"
    lent = kind is Kind.FUNDING and match.verb is not None and match.verb.group in LENDING
    if how.time == "pending" and (kind is Kind.INVESTMENT or lent or _is_sale(match)):
        return Phase.PLANNED
    if (
        how.time == "pending"
        and kind is Kind.COMPANY_SETUP
        and (match.verb is None or match.verb.group == "enter")
    ):
        return Phase.DONE
    if how.time == "pending" and kind is Kind.MARKET_ENTRY and _is_on_its_way(scene, match):
        return Phase.PLANNED
    if how.time == "pending" and kind in AWAITED and _must(scene, how.governor):
        return Phase.PLANNED  # "buyers have to be patient until 2027"
    if how.time == "pending":
        if kind in {Kind.RECALL, Kind.RESTRUCTURING} and how.governor >= 0:
            return Phase.DONE  # "must go back to the workshop", "have to leave": announced is done
        return Phase.PENDING if kind in SLOW or _must(scene, how.governor) else Phase.DONE
    groups = _groups(scene, match)
    if kind is Kind.FACTORY and "invest" in groups and _is_of_now(scene, match):
        return Phase.PLANNED  # "puts $7 billion into the works"
    if kind is Kind.FUNDING and match.verb is not None and _is_filed(scene, match.verb):
        return Phase.PENDING
    raised = match.verb is not None and match.verb.group == "expand"
    if kind is Kind.INVESTMENT and ("approve" in groups or raised):
        return Phase.PLANNED  # "lifts its outlay to $8 billion": it is still to be spent
    meant = how.passive or scene.tokens[how.left].low in small("was") or _is_behind(match)
    if how.time == "done" and meant and _slated(match):
        return Phase.PLANNED  # "production was planned to begin this year"
    if how.time == "done" and _is_one_of_two(scene, match):
        return Phase.PLANNED
    if how.time == "done":
        return Phase.DONE
    shown = match.verb is not None and match.verb.group == "develop"  # "pushes version 12"
    if (groups & {"plan", "slate", "seek"} and not shown) or _is_to(scene, match):
        return Phase.PLANNED
    if _slated(match):
        return Phase.PLANNED
    if match.verb is None and kind is Kind.INVESTMENT and scene.has("will", "plans", "wants"):
        return Phase.PLANNED
    if how.time == "bare" and match.verb is None and scene.holds(small("ahead_words")):
        around = range(max(0, match.first - 6), min(len(scene.tokens), match.last + 4))
        if any(_points_ahead(scene, at) for at in around):
            return Phase.PLANNED
    if how.time in {"present", "bare"} and kind in AWAITED and says("still_ahead", near):
        return Phase.PLANNED
    return Phase.DONE


def _is_of_now(scene: Scene, match: Match) -> bool:
    """Is it told in the present, or with a "put" that may be the present?"""
    how, verb = match.state, match.verb
    if how.time in {"present", "bare"}:
        return True
    if verb is None or how.passive or scene.dates:
        return False
    return scene.tokens[verb.first].low == "put" and how.left == verb.first


def _is_on_its_way(scene: Scene, match: Match) -> bool:
    """Is it "is coming to Australia", rather than "has been selling in Spain"?"""
    at = match.state.governor
    around = scene.tokens[max(0, at) : match.last + 1]
    lows = {t.low for t in around}
    return "been" not in lows and not lows.isdisjoint(small("on_its_way"))


def _is_one_of_two(scene: Scene, match: Match) -> bool:
    """Is it the second of what "will be": "it will be shown next month and launched in June"?"""
    verb = match.verb
    if verb is None or "part" not in verb.form or verb.last + 1 >= len(scene.tokens):
        return False
    lows = [t.low for t in scene.tokens[: verb.first]]
    behind = scene.tokens[verb.last + 1]
    acts = behind.kind == "word" and behind.low not in small("prepositions")
    if acts or not lows or lows[-1] != "and":
        return False
    at = max((k for k, low in enumerate(lows) if low == "be"), default=0)
    carries = lows[at - 1] if at else ""
    between = scene.tokens[at : verb.first]
    one = not any(t.text in {";", ":", "\u2014"} or t.low in small("was") for t in between)
    return (carries == "to" or carries in small("will")) and one and len(between) <= TWO


def _points_ahead(scene: Scene, at: int) -> bool:
    """Is it "due", "plans", or a "by" before a date?"""
    low = scene.tokens[at].low
    dated = any(first <= at + 1 <= last for _, (first, last) in scene.dates)
    if low == "later" and at and scene.tokens[at - 1].low in small("times") | {"day", "days"}:
        return False  # "days later it disclosed a charge"
    return low in small("ahead_words") and (low != "by" or dated)


def _is_settled(scene: Scene, match: Match) -> bool:
    """Is it done once it is said: "will recall", "has filed to trademark"?"""
    how, kind = match.state, match.pattern.step.kind
    if kind is Kind.RECALL:
        return not how.guess and not how.expected and not how.stale
    if kind is not Kind.REGISTRATION or match.verb is None:
        return False
    lows = {t.low for t in scene.tokens[max(0, match.verb.first - 3) : match.verb.first]}
    return bool(lows & small("filed"))


def _is_written_off(match: Match) -> bool:
    words = match.pattern.said
    return "<writeoff>" in words or "{writedown}" in words


def _is_open(scene: Scene, match: Match) -> bool:
    span = range(match.first, match.last + 2)
    lows = [scene.tokens[at].low for at in span if at < len(scene.tokens)]
    return any(a in small("be") and b == "open" for a, b in pairwise(lows))


def _is_sale(match: Match) -> bool:
    """Is it "is selling its stake", which is agreed but not closed?"""
    return match.verb is not None and match.verb.group in {"sellstake", "sell", "buy", "takestake"}


def _is_filed(scene: Scene, verb: Tag) -> bool:
    return scene.tokens[verb.first].low.startswith(("file", "filing", "submit", "lodge", "appl"))


def _groups(scene: Scene, match: Match) -> frozenset[str]:
    """What the verb of the step may stand for."""
    verb = match.verb
    if verb is None:
        return frozenset(tag.group for tag in scene.verbs.get(match.state.governor, ()))
    ends = scene.verbs.get(verb.last, ())
    return frozenset(
        tag.group for tag in ends if tag.first <= verb.first
    )  # no "ready" of "is ready"


def _is_to(scene: Scene, match: Match) -> bool:
    """Is its verb the "is" of "is to be doubled"?"""
    at = match.verb.last + 1 if match.verb is not None else len(scene.tokens)
    return (
        at < len(scene.tokens)
        and scene.tokens[at].low == "to"
        and scene.tokens[at - 1].low in {"is", "are"}
    )


def _must(scene: Scene, governor: int) -> bool:
    """Is it "must open", "has to open", rather than "has been opening"?"""
    if governor < 0 or scene.tokens[governor].low not in small("must"):
        return False
    low = scene.tokens[governor].low
    near = [t.low for t in scene.tokens[governor + 1 : governor + 3]]
    return low in {"must", "need", "needs"} or "to" in near


def _will(scene: Scene, match: Match) -> bool:
    at = match.state.governor
    agreed = small("will", "be") | {"agree", "agrees", "agreed"}
    return at >= 0 and not match.state.guess and scene.tokens[at].low in agreed


def _is_signed(scene: Scene, match: Match) -> bool:
    """Is it "under an agreement signed in February", whatever will be done under it?"""
    verb = match.verb
    if verb is None or verb.group != "sign" or "part" not in verb.form or match.state.guess:
        return False
    return scene.tokens[verb.first - 1].low not in small("be") and verb.first > match.first


def _is_agreed(scene: Scene, match: Match) -> bool:
    """Is it what two firms "agreed on Monday to form", what staff "were told to" do?"""
    binding = AGREED.get(match.pattern.step.kind)
    if binding is None or match.verb is None:
        return False
    before = scene.tokens[max(0, match.verb.first - AGREED_WORDS) : match.verb.first]
    lows = [t.low for t in before]
    start = max((at for at, low in enumerate(lows) if low in binding), default=len(lows))
    return "to" in lows[start:] and "," not in lows[start:]


def _is_told_before(scene: Scene, match: Match) -> bool:
    """Does a past tense before it carry the clause?"""
    main = carrying(scene, match.first, match.first)
    return main is not None and main.last < match.first and "past" in main.form


def _slated(match: Match) -> bool:
    words = match.pattern.said
    return "slate" in words or "due" in words


def _is_behind(match: Match) -> bool:
    """Does a participle say what is meant with a thing: "4,000 chargers planned for China"?"""
    verb = match.verb
    if verb is None or verb.group != "slate" or "part" not in verb.form:
        return False
    return match.places[0][1] + 1 == verb.first


def _before_clause(scene: Scene, match: Match) -> bool:
    """Is it what had not happened yet: "before it reached the market", "before the first buyer"?"""
    if match.verb is None:
        return False
    near = {*range(max(0, match.state.left - BEFORE), match.state.left)}
    near |= {*range(max(0, match.first - 2), match.first)}
    return any(scene.tokens[at].low == "before" and scene.tokens[at + 1].text != "," for at in near)


def _denied_before(scene: Scene, match: Match) -> bool:
    """Does a word before it deny it: "no plant was opened", "not able to begin deliveries"?"""
    at = match.first - 1
    if match.verb is None:
        ahead = (state(scene.marked, tag, scene.verbs) for tag in scene.verbs.get(at, ()))
        if any(how.able and how.negated for how in ahead):
            return True
    for back in range(at, max(-1, at - 3), -1):
        low = scene.tokens[back].low
        if low in {
            "no",
            "not",
            "never",
            "neither",
            "nor",
            "without",
            "instead",
            "nothing",
            "nobody",
        }:
            counts = scene.tokens[back + 1].low in {"fewer", "less"}  # "no fewer than 16 cars"
            return not (counts or (back and scene.tokens[back - 1].low in {"or", "whether"}))
        if low in {",", ".", ";", ":"}:
            return False
    return False
