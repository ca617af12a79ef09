"""The page: every piece of evidence is on it, and no markup but its own."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from bot.compose.entries import entries, promises_of
from bot.compose.standing import standing
from bot.page.render import page, style
from bot.page.view import STEPS_MAX, View, view
from storage.records import Denial, Kind, Objection, Telling
from tests.fakes_stories import catalogue, milestone
from tests.fakes_told import NOW, TODAY, telling, xiaomi
from tests.strategies import tellings

XIAOMI = catalogue().companies["xiaomi"]
FILES = (("Table (CSV)", "xiaomi.csv"),)
PUBLIC = "https://ev.example.org/timeline/xiaomi/TOKEN"


def shown(
    told: list[Telling], language: str = "en", objections: list[Objection] | None = None
) -> View:
    return view(
        XIAOMI,
        entries(tuple(told)),
        promises_of(tuple(told), TODAY),
        objections or [],
        chart_alt="what the chart says",
        files=FILES,
        now=NOW,
        language=language,
    )


def written(told: list[Telling], language: str = "en", public: str = "") -> html.HtmlElement:
    return html.document_fromstring(page(shown(told, language), home="TOKEN", public=public))


def words(text: str) -> str:
    return " ".join(text.split())


@given(st.lists(tellings(), max_size=12), st.sampled_from(["en", "zh"]))
@settings(deadline=None)
def test_every_statement_is_there_and_no_markup_of_others(
    told: list[Telling], language: str
) -> None:
    found = written(told, language)
    expected = [each for entry in entries(tuple(told)) for each in entry.tellings]
    of_ours = Counter(element.tag for element in written([]).iter() if isinstance(element.tag, str))

    quotes = found.findall(".//blockquote")
    assert len(quotes) == len(expected)
    assert {element.tag for element in found.iter() if isinstance(element.tag, str)} <= {
        *of_ours, "figure", "blockquote", "figcaption", "time", "li", "h2", "p", "a", "span", "bdi"
    }  # fmt: skip
    assert found.findall(".//script") == []
    for link in found.findall(".//a"):
        assert re.match(r"https://|TOKEN/|\?lang=", link.get("href", ""))
    assert not [
        name
        for each in found.iter()
        for name in each.attrib
        if name.startswith("on") or name == "style"
    ]


def test_the_words_of_a_statement_are_whole_with_who_says_so() -> None:
    evil = milestone(
        kind="launch", evidence='<img src=x onerror="alert(1)"> & more', when="2024-03-28"
    )

    found = written([telling(evil, "2024-03-28")])

    assert (
        words(found.find(".//blockquote").text_content()) == '<img src=x onerror="alert(1)"> & more'
    )
    caption = words(found.find(".//figcaption").text_content())
    assert caption == "CnEVPost a.example 28 Mar 2024 done · official · 28 Mar 2024"
    assert found.find(".//figcaption/a").get("href") == "https://a.example/1"


def test_what_became_of_a_plan_is_said() -> None:
    notes = [each.text_content() for each in written(xiaomi()).xpath("//p[@class='note']")]

    assert "was planned for Q1 2025" in notes
    assert "moved back to Jun–Jul 2025" in notes
    assert any(note.startswith("overdue") for note in notes)


def test_a_denial_stands_beneath_what_it_denies() -> None:
    told = xiaomi()
    denial = Denial(
        company="xiaomi", kind=Kind.FACTORY, evidence="There is no such plant.", item="d"
    )
    objection = Objection(
        denial=denial,
        story=next(each.story for each in told if each.milestone.kind == Kind.FACTORY),
        url="https://reuters.example/1",
        title="t",
        outlet="Reuters",
        published=datetime(2024, 2, 1, tzinfo=UTC),
        seen=NOW,
    )

    [step] = [each for each in shown(told, objections=[objection]).steps if each.denials]

    assert step.label == "Factory · Beijing"
    assert step.denials[0].words == "There is no such plant."


@pytest.mark.parametrize(
    ("language", "lang", "other"), [("en", "en", "中文"), ("zh", "zh-CN", "English")]
)
def test_it_speaks_the_language_asked_for_and_leads_to_the_other(
    language: str, lang: str, other: str
) -> None:
    found = written(xiaomi(), language)

    assert found.get("lang") == lang
    assert found.xpath("//li[@class='language']/a")[0].text_content() == other


def test_a_preview_has_the_chart_only_where_others_can_reach_it() -> None:
    def images(public: str) -> list[str]:
        found = written(xiaomi(), public=public).xpath("//meta[@property='og:image']")
        return [each.get("content") for each in found]

    assert images("") == []
    assert images(PUBLIC) == [f"{PUBLIC}/light.png"]


def test_it_asks_not_to_be_listed() -> None:
    [robots] = written([]).xpath("//meta[@name='robots']")

    assert "noindex" in robots.get("content")


def test_of_very_many_steps_the_newest_are_shown_and_the_others_counted() -> None:
    told = [
        telling(
            milestone(
                kind="recall",
                when=f"{1900 + n // 12}-{n % 12 + 1:02}-15",
                item=f"{n}",
                subject=f"M{n}",
            ),
            "2024-01-01",
            story=f"{n}",
        )
        for n in range(STEPS_MAX + 5)
    ]

    found = shown(told)

    assert len(found.steps) == STEPS_MAX
    assert found.left_out.startswith("5 older steps")


def test_nothing_told_is_a_page_that_says_so() -> None:
    assert "Nothing of Xiaomi has been told so far." in written([]).text_content()


def test_the_style_needs_nothing_from_elsewhere() -> None:
    assert b"url(" not in style()
    assert b"@import" not in style()


def test_states_of_the_page_are_those_of_the_chart() -> None:
    told = tuple(xiaomi())
    promised = promises_of(told, TODAY)
    states = [standing(each, promised).state.value for each in entries(told)]

    assert [step.is_overdue for step in shown(list(told)).steps] == [s == "overdue" for s in states]
