"""An overdue plan in words, of every kind of step and with its doubt."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.compose.growth import changed, overdue, silence
from storage.records import Change, ChangeKind, Kind, Milestone
from tests.fakes_stories import milestone

H1 = "2024-01-01/2024-06-30"
CATALOGUE = load()


def plan(kind: str = "production", *, phase: str = "planned", certainty: str = "official", when: str | None = H1, **slots: str) -> Milestone:  # fmt: skip
    return milestone(kind=kind, phase=phase, certainty=certainty, when=when, **slots)  # type: ignore[arg-type] # a test's shorthand


def change(m: Milestone, heard: date | None = None) -> Change:
    return Change(revision=2, kind=ChangeKind.OVERDUE, milestone=m, heard=heard)


WORDS = [
    (plan(subject="SU7"), "production of the SU7 was planned for H1 2024", "SU7投产，原计划于2024年上半年"),
    (plan(subject="SU7", certainty="reported"), "production of the SU7 was reportedly planned for H1 2024", "SU7投产，据报道原计划于2024年上半年"),
    (plan(subject="SU7", certainty="rumoured"), "production of the SU7 was rumoured to be planned for H1 2024", "SU7投产，据传原计划于2024年上半年"),
    (plan(subject="SU7", phase="delayed"), "production of the SU7 was put off to H1 2024", "SU7投产，此前推迟至2024年上半年"),
    (plan("approval", phase="pending", agency="NDRC"), "its approval by the NDRC was expected for H1 2024", "审批，原预计于2024年上半年"),
    (plan("delivery", subject="SU7"), "deliveries of the SU7 were planned for H1 2024", "SU7交付，原计划于2024年上半年"),
    (plan("delivery", quantity="100000 vehicles"), "the delivery of 100,000 vehicles was planned for H1 2024", "10万辆的交付，原计划于2024年上半年"),
    (plan("market_entry", subject="Thailand"), "its start in Thailand was planned for H1 2024", "进入泰国市场的计划，原计划于2024年上半年"),
    (plan("launch", subject="SU7", when="2024-03-28"), "the launch of the SU7 was planned for 28 Mar 2024", "SU7上市，原计划于2024年3月28日"),
]  # fmt: skip


@pytest.mark.parametrize(("m", "english", "chinese"), WORDS)
def test_a_plan_is_told_as_overdue_with_its_doubt(m: Milestone, english: str, chinese: str) -> None:
    assert overdue(change(m), CATALOGUE, "en") == f"Overdue: {english}"
    assert overdue(change(m), CATALOGUE, "zh") == f"已逾期：{chinese}"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("phase", ["planned", "pending", "delayed"])
@pytest.mark.parametrize("subject", [None, "SU7", "Thailand"])
def test_every_kind_of_plan_has_a_name_in_both_languages(
    kind: Kind, phase: str, subject: str | None
) -> None:
    m = milestone(kind=kind, phase=phase, when=H1, subject=subject)

    english, chinese = (overdue(change(m), CATALOGUE, language) for language in ("en", "zh"))

    assert not english.startswith(("Overdue:  ", "Overdue: was", "Overdue: were"))
    assert not chinese.startswith("已逾期：，")
    assert english.endswith("H1 2024")
    assert chinese.endswith("2024年上半年")


def test_the_day_of_the_last_word_is_told_where_it_is_known() -> None:
    told = change(plan(), date(2024, 3, 28))

    assert silence(told, "en") == "nothing has been heard of it since 28 Mar 2024"
    assert silence(told, "zh") == "2024年3月28日以来没有相关消息"
    assert silence(change(plan()), "en") == ""


def test_it_is_no_change_among_others() -> None:
    assert changed([change(plan())], "en") == ""
    assert changed([change(plan())], "zh") == ""
