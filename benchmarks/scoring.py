"""How well predicted milestones meet labelled ones, by the milestone guide's own measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Case = Mapping[str, Any]  # a labelled case, or a line of `evwatch extract`
FIELDS: Final = ("phase", "certainty", "date", "amount", "quantity", "agency")
VALUED: Final = ("date", "amount", "quantity", "agency")
UNSURE: Final = frozenset({"reported", "rumoured"})


@dataclass(slots=True)
class Tally:
    """Found, said and true; gives precision, recall and F1 in 0..1."""

    hit: int = 0
    said: int = 0
    true: int = 0

    def add(self, hit: int, said: int, true: int) -> None:
        """Count some more."""
        self.hit, self.said, self.true = self.hit + hit, self.said + said, self.true + true

    @property
    def precision(self) -> float:
        """Of what was said, how much is true; 1 when nothing was said."""
        return self.hit / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Of what is true, how much was said; 1 when there is nothing to say."""
        return self.hit / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The measures over a set of cases. Shares are (hits, of)."""

    everything: Tally = field(default_factory=Tally)
    headline: Tally = field(default_factory=Tally)
    alert: Tally = field(default_factory=Tally)
    equal: dict[str, Tally] = field(default_factory=dict)  # of matched pairs
    valued: dict[str, Tally] = field(default_factory=dict)  # of those where the label has a value
    overstated: Tally = field(default_factory=Tally)  # labelled unsure, called official
    literal: Tally = field(default_factory=Tally)  # evidence that stands in the text


def score(labelled: Sequence[Case], predicted: Mapping[str, Case]) -> Score:
    """Compare by case id; a case without a prediction counts as silent.

    A prediction meets a label of the same company and kind; among several the one with most equal
    fields. Source: the milestone guide, section Scores.
    """
    found = Score()
    for case in labelled:
        true = case["milestones"]
        said = predicted.get(case["id"], {}).get("milestones", [])
        whole = f"{case['title']}\n{case['text']}"
        pairs = match(true, said)
        found.everything.add(len(pairs), len(said), len(true))
        news, told = ([m for m in each if m["headline"]] for each in (true, said))
        found.headline.add(len(match(news, told)), len(told), len(news))
        found.alert.add(bool(news) and bool(told), bool(told), bool(news))
        found.literal.add(sum(m["evidence"] in whole for m in said), len(said), len(said))
        for i, j in pairs:
            _compare(found, true[i], said[j])
    return found


def match(true: Sequence[Case], said: Sequence[Case]) -> list[tuple[int, int]]:
    """The pairs of a label and a prediction of it, each used once."""
    candidates = [
        (-sum(_value(a, name) == _value(b, name) for name in FIELDS), i, j)
        for i, a in enumerate(true)
        for j, b in enumerate(said)
        if (a["company"], a["kind"]) == (b["company"], b["kind"])
    ]
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _compare(found: Score, true: Case, said: Case) -> None:
    for name in FIELDS:
        same = _value(true, name) == _value(said, name)
        found.equal.setdefault(name, Tally()).add(same, 1, 1)
        if name in VALUED and _value(true, name) is not None:
            found.valued.setdefault(name, Tally()).add(same, 1, 1)
    if true["certainty"] in UNSURE:
        found.overstated.add(said["certainty"] == "official", 1, 1)


def _value(milestone: Case, name: str) -> object:
    value = milestone.get(name)
    if name == "quantity":
        return value and float(value["value"])
    if name == "amount":
        return value and (float(value["value"]), value["currency"])
    return value.casefold() if name == "agency" and value else value or None
