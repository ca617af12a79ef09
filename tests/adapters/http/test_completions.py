"""The client of a language model against a loopback endpoint that is good, bad, slow and hostile."""

from datetime import timedelta

import pytest

from adapters.http.completions import ANSWER_MAX_BYTES, Completions
from adapters.model import ModelError
from tests.fakes_model import PROMPT, Says, asking, nothing, raw, says


async def fault(*replies: Says, within: timedelta = timedelta(seconds=5)) -> ModelError:
    async with asking(*replies, within=within) as (_, model):
        with pytest.raises(ModelError) as caught:
            await model(PROMPT)
    return caught.value


async def test_a_good_answer_comes_back_with_what_it_cost() -> None:
    async with asking(says('{"steps": []}')) as (endpoint, model):
        answered = await model(PROMPT)

    assert (answered.text, answered.tokens) == ('{"steps": []}', 77)
    assert endpoint.keys == ["Bearer made-up-key"]
    [asked] = endpoint.asked
    assert asked["model"] == "small"
    assert asked["temperature"] == 0
    assert asked["max_tokens"] == 50
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert [message["content"] for message in asked["messages"]] == ["Read.", "A text."]


async def test_without_a_key_none_is_sent() -> None:
    async with asking(says("{}"), key=None) as (endpoint, model):
        await model(PROMPT)

    assert endpoint.keys == [""]


async def test_an_endpoint_that_takes_no_schema_is_asked_without_from_then_on() -> None:
    async with asking(raw(b"{}", 400), says("{}")) as (endpoint, model):
        await model(PROMPT)
        await model(PROMPT)

    assert ["response_format" in asked for asked in endpoint.asked] == [True, False, False]


@pytest.mark.parametrize("told", [None, "many", -4, True, 3.5])
async def test_tokens_that_are_not_counted_are_estimated(told: object) -> None:
    async with asking(says("{}", tokens=told)) as (_, model):
        answered = await model(PROMPT)

    assert answered.tokens == (len("Read.") + len("A text.") + len("{}")) // 3 + 1


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(401, True), (403, True), (404, True), (302, True), (408, False), (429, False), (503, False)],
)
async def test_a_refusal_says_whether_asking_again_helps(status: int, *, permanent: bool) -> None:
    error = await fault(raw(b"secret words", status, Location="http://127.0.0.1:9/"))

    assert error.permanent is permanent
    assert f"({status})" in str(error)
    assert "secret" not in str(error)


async def test_it_hears_when_to_come_back() -> None:
    error = await fault(raw(b"", 429, **{"Retry-After": "90"}))

    assert error.retry_after == timedelta(seconds=90)


async def test_a_slow_answer_is_given_up() -> None:
    error = await fault(nothing, within=timedelta(seconds=0.2))

    assert str(error) == "it did not answer in time"
    assert not error.permanent


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": 5}}]}',
        b'{"choices": [{"message": null}]}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
async def test_what_is_no_completion_is_told_as_that(body: bytes) -> None:
    assert str(await fault(raw(body))) == "its answer is no chat completion"


async def test_an_endless_answer_is_cut() -> None:
    error = await fault(raw(b"x" * (ANSWER_MAX_BYTES + 1)))

    assert str(error) == "its answer is too long"


async def test_an_endpoint_that_is_not_there_is_told_without_its_address() -> None:
    async with Completions(base="http://127.0.0.1:9/v1?key=abc", name="small") as model:
        with pytest.raises(ModelError) as caught:
            await model(PROMPT)

    assert "abc" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


async def test_a_closed_client_says_so() -> None:
    with pytest.raises(ModelError):
        await Completions(base="http://127.0.0.1:9", name="small")(PROMPT)


async def test_the_key_is_in_no_repr() -> None:
    async with asking(says("{}")) as (_, model):
        assert "made-up-key" not in repr(model)
        assert "made-up-key" not in repr(PROMPT)
