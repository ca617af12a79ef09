"""Steps that a small trained model finds most likely misread, dropped before they are told.

Guesses are asked about in the same way, and stay where it believes them.

Two sums of weights. The first tells from the words of a sentence how likely it states a step of
each kind; the second adds what the rules made of the step - the way it was said, how its company
was found, what it holds - and what the text is besides: what the title states, how many steps
there are, of whom, where. The weights of each language stand in `bot/catalogue/*_doubt.json` and
come from `benchmarks/train_doubt.py`; decision 21 tells what they brought.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final

from bot.catalogue import weights
from bot.milestones.network import Network, load
from bot.milestones.packed import KINDS, packed, unpacked
from bot.milestones.statement import Doubt, Statement
from storage.records import Kind

# A step with a smaller chance of being right is dropped; the second is for what is read, and not
# guessed, in the title and in the first sentences, where the news is told.
LEAST: Final = 0.4
LEAST_LEADING: Final = 0.3
LEADING: Final = 2  # sentences, behind the title
SURE: Final = 0.6  # with a smaller one it is doubtful
MODELS: Final = {"en": "english_doubt", "zh": "chinese_doubt"}
SHORT: Final = 4  # sentences, the title among them; a shorter text has little beside its steps
SPOKEN: Final = 3  # traits that tell why
PLACES: Final = 8  # sentences further down are all one
LONG: Final = 64  # characters; longer sentences are all one
STEP: Final = 16
SHARED: Final = 4
HEAVY: Final = 6  # words of a pattern; longer ones are all one
MANY: Final = 6  # steps of a text
FIRST: Final = 24  # sentences that are weighed besides
LARGEST: Final = 6_000  # characters of a text
FAR: Final = 3.0  # how many times the usual spread a measure may be off its mean
RULES: Final = 4096  # whose traits are kept at hand
LAST: Final = 512  # sentences whose sums are
LETTERS: Final = 7  # of an English word
_QUOTED: Final = re.compile(r"'[^']*'s?'?|\"[^\"]*\"")  # nothing is learned of a company
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_ENGLISH: Final = re.compile(r"[a-z]+|9")
_PROPOSED: Final = re.compile(r"model \([^)]*\)")
_PART: Final = re.compile(r"\{[^}]+\}|[A-Z]+|[\u4e00-\u9fff]+")
FLAGS: Final = (
    *("again", "guess"),
    *("carried", "titled", "background", "vague", "fresh", "timeless", "announced"),
    *("recaps", "sums_up", "listed", "shared", "usual", "capital", "row"),
)
SLOTS: Final = ("when", "amount", "quantity", "subject", "agency")
Sums = Sequence[float]  # one for each kind, in the order of `KINDS`
Told = Mapping[str, Sums]  # of each sentence


@dataclass(frozen=True, slots=True)
class Model:
    """The weights: of sentences by kind, packed, and of what the rules made of them."""

    base: int
    grams: Mapping[str, int]
    start: float
    measures: Mapping[str, Sequence[float]]  # the mean, the spread, the weight
    traits: Mapping[str, float]
    blend: Sequence[float]  # of a sentence: the start, the weight of its words and of the network
    context: Mapping[str, float] = field(default_factory=dict)  # `bot/milestones/context.py`
    network: Network | None = field(default=None, repr=False)
    at_hand: dict[str, Sums] = field(default_factory=dict, repr=False)  # of the last sentences


@dataclass(frozen=True, slots=True)
class Whole:
    """The text that steps stand in: its title, its sentences, its size in characters.

    An `aside` is hardly news: a review, a view of the market, a column. `starts` are the offsets at
    which the sentences begin; the first one is the title.
    """

    language: str
    title: str
    sentences: Sequence[str]
    size: int
    aside: bool = False
    starts: Sequence[int] = ()

    def read_as(self, steps: Sequence[Statement]) -> list[str]:
        """The sentence of each step as it was read, which its evidence may be written otherwise."""
        known = dict(zip(self.starts, self.sentences, strict=False))
        return [known.get(s.start, s.evidence) for s in steps]

    @property
    def head(self) -> str:
        """The title as it was read."""
        return self.sentences[0] if self.starts else self.title


def weighed(steps: Sequence[Statement], whole: Whole) -> Told:
    """The sums of every sentence that decides on these steps, or on some of them."""
    return told(steps, whole, _model(whole.language)) if steps else {}


def looked_over(
    steps: Sequence[Statement], whole: Whole, sums: Told | None = None
) -> tuple[list[Statement], list[Doubt]]:
    """The steps of one text that stay, and those that the model does not believe; in their order.

    What stays is marked where the model is not sure of it. `sums` are those of `weighed`, where
    they are known already.
    """
    if not steps or len(whole.sentences) < SHORT:
        return [s for s in steps if not (whole.aside or s.again or s.guess)], []
    model, sums = _model(whole.language), sums or weighed(steps, whole)
    judged = list(zip(steps, _judged(steps, whole, model, sums), strict=True))
    kept, doubts = [], []
    for s, each in judged:
        leads = s.position <= LEADING and not (s.again or s.guess)
        least = LEAST_LEADING if leads else LEAST
        if each.chance < least:
            doubts.append(Doubt(s, each.chance, least, each.why(model)))
        else:
            doubtful = s.doubtful or each.chance < SURE
            kept.append(replace(s, doubtful=doubtful, chance=round(each.chance, 2)))
    return kept, doubts


@dataclass(frozen=True, slots=True)
class _Judged:
    """How likely a step is read right; what speaks for and against it, with its weight."""

    chance: float
    spoken: Sequence[tuple[float, str]]
    measures: Mapping[str, float]

    def why(self, model: Model) -> str:
        """What speaks most against it; a measure with the usual figure, as both ways count."""
        against = [name for weight, name in sorted(self.spoken)[:SPOKEN] if weight < 0]
        usual = {name: mean for name, (mean, *_) in model.measures.items()}
        return ", ".join(
            f"{name} {self.measures[name]:.1f} (usually {usual[name]:.1f})"
            if name in usual
            else name
            for name in against
        )


def weighings(
    steps: Sequence[Statement], whole: Whole, sums: Told
) -> list[tuple[float, Mapping[str, float]]]:
    """How likely each step is read right, and the figures that say so."""
    judged = _judged(steps, whole, _model(whole.language), sums)
    return [(each.chance, each.measures) for each in judged]


def _judged(
    steps: Sequence[Statement], whole: Whole, model: Model, sums: Told
) -> Iterator[_Judged]:
    for s, seen in zip(steps, measures(steps, whole, sums), strict=True):
        spoken = [(model.traits.get(trait, 0.0), trait) for trait in traits(s, len(steps))]
        for name, (mean, spread, weight) in model.measures.items():
            spoken.append((weight * scaled(seen[name], mean, spread), name))
        total = model.start + sum(weight for weight, _ in spoken)
        yield _Judged(1 / (1 + math.exp(-total)), spoken, seen)


def scaled(value: float, mean: float, spread: float) -> float:
    """How many times the spread a value is off the mean, within reason."""
    return max(-FAR, min(FAR, (value - mean) / spread))


def traits(s: Statement, steps: int) -> tuple[str, ...]:
    """What the rules made of a step: "kind launch", "said launch {on_sale}", "has when".

    `steps` is how many the text has.
    """
    return tuple(dict.fromkeys(_traits(s, steps)))


def _traits(s: Statement, steps: int) -> Iterator[str]:
    yield f"kind {s.kind}"
    yield f"phase {s.kind} {s.phase}"
    yield f"certainty {s.certainty}"
    yield from _of_rule(s.rule, s.kind)
    for flag in FLAGS:
        if getattr(s, flag):
            yield flag
    for slot in SLOTS:
        if getattr(s, slot) is not None:
            yield f"has {slot}"
    yield f"place {min(s.position, PLACES)}"
    yield f"echoes {min(s.echoes, SHARED)}"
    yield f"length {min(len(s.evidence), LONG) // STEP}"
    yield f"stage {s.stage}"
    yield f"weight {min(s.weight, HEAVY)}"
    yield f"steps {min(steps, MANY)}"


@lru_cache(maxsize=RULES)
def _of_rule(rule: str, kind: Kind) -> tuple[str, ...]:
    """How the company was found, what was said, and of which parts that is made."""
    said, _, how = _PROPOSED.sub("model", rule).partition(", ")
    parts = (f"part {kind} {part}" for part in _PART.findall(said))
    return f"how {_QUOTED.sub('NAME', how)}", f"said {kind} {said}", *parts


def measures(steps: Sequence[Statement], whole: Whole, sums: Told) -> list[dict[str, float]]:
    """What speaks for and against each step in figures: its words, the title, what is beside it."""
    best = [max(kind) for kind in zip(*sums.values(), strict=True)]
    beside = _beside(steps, whole.size)
    said = [sums[sentence] for sentence in whole.read_as(steps)]
    own = [each[KINDS.index(s.kind)] for s, each in zip(steps, said, strict=True)]
    heads = sums[whole.head]
    for s, each, mine, found in zip(steps, said, own, beside, strict=True):
        at = KINDS.index(s.kind)
        other, head, elsewhere = _without(each, at), heads[at], _without(heads, at)
        found["its words"] = mine
        found["words of another kind"] = other
        found["behind another kind"] = min(0.0, mine - other)
        found["behind another sentence"] = mine - best[at]
        found["title"] = head
        found["title of another kind"] = elsewhere
        found["title behind another kind"] = min(0.0, head - elsewhere)
        found["likelier steps"] = sum(o > mine for o in own)
        found["aside"] = whole.aside
    return beside


def told(steps: Sequence[Statement], whole: Whole, model: Model) -> Told:
    """The sums of the title, of each step's sentence, and of the first sentences of the text."""
    texts = (whole.head, *whole.read_as(steps), *whole.sentences[:FIRST])
    return sums_of(texts, whole.language, model)


def _beside(steps: Sequence[Statement], size: int) -> list[dict[str, float]]:
    """How many steps there are beside each, and where it stands."""
    kinds = Counter(s.kind for s in steps)
    sentences = Counter(s.evidence for s in steps)
    both = Counter((s.kind, s.evidence) for s in steps)
    companies = Counter(s.company for s in steps)
    first = min(s.position for s in steps)
    return [
        {
            "steps of its kind": kinds[s.kind] - 1,
            "steps of its sentence": sentences[s.evidence] - 1,
            "twins": both[s.kind, s.evidence] - 1,
            "steps of its company": companies[s.company] - 1,
            "steps of others": len(steps) - companies[s.company],
            "all steps": len(steps),
            "companies": len(companies),
            "size": min(size, LARGEST),
            "sentence": s.position,
            "depth": min(1.0, s.start / max(size, 1)),
            "length": len(s.evidence),
            "told before": any(_is_again(s, o) for o in steps),
            "first sentence": first,
        }
        for s in steps
    ]


def _is_again(s: Statement, before: Statement) -> bool:
    """Was such a step of this company, and not with another count, told in an earlier sentence?"""
    if before.position >= s.position or (s.kind, s.company) != (before.kind, before.company):
        return False
    return None in {s.quantity, before.quantity} or s.quantity == before.quantity


def _without(values: Sums, at: int) -> float:
    """The largest of the others."""
    return max(*values[:at], *values[at + 1 :])


def sums_of(sentences: Iterable[str], language: str, model: Model) -> Told:
    """How likely each sentence states a step of each kind, by its words and by the network."""
    asked = tuple(dict.fromkeys(sentences))
    at_hand = ((text, model.at_hand.get(text)) for text in asked)  # another thread may forget them
    known = {text: sums for text, sums in at_hand if sums is not None}
    new = [text for text in asked if text not in known]
    found = dict(zip(new, _blended(new, language, model), strict=True))
    if len(model.at_hand) + len(found) > LAST:
        model.at_hand.clear()
    asked_for = known | found
    model.at_hand.update(asked_for)
    return asked_for


def _blended(sentences: Sequence[str], language: str, model: Model) -> Sequence[Sums]:
    read = GRAMS[language]
    words = [
        unpacked(sum(filter(None, map(model.grams.get, read(text))), model.base))
        for text in sentences
    ]
    if model.network is None:
        return words
    start, by_words, by_network = model.blend
    return [
        [start + by_words * a + by_network * b for a, b in zip(told, seen, strict=True)]
        for told, seen in zip(words, model.network.sums(sentences), strict=True)
    ]


def grams(sentence: str) -> Collection[str]:
    """The characters of a sentence, pairs and threes, each once; every number is one sign."""
    plain = _NUMBER.sub("9", sentence)
    threes = map("".join, zip(plain, plain[1:], plain[2:], strict=False))
    return {*plain, *map("".join, pairwise(plain)), *threes}


def english_grams(sentence: str) -> Collection[str]:
    """The fronts of words and their pairs, each once; every number is one sign."""
    words = [word[:LETTERS] for word in _ENGLISH.findall(_NUMBER.sub(" 9 ", sentence.lower()))]
    return {*words, *map(" ".join, pairwise(words))}


GRAMS: Final[Mapping[str, Callable[[str], Collection[str]]]] = {"en": english_grams, "zh": grams}


def likely(sentence: str, language: str, least: float) -> list[tuple[Kind, float]]:
    """The kinds of step that a sentence states with at least such a chance, likeliest first."""
    return over(sums_of((sentence,), language, of(language))[sentence], least)


def over(totals: Sums, least: float) -> list[tuple[Kind, float]]:
    """The kinds whose sums stand for at least such a chance, likeliest first."""
    bound = math.log(least / (1 - least))
    found = [(total, at) for at, total in enumerate(totals) if total >= bound]
    return [(KINDS[at], 1 / (1 + math.exp(-total))) for total, at in sorted(found, reverse=True)]


def of(language: str) -> Model:
    """The weights of a language."""
    return _model(language)


@cache
def _model(language: str) -> Model:
    return model_of(weights(MODELS[language]), load())


def model_of(data: Mapping[str, Any], network: Network | None = None) -> Model:
    """The model that a file holds, with this network for sentences or with none."""
    rows = {gram: packed(row) for gram, row in data["grams"].items()}
    told = (data["start"], data["measures"], data["traits"])
    blend, context = data.get("blend", (0, 1, 0)), data.get("context", {})
    return Model(packed(data["base"]), rows, *told, blend, context, network)
