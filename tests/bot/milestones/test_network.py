"""The network that reads sentences: any text has sums, those of the trade have the right ones."""

import math
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones import network
from bot.milestones.packed import KINDS
from storage.records import Kind

MAX_BYTES: Final = 3_000_000
ONE: Final = "It moved into the gigafactory."
NOTHING: Final = ("The weather in Berlin was fine.", "他住在北京,喜欢喝茶。")


def likeliest(sums: tuple[float, ...]) -> Kind:
    return KINDS[max(range(len(KINDS)), key=sums.__getitem__)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The first buyers got the keys to their electric sedans on Friday.", Kind.DELIVERY),
        ("首批车主今天拿到了新车钥匙。", Kind.DELIVERY),
        ("It calls back 4,803 cars as the battery may catch fire.", Kind.RECALL),
        ("公司决定召回4803辆电动汽车,电池存在起火隐患。", Kind.RECALL),
        ("The two groups inked an agreement to develop batteries together.", Kind.PARTNERSHIP),
        ("双方签订战略合作协议,共同开发电池。", Kind.PARTNERSHIP),
        ("Excavators began to dig where the battery plant is to stand.", Kind.FACTORY),
        ("It pocketed 300 million dollars in a round led by a pension fund.", Kind.FUNDING),
    ],
)
def test_a_sentence_of_the_trade_is_known_by_its_sense(sentence: str, kind: Kind) -> None:
    sums, *others = network.load().sums([sentence, *NOTHING])

    assert likeliest(sums) is kind
    assert max(sums) > max(map(max, others))


def test_what_states_nothing_has_no_kind() -> None:
    assert all(max(sums) < 0 for sums in network.load().sums(NOTHING))


def test_no_sentence_has_no_sums() -> None:
    assert network.load().sums([]) == []


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
def test_any_sentence_has_the_same_sums_alone_and_beside_others(sentences: list[str]) -> None:
    told = network.load()
    together = told.sums([*sentences, ONE])

    assert together[-1] == pytest.approx(told.sums([ONE])[0], abs=1e-3)
    for sentence, sums in zip(sentences, together, strict=False):
        assert len(sums) == len(KINDS)
        assert all(map(math.isfinite, sums))
        assert told.sums([sentence])[0] == pytest.approx(sums, abs=1e-3)


def test_of_a_sentence_without_end_the_front_is_read() -> None:
    told = network.load()
    front = "The plant opened on Monday " * 100

    assert told.sums([front]) != told.sums([front[:200]])
    assert told.sums([front * 1000]) == told.sums([front])


def test_the_files_stay_small() -> None:
    assert network.WEIGHTS.stat().st_size + network.PIECES.stat().st_size < MAX_BYTES
