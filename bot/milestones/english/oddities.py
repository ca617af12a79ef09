"""What the words of a step may be instead: a state, a person, a percentage, a car of the writer."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from bot.milestones.english import (
    described,
    ends,
    figures,
    no_steps,
    other_clauses,
    payers,
    recalls,
    untold,
)
from bot.milestones.english import other_senses as other
from bot.milestones.english.scene import Scene
from bot.milestones.english.second_look import MODEL
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match
from bot.milestones.english.strangers import (
    PURPOSES,
    RUNNING,
    is_comparison,
    is_lasting,
    is_relative,
)
from storage.records import Kind

ANY: Final = frozenset(Kind)
TIES: Final = ("venture", "agreement", "alliance")
PARTED: Final = 12  # words from "to break up" to the venture
NEAR: Final = 4  # words that stand close before a step
BEHIND: Final = 2  # words behind a sum: "for 20,000 euros would have helped"
SPOKEN: Final = 4  # words from "X said" to the end of a sentence
# Kinds whose names are those of things.
OF_THINGS: Final = frozenset(
    (
        Kind.APPROVAL,
        Kind.DELIVERY,
        Kind.INFRASTRUCTURE,
        Kind.LAUNCH,
        Kind.MARKET_ENTRY,
        Kind.PRODUCTION,
        Kind.RECALL,
        Kind.TECHNOLOGY,
        Kind.TESTING,
        Kind.UNVEIL,
    )
)
# Kinds that a writer has a part in: "we took delivery in May".
OF_DRIVERS: Final = frozenset((Kind.DELIVERY, Kind.TESTING))
UNDONE: Final = frozenset(("delayed", "cancelled", "stopped"))
NOBODY: Final = ("no", "nothing", "nobody", "none", "neither")
# Kinds that tell figures of a period.
COUNTING: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION, Kind.LAUNCH))
# Kinds that tell what makers have in common.
TIED: Final = PURPOSES | {Kind.PARTNERSHIP}


class Oddity(NamedTuple):
    """A reading that is no step, and the kinds of step whose words it is asked of."""

    what: str
    is_odd: Callable[[Scene, Match], bool]
    kinds: Collection[Kind]


def oddity(scene: Scene, match: Match) -> str | None:
    """What these words are instead of a step; None when nothing speaks against one."""
    for what, is_odd, _ in _of_kind(match.pattern.step.kind):
        if is_odd(scene, match):
            return what
    return None


@cache
def _of_kind(kind: Kind) -> tuple[Oddity, ...]:
    return tuple(each for each in ODDITIES if kind in each.kinds)


def _takes_a_person(scene: Scene, match: Match) -> bool:
    """Does a person stand where a model should: "Jaehoon Chang bowed"?"""
    people = (w for w in scene.spans.get("PERSON", ()) if not _speaks(scene, w))
    return any(a <= first and last <= b for a, b in people for first, last in match.places)


def _speaks(scene: Scene, person: tuple[int, int]) -> bool:
    """Does the sentence only name its speaker: "..., says X, ...", "X said."?"""
    before, after = scene.tokens[max(0, person[0] - 1) : person[0]], scene.tokens[person[1] + 1 :]
    if any(t.low in small("saying") for t in before):
        return not after or after[0].kind == "mark"
    return any(t.low in small("saying") for t in after[:1]) and len(after) <= SPOKEN


def _is_of_driver(scene: Scene, _: Match) -> bool:
    """Does the writer get or try the car: "we took delivery of our car", "we tested"?"""
    quoted = scene.has('"', "\u201c")
    if quoted or scene.counts:
        return False
    if not scene.has("we", "i", "our"):
        return False
    return scene.holds(sense("of_the_writer"))


def _would_cost(scene: Scene, match: Match) -> bool:
    """Is it only reckoned what a car would cost, by nobody who sells it?"""
    if "MONEY" not in match.pattern.said:
        return False
    first = max(0, match.first - NEAR)
    near = {t.low for t in scene.tokens[first : match.last + 1 + BEHIND]}
    return "would" in near and not scene.holds(small("spoken"))


def _is_known_venture(scene: Scene, match: Match) -> bool:
    """Does it only say whose something is: "ACC, the joint venture of A and B, has put ..."?"""
    # "let their letter of intent lapse", "put their venture on hold"
    ended = match.pattern.step.phase in {"cancelled", "delayed"}
    if (match.verb is not None or ended) and not match.pattern.loose:
        return False
    ties = (tag for group in TIES for tag in scene.marked.tags.get(group, ()))
    for tag in ties:
        if ended and _is_parted(scene, tag.first):
            continue
        around = scene.tokens[max(0, tag.first - NEAR) : tag.first]
        before = [t.low for t in around]
        mine = any(tag.first <= first <= tag.last for first, _ in match.places)
        owned = any(t.kind == "possessive" for t in around[-1:])
        theirs = not {",", "and", "of"} & set(before) and bool({"its", "their"} & set(before))
        if mine and (owned or theirs) and not scene.title:
            return True
        if mine and {"a", "an"} & set(before) and _is_apposition(scene, tag.first, tag.last):
            return True
        if mine and "the" in before:
            opened = before[before.index("the") - 1] if before.index("the") else ""
            led = tag.first - NEAR + before.index("the") - 1
            bosses = scene.marked.tags.get("boss", ())
            return opened in {",", "(", "–", "—"} or any(b.last == led - 1 for b in bosses)
    return False


def _is_parted(scene: Scene, first: int) -> bool:
    """Does a verb of parting lead to it: "agreed to break up BlueOval SK, the venture that"?"""
    before = [t.low for t in scene.tokens[max(0, first - PARTED) : first]]
    return any(to == "to" and verb in sense("parting") for to, verb in pairwise(before))


def _is_apposition(scene: Scene, first: int, last: int) -> bool:
    """Does it stand between commas, with an article at its head: "X, a venture led by Y, will"?"""
    tokens = scene.tokens
    at = first - 1
    while at > 0 and first - at <= 2 * NEAR and tokens[at].low not in {"a", "an"}:
        at -= 1
    closed = any(t.low == "," for t in tokens[last + 1 : last + 1 + 2 * NEAR])
    return at > 0 and tokens[at - 1].low in {",", "("} and closed


def _is_of_a_pair(scene: Scene, match: Match) -> bool:
    """Is the pair only whose something is: "the brand of A and B must merge its teams"?"""
    paired = match.pattern.said.startswith("COMPANY and COMPANY")
    before = scene.tokens[match.first - 1].low if match.first else ""
    return paired and before in {"of", "between"}


def _is_share(scene: Scene, match: Match) -> bool:
    """Is the number it counts by a percentage, or a small one: "sales rose 9 percent"?"""
    if match.pattern.said == MODEL:
        moved = scene.has("share") or scene.holds(sense("compared_by_share"))
        return not scene.counts and moved and scene.has("percent", "%")
    if "NUMBER" not in match.pattern.said:
        return False
    numbers = {first for first, _ in scene.spans.get("NUMBER", ())}
    return any(
        first in numbers and not _is_many([t.low for t in scene.tokens[first : first + 2]])
        for first, _ in match.places
    )


def _is_many(number: Sequence[str]) -> bool:
    """Does a number with the word behind it count cars of a month, or the first handful?"""
    after = number[1] if len(number) > 1 else ""
    if after in sense("percentages") or number[0].endswith("%"):
        return False
    return after not in small("units_of_measure")


def _is_cheaper_now(scene: Scene, match: Match) -> bool:
    """Is it the new price of a car that is on sale: "now costs $72,990, each $2,000 less"?"""
    if "MONEY" not in match.pattern.said:
        return False
    behind = [t.low for t in scene.tokens[match.last + 1 :]]
    ends = behind[:-1] if behind[-1:] == ["."] else behind
    return bool(ends) and ends[-1] in sense("cheaper") and "than" not in ends


def _gives_up_to(scene: Scene, match: Match) -> bool:
    """Is it "give up to $200 million", which gives nothing up?"""
    if match.verb is None or scene.tokens[match.verb.last].low != "up":
        return False
    if not scene.tokens[match.verb.first].low.startswith(("give", "giving", "gave")):
        return False
    after = scene.tokens[match.verb.last + 1 : match.verb.last + 3]
    sums = {first for _, (first, _) in scene.sums} | {first for _, (first, _) in scene.counts}
    return [t.low for t in after[:1]] == ["to"] and match.verb.last + 2 in sums


def _is_of_nobody(scene: Scene, match: Match) -> bool:
    """Is the subject none at all: "nothing was launched", "no model made the list"?"""
    if scene.tokens[0].low == "nor" and match.pattern.step.kind is Kind.PARTNERSHIP:
        return True
    if match.verb is None or match.pattern.step.phase in {"cancelled", "delayed"}:
        return False
    if not scene.has(*NOBODY):
        return False
    left = min(match.state.left, match.verb.first)
    start = max((at + 1 for at in range(left) if scene.tokens[at].kind == "mark"), default=0)
    opening = [t.low for t in scene.tokens[start : start + 2]]
    first, second = (*opening, "", "")[:2]
    if start >= left or first not in NOBODY:
        return False
    return second not in {"fewer", "less", "later", "more", "other", "sooner", "longer", "doubt"}


def _is_remembered(scene: Scene, match: Match) -> bool:
    """Does somebody remember: "four months ago, recalled Chen Chunqing, a plant was announced"?"""
    verb = match.verb
    if verb is None or not verb.first:
        return False
    before, after = scene.tokens[verb.first - 1], scene.tokens[verb.last + 1 : verb.last + 3]
    named = all(t.kind == "word" and t.text[:1].isupper() and t.text.isalpha() for t in after)
    return before.low in {",", '"', "\u201d"} and len(after) > 1 and named


def _was_once(scene: Scene, match: Match) -> bool:
    """Is it what was so in days gone by: "the plant that once built Peugeots"?"""
    verb = match.verb
    if verb is None or verb.first < BEHIND:
        return False
    said = [t.low for t in scene.tokens[verb.first - BEHIND : verb.first]]
    return said[-1] == "once" and said[0] not in {"at", "all"}


def _is_attribute(scene: Scene, match: Match) -> bool:
    """Is it only what a thing is called by: "production of the much delayed Lucid Air began"?"""
    verb = match.verb
    if verb is None or verb.first != verb.last or match.pattern.step.phase not in UNDONE:
        return False
    if not scene.tokens[verb.last].low.endswith("ed"):
        return False
    named = {first for _, (first, _) in scene.mentions} | {
        first for first, _ in scene.spans.get("NAME", ())
    }
    before = scene.tokens[verb.first - 1].low if verb.first else ""
    return verb.last + 1 in named and before in small("attributive")


def _says_who(scene: Scene, match: Match) -> bool:
    """Does it only say which people are meant: "owners who took delivery in December"?"""
    if "who" not in scene.lows:
        return False
    before = scene.tokens[max(0, match.first - NEAR) : match.first]
    lows = [t.low for t in before]
    if "who" not in lows or lows.index("who") == 0 or "," in lows:
        return False
    return not {"will", "can", "to"} & set(lows[lows.index("who") :])


def _only_dates(scene: Scene, match: Match) -> bool:
    """Does it only say since when something else is so: "two years after it went public"?"""
    if scene.title or not scene.has("after", "since", "soon"):
        return False
    until = match.first if match.verb is None else max(match.first, match.verb.first)
    lows = [t.low for t in scene.tokens[:until]]
    for at in range(len(lows) - 1, 0, -1):
        if lows[at] in {",", ";", ":"}:
            return False
        told = any(first > at for _, (first, _) in scene.dates)
        if lows[at] in {"after", "since"} and lows[at - 1] in small("times") | {"days", "weeks"}:
            return not told
        if lows[max(0, at - 2) : at + 1] == ["as", "soon", "as"]:
            return not told
    return False


ODDITIES: Final = (
    Oddity("a state", is_lasting, RUNNING),
    Oddity("a state", is_relative, TIED),
    Oddity("a comparison", is_comparison, (Kind.LAUNCH,)),
    Oddity("a person", _takes_a_person, OF_THINGS),
    Oddity("a car of the writer", _is_of_driver, OF_DRIVERS),
    Oddity("a price that it would have", _would_cost, (Kind.LAUNCH,)),
    Oddity("a venture that is known", _is_known_venture, (Kind.PARTNERSHIP,)),
    Oddity("whose it is", _is_of_a_pair, ANY),
    Oddity("a share or measure, no count", _is_share, COUNTING),
    Oddity("a price that was cut", _is_cheaper_now, (Kind.LAUNCH,)),
    Oddity("up to a sum", _gives_up_to, ANY),
    Oddity("no end of it", ends.is_no_end, ANY),
    Oddity("nobody does", _is_of_nobody, ANY),
    Oddity("what it dates", _only_dates, ANY),
    Oddity("what it is called by", _is_attribute, ANY),
    Oddity("what somebody remembers", _is_remembered, (Kind.RECALL,)),
    Oddity("what once was", _was_once, COUNTING),
    Oddity("who is meant", _says_who, OF_THINGS),
    Oddity("a part of a name", no_steps.is_name, (Kind.PARTNERSHIP,)),
    Oddity("the end of a deal", no_steps.is_end, (Kind.PARTNERSHIP,)),
    Oddity("what a venture ends", ends.is_ended_by_it, (Kind.PARTNERSHIP,)),
    Oddity("how large a deal is", no_steps.is_sized, (Kind.PARTNERSHIP,)),
    Oddity("where a thing comes from", no_steps.is_origin, (Kind.PARTNERSHIP,)),
    Oddity("what a figure came to", figures.is_sum, (Kind.LAUNCH, Kind.MARKET_ENTRY)),
    Oddity("how often it was sold", figures.is_times, (Kind.DELIVERY, Kind.LAUNCH)),
    Oddity("who has a permit", untold.is_held, (Kind.APPROVAL,)),
    Oddity("what was meant", untold.was_meant, (Kind.DELIVERY, Kind.LAUNCH)),
    Oddity("what cars bring", untold.is_sale_of_cars, (Kind.FUNDING,)),
    Oddity("a site that is read", untold.is_website, ANY),
    Oddity("a purchase of shares", no_steps.is_of_shares, (Kind.PARTNERSHIP,)),
    Oddity("a purchase of shares", no_steps.is_purchase, (Kind.PARTNERSHIP,)),
    Oddity("whose a company is", no_steps.is_known_venture, (Kind.PARTNERSHIP,)),
    Oddity("a permit that would be needed", no_steps.would_be_asked, (Kind.APPROVAL,)),
    Oddity("output that comes late, no plant", no_steps.is_output_delayed, (Kind.FACTORY,)),
    Oddity("two things beside each other", no_steps.is_listed_apart, (Kind.RECALL,)),
    Oddity("a new head who is only named", no_steps.is_in_office, (Kind.RESTRUCTURING,)),
    Oddity("money that is received", no_steps.is_received, (Kind.INVESTMENT,)),
    Oddity("money that is received", no_steps.is_put_into_it, (Kind.INVESTMENT,)),
    Oddity("a car for tests", untold.is_test_car, (Kind.PRODUCTION,)),
    Oddity("when it starts elsewhere", untold.is_when, (Kind.MARKET_ENTRY,)),
    Oddity("a network, no firm", untold.is_network, (Kind.COMPANY_SETUP,)),
    Oddity("what a car that is shown will cost", no_steps.is_to_cost, (Kind.LAUNCH,)),
    Oddity("another verb", other.makes_something, ANY),
    Oddity("a price, no share", other.is_priced, (Kind.FUNDING,)),
    Oddity("a share or measure, no count", other.is_ratio, (Kind.DELIVERY, Kind.PRODUCTION)),
    Oddity("a state", other.is_trait, (Kind.PRODUCTION, Kind.APPROVAL)),
    Oddity("a pact with a state", other.is_with_a_state, (Kind.PARTNERSHIP,)),
    Oddity("what was there before", other.is_bygone, (Kind.PRODUCTION,)),
    Oddity("another verb", other.is_auxiliary, ANY),
    Oddity("a part, no plant", other.is_built_in, ANY),
    Oddity("what stays open", other.is_kept_open, (Kind.FACTORY, Kind.INFRASTRUCTURE)),
    Oddity("the name of an owner", other.is_named_by_a_person, (Kind.UNVEIL,)),
    Oddity("which cars are meant", other.is_made_for, (Kind.PRODUCTION,)),
    Oddity("people who tell", other.is_of_sources, (Kind.RESTRUCTURING,)),
    Oddity("a fair, no car", other.is_event, (Kind.RESTRUCTURING,)),
    Oddity("money of a state", other.is_aid, (Kind.INVESTMENT,)),
    Oddity("a network of dealers", other.is_of_dealers, (Kind.INFRASTRUCTURE,)),
    Oddity("where it comes from", other.comes_from, (Kind.LAUNCH, Kind.MARKET_ENTRY)),
    Oddity("the country of those who tell", other.is_of_tellers, (Kind.MARKET_ENTRY,)),
    Oddity("another verb", other.begins_nothing, (Kind.PRODUCTION, Kind.LAUNCH)),
    Oddity("money that comes", other.is_of_money, (Kind.LAUNCH, Kind.MARKET_ENTRY)),
    Oddity("which cars are meant", other.is_which, (Kind.DELIVERY, Kind.PRODUCTION)),
    Oddity("energy, no cars", other.is_energy, (Kind.DELIVERY,)),
    Oddity("a count of people", other.counts_people, (Kind.DELIVERY, Kind.PRODUCTION)),
    Oddity("a buyer drives off", other.drives_off, (Kind.PRODUCTION,)),
    Oddity("a fact that is shown", other_clauses.shows_how, (Kind.UNVEIL,)),
    Oddity("figures, no car", figures.is_of_figures, (Kind.LAUNCH, Kind.UNVEIL)),
    Oddity("a rival or a helper", payers.takes_on, (Kind.INVESTMENT, Kind.MARKET_ENTRY)),
    Oddity("words of two clauses", other_clauses.is_of_two_clauses, (Kind.INVESTMENT,)),
    Oddity("what it leads to", payers.is_ahead_of, (Kind.FUNDING,)),
    Oddity("how shares move", payers.moves_shares, (Kind.INVESTMENT, Kind.RESTRUCTURING)),
    Oddity("how long it took", figures.is_time_taken, (Kind.FACTORY,)),
    Oddity("which cars are meant", recalls.is_recalled_lot, (Kind.MARKET_ENTRY,)),
    Oddity("the shares of a person", payers.is_owners_sale, (Kind.RESTRUCTURING,)),
    Oddity("a name for where it is from", other_clauses.is_label, (Kind.PRODUCTION,)),
    Oddity("shares in itself", payers.is_own_issue, (Kind.RESTRUCTURING,)),
    Oddity("a part of what another raises", payers.gives_to_a_round, (Kind.FUNDING,)),
    Oddity("what may follow", recalls.may_follow, (Kind.RECALL,)),
    Oddity("other recalls", recalls.is_of_others, (Kind.RECALL,)),
    Oddity(
        "another verb", other_clauses.begins_another, (Kind.PRODUCTION, Kind.DELIVERY, Kind.LAUNCH)
    ),
    Oddity("what is shown", other_clauses.is_of_what_is_shown, (Kind.TESTING, Kind.PARTNERSHIP)),
    Oddity("a figure that is reached", figures.is_reached, (Kind.DELIVERY,)),
    Oddity("so many a month", figures.is_monthly, (Kind.DELIVERY, Kind.PRODUCTION)),
    Oddity("a target of old", figures.is_superseded, (Kind.DELIVERY, Kind.PRODUCTION)),
    Oddity("a number reckoned with", figures.is_reckoned, (Kind.DELIVERY, Kind.PRODUCTION)),
    Oddity("places of sale", figures.is_of_dealers, (Kind.DELIVERY,)),
    Oddity(
        "an insertion", other_clauses.is_inserted, (Kind.PRODUCTION, Kind.DELIVERY, Kind.FACTORY)
    ),
    Oddity(described.SHARERS, described.names_partners, (Kind.PARTNERSHIP,)),
    Oddity("how others take it", described.is_taken_for, ANY),
    Oddity("which model it is", described.is_what_was_made, (Kind.PARTNERSHIP,)),
    Oddity("which model it is", described.is_aside_on_a_model, (Kind.PARTNERSHIP,)),
    Oddity(described.CUSTOMERS, described.is_supplied, (Kind.PARTNERSHIP,)),
    Oddity("words of two clauses", described.is_torn, (Kind.PARTNERSHIP,)),
    Oddity("who gets a loan", described.is_lent_to, (Kind.PARTNERSHIP,)),
    Oddity("who founded it", described.is_founded_by, (Kind.COMPANY_SETUP,)),
    Oddity("which places are meant", described.is_allowed_place, (Kind.APPROVAL,)),
    Oddity("a habit", described.is_habit, OF_THINGS),
    Oddity("what happens in general", described.is_in_general, (Kind.TESTING,)),
    Oddity("what was tried in vain", described.is_tried_in_vain, ANY),
    Oddity("a range of prices", described.is_of_a_range, (Kind.LAUNCH,)),
    Oddity("words of two clauses", described.opens_second_half, ANY),
    Oddity("where shares are traded", described.is_quoted, (Kind.FUNDING,)),
    Oddity("what it starts with", described.starts_with, (Kind.PRODUCTION,)),
    Oddity("another verb", described.begins_to, (Kind.MARKET_ENTRY, Kind.LAUNCH, Kind.FACTORY)),
    Oddity("not disclosed", untold.is_undisclosed, ANY),
    Oddity("how fast it charges", untold.is_charging, (Kind.TECHNOLOGY, Kind.INFRASTRUCTURE)),
    Oddity("only talked of", untold.is_talked_of, ANY),
    Oddity("what a reader does", untold.is_readers, (Kind.TESTING, Kind.INVESTMENT)),
    Oddity("a line beneath a picture", untold.is_caption, (Kind.TESTING, Kind.UNVEIL)),
    Oddity("what it is called by", untold.is_label_of_origin, (Kind.PRODUCTION,)),
    Oddity("another verb", untold.is_held_up, (Kind.PRODUCTION,)),
    Oddity("what a thing costs", untold.is_cost, (Kind.FUNDING,)),
    Oddity("which cars are meant", untold.is_made_by, (Kind.PRODUCTION,)),
)
REASONS: Final = frozenset(each.what for each in ODDITIES)
