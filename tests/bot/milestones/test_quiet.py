"""Texts of our own that bring no news, held without a floor; and what they may still recall."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from bot.catalogue import load
from bot.milestones.english.gates import looks_back
from bot.milestones.extract import Extraction, extract

QUIET = Path(__file__).parent / "stories" / "quiet.txt"
CHINESE = Path(__file__).parent / "stories" / "quiet_zh.txt"
RECALLED = 0.35  # steps that such a text may tell on average: a look back does


class Told(NamedTuple):
    """One text: the day it came out, its title, what stands below."""

    published: date
    title: str
    text: str


def texts(path: Path = QUIET) -> list[Told]:
    blocks = path.read_text(encoding="utf-8").split("\n@")[1:]
    heads = [block.partition("\n") for block in blocks]
    return [
        Told(date.fromisoformat(head[:10]), head[11:].strip(), text.strip())
        for head, _, text in heads
    ]


def read(told: Told, language: str = "en") -> Extraction:
    return extract(
        told.title, told.text, language=language, published=told.published, catalogue=load()
    )


def test_texts_that_bring_no_news_raise_no_alert() -> None:
    wrong = [told.title for told in texts() if any(m.headline for m in read(told).milestones)]

    assert wrong == []


def test_chinese_texts_that_bring_no_news_raise_no_alert() -> None:
    wrong = [
        told.title
        for told in texts(CHINESE)
        if any(m.headline for m in read(told, "zh").milestones)
    ]

    assert wrong == []


def test_texts_that_bring_no_news_tell_hardly_any_step() -> None:
    every = texts()
    steps = sum(len(read(told).milestones) for told in every)

    assert len(every) >= 90
    assert steps <= RECALLED * len(every)


def test_a_title_that_looks_back_is_told_from_one_that_does_not() -> None:
    back = ("Jiyue: a timeline", "Toyota and Panasonic: alliances so far", "Rivian Q&A: less wire")
    news = ("Nio's best month so far this year", "Lucid opens a plant", "GM asks for more time")

    assert all(map(looks_back, back))
    assert not any(map(looks_back, news))
