"""What a workspace knows better, laid over what is kept: laws over random stories and words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.own import known
from bot.stories.overlay import Overlay, overlay, step_id
from storage.corrections import Correction, Own, OwnName, own_id
from storage.records import (
    Certainty,
    Change,
    ChangeKind,
    Denial,
    Kind,
    Milestone,
    Phase,
    Story,
    Telling,
)
from tests.fakes_stories import SEEN, catalogue, milestone

NAMES = catalogue()
AT = datetime(2024, 3, 3, 9, tzinfo=UTC)
FOO = own_id("acme", "foo-motors")
THEIRS = own_id("other", "foo-motors")

statements = st.builds(
    milestone,
    st.sampled_from(["xiaomi", "byd", "nio"]),
    st.sampled_from(["approval", "launch", "production"]),
    st.sampled_from(["planned", "done"]),
    certainty=st.sampled_from(["official", "reported"]),
    when=st.sampled_from([None, "2024-03-01", "2024-01-01/2024-06-30"]),
    subject=st.sampled_from([None, "SU7"]),
    evidence=st.sampled_from(["It was said.", "A second sentence tells another thing."]),
    item=st.sampled_from(["a" * 20, "b" * 20, "c" * 20]),
)


def told(*milestones: Milestone) -> Story:
    return Story(
        id="s",
        revision=1,
        companies=tuple(dict.fromkeys(m.company for m in milestones)),
        title="Title",
        gist="Gist.",
        items=tuple(dict.fromkeys(m.item for m in milestones)),
        milestones=milestones,
        first_seen=SEEN,
        last_seen=SEEN,
    )


def telling(m: Milestone, story: str = "s") -> Telling:
    return Telling(milestone=m, story=story, url="", title="", outlet="", published=SEEN, seen=SEEN)


def fix(*said: Milestone, at: datetime = AT, rejected: bool = False, **slots: object) -> Correction:
    return Correction(
        workspace="acme",
        story="s",
        statements=said,
        value=replace(said[0], **slots),  # type: ignore[arg-type] # the tests name fields of Milestone
        slots=tuple(slots),
        rejected=rejected,
        by="Ann",
        at=at,
    )


def own(company: str = FOO, *names: str, into: str = "", name: str = "Foo Motors") -> Own:
    given_names = tuple(OwnName(text=each, key=each.casefold()) for each in names)
    return Own(workspace="acme", company=company, name=name, names=given_names, into=into)


@given(st.lists(statements, min_size=1, max_size=8))
def test_without_corrections_everything_is_given_back_as_it_is(said: list[Milestone]) -> None:
    story, tellings = told(*said), [telling(m) for m in said]

    assert Overlay().story(story, NAMES) is story
    assert Overlay().tellings(tellings) == tellings


@given(st.lists(statements, min_size=1, max_size=8), st.data())
def test_a_correction_changes_its_slots_and_nothing_else(
    said: list[Milestone], data: st.DataObject
) -> None:
    was = data.draw(st.sampled_from(said))
    over = Overlay(corrections=(fix(was, phase=Phase.CANCELLED),))

    seen = over.milestones(said, "")

    for before, now in zip(said, seen, strict=True):
        assert now is not None
        if now is before:
            assert (before.item, before.company) != (was.item, was.company) or before != was
        else:
            assert now.fix is not None
            assert (now.phase, now.fix.was) == (Phase.CANCELLED, before)
            assert replace(now, phase=before.phase, fix=None) == before
            assert step_id(now) == step_id(before)


@given(st.lists(statements, min_size=1, max_size=8), st.data())
def test_taking_a_correction_back_restores_what_was_seen(
    said: list[Milestone], data: st.DataObject
) -> None:
    some = st.lists(st.sampled_from(said), max_size=3, unique=True)
    kept = tuple(
        fix(m, at=AT + timedelta(days=n), certainty=Certainty.RUMOURED)
        for n, m in enumerate(data.draw(some))
    )
    more = fix(data.draw(st.sampled_from(said)), at=AT + timedelta(days=9), rejected=True)

    with_it = Overlay(corrections=(*kept, more))
    without = Overlay(corrections=tuple(c for c in with_it.corrections if c.id != more.id))

    assert without.milestones(said, "s") == Overlay(corrections=kept).milestones(said, "s")


def test_a_rejected_step_is_seen_nowhere() -> None:
    one, other = milestone(item="a"), milestone(company="byd", item="a", evidence="Another.")
    over = Overlay(corrections=(fix(one, rejected=True),))

    seen = over.story(told(one, other), NAMES)

    assert seen is not None
    assert (seen.milestones, seen.companies) == ((other,), ("byd",))
    assert "Xiaomi" not in seen.title
    assert over.story(told(one), NAMES) is None
    assert over.tellings([telling(one)]) == []


@pytest.mark.parametrize(
    ("anew", "holds"),
    [
        ({}, True),
        ({"rules": "en-9"}, True),
        ({"certainty": Certainty.RUMOURED}, True),  # read otherwise, from the same sentence
        ({"evidence": "It was said in so many words, they say."}, True),
        ({"kind": Kind.LAUNCH}, True),  # the sentence is now read as another step
        ({"kind": Kind.LAUNCH, "evidence": "Something else."}, False),
        ({"evidence": "A wholly other thing happened elsewhere today."}, False),
        ({"item": "another"}, False),
    ],
)
def test_a_correction_holds_for_what_is_read_anew(anew: dict[str, object], holds: bool) -> None:  # noqa: FBT001 - a table
    was = milestone(item="a")
    again = replace(was, **anew)  # type: ignore[arg-type] # the table names fields of Milestone

    [seen] = Overlay(corrections=(fix(was, phase=Phase.DELAYED),)).milestones([again])

    assert seen is not None
    assert (seen.phase == Phase.DELAYED) == holds


def test_what_is_read_right_since_is_not_called_corrected() -> None:
    was = milestone(item="a")
    over = Overlay(corrections=(fix(was, phase=Phase.DELAYED),))
    right = replace(was, phase=Phase.DELAYED)

    assert over.milestones([right]) == [right]


def test_a_copy_that_the_same_story_tells_later_is_corrected_too() -> None:
    was, copy = milestone(item="a"), milestone(item="b", evidence="They copied it.")
    over = Overlay(corrections=(fix(was, phase=Phase.DELAYED),))

    here, there = over.tellings([telling(copy), telling(copy, story="another")])

    assert (here.milestone.phase, there.milestone.phase) == (Phase.DELAYED, Phase.DONE)


def test_two_steps_of_one_sentence_are_told_apart() -> None:
    one, other = milestone(item="a"), milestone(kind="launch", item="a")
    over = Overlay(corrections=(fix(one, phase=Phase.DELAYED),))

    seen = over.milestones([one, other])

    assert [m and m.phase for m in seen] == [Phase.DELAYED, Phase.DONE]
    assert step_id(one) != step_id(other)


def test_a_change_that_a_correction_made_untrue_is_not_told() -> None:
    before, now = milestone(phase="planned", item="a"), milestone(item="b")
    change = Change(revision=2, kind=ChangeKind.PHASE, milestone=now, before=before)
    story = replace(told(before, now), revision=2, changes=(change,))

    seen = Overlay(corrections=(fix(now, phase=Phase.PLANNED),)).story(story, NAMES)

    assert seen is not None
    assert seen.changes == ()
    assert Overlay().story(story, NAMES) is story


def test_what_belongs_to_another_workspace_is_not_seen() -> None:
    mine, theirs = milestone(FOO, item="a"), milestone(THEIRS, item="a")
    base = milestone("byd", item="a", evidence="Another.")
    denial = Denial(company=THEIRS, kind=None, evidence="No.", item="a")
    over = overlay([own()], ())
    story = replace(told(base, theirs), denials=(denial,))

    assert over.milestones([mine, theirs, base]) == [mine, None, base]
    assert over.story(told(theirs), NAMES) is None
    seen = over.story(story, NAMES)
    assert seen is not None
    assert (seen.companies, seen.denials) == (("byd",), ())
    assert "foo" not in f"{seen.title} {seen.gist}".lower()


def test_a_story_whose_company_only_another_workspace_knows_is_named_by_the_others() -> None:
    story = replace(told(milestone("byd", item="a")), companies=("byd", THEIRS))

    seen = Overlay().story(story, NAMES)

    assert seen is not None
    assert seen.companies == ("byd",)


@pytest.mark.parametrize("into", ["byd", own_id("acme", "bar")])
def test_a_company_that_was_merged_is_shown_under_the_other(into: str) -> None:
    owns = [own(FOO, "Foo Motors", into=into), own(own_id("acme", "bar"), "Bar", name="Bar")]
    over, names = overlay(owns, ()), known(NAMES, owns)

    [seen] = over.milestones([milestone(FOO, item="a")])

    assert seen is not None
    assert seen.company == into
    assert FOO in over.pools(into)
    found = names.find("foo motors")
    assert found is not None
    assert found.id == into
    assert FOO not in names.companies


def test_merging_in_a_circle_ends() -> None:
    bar = own_id("acme", "bar")
    owns = [own(FOO, "Foo", into=bar), own(bar, "Bar", into=FOO, name="Bar")]

    assert overlay(owns, ()).company(FOO) in {FOO, bar}
    assert known(NAMES, owns).find("byd") is not None


def test_further_names_of_a_company_are_kept_apart_and_shown_as_its_own() -> None:
    alias = own("byd", "Build Your Dreams", name="")
    over = overlay([alias], ())

    [mine] = over.milestones([milestone(alias.pool, item="a")])

    assert mine is not None
    assert mine.company == "byd"
    assert Overlay().milestones([milestone(alias.pool, item="a")]) == [None]
    found = known(NAMES, [alias]).find("build your dreams")
    assert found is not None
    assert found.id == "byd"
    assert NAMES.find("build your dreams") is None


def test_a_correction_may_give_a_step_to_another_company() -> None:
    was = milestone("byd", item="a")
    over = Overlay(corrections=(fix(was, company="nio"),))

    [seen] = over.milestones([was])

    assert seen is not None
    assert seen.company == "nio"
    assert over.moved("nio") == ("a",)
    assert over.moved("byd") == ()


def test_a_denial_of_another_place_s_company_is_not_seen_where_nothing_else_is_told() -> None:
    denied = Denial(company=THEIRS, kind=Kind.LAUNCH, evidence="No.", item="a" * 20)
    story = replace(told(), denials=(denied,), companies=(THEIRS,))
    mine = overlay([own()], ())

    assert mine.story(story, known(NAMES, [own()])) is None
