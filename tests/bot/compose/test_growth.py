"""What changed, slipped, is told otherwise or denied, in both languages, where it is shown."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.catalogue import load
from bot.compose import alert, timeline
from bot.compose.coverage import Coverage
from bot.compose.figures import count
from bot.compose.growth import changed
from bot.compose.plain import text
from bot.stories.changes import changes
from storage.records import (
    Certainty,
    Change,
    ChangeKind,
    Denial,
    Kind,
    Milestone,
    Objection,
    Phase,
    Telling,
)
from tests.fakes_pages import PAGES
from tests.fakes_stories import milestone
from tests.fakes_words import NOW, item, step, story, telling

CATALOGUE = load()
NDRC = milestone(certainty="reported", agency="NDRC", when="2023-08-01/2023-08-31")
PLAN = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="SU7")
OLD = replace(PLAN, when=milestone(when="2023-10-01/2023-12-31").when)
RECALL = milestone(kind="recall", quantity="11411 vehicles")
assert RECALL.quantity is not None
COUNTED = count(RECALL.quantity, "zh")

WORDS = [
    ("certainty", milestone(agency="NDRC"), NDRC, "Approval · NDRC: now official (was reported)", "审批 · 国家发改委：现为官方（此前媒体报道）"),
    ("phase", milestone(kind="launch"), milestone(kind="launch", phase="planned"), "Launch: now done (was planned)", "上市：现为已完成（此前计划中）"),
    ("date", milestone(when="2023-08-23"), NDRC, "Approval: now dated 23 Aug 2023 (was Aug 2023)", "审批：时间现为2023年8月23日（此前2023年8月）"),
    ("date", milestone(when="2023-08-23"), milestone(), "Approval: now dated 23 Aug 2023", "审批：时间现为2023年8月23日"),
    ("slip", PLAN, OLD, "Production: moved back to H1 2024, was Q4 2023", "量产：推迟至2024年上半年，原定2023年第四季度"),
    ("figure", RECALL, milestone(kind="recall"), "Recall: now with 11,411 vehicles", f"召回：新增{COUNTED}"),
    ("dispute", RECALL, milestone(kind="recall", quantity="9000 vehicles"), "Recall: also told: 11,411 vehicles", f"召回：另有说法：{COUNTED}"),
]  # fmt: skip


def change(kind: str, now: Milestone, before: Milestone | None = None, revision: int = 2) -> Change:
    return Change(revision=revision, kind=ChangeKind(kind), milestone=now, before=before)


@pytest.mark.parametrize(("kind", "now", "before", "english", "chinese"), WORDS)
def test_a_change_is_told_in_both_languages(
    kind: str, now: Milestone, before: Milestone, english: str, chinese: str
) -> None:
    assert changed([change(kind, now, before)], "en") == english
    assert changed([change(kind, now, before)], "zh") == chinese


def test_a_new_step_and_a_denial_are_told_elsewhere() -> None:
    assert changed([change("step", NDRC), change("denial", NDRC)], "en") == ""


def test_of_many_changes_the_newest_are_told_each_once() -> None:
    many = [
        change("certainty", milestone(kind=kind), milestone(kind=kind, certainty="reported"))
        for kind in ("launch", "unveil", "recall", "factory", "testing", "testing")
    ]

    told = changed(many, "en")

    assert told.count("Testing") == 1
    assert told.count("; ") == 3
    assert "Launch" not in told


def test_what_changed_of_one_step_stands_behind_its_name_once() -> None:
    planned = milestone(kind="factory", phase="planned", certainty="reported")
    official = milestone(kind="factory", phase="planned", when="2024-01-01/2024-12-31")
    later = milestone(kind="factory", phase="planned", when="2025-01-01/2025-12-31")
    changes = [
        change("certainty", official, planned),
        change("date", official, planned),
        change("slip", later, official),
        change(
            "certainty", milestone(kind="launch"), milestone(kind="launch", certainty="reported")
        ),
    ]

    assert changed(changes, "en") == (
        "Factory: now official (was reported); now dated 2024; moved back to 2025, was 2024; "
        "Launch: now official (was reported)"
    )


def shown(said: Milestone, *changes: Change, update: bool = False, heard: int = 0, **more: object) -> str:  # fmt: skip
    told = story([replace(said, item=item("a").id)], [item("a")], changes=changes, **more)
    return text(alert(told, [(item("a"), "Gazette")], catalogue=CATALOGUE, language="en", update=update, heard=heard))  # fmt: skip


def test_an_update_says_what_changed_since_the_channel_heard() -> None:
    before, after = (
        change("certainty", milestone(agency="NDRC"), NDRC, revision=2),
        change("date", milestone(when="2023-08-23"), NDRC, revision=3),
    )

    document = shown(milestone(agency="NDRC"), before, after, update=True, heard=2)

    assert "Changed: Approval: now dated 23 Aug 2023 (was Aug 2023)" in document
    assert "now official" not in document


def test_what_one_step_became_over_several_revisions_is_one_change() -> None:
    rumour = milestone(
        kind="launch", phase="planned", certainty="rumoured", when="2023-09-01/2023-09-30"
    )
    report = replace(rumour, certainty=Certainty.REPORTED)
    launch = milestone(kind="launch", when="2023-09-01", amount="259900 CNY")
    grown = [
        change("certainty", report, rumour),
        change("phase", launch, report, revision=3),
        change("figure", launch, report, revision=3),
    ]

    document = shown(launch, *grown, update=True, heard=1)

    assert "Changed: Launch: now done, official (was planned, rumoured, Sep 2023)\n" in document
    assert document.count("was planned") == 1
    assert changed(grown[:2], "zh") == "上市：现为已完成、官方（此前计划中、传闻、2023年9月）"


def test_an_update_that_only_denies_says_so_first() -> None:
    rumour = milestone(
        kind="funding", phase="planned", certainty="rumoured", amount="3000000000 USD"
    )
    denial = Denial(company="xiaomi", kind=Kind.FUNDING, evidence="蔚来否认。", item=item("d").id)
    told = story(
        [replace(rumour, item=item("a").id)],
        [item("a")],
        denials=(denial,),
        changes=(replace(change("denial", rumour), denial=denial),),
    )
    sources = [(item("a"), "Gazette"), (item("d"), "快报")]

    document = alert(told, sources, catalogue=CATALOGUE, language="en", update=True, heard=1)

    shown = text(document).splitlines()
    assert shown[0] == "Xiaomi: Denied: May raise 3 billion US dollars"
    assert shown[1] == "⚠ Denied: “蔚来否认。” · 快报 <https://gazette.example/d>"
    assert "New: " not in text(document)


def test_a_first_alert_says_a_slip_and_no_other_change() -> None:
    document = shown(PLAN, change("slip", PLAN, OLD, revision=1), change("certainty", PLAN, OLD))

    assert "moved back to H1 2024, was Q4 2023" in document
    assert "now official" not in document


def test_a_denial_stands_beside_what_it_denies() -> None:
    denial = Denial(company="xiaomi", kind=Kind.PRODUCTION, evidence="We build no cars.", item="d")

    document = shown(PLAN, denials=(denial,))

    assert "Denied: “We build no cars.”" in document
    assert "H1 2024" in document


def test_two_figures_for_one_step_are_both_shown() -> None:
    one = step(Kind.RECALL, when="2023-08-24", subject="SU7", item=item("a").id, company="xiaomi")
    counts = milestone(kind="recall", when="2023-08-24", subject="SU7", quantity="11411 vehicles")
    other = milestone(kind="recall", when="2023-08-24", subject="SU7", quantity="12900 vehicles")
    told = story(
        [replace(counts, item=item("a").id), replace(other, item=item("b").id), one],
        [item("a"), item("b")],
    )

    document = text(alert(told, [], catalogue=CATALOGUE, language="en"))

    assert "11,411 vehicles" in document
    assert "12,900 vehicles" in document
    assert document.count("also told") == 1


# --- timelines


def look_up(*tellings: Telling, objections: tuple[Objection, ...] = (), now: datetime = NOW) -> str:
    return text(
        timeline(
            CATALOGUE.companies["xiaomi"],
            tellings,
            coverage=Coverage(watched=True, has_source=True),
            pages=PAGES,
            now=now,
            objections=objections,
        )
    )


def test_a_plan_moved_back_says_what_it_was_and_the_old_date_where_it_went() -> None:
    old = telling(replace(OLD, item="a"), datetime(2023, 3, 1, tzinfo=UTC))
    new = telling(replace(PLAN, item="b"), NOW)

    document = look_up(old, new, now=datetime(2024, 8, 1, tzinfo=UTC))

    assert "moved back to H1 2024" in document
    assert "⚠ overdue · was Q4 2023" in document
    assert document.count("overdue") == 1


def test_a_plan_that_was_kept_late_is_not_overdue() -> None:
    plan = telling(replace(OLD, item="a"), datetime(2023, 3, 1, tzinfo=UTC))
    done = telling(milestone(kind="production", when="2024-03-28", subject="SU7", item="b"), NOW)

    assert "overdue" not in look_up(plan, done, now=datetime(2024, 8, 1, tzinfo=UTC))


@pytest.mark.parametrize(("of", "kind", "is_shown"), [("story-1", Kind.PRODUCTION, True), ("story-1", None, True), ("story-2", Kind.PRODUCTION, False), ("story-1", Kind.RECALL, False)])  # fmt: skip
def test_a_denial_is_shown_beside_the_step_of_its_story(
    of: str,
    kind: Kind | None,
    is_shown: bool,  # noqa: FBT001 - a table
) -> None:
    denial = Denial(company="xiaomi", kind=kind, evidence="We build no cars.", item="d")
    objection = Objection(
        denial=denial, story=of, url="", title="", outlet="Wire", published=NOW, seen=NOW
    )

    document = look_up(telling(replace(PLAN, item="a")), objections=(objection,))

    assert ("⚠ Denied: “We build no cars.” · Wire\n" in document) is is_shown
    assert PLAN.phase == Phase.PLANNED


def test_a_date_that_was_left_out_is_none_that_moved() -> None:
    old = milestone(kind="factory", phase="planned", when="2025-01-01/2025-12-31")
    new = milestone(kind="factory", phase="planned", when="2025-03-01/2025-03-31", item="b")

    (sure,) = changes([new], [old], [], at=NOW, revision=2)
    (doubted,) = changes([new], [replace(old, when_chance=0.3)], [], at=NOW, revision=2)

    assert sure.kind == doubted.kind == ChangeKind.DATE
    assert (changed([sure], "en"), changed([doubted], "en")) == (
        "Factory: now dated Mar 2025 (was 2025)",
        "Factory: now dated Mar 2025",
    )
