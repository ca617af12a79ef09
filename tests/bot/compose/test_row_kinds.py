"""The rows of steps by their narrower names, and what is one of a series as the n-th."""

import pytest

from bot.compose.rows import step_row
from storage.records import Milestone
from tests.fakes_stories import milestone


def launch(evidence: str) -> Milestone:
    return milestone("xiaomi", "launch", evidence=evidence, subject="SU7")


def capital(evidence: str) -> Milestone:
    return milestone("saic", "investment", evidence=evidence, amount="1e9 CNY")


@pytest.mark.parametrize(
    ("step", "label"),
    [
        (launch("小米SU7当晚开启预售，27万元起。"), "预售"),
        (launch("小米SU7今日開啟預售。"), "预售"),
        (launch("小米SU7开启盲订。"), "预售"),
        (launch("小米SU7结束预售，正式上市。"), "上市"),
        (launch("小米SU7上市。"), "上市"),
        (capital("新公司成立，注册资本10亿元。"), "注册资本"),
        (capital("注冊資本10億元，由上汽出資。"), "注册资本"),
        (capital("上汽投资10亿元，新公司注册资本3亿元。"), "投资"),
        (capital("上汽投资10亿元。"), "投资"),
    ],
)
def test_a_row_is_called_by_what_its_evidence_tells(step: Milestone, label: str) -> None:
    assert step_row(step, "zh").label == label


@pytest.mark.parametrize(
    ("evidence", "count", "label"),
    [
        ("Xiaomi will cut 200 jobs at its car plant.", "200 jobs", "Job cuts"),
        ("Xiaomi's car arm laid off many on Monday.", None, "Job cuts"),
        ("Xiaomi's car arm has filed for bankruptcy.", None, "Insolvency"),
        ("Xiaomi's car arm has entered pre-insolvency proceedings.", None, "Insolvency"),
        ("Xiaomi named Li Na chief executive of its car arm.", None, "Leadership"),
        ("Xiaomi sold its stake in the car maker.", None, "Sale"),
        ("Xiaomi has reorganised its car arm.", None, "Restructuring"),
    ],
)
def test_a_restructuring_is_called_by_what_it_is(
    evidence: str, count: str | None, label: str
) -> None:
    step = milestone("xiaomi", "restructuring", evidence=evidence, quantity=count)

    assert step_row(step, "en").label == label


@pytest.mark.parametrize(
    ("evidence", "phase", "labels"),
    [
        ("Xiaomi broke ground on its plant.", "done", ("Construction start", "动工")),
        ("小米工厂昨日奠基。", "done", ("Construction start", "动工")),
        ("Xiaomi plans to break ground in May.", "planned", ("Factory", "工厂")),
        ("Xiaomi opened a plant, for which it broke ground in 2022.", "done", ("Factory", "工厂")),
        ("Xiaomi has built a plant.", "done", ("Factory", "工厂")),
        ("Xiaomi broke ground on a plant that opens in May.", "done", ("Factory", "工厂")),
    ],
)
def test_a_plant_that_is_only_begun_is_called_so(
    evidence: str, phase: str, labels: tuple[str, str]
) -> None:
    step = milestone("xiaomi", "factory", phase, evidence=evidence)

    assert tuple(step_row(step, language).label for language in ("en", "zh")) == labels


@pytest.mark.parametrize(
    ("evidence", "count", "told"),
    [
        ("理想第2500座超充站在上海启用。", "2500 stations", "第2500座"),
        ("理想首座超充站启用。", "1 stations", "首座"),
        ("理想已有2500座超充站。", "2500 stations", "2500座"),
        ("理想新增100座超充站，总数超过2500座。", "100 stations", "100座"),
    ],
)
def test_one_of_a_series_is_the_nth(evidence: str, count: str, told: str) -> None:
    step = milestone("li-auto", "infrastructure", evidence=evidence, quantity=count)

    assert [run.text for run in step_row(step, "zh").detail][:1] == [told]
