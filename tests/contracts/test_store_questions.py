"""What a store promises about questions to the language model: none lost, the day's cost known."""

from dataclasses import replace
from datetime import timedelta

from storage.store import Store
from tests.fakes_storage import MINUTE, NOW, item, visit

ONE, TWO = item("1"), item("2")


async def asked(store: Store, *ids: str) -> None:
    await store.visits.record(replace(visit(ONE, TWO), questions=ids))


async def test_questions_come_with_the_visit_and_wait_until_they_are_closed(watched: Store) -> None:
    await asked(watched, ONE.id, TWO.id)

    assert sorted(await watched.questions.open(NOW)) == sorted([ONE.id, TWO.id])
    await watched.questions.close(ONE.id, "kept", NOW)
    await watched.questions.close(ONE.id, "kept", NOW)
    assert await watched.questions.open(NOW) == [TWO.id]
    assert await watched.questions.outcomes() == {"kept": 1, "open": 1}


async def test_a_question_that_is_put_off_comes_back_at_its_time(watched: Store) -> None:
    await asked(watched, ONE.id)

    assert await watched.questions.put_off(ONE.id, NOW + MINUTE) == 1
    assert await watched.questions.open(NOW) == []
    assert await watched.questions.put_off(ONE.id, NOW + MINUTE) == 2
    assert await watched.questions.open(NOW + MINUTE) == [ONE.id]


async def test_an_edited_item_is_asked_about_anew(watched: Store) -> None:
    await asked(watched, ONE.id)
    await watched.questions.close(ONE.id, "nothing", NOW)

    await asked(watched, ONE.id)

    assert await watched.questions.open(NOW) == [ONE.id]


async def test_the_newest_answer_to_a_question_is_remembered(store: Store) -> None:
    assert await store.questions.answer("k") is None
    for answer in ("first", None, "second", None):
        await store.questions.called("k", model="m", at=NOW, tokens=5, answer=answer)

    assert await store.questions.answer("k") == "second"
    assert await store.questions.answer("other") is None


async def test_a_day_costs_what_its_calls_cost_whether_answered_or_not(store: Store) -> None:
    yesterday = NOW - timedelta(days=1)
    for at, tokens, answer in ((yesterday, 7, "a"), (NOW, 10, "b"), (NOW, 5, None)):
        await store.questions.called("k", model="m", at=at, tokens=tokens, answer=answer)

    assert await store.questions.spent(NOW) == 15
    assert await store.questions.spent(yesterday) == 22
    assert await store.questions.spent(NOW + timedelta(days=1)) == 0
