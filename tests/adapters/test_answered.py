"""A question is answered, or the person hears that it was not."""

import asyncio
from datetime import timedelta

import pytest

from adapters.answered import answered
from adapters.chat import Address, Reply, Request
from tests.fakes_local import note

ASKED = Request(
    kind="command", platform="local", at=Address(workspace="w", channel="c"), user="u", text="/x"
)
IN_CHINESE = Request(
    kind="command", platform="local", at=ASKED.at, user="u", text="/x", language="zh"
)


async def fails(_: Request) -> Reply:
    raise RuntimeError("/srv/secret/path")


async def hangs(_: Request) -> Reply:
    await asyncio.Event().wait()
    raise AssertionError


async def test_an_answer_is_handed_on() -> None:
    async def answer(request: Request) -> Reply:
        return Reply(document=note(request.text))

    assert (await answered(answer, ASKED)).document == note("/x")


@pytest.mark.parametrize(
    ("request_", "failed", "too_long"),
    [
        (ASKED, "Something went wrong in EV Watch; its log says more.", "This took too long"),
        (IN_CHINESE, "EV Watch 出了点问题，详情见其日志。", "耗时过长"),
    ],
    ids=["en", "zh"],
)
async def test_what_fails_is_told_in_the_persons_language_without_its_reason(
    request_: Request, failed: str, too_long: str
) -> None:
    broken = await answered(fails, request_)
    late = await answered(hangs, request_, limit=timedelta(0))

    assert (broken.document.plain, broken.document.tone, broken.private) == (failed, "error", True)
    assert late.document.plain.startswith(too_long)
    assert late.document.tone == "error"


async def test_who_is_cancelled_is_cancelled() -> None:
    asking = asyncio.create_task(answered(hangs, ASKED))
    await asyncio.sleep(0)
    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
