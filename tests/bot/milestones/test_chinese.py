"""The rules of Chinese on sentences of our own, and their tables held against each other.

`sentences_zh/KIND.txt`: what is stated, a bar, the sentence. `sentences_zh/nothing.txt`: sentences
that state nothing. Rules that err now and then are held by a floor; the lines that fail are shown.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import load, table
from bot.milestones.chinese.names import namer
from bot.milestones.chinese.steps import CAPITALS, patterns
from bot.milestones.chinese.words import LITERAL, group_names
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.extract import Extraction, extract
from storage.records import Kind
from tests.told import lines_of, stated, wanted

HERE = Path(__file__).parent / "sentences_zh"
PUBLISHED = date(2024, 6, 14)
KINDS = sorted(p.stem for p in HERE.glob("*.txt") if p.stem != "nothing")
# What the rules reach today, less a little: a change that costs more is no improvement.
FLOOR = 0.98  # of all sentences that state a step, each alone and without a title
KIND_FLOOR = 0.95  # of the sentences of one kind
CONTEXT = "新能源汽车"  # the title of a text that tells what its sentences are about
SILENT_FLOOR = 0.98  # of the sentences that state nothing
# Names that a step may ask for without being a group of words.
ASKED = {"partner", "figures_text", "plant_text", "station_text", "recall_text"}


def read(sentence: str, title: str = "") -> Extraction:
    return extract(title, sentence, language="zh", published=PUBLISHED, catalogue=load())


def sentences(kind: str) -> list[str]:
    return lines_of(HERE / f"{kind}.txt")


def missed(kind: str) -> list[str]:
    return [
        line
        for line in sentences(kind)
        for steps, sentence in [wanted(line)]
        if not steps <= set(stated(read(sentence, title=CONTEXT)))
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_of_a_kind_state_their_steps(kind: str) -> None:
    lines, wrong = sentences(kind), missed(kind)

    assert len(lines) >= 10
    assert len(wrong) <= (1 - KIND_FLOOR) * len(lines), wrong


def test_most_sentences_state_their_steps() -> None:
    lines = sum(len(sentences(kind)) for kind in KINDS)
    wrong = [line for kind in KINDS for line in missed(kind)]

    assert len(wrong) <= (1 - FLOOR) * lines, wrong


def test_sentences_that_state_nothing_give_nothing() -> None:
    lines = sentences("nothing")
    wrong = [line for line in lines if read(line.partition("|")[2]).milestones]

    assert len(wrong) <= (1 - SILENT_FLOOR) * len(lines), wrong


def test_the_first_day_of_a_listing_leaves_the_plan_of_another_one_open() -> None:
    sentence = "比亚迪拟发行10亿美元可转债，小鹏上市首日大涨。"

    assert set(stated(read(sentence, title=CONTEXT))) >= {
        ("byd", "funding", "planned"),
        ("xpeng", "funding", "done"),
    }


def test_every_kind_of_step_has_sentences() -> None:
    assert set(KINDS) == {p.step.kind.value for p in patterns()}


def test_patterns_name_groups_that_exist() -> None:
    known = group_names() | CAPITALS
    named = {
        group
        for p in patterns()
        for part in p.parts
        for group in part.groups
        if not group.startswith(LITERAL)
    }
    asked = {
        each
        for p in patterns()
        for name in (*p.step.need, *p.step.without)
        for each in name.split("|")
    }

    assert named - known == set()
    assert asked - known - ASKED == set()


def test_every_group_of_words_is_used() -> None:
    used = {group for p in patterns() for part in p.parts for group in part.groups}
    used |= {
        each
        for p in patterns()
        for name in (*p.step.need, *p.step.without)
        for each in name.split("|")
    }
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path("bot/milestones/chinese").glob("*.py")
    )
    idle = {
        name
        for name in group_names()
        if name not in used and f'"{name}"' not in source and not name.startswith("home_")
    }

    assert idle == set()


def words(entries: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in entries.items():
        if isinstance(value, list):
            yield name, value
        else:
            yield from words(value)


@pytest.mark.parametrize("name", ["chinese_words", "chinese_cues"])
def test_words_are_in_the_form_that_texts_are_brought_to(name: str) -> None:
    odd = [w for _, group in words(table(name)) for w in group if fold_chinese(w) != w]
    twice = [w for _, group in words(table(name)) for w in group if group.count(w) > 1]

    assert odd == []
    assert twice == []


def test_a_blocked_phrase_is_no_word_of_a_step() -> None:
    blocked = set(table("chinese_words")["block"])
    both = [
        (name, w)
        for source in ("chinese_words", "chinese_cues")
        for name, group in words(table(source))
        if name != "block"
        for w in group
        if w in blocked
    ]

    assert both == []


def test_a_company_has_its_names_in_both_scripts() -> None:
    found = namer(load()).find(fold_chinese("蔚來與寧德時代、比亞迪的電動車"))

    assert [m.company for m in found] == ["nio", "catl", "byd"]


@pytest.mark.parametrize(
    "text",
    [
        "这一成绩并不理想，大众消费者更爱吃苹果。",
        "现代化的果园里，烟台苹果丰收。",
        "他津津乐道于深蓝色的海。",
    ],
)
def test_common_words_are_no_companies(text: str) -> None:
    assert read(text).companies == ()


def test_evidence_is_a_literal_part_of_a_traditional_text() -> None:
    text = "小米汽車昨日宣布召回３０，９３１輛ＳＵ７。"
    extraction = read(text)

    assert [m.evidence for m in extraction.milestones] == [text]


def test_a_denial_is_told_as_one() -> None:
    extraction = read("比亚迪否认将在墨西哥建厂，称消息不实。")

    assert extraction.milestones == ()
    assert [(d.company, d.kind.value if d.kind else None) for d in extraction.denials] == [
        ("byd", "factory")
    ]


def steps(extraction: Extraction) -> list[tuple[str, str, str]]:
    return [(m.company, m.kind.value, m.phase.value) for m in extraction.milestones]


def test_a_table_of_deliveries_is_read_row_by_row() -> None:
    rows = "品牌|5月(辆)|同比\n零跑|18165|+51%\n小 鹏 10146 +35%\n哪吒|10113|-22%"
    extraction = read(rows, title="5月新能源车企交付量出炉")

    assert {(m.company, int(m.quantity.value)) for m in extraction.milestones if m.quantity} == {
        ("leapmotor", 18165),
        ("xpeng", 10146),
    }


def test_a_list_of_deliveries_is_read_line_by_line() -> None:
    lines = (
        "新势力5月成绩单(单位:辆)\n▍蔚来：20544，同比增长234%\n▍零跑：18165\n▍小鹏：2024，关键之年"
    )
    extraction = read(lines, title="5月交付榜出炉")

    assert {(m.company, int(m.quantity.value)) for m in extraction.milestones if m.quantity} == {
        ("nio", 20544),
        ("leapmotor", 18165),
    }


def test_a_line_of_a_chronicle_is_about_whom_the_text_is_about() -> None:
    lines = "2023年5月 宝马取消20亿欧元的电池订单。\n2023年9月23日 宣布在瑞典裁员1600人。"

    assert steps(read(lines, title="北伏大事记")) == [
        ("bmw", "partnership", "cancelled"),
        ("northvolt", "partnership", "cancelled"),
        ("northvolt", "restructuring", "done"),
    ]


def test_what_readers_find_in_a_register_stands_there() -> None:
    found = extract(
        "",
        "有网友昨日在工信部ICP备案系统里查到，小鹏汽车名下新增域名xpengai.com。",
        language="zh",
        published=date(2024, 6, 14),
        catalogue=load(),
    )

    (step,) = found.milestones
    assert (step.company, step.kind, step.certainty) == ("xpeng", "registration", "reported")
    assert (step.agency, str(step.when)) == ("MIIT", "2024-06-13/2024-06-13")


def test_of_two_authorities_the_latter_is_the_second_one() -> None:
    found = extract(
        "",
        "工信部的准入和发改委的核准都要有，蔚来电动车项目尚未取得后者的许可。",
        language="zh",
        published=date(2024, 6, 14),
        catalogue=load(),
    )

    assert {(m.company, m.phase, m.agency) for m in found.milestones} == {
        ("nio", "pending", "NDRC")
    }


def test_what_was_once_planned_is_part_of_its_end() -> None:
    text = "日产宣布取消北九州电池厂的建设计划。公司原拟投资1533亿日元，用于电动车电池。"

    assert steps(read(text)) == [("nissan", "factory", "cancelled")]


def test_money_for_a_stake_reaches_the_company_of_the_text() -> None:
    text = "2019年6月 大众出资9亿欧元,拿到约20%股份。"

    assert set(steps(read(text, title="动力电池制造商北伏这些年"))) == {
        ("volkswagen", "investment", "done"),
        ("northvolt", "funding", "done"),
    }


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("小鹏汽车广州工厂建成投用。", ("xpeng", "factory", "done")),  # 建成 and 投用 in one word
        ("沃尔沃EX90推迟投产。", ("volvo", "production", "delayed")),  # 推迟 and 投产
        ("日产2023年在英国投产新款电动车。", ("nissan", "production", "done")),  # no 日产2023辆
        ("蔚来拟以31亿元收购若干生产设备及资产。", ("nio", "investment", "planned")),  # no 若
    ],
)
def test_words_that_hold_other_words_mean_what_they_say(
    text: str, step: tuple[str, str, str]
) -> None:
    assert step in steps(read(text, title=CONTEXT))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("小" * 50_000, []),
        ("小米汽车将于明年量产，" * 4_000, [("xiaomi", "production", "planned")]),
        ("比亚迪、" * 20_000, []),
        ("(" * 50_000, []),
    ],
)
def test_a_text_that_repeats_itself_tells_its_step_once(
    text: str, told: list[tuple[str, str, str]]
) -> None:
    assert steps(read(text, title=text[:500])) == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("跨界造车，难的从来不是图纸。", []),
        ("造车，向来不是易事。", []),
        ("2021年3月30日，正式造车。", [Kind.COMPANY_SETUP]),
    ],
)
def test_what_a_text_talks_about_is_no_decision(text: str, kinds: list[Kind]) -> None:
    found = extract(
        "小米汽车这几年", text, language="zh", published=date(2024, 6, 14), catalogue=load()
    )

    assert [m.kind for m in found.milestones] == kinds
