"""The answer to what a person did, on any platform: within a limit, and told where it fails."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog

from adapters.chat import Answer, Reply, Request
from adapters.document import Document, Run, Text

ANSWER_LIMIT: Final = timedelta(seconds=60)

_TOO_LONG: Final = {
    "en": "This took too long and was given up. Try again, or ask for less.",
    "zh": "耗时过长，已放弃。请重试，或缩小查询范围。",
}
_FAILED: Final = {
    "en": "Something went wrong in EV Watch; its log says more.",
    "zh": "EV Watch 出了点问题，详情见其日志。",
}


async def answered(answer: Answer, request: Request, *, limit: timedelta = ANSWER_LIMIT) -> Reply:
    """The reply, or one in the person's language that says that there is none.

    Nothing is raised: what failed is in the log, and the next one is answered.
    """
    log = structlog.get_logger(platform=request.platform)
    try:
        async with asyncio.timeout(limit.total_seconds()):
            return await answer(request)
    except TimeoutError:
        log.warning("answer took too long", kind=request.kind)
        return _fault(_TOO_LONG, request.language)
    except Exception:
        log.exception("answer failed", kind=request.kind)
        return _fault(_FAILED, request.language)


def _fault(words: dict[str, str], language: str) -> Reply:
    text = words.get(language, words["en"])
    return Reply(document=Document((Text((Run(text),)),), plain=text, tone="error"))
