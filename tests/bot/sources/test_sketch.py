"""Texts that were touched up are known again; notices that differ in a figure or a name never are."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.identity import fold, marks
from bot.sources.sift import adopted, sift
from bot.sources.sketch import SKETCH, is_near, near
from storage.records import Item, Known, digest
from storage.sources import News

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ENGLISH = (
    "Xiaomi handed over the first cars of its second model in Beijing on Sunday, the company said. "
    "The sedan, which is sold as the YU7, costs 253,500 yuan, and buyers had to wait for less than "
    "they feared: the plant builds a car every 76 seconds, which is quicker than was planned in the "
    "spring. Lei Jun thanked those who had waited, and promised that a second shift would begin soon."
    " Outside, people stood in a long line around the hall, and some had brought their children."
)
CHINESE = (
    "小米汽车今天在北京向首批用户交付了旗下第二款车型。该车售价为25.35万元，工厂每76秒就有一辆新车下线，"
    "比春天时的计划更快。公司负责人感谢了耐心等待的车主，并表示很快会启动第二个班次，以缩短大家的等待时间。"
    "现场的工作人员介绍说，到场的车主来自许多地方，有人坐了一夜的火车，只为亲手接过钥匙，在广场上和家人合影留念。"
)
NOTICE = (
    "{company} delivered {cars} vehicles in {month}, which is more than in the month before, and more "
    "than ever in the same month of a year. The company thanks its users for their trust and its "
    "partners for their support. It goes on to widen its network of shops and of stations for charging "
    "and swapping, and will publish its unaudited results in due time, as the rules of the exchange ask."
)
MELDUNG = (
    "{company}公布{month}月交付数据：当月共交付新车{cars}辆，环比和同比均实现增长，创下同期新高。公司感谢广大用户的信任"
    "与合作伙伴的支持，将继续扩大门店以及充换电网络的覆盖范围，并将按照交易所的规定适时公布未经审计的财务业绩。"
    "公司同时提醒投资者注意，本公告所载数据未经审计，可能与正式披露的数据存在差异，请以正式披露的内容为准，谨慎决策。"
)


def item(key: str, text: str, *, title: str = "") -> Item:
    heading = title or f"A heading of its own for {key}, and quite a long one"
    link = f"https://news.example/{digest(key)}"
    return Item(
        source="s", key=key, url=link, title=heading, text=text, seen=NOW,
        marks=marks(link, heading, NOW, text),
    )  # fmt: skip


def known(*items: Item) -> list[Known]:
    return [
        Known(id=each.id, key=each.key, content=each.content, marks=each.marks) for each in items
    ]


def is_known_again(before: str, after: str) -> bool:
    [fresh] = sift([item("after", after)], known(item("before", before)))
    return fresh.is_edit and fresh.item.key == "before"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (ENGLISH, ENGLISH.replace("quicker than was planned", "faster than was planned")),
        (ENGLISH, ENGLISH + " More on this is to follow."),
        (ENGLISH, ENGLISH.replace("The sedan, which", "The car, which")),
        (CHINESE, CHINESE.replace("现场的工作人员", "现场工作人员")),
        (CHINESE, CHINESE + "本文来自网络。"),
    ],
)  # fmt: skip
def test_a_text_that_was_touched_up_is_known_again(text: str, changed: str) -> None:
    assert is_known_again(text, changed)


@pytest.mark.parametrize(
    "changed",
    [
        ENGLISH.replace("253,500", "263,500"),
        ENGLISH.replace("76", "75"),
        ENGLISH.replace("Xiaomi", "Xpeng"),
        ENGLISH.replace("Beijing", "Nanjing"),
        ENGLISH.replace("YU7", "YU9"),
        ENGLISH.replace("Sunday", "Monday"),
        ENGLISH[: len(ENGLISH) // 2],
        CHINESE.replace("25.35", "26.35"),
        CHINESE.replace("小米", "小鹏"),
        CHINESE.replace("北京", "南京"),
        CHINESE.replace("第二款", "第三款"),
    ],
)
def test_another_figure_or_name_is_another_text(changed: str) -> None:
    assert not is_known_again(CHINESE if "工厂" in changed else ENGLISH, changed)


NOTICES = st.tuples(
    st.sampled_from([NOTICE, MELDUNG]),
    st.sampled_from(["NIO", "XPeng", "Li Auto", "蔚来", "小鹏汽车", "理想汽车"]),
    st.integers(1, 99_999),
    st.integers(1, 12),
)


def notice(told: tuple[str, str, int, int]) -> str:
    form, company, cars, month = told
    names = "January February March April May June July August September October November December"
    word = names.split()[month - 1] if form is NOTICE else month
    return form.format(company=company, cars=f"{cars:,}", month=word)


@given(NOTICES, NOTICES)
def test_two_notices_of_one_form_are_never_one(
    one: tuple[str, str, int, int], other: tuple[str, str, int, int]
) -> None:
    assert is_known_again(notice(one), notice(other)) is (one == other)


@given(st.text(max_size=400), st.text(max_size=400))
def test_marks_are_of_the_letters_alone_and_likeness_goes_both_ways(one: str, other: str) -> None:
    first, second = near(fold(one), one), near(fold(other), other)

    assert first == near(fold(one), one)
    assert is_near(first, first)
    assert is_near(first, second) == is_near(second, first)
    assert len(first[1]) == len(SKETCH) + 16


@given(st.integers(0, len(ENGLISH)), st.text("abcdefgh", min_size=1, max_size=9))
def test_a_word_put_anywhere_changes_few_bits(at: int, word: str) -> None:
    changed = f"{ENGLISH[:at]}{word}{ENGLISH[at:]}"

    assert is_near(near(fold(ENGLISH), ""), near(fold(changed), ""))


def test_texts_of_one_answer_that_tell_the_same_figures_are_kept_apart() -> None:
    both = [item("a", ENGLISH), item("b", ENGLISH.replace("quicker", "faster"))]

    assert [each.item.key for each in sift(both, ())] == ["a", "b"]
    assert not any(each.is_edit for each in sift(both, known(item("c", ENGLISH + " So it is."))))


def test_most_articles_touched_up_under_new_ids_are_a_move() -> None:
    texts = [ENGLISH.replace("76", str(number)) for number in range(10, 14)]
    before = [item(f"old{n}", text) for n, text in enumerate(texts)]
    after = [item(f"new{n}", text.replace("soon", "shortly")) for n, text in enumerate(texts)]

    assert adopted(after, known(*before)) == {News.REKEYED}


def test_what_has_no_sketch_is_near_nothing() -> None:
    assert not is_near(replace(item("a", "Short."), marks=()).marks, item("b", ENGLISH).marks)
