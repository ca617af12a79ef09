from dataclasses import replace
from datetime import timedelta

from bot.stories.group import Decision, group
from bot.stories.shown import LIKELY
from storage.records import Item, Milestone, Phase, Story
from tests.fakes_stories import SEEN, catalogue, item, milestone, seed

LATER = SEEN + timedelta(days=90)

NDRC = milestone(
    certainty="reported",
    agency="NDRC",
    when="2023-08-01/2023-08-31",
    evidence="the commission gave Xiaomi the go-ahead earlier this month",
)


def decide(told: Item, said: tuple[Milestone, ...], *stories: Story, days: float = 90) -> Decision:
    decision = group(told, said, stories, now=SEEN + timedelta(days=days), catalogue=catalogue())
    assert decision is not None
    return decision


def test_an_item_without_milestones_is_no_story() -> None:
    assert group(item(), (), (), now=LATER, catalogue=catalogue()) is None


def test_the_first_telling_begins_a_story_and_all_its_headline_steps_are_news() -> None:
    decision = decide(item("a"), seed())

    assert decision.fresh
    assert decision.story.revision == 1
    assert decision.story.companies == ("xiaomi",)
    assert decision.story.items == (item("a").id,)
    assert [m.kind for m in decision.news] == ["registration", "approval"]
    assert {m.item for m in decision.story.milestones} == {item("a").id}


def test_another_outlet_tells_the_same_in_other_words_and_raises_nothing() -> None:
    story = decide(item("a"), seed()).story

    decision = decide(item("b", source="other", days=0.5), (NDRC,), story)

    assert not decision.fresh
    assert decision.story.id == story.id
    assert decision.story.revision == 2
    assert decision.story.items == (item("a").id, item("b", source="other").id)
    assert decision.news == ()
    assert decision.why == f"told before: {story.title}"


def test_a_second_step_told_within_three_days_grows_the_story() -> None:
    story = decide(item("a"), (NDRC,)).story

    decision = decide(item("b", days=1), seed(), story)

    assert decision.story.id == story.id
    assert [m.kind for m in decision.news] == ["registration"]
    assert decision.why.startswith("grows: ")


def test_news_that_retells_an_older_story_is_a_story_of_its_own() -> None:
    domain = decide(item("a"), seed()[:1]).story

    decision = decide(item("b", days=20), seed(), domain)

    assert decision.fresh
    assert [m.kind for m in decision.news] == ["approval"]


def test_a_late_retelling_of_the_same_day_still_folds() -> None:
    recall = milestone(kind="recall", when="2025-01-24", quantity="30931 vehicles", agency="SAMR")
    story = decide(item("a"), (recall,)).story

    decision = decide(item("b", days=27), (replace(recall, evidence="30,931 cars"),), story)

    assert not decision.fresh
    assert decision.news == ()


def test_the_next_month_is_another_story() -> None:
    may = milestone("nio", "delivery", when="2022-05-01/2022-05-31", quantity="7024 vehicles")
    june = milestone("nio", "delivery", when="2022-06-01/2022-06-30", quantity="7024 vehicles")
    story = decide(item("a"), (may,)).story

    decision = decide(item("b", days=30), (june,), story)

    assert decision.fresh
    assert decision.news == (replace(june, item=item("b").id),)


def test_a_second_delay_of_one_plant_is_another_story() -> None:
    to_2025 = milestone("vinfast", "factory", "delayed", when="2025-01-01/2025-12-31", subject="North Carolina")  # fmt: skip
    to_2028 = replace(to_2025, when=milestone(when="2028-01-01/2028-12-31").when)
    story = decide(item("a"), (to_2025,)).story

    assert decide(item("b", days=30), (to_2028,), story).fresh


def test_recalled_steps_are_silent_and_never_make_two_items_one_story() -> None:
    story = decide(item("a"), (NDRC,)).story
    recap = milestone(kind="recall", when="2020-01-24", headline=False)

    decision = decide(item("b", days=1), (recap,), story)

    assert decision.fresh
    assert decision.news == ()
    assert decision.why == "recalls old steps only"


def test_a_recap_of_known_news_joins_its_story() -> None:
    story = decide(item("a"), (NDRC,)).story

    decision = decide(item("b", days=2), (replace(NDRC, headline=False),), story)

    assert not decision.fresh
    assert decision.news == ()


def test_news_that_was_first_met_as_a_recap_still_alerts_and_joins_it() -> None:
    quiet = decide(item("a"), (replace(NDRC, headline=False),)).story

    decision = decide(item("b", days=0.5), (NDRC,), quiet)
    late = decide(item("c", days=5), (NDRC,), quiet)

    assert not decision.fresh
    assert len(decision.news) == 1
    assert late.fresh
    assert len(late.news) == 1


def test_a_text_that_recalls_fresh_news_among_other_things_joins_it() -> None:
    story = decide(item("a"), (NDRC,)).story
    recalls = tuple(replace(m, headline=False) for m in seed())

    fresh = decide(item("b", days=1), recalls, story)
    late = decide(item("c", days=9), recalls, story)

    assert (fresh.story.id, fresh.news) == (story.id, ())
    assert late.fresh


def test_a_shared_background_step_does_not_make_two_stories_one() -> None:
    background = milestone(kind="investment", phase="planned", amount="10e9 USD", headline=False)
    first = milestone(kind="recall", when="2023-08-20", quantity="3000 vehicles")
    second = milestone(kind="unveil", when="2023-08-24", subject="SU7")
    story = decide(item("a"), (first, background)).story

    assert decide(item("b"), (second, background), story).fresh


def test_a_round_up_tells_only_what_no_story_told() -> None:
    known = milestone("nio", "delivery", when="2023-07-01/2023-07-31", quantity="20462 vehicles")
    fresh = milestone("byd", "delivery", when="2023-07-01/2023-07-31", quantity="262161 vehicles")
    other = milestone("leapmotor", "delivery", when="2023-07-01/2023-07-31", quantity="14335 vehicles")  # fmt: skip
    story = decide(item("a"), (known,)).story

    decision = decide(item("b", days=0.5), (known, fresh, other), story)

    assert decision.fresh
    assert [m.company for m in decision.news] == ["byd", "leapmotor"]


def test_a_confirmed_rumour_is_news_and_a_repeated_one_is_not() -> None:
    rumour = milestone(kind="factory", phase="planned", certainty="rumoured", subject="Szeged", when="2025-01-01/2025-12-31")  # fmt: skip
    story = decide(item("a"), (rumour,)).story

    again = decide(item("b", days=1), (rumour,), story)
    official = replace(rumour, certainty=milestone().certainty)
    confirmed = decide(item("c", days=2), (official,), again.story)

    assert again.news == ()
    assert [m.certainty for m in confirmed.news] == ["official"]


def test_a_plan_come_true_is_news_and_a_plan_told_as_a_fact_is_not() -> None:
    sunday = milestone("byd", "technology", "planned", when="2023-08-26", subject="blade battery")
    story = decide(item("a"), (sunday,)).story
    done = replace(sunday, phase=milestone().phase)

    hasty = decide(item("b", days=0.5), (done,), story)
    come_true = decide(item("c", days=2.5), (done,), story)

    assert hasty.news == ()
    assert len(come_true.news) == 1


def test_a_step_dropped_is_news_although_it_was_told() -> None:
    plan = milestone("byd", "factory", "planned", subject="Szeged", amount="1e9 EUR")
    story = decide(item("a"), (plan,)).story

    decision = decide(item("b", days=1), (replace(plan, phase=milestone(phase="cancelled").phase),), story)  # fmt: skip

    assert not decision.fresh
    assert [m.phase for m in decision.news] == ["cancelled"]


def test_an_edited_item_replaces_what_it_said_and_only_its_new_steps_are_news() -> None:
    story = decide(item("a"), seed()).story
    edited = replace(item("a"), text="More text.")
    opened = milestone(kind="factory", subject="Beijing", when="2023-08-23")

    same = decide(edited, seed(), story)
    more = decide(edited, (*seed(), opened), story)

    assert same.news == ()
    assert len(same.story.milestones) == len(seed())
    assert [m.kind for m in more.news] == ["factory"]
    assert more.story.items == story.items


def test_an_item_edited_into_something_else_keeps_its_story_and_tells_it() -> None:
    story = decide(item("a"), (NDRC,)).story
    recall = milestone("byd", "recall", when="2023-08-24", quantity="3000 vehicles")

    decision = decide(item("a", days=1), (recall,), story)

    assert not decision.fresh
    assert [m.kind for m in decision.news] == ["recall"]


def test_a_date_in_the_future_counts_as_now() -> None:
    decision = decide(item("a", days=400), (NDRC,), days=1)

    assert decision.story.last_seen == SEEN + timedelta(days=1)


def test_the_same_sentence_is_the_same_story_however_little_it_says() -> None:
    bare = milestone("byd", "launch", evidence="BYD put it on sale.")
    story = decide(item("a"), (bare,)).story

    assert not decide(item("b", days=20), (bare,), story).fresh
    assert decide(item("b", days=20), (replace(bare, evidence="A car is in shops."),), story).fresh


def test_a_telling_that_is_sure_is_news_where_only_a_doubted_one_was_told() -> None:
    done = milestone(kind="production", subject="SU7", evidence="The SU7 has gone into production.")
    doubted = replace(done, phase_chance=LIKELY - 0.1)
    story = decide(item("a"), (doubted,)).story

    sure = decide(item("b", source="other", days=0.5), (done,), story)
    again = decide(item("c", source="third", days=0.6), (doubted,), sure.story)

    assert [m.phase_chance for m in sure.news] == [1.0]
    assert again.news == ()


def test_a_doubted_step_between_hides_no_sure_one() -> None:
    plan = milestone(kind="production", phase="planned", subject="SU7")
    done = replace(plan, phase=Phase.DONE, evidence="The SU7 has gone into production.")
    story = decide(item("a"), (plan,)).story
    between = replace(done, phase_chance=LIKELY - 0.1)
    told = decide(item("b", source="other", days=40), (between,), story, days=130)

    sure = decide(item("c", source="third", days=41), (done,), told.story, days=131)

    assert [m.phase_chance for m in sure.news] == [1.0]
