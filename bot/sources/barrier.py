"""Whether an answer is a barrier: a challenge, a login or a refusal where a feed should be."""

import re
from typing import Final

from adapters.fetch import Fetched

LOOKED_AT: Final = 65_536  # bytes; a barrier is a small page
BARRIER: Final = "a login or a check for robots stands where the feed was; open it in a browser"

_MARKS: Final = re.compile(
    r"just a moment\.\.\.|checking your browser|attention required!|/cdn-cgi/challenge-platform/"
    r"|cf[-_]chl|verify(?:ing)? (?:that )?you(?: are|'re) (?:a )?human"
    r"|making sure you(?:'|&#39;)re not a bot|are you a robot|g-recaptcha|h-captcha|hcaptcha\.com"
    r"|captcha-delivery"
    r"|_incapsula_resource|px-captcha|awswafintegration|access denied|unusual traffic"
    r"|type\s*=\s*[\"']?password|安全验证|人机验证|滑动验证|请完成验证|访问过于频繁|访问被拒绝|请先登录",
    re.IGNORECASE,
)


def is_barrier(fetched: Fetched) -> bool:
    """Whether the page is one that asks for a login or a proof of being human."""
    head = fetched.body[:LOOKED_AT]
    return bool(_MARKS.search(head.decode("utf-8", "replace")))
