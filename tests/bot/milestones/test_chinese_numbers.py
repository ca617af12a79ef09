"""Chinese numerals: one case a line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.grammars.chinese_numbers import plain
from bot.milestones.grammars.chinese_numerals import han_value
from bot.milestones.numbers import find_numbers

NASTY = ("1", "1,", "万", "亿", "十", "百", "千", "一", "零", "点", "第", "数", "多", "-", ".", " ", "2024", "萬", "〇")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,024", "7024"),
        ("７，０２４", "7024"),
        ("3.5万", "35000"),
        ("3千", "3000"),
        ("5百", "500"),
        ("20万", "200000"),
        ("20萬", "200000"),
        ("300百万", "300000000"),
        ("5千万", "50000000"),
        ("1亿", "100000000"),
        ("1億", "100000000"),
        ("1.2万亿", "1200000000000"),
        ("1亿2000万", "120000000"),
        ("1亿 2000万", "120000000"),
        ("1萬1411", "11411"),
        ("2万305", "20305"),
        ("25万3500", "253500"),
        ("28万9,000", "289000"),
        ("3万5", "35000"),
        ("5万2千", "52000"),
        ("1 0万", "100000"),
        ("10 . 5 万", "105000"),
        ("3. 28亿", "328000000"),
        ("10 万", "100000"),
        ("20余万", "200000"),
        ("20多万", "200000"),
        ("50k", "50000"),
        ("十五辆", "15"),
        ("一百二十", "120"),
        ("一百零五", "105"),
        ("两千", "2000"),
        ("三万五千", "35000"),
        ("三万五", "35000"),
        ("两千五", "2500"),
        ("一万零三百", "10300"),
        ("十二亿三千万", "1230000000"),
        ("三万亿", "3000000000000"),
        ("一点五亿", "150000000"),
        ("两点五万", "25000"),
        ("十余万", "100000"),
        ("一百多万", "1000000"),
        ("六七千", "6000"),
        ("一两万", "10000"),
        ("二〇二四", "2024"),
        ("廿三", "23"),
        ("壹佰万", "1000000"),
        ("百万辆", "1000000"),
        ("近千辆", "1000"),
        ("百余辆", "100"),
        ("两名", "2"),
    ],
)
def test_a_numeral_is_read(text: str, value: str) -> None:
    (found,) = find_numbers(text, language="zh")

    assert found.value == Decimal(value)
    assert found.start == 0 or text[: found.start] == "近"


@pytest.mark.parametrize(
    ("text", "value"),
    [("第1000座", "1000"), ("第一百万辆", "1000000"), ("第 3 座", "3"), ("第二十", "20")],
)
def test_an_ordinal_is_told_apart(text: str, value: str) -> None:
    (found,) = find_numbers(text, language="zh")

    assert (found.ordinal, found.value, found.start) == (True, Decimal(value), 0)


@pytest.mark.parametrize(
    "text",
    [
        "数千辆", "数万", "數十萬", "几百万", "十几万", "成千上万", "统一", "唯一", "一些", "十分重要", "千万别", "万一", "三三两两", "七上八下", "一定", "百姓", "千里", "万科", "亿纬", "SU7", "ES8", "三分之一", "六位数", "百分点",
    ],
)  # fmt: skip
def test_no_numeral_is_read(text: str) -> None:
    assert find_numbers(text, language="zh") == ()


def test_a_year_behind_a_number_stays_apart() -> None:
    found = find_numbers("交付20万2024款", language="zh")

    assert [one.value for one in found] == [200000, 2024]


def test_a_number_says_what_it_is_told_in() -> None:
    scales = {
        text: find_numbers(text, language="zh")[0].scale
        for text in ("20万", "5亿", "三十万", "35000")
    }

    assert scales == {"20万": 10**4, "5亿": 10**8, "三十万": 10**4, "35000": 1}


def spoken(value: int) -> str:
    """A number below 10**12 in Chinese characters, as it is written out in full."""
    if value >= 10**8:
        rest = value % 10**8
        return spoken(value // 10**8) + "亿" + (_joined(rest, 10**7) if rest else "")
    if value >= 10**4:
        rest = value % 10**4
        return spoken(value // 10**4) + "万" + (_joined(rest, 10**3) if rest else "")
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return words


def _joined(rest: int, least: int) -> str:
    return ("零" if rest < least else "") + spoken(rest)


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_a_numeral_written_out_is_worth_its_number(value: int) -> None:
    assert han_value(spoken(value)) == value


@given(st.integers(min_value=10, max_value=10**12 - 1))
def test_a_numeral_written_out_is_found(value: int) -> None:
    (found,) = find_numbers(f"共{spoken(value)}辆", language="zh")

    assert found.value == value


@given(st.text() | st.lists(st.sampled_from(NASTY)).map("".join))
def test_places_lie_in_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for found in find_numbers(text, language="zh"):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize("piece", NASTY)
def test_a_long_run_of_pieces_is_read_to_its_end(piece: str) -> None:
    text = piece * (50_000 // len(piece)) + "。共7777辆"

    assert find_numbers(text, language="zh")[-1].value == 7777


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    folded = fold_chinese(text)

    assert len(folded) == len(text)
    assert fold_chinese(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("萬億兩輛點號發於後裡圓臺", "万亿两辆点号发于后里圆台"),
        ("２０２４年，（ＡＢＣ）％￥", "2024年,(ABC)%¥"),
        ("「你」『我』", "“你”‘我’"),
        ("15～20〜30–40−50", "15~20~30-40-50"),
        ("二○二四", "二〇二四"),
        ("甲｜乙│丙", "甲|乙|丙"),
        ("Ａ　Ｂ", "A B"),
        ("。、《》……——", "。、《》……——"),
    ],
)
def test_chinese_has_one_form(text: str, folded: str) -> None:
    assert fold_chinese(text) == folded


def test_a_number_of_more_digits_than_decimals_carry_is_still_whole() -> None:
    assert plain(Decimal(10) ** 40) == 10**40
