"""Which sentence is quoted: small texts, the steps read in them, the sentence chosen."""

from decimal import Decimal

import pytest

from adapters.document import Quote
from bot.catalogue import load
from bot.compose.quoting import TEXTS, quote, shortened
from storage.records import Certainty, Item, Kind, Milestone, Money, Phase, Quantity, Unit
from tests.fakes_words import item, step

CATALOGUE = load()


def quoted(title: str, text: str, *steps: Milestone, language: str = "en") -> str:
    source = item(title=title, text=text)
    said = [step_of(each, source.id) for each in steps]
    [part] = quote(said, [(source, "The Wire")], CATALOGUE, language)
    assert isinstance(part, Quote)
    return part.text


def step_of(m: Milestone, of: str) -> Milestone:
    values = {name: getattr(m, name) for name in ("amount", "quantity", "subject", "agency")}
    return step(m.kind, m.phase, evidence=m.evidence, headline=m.headline, item=of, **values)


def test_the_sentence_that_names_the_company_stands_for_one_that_says_it() -> None:
    text = "Xiaomi showed the YU9 in Beijing. It was shown to the world on Thursday."
    shown = step(Kind.UNVEIL, evidence="It was shown to the world on Thursday.")

    assert quoted("A new rival", text, shown) == "Xiaomi showed the YU9 in Beijing."


def test_a_price_line_does_not_stand_for_what_was_launched() -> None:
    text = "Xiaomi put the YU9 on sale at 300,000 yuan. Prices run to 400,000 yuan."
    launched = step(
        Kind.LAUNCH,
        subject="YU9",
        amount=Money(value=Decimal(300_000), currency="CNY"),
        evidence="Prices run to 400,000 yuan.",
    )

    assert quoted("YU9", text, launched) == "Xiaomi put the YU9 on sale at 300,000 yuan."


def test_the_figure_is_worth_more_than_the_name() -> None:
    text = "Xiaomi had a good month. The company handed over 41,000 cars in May."
    delivered = step(
        quantity=Quantity(value=Decimal(41_000), unit=Unit.VEHICLES),
        evidence="The company handed over 41,000 cars in May.",
    )

    assert quoted("A good month", text, delivered) == delivered.evidence


def test_the_title_is_quoted_where_nothing_else_says_it() -> None:
    left = step(Kind.RESTRUCTURING, evidence="他只负责战略发展。")

    assert quoted("小米副总裁离任", "他只负责战略发展。", left, language="zh") == "小米副总裁离任"


def test_a_title_that_asks_is_no_quotation() -> None:
    text = "小米在广州车展展示了固态电池。现场人很多。"
    shown = step(Kind.TECHNOLOGY, subject="固态电池", evidence="小米固态电池来了？")

    said = quoted("小米固态电池来了？", text, shown, language="zh")

    assert said == "小米在广州车展展示了固态电池。"


def test_the_words_of_another_step_do_not_stand_for_the_first() -> None:
    both = (
        step(Kind.REGISTRATION, subject="xiaomi9.com", evidence="xiaomi9.com was registered"),
        step(Kind.PRODUCTION, Phase.PLANNED, evidence="Xiaomi will build cars in 2027"),
    )

    assert quoted("Cars", "Nothing else.", *both) == "xiaomi9.com was registered"


def test_a_dateline_is_not_quoted() -> None:
    words = "本报讯 5月9日，小米交付第十万辆车。"

    assert quoted("交付", words, step(evidence=words), language="zh") == words.removeprefix(
        "本报讯 "
    )


def test_a_rumour_of_a_text_is_not_quoted_for_what_is_official() -> None:
    rumour = step(certainty=Certainty.RUMOURED, evidence="Xiaomi may deliver cars.")
    fact = step(certainty=Certainty.OFFICIAL, evidence="Cars were handed over.")
    source = item(title="", text="")
    said = [
        step(certainty=m.certainty, evidence=m.evidence, item=source.id) for m in (rumour, fact)
    ]

    [part] = quote(said, [(source, "")], CATALOGUE, "en")

    assert isinstance(part, Quote)
    assert part.text == "Cars were handed over."


def test_only_so_many_texts_and_so_much_of_each_are_read_for_a_quotation() -> None:
    good = "Xiaomi showed the YU9 in Beijing on Thursday."
    plain = [item(f"k{n}", title="", text="It was shown.") for n in range(TEXTS)]
    best, long = (
        item("best", title="", text=good),
        item("long", title="", text=f"{'A. ' * 999}{good}"),
    )

    def chosen(*texts: Item) -> str:
        said = [step(Kind.UNVEIL, evidence="It was shown.", item=each.id) for each in texts]
        [part] = quote(said, [(each, "The Wire") for each in texts], CATALOGUE, "en")
        assert isinstance(part, Quote)
        return part.text

    assert chosen(*plain[1:], best) == good
    assert chosen(*plain, best) == chosen(long) == "It was shown."


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("one two three four", "one two…"),
        ("小米在北京建厂，计划明年投产", "小米在北京建厂…"),
        ("小米 在北京建设新的工厂", "小米 在北京建设新…"),
        ("short", "short"),
    ],
)
def test_what_is_too_long_ends_at_a_word_or_a_mark(words: str, short: str) -> None:
    assert shortened(words, 10) == short


def test_a_label_at_the_head_of_a_text_is_not_quoted() -> None:
    paid = step(Kind.INVESTMENT, evidence="The company is to pay 5 million yuan.")
    label = "Code: 601127, Xiaomi, notice 2025-063"

    assert quoted("Notice", f"{label}\n{paid.evidence}", paid) == paid.evidence
