"""What a Chinese step is about: the thing itself by its name, or nothing rather than a wrong one."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from bot.catalogue import load, table
from bot.milestones.chinese.names import namer
from bot.milestones.chinese.reader import read
from bot.milestones.chinese.things import models
from bot.milestones.chinese_fold import fold_chinese

PUBLISHED: Final = date(2025, 9, 15)
NONE: Final = "-"
HEAD: Final = "电动汽车快讯"  # of a sentence that stands alone
TABLE: Final = Path(__file__).parent / "subjects_zh.txt"
LINES: Final = [
    line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
]


@pytest.mark.parametrize("line", LINES)
def test_a_step_is_about_what_its_words_name(line: str) -> None:
    wanted, text = line.split(" | ", 1)
    kind, subject = wanted.split(" ", 1)
    title, _, body = text.partition(" // ")

    found = read(title if body else HEAD, body or title, published=PUBLISHED, catalogue=load())

    told = [s.subject or NONE for s in found.statements if s.kind == kind and s.position]
    assert told[:1] == [subject], [(s.kind, s.subject, s.rule) for s in found.statements]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("蔚来发布EC7和全新ES8", ["EC7", "全新ES8"]),
        ("零跑B10与C11,以及T03", ["B10", "C11", "T03"]),
        ("小米SU7 Ultra和YU7 Max", ["SU7 Ultra", "YU7 Max"]),
        ("福特Mustang Mach-E与F-150 Lightning", ["Mustang Mach-E", "F-150 Lightning"]),
        ("大众ID.7 Tourer,ID. Buzz", ["ID.7 Tourer", "ID. Buzz"]),
        ("第二代AION V,埃安UT", ["第二代AION V", "埃安UT"]),
        ("极氪001和极氪9X", ["极氪001", "极氪9X"]),
        ("问界新M7、智界S7", ["问界新M7", "智界S7"]),
        ("比亚迪海豹06、汉EV、唐DM-i", ["海豹06", "汉EV", "唐DM-i"]),
        ("新车定名“羿”", ["羿"]),
        ("国产Model 3和2025款EX30", ["国产Model 3", "2025款EX30"]),
        ("现代IONIQ 9,起亚EV3", ["IONIQ 9", "EV3"]),
        ("L3级自动驾驶,Q3季度,B1轮融资,A00级小车", []),
        ("蔚来NIO Day,日经Nikkei Asia,搭载ADS 4,800V,5C", []),
        ("2025款车型,第025号公告,HW4硬件", []),
    ],
)
def test_models_are_known_by_name_and_form(text: str, named: list[str]) -> None:
    plain = fold_chinese(text)

    found = models(plain, namer(load()).find(plain))

    assert [plain[t.start : t.end] for t in found] == named


def test_every_wary_name_is_a_model() -> None:
    content = table("chinese_models")
    known = {name for names in content["models"].values() for name in names}

    assert set(content["wary"]["names"]) <= known
    assert set(content["models"]) - {"others"} <= set(load().companies)
