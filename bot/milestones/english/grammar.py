"""What an English verb says about its step: done, planned, under way, denied, only supposed."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.milestones.english.small import small
from bot.milestones.english.words import Marked, Tag, Token, is_adverb

DEEP: Final = 3  # verbs that govern each other: "plans to begin to build"
EARLY: Final = 8  # words within which a title has its subject
SHARED: Final = 14  # words between a modal and the second verb that it carries
ASIDE: Final = 9  # words of an aside between commas, behind its modal
APART: Final = 9  # words between a modal and its verb
USED: Final = 10  # words between "used" and what it was used for
BESIDE: Final = 7  # words from ", with" to the participle
FAR: Final = 10  # words between a governing verb and its infinitive: "expects the plant to open"


class State(NamedTuple):
    """How a verb stands in its sentence."""

    time: str  # done, present, planned, pending, purpose, bare
    left: int  # the first word of the verb group
    passive: bool = False
    negated: bool = False
    guess: bool = False  # may, might, could
    able: bool = False  # can, is able to, was allowed to: no step
    stale: bool = False  # was to, had wanted to: what was once meant
    before: bool = False  # had opened: told as history
    expected: bool = False  # is expected to, is likely to: by nobody in particular
    governor: int = -1  # the word of the verb that carries the tense


def state(marked: Marked, tag: Tag, verbs: Mapping[int, tuple[Tag, ...]]) -> State:
    """How this verb stands; `verbs` holds the verbs of the sentence by their last word."""
    return _state(marked.tokens, tag.first, tag.form, verbs, 0)


def _state(
    tokens: tuple[Token, ...],
    first: int,
    form: str,
    verbs: Mapping[int, tuple[Tag, ...]],
    depth: int,
) -> State:
    at, negated, adverbs = _skip(tokens, first - 1)
    word = tokens[at].low if at >= 0 else ""
    negated = negated or word.endswith("n't")
    bare = State(_plain(form), first, negated=negated, governor=first)
    if depth > DEEP:
        return bare
    if word == "to" or (
        word == "and"
        and "base" in form
        and form != "base past part"
        and _infinitive_before(tokens, at)
    ):
        return _infinitive(tokens, at, negated or "not" in adverbs, verbs, depth)
    if word == "and" and "base" in form:
        shared = _modal_before(tokens, at)
        if shared >= 0:
            return _modal(tokens, shared, negated, tokens[shared].low)
    passive = word == "and" and "part" in form and not _has_object(tokens, first)
    if passive and (shared := _passive_before(tokens, at)) >= 0:
        return _modal(tokens, shared, negated, tokens[shared].low)._replace(passive=True)
    if word in small("will", "guess", "can", "do"):
        return _modal(tokens, at, negated, word)
    if word in small("have") and "part" in form:
        return _perfect(tokens, at, word, negated)
    if word in small("be") and ("part" in form or "ing" in form):
        return _passive(tokens, at, form, negated, word)
    if "ing" in form:
        return _gerund(tokens, at, first, negated, verbs, depth)
    if form != "past" and "part" in form and _is_beside(tokens, first, verbs):
        return bare._replace(time="present")
    if "base" in form and (apart := _modal_apart(tokens, at)) >= 0:
        return _modal(tokens, apart, negated, tokens[apart].low)
    return bare


def _is_beside(tokens: tuple[Token, ...], first: int, verbs: Mapping[int, tuple[Tag, ...]]) -> bool:
    """Does it say what goes with a verb: "starts in May, with the first cars delivered"?"""
    for at in range(first - 1, max(0, first - BESIDE), -1):
        low = tokens[at].low
        if low == "with":
            told = (t for tags in verbs.values() for t in tags if t.last < at)
            return tokens[at - 1].low == "," and not any(_is_past(tokens, t) for t in told)
        if low in small("stops", "be", "have", "links") or tokens[at].kind == "mark":
            return False
    return False


def _is_past(tokens: tuple[Token, ...], tag: Tag) -> bool:
    """Is it a past tense by itself, no participle: "opened", not "will be opened"?"""
    before = tokens[tag.first - 1].low if tag.first else ""
    return "past" in tag.form and before not in small("be", "have", "will")


def _modal_apart(tokens: tuple[Token, ...], at: int) -> int:
    """Where the modal stands that a date keeps from its verb: "will from 2025 build"."""
    for k in range(at, max(-1, at - APART), -1):
        low = tokens[k].low
        if low in small("will", "guess"):
            return k if tokens[k + 1].low in small("prepositions") else -1
        if low in small("stops", "links", "have", "be") or low in {"and", "to"}:
            return -1
    return -1


def _plain(form: str) -> str:
    if "past" in form:
        return "done"
    return "done" if form == "part" else "bare" if "ing" in form else "present"


def _skip(tokens: tuple[Token, ...], at: int) -> tuple[int, bool, frozenset[str]]:
    """Pass over adverbs to the left: where the next word is, and whether one of them denies."""
    passed: set[str] = set()
    while at >= 0:
        low = tokens[at].low
        if is_adverb(low) or low in small("not"):
            passed.add(low)
            at -= 1
        elif low == "," and (before := _before_aside(tokens, at)) >= 0:
            at = before
        else:
            break
    if at >= 0 and tokens[at].low == "longer" and at >= 1 and tokens[at - 1].low == "no":
        return at - 2, True, frozenset(passed)
    return at, bool(passed & small("not")), frozenset(passed)


def _before_aside(tokens: tuple[Token, ...], at: int) -> int:
    """Where the word stands that an aside keeps from its verb: "will not, after all, build"."""
    for k in range(at - 1, max(0, at - ASIDE), -1):
        low = tokens[k].low
        if low == ",":
            held = small("not", "will", "guess", "can", "have", "be")
            return k - 1 if tokens[k - 1].low in held or tokens[k - 1].low.endswith("n't") else -1
        if tokens[k].kind == "mark":
            return -1
    return -1


def _infinitive_before(tokens: tuple[Token, ...], at: int) -> bool:
    return any(
        tokens[k].low == "to" and not (k and tokens[k - 1].low == "up")
        for k in range(max(0, at - FAR), at)
    )


def _modal_before(tokens: tuple[Token, ...], at: int) -> int:
    """Where the modal stands that "and" shares: "will invest up to $5bn and set up a venture"."""
    for k in range(at - 1, max(-1, at - SHARED), -1):
        low = tokens[k].low
        if low in small("will", "guess"):
            return k
        if low in small("stops", "have", "be") or low in {",", "who", "which"}:
            return -1
    return -1


def _has_object(tokens: tuple[Token, ...], first: int) -> bool:
    """Does a verb take what follows at once: "and launched the ET9", not "and launched in May"?"""
    behind = tokens[first + 1] if first + 1 < len(tokens) else None
    if behind is None or behind.kind == "mark":
        return False
    return behind.low in small("determiners") or behind.text[:1].isupper()


def _passive_before(tokens: tuple[Token, ...], at: int) -> int:
    """Where the modal of a passive stands that "and" shares: "will be shown and launched"."""
    for k in range(at - 1, max(0, at - SHARED), -1):
        low = tokens[k].low
        if low == "be":
            return k - 1 if tokens[k - 1].low in small("will", "guess") else -1
        if low in small("stops", "have") or low in {",", "who", "which", "that", "and"}:
            return -1
    return -1


def _modal(tokens: tuple[Token, ...], at: int, negated: bool, word: str) -> State:
    if word in small("do"):
        return State(
            "done" if word in {"did", "didn't"} else "present", at, negated=negated, governor=at
        )
    after = _skip_right(tokens, at + 1)
    if (word == "would" or word in small("guess")) and _is_perfect(tokens, after):
        return State("bare", at, negated=True, governor=at)  # could have built: it did not
    return State(
        "pending" if word == "must" else "planned",
        at,
        negated=negated or word in {"won't", "wouldn't", "couldn't", "cannot", "can't"},
        guess=word in small("guess"),
        able=word in small("can"),
        governor=at,
    )


def _skip_right(tokens: tuple[Token, ...], at: int) -> int:
    while at < len(tokens) and is_adverb(tokens[at].low):
        at += 1
    return at


def _is_perfect(tokens: tuple[Token, ...], at: int) -> bool:
    """Is it "have built" rather than "have the car built"?"""
    if at + 1 >= len(tokens) or tokens[at].low != "have":
        return False
    low = tokens[at + 1].low
    irregular = low in small("past_verbs") or low in {"been", "built", "gone"}
    return irregular or low.endswith(("ed", "en", "wn"))


def _perfect(tokens: tuple[Token, ...], at: int, word: str, negated: bool) -> State:
    before, denied, _ = _skip(tokens, at - 1)
    if word == "have" and before >= 0 and tokens[before].low == "would":
        return State("bare", before, negated=True, governor=before)  # it did not come to that
    if before >= 0 and tokens[before].low in small("will", "guess"):
        return State(
            "planned",
            before,
            negated=negated or denied,
            guess=tokens[before].low in small("guess"),
            governor=before,
        )
    return State(
        "done",
        at,
        negated=negated or word.endswith("n't"),
        before=word in {"had", "hadn't"},
        governor=at,
    )


def _passive(tokens: tuple[Token, ...], at: int, form: str, negated: bool, word: str) -> State:
    progressive = "ing" in form
    if word in {"be", "been", "being"}:
        outer = _auxiliary(tokens, at, word)
        time = (
            "pending" if word == "being" or (progressive and outer.time == "done") else outer.time
        )
        return outer._replace(time=time, passive=not progressive, negated=outer.negated or negated)
    time = "pending" if progressive else ("done" if word in small("was") else "present")
    return State(
        time,
        at,
        passive=not progressive,
        negated=negated or word.endswith("n't"),
        stale=progressive and word in small("was"),
        governor=at,
    )


def _auxiliary(tokens: tuple[Token, ...], at: int, word: str) -> State:
    before, denied, _ = _skip(tokens, at - 1)
    low = tokens[before].low if before >= 0 else ""
    if word == "being":
        return State("pending", before if low in small("be") else at, negated=denied, governor=at)
    if low == "to":
        meant = _infinitive(tokens, before, denied, {}, 1)
        again = any(t.low == "to" for t in tokens[max(0, before - SHARED) : before])
        return meant._replace(time="planned") if meant.time == "done" and again else meant
    if low in small("will", "guess", "can"):
        return _modal(tokens, before, denied, low)
    if low in small("have"):
        return _perfect(tokens, before, low, denied)
    return State("done" if word == "been" else "planned", at, negated=denied, governor=at)


def _gerund(
    tokens: tuple[Token, ...],
    at: int,
    first: int,
    negated: bool,
    verbs: Mapping[int, tuple[Tag, ...]],
    depth: int,
) -> State:
    """Start selling, considers building, after opening, without opening."""
    if at >= 0:
        governing = verbs.get(at, ())
        if governing and tokens[at].low not in {"is", "are"}:
            outer = _state(tokens, governing[0].first, governing[0].form, verbs, depth + 1)
            groups = {tag.group for tag in governing}
            if "plan" in groups and not groups & {"begin", "start", "manage"}:
                return outer._replace(time="planned")
            if "refuse" in groups and not groups & {"begin", "start", "manage"}:
                return outer._replace(negated=True)
            return outer
        if tokens[at].low in {"without", "from", "against", "instead", "than"}:
            return State("bare", first, negated=True, governor=first)
        if tokens[at].low in {"for", "of", "about", "on", "towards", "toward", "at", "before"}:
            return State("purpose", first, negated=negated, governor=first)
        if tokens[at].low in {"after", "by", "since", "with", "on", "upon"}:
            return State("done", first, negated=negated, governor=first)
    return State("bare", first, negated=negated, governor=first)


def _infinitive(
    tokens: tuple[Token, ...],
    to: int,
    negated: bool,
    verbs: Mapping[int, tuple[Tag, ...]],
    depth: int,
) -> State:
    """X is to build, plans to build, was allowed to build, needs time to build."""
    at, denied, passed = _skip(tokens, to - 1)
    word = tokens[at].low if at >= 0 else ""
    denied = denied or negated
    if "yet" in passed or "unlikely" in passed or word in small("refused"):
        return State("planned", at, negated=True, governor=at)
    if word in small("be"):
        return State("planned", at, negated=denied, stale=word in small("was"), governor=at)
    if word in {"had", "having"}:
        return State("done", at, negated=denied, governor=at)
    if word in small("have") or word in {"need", "needs", "needed"}:
        return State("pending", at, negated=denied, governor=at)
    wished = word in {"like", "love"} and at > 0 and tokens[at - 1].low in {"would", "'d"}
    if wished:
        return State("planned", at - 1, negated=denied, governor=at)
    if word in small("able"):
        not_ = _skip(tokens, at - 1)[1] or _is_denied_being(tokens, at)
        none = denied or not_ or word == "unable"
        return State("planned", at, negated=none, able=True, governor=at)
    if (
        word in small("ready")
        or word in small("expected")
        or (word == "likely" or "likely" in passed)
    ):
        be, not_, _ = _skip(tokens, at - 1)
        past = be >= 0 and tokens[be].low in small("was") | {"been"}
        return State(
            "planned",
            be if be >= 0 and tokens[be].low in small("be") else at,
            negated=denied or not_,
            expected=word in small("expected") or "likely" in passed,
            stale=past and word != "likely",
            governor=at,
        )
    governing = verbs.get(at, ())
    if governing:
        return _governed(tokens, governing, denied, verbs, depth)
    if word in small("plan_nouns"):
        return State("planned", at, negated=denied, governor=at)
    for far in range(at, max(-1, at - FAR), -1):
        if tokens[far].low in small("stops") or tokens[far].low in {"that", "which", "who"}:
            break
        if tokens[far].low in small("able") and tokens[far].low not in {
            "first",
            "only",
            "last",
            "right",
            "how",
            "where",
        }:
            return State("planned", far, negated=denied, able=True, governor=far)
        near = [t for t in verbs.get(far, ()) if t.group in {"plan", "enable", "refuse", "slate"}]
        if near:
            return _governed(tokens, tuple(verbs[far]), denied, verbs, depth)
    told = _told_by_rank(tokens, at) or _told_by_use(tokens, to)
    if told:
        return State(told, to, negated=denied, governor=to)
    after_name = at >= 0 and (tokens[at].text[:1].isupper() or tokens[at].kind == "possessive")
    if (
        after_name
        and at < EARLY
        and not any(t.kind == "word" and _is_auxiliary(t) for t in tokens[:at])
    ):
        return State("planned", to, negated=denied, governor=to)  # a title: "Tata Motors to buy"
    return State("purpose", to, negated=denied, governor=to)


def _is_denied_being(tokens: tuple[Token, ...], at: int) -> bool:
    """Does a verb of being before it deny: "was not able", "hasn't yet been able"?"""
    be, _, _ = _skip(tokens, at - 1)
    if be < 0 or tokens[be].low not in small("be"):
        return False
    have, not_, _ = _skip(tokens, be - 1)
    return (
        not_ or tokens[be].low.endswith("n't") or (have >= 0 and tokens[have].low.endswith("n't"))
    )


def _told_by_rank(tokens: tuple[Token, ...], at: int) -> str:
    """The time of "the first carmaker to build", "the 100,000th car to come off the line"."""
    for far in range(at, max(-1, at - FAR), -1):
        low = tokens[far].low
        if low in small("stops", "links"):
            return ""
        if low in {"first", "last", "latest", "only"} and far == 0:
            return ""  # a title: "First cars to reach buyers in May"
        if low in {"first", "last", "latest", "only"} or low.endswith(("0th", "dth", "nth")):
            before = {t.low for t in tokens[max(0, far - FAR) : far]}
            ahead = before & (small("will", "guess") | {"plans", "wants", "aims", "to"})
            return "planned" if ahead else "done"
    return ""


def _told_by_use(tokens: tuple[Token, ...], to: int) -> str:
    """The time of "used its fair on Monday to show", "took the occasion to present"."""
    for far in range(to - 2, max(-1, to - 2 - USED), -1):
        low, behind = tokens[far].low, {t.low for t in tokens[far + 1 : far + 4]}
        if low in small("links") or tokens[far].text in {";", ":", "."}:
            return ""
        if low in {"used", "uses"} and tokens[far + 1].low != "by":
            return "done"
        if low in {"took", "takes"} and behind & {"occasion", "opportunity", "stage", "chance"}:
            return "done"
    return ""


def _is_auxiliary(token: Token) -> bool:
    return token.low in small("be", "have", "will", "guess", "do")


def _governed(
    tokens: tuple[Token, ...],
    governing: tuple[Tag, ...],
    denied: bool,
    verbs: Mapping[int, tuple[Tag, ...]],
    depth: int,
) -> State:
    groups = {tag.group for tag in governing}
    outer = _state(tokens, governing[0].first, governing[0].form, verbs, depth + 1)
    negated = outer.negated or denied
    if groups & {"begin", "manage"}:
        return outer._replace(negated=negated, passive=False)
    if "refuse" in groups and "plan" not in groups:
        return outer._replace(time="planned", negated=True)
    if "plan" in groups or "slate" in groups:
        word = tokens[governing[0].last].low
        stale = (
            outer.before
            or outer.stale
            or (word in small("once_meant") and outer.time == "done" and not outer.passive)
        )
        return outer._replace(
            time="planned",
            negated=negated,
            passive=False,
            stale=stale and word not in {"agreed", "decided"},
            expected=outer.passive and word in small("expected"),
        )
    if "enable" in groups:
        return outer._replace(time="planned", able=True, passive=False)
    return outer._replace(time="purpose", negated=negated, passive=False)
