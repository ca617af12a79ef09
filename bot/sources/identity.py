"""By what an article is known again when its id changes: address, title and day, wording, sketch.

A wrong "same" hides news, a wrong "other" only lets the grouping decide. So each mark is made
only from what is particular enough: a home page, an empty or short title, a thin text make none.
"""

import re
import unicodedata
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, quote_from_bytes, unquote_to_bytes, urlencode, urlsplit

from bot.sources.sketch import WEIGHT_MIN, near
from storage.records import digest

TITLE_MIN_WEIGHT: Final = 14  # letters; an ideograph counts for two and a half
TEXT_MIN_WEIGHT: Final = 160
WHOLE_MIN_WEIGHT: Final = 48
SLUG_MIN_CHARS: Final = 12
QUERY_FIELDS_MAX: Final = 100

_TRACKING: Final = re.compile(
    r"utm_.*|at_(?:medium|campaign|link.*)|mc_[ce]id|fb_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|_hs(?:enc|mi)|mkt_tok|ref|ref_src|ref_url"
    r"|referrer|cmpid|cmp|ocid|ito|ncid|sr_share|spm|scm|_openstat|wt[._]?(?:mc|rss).*"
    r"|rss(?:_.*)?|from|source|share(?:_.*)?|feature|guccounter|guce_.*|soc_.*|__twitter.*|s_cid",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NOT_TOLD: Final = re.compile(r"[\W_]+")
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_SAFE_PATH: Final = "/~!$&'()*+,;=:@-._"


def canonical(url: str) -> str:
    """One spelling for the addresses of one article, to compare by, not to fetch.

    The scheme is always https; `www.`, the default port, user names, the fragment, tracking
    parameters and slashes at the end are gone; parameters are sorted. Empty when it is no web
    address. `canonical(canonical(url)) == canonical(url)`.
    """
    url = url.strip().encode("utf-8", "replace").decode()
    if not _SCHEME.match(url):
        return ""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        fields = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=QUERY_FIELDS_MAX)
    except ValueError:
        return ""
    host = _plain_host(host).rstrip(".")  # IDNA turns other dots into full stops
    if not host:
        return ""
    path = quote_from_bytes(unquote_to_bytes(parts.path), safe=_SAFE_PATH).rstrip("/")
    query = urlencode(sorted(field for field in fields if not _TRACKING.fullmatch(field[0])))
    tail = f":{port}" if port not in (None, 80, 443) else ""
    return f"https://{host}{tail}{path}" + (f"?{query}" if query else "")


def marks(url: str, title: str, published: datetime | None, text: str) -> tuple[str, ...]:
    """Digests by which this article may be known in its source; empty when nothing is particular.

    Each begins with what it is made of: `url:`, `title:` (with its day) or `text:`; of a long text
    also `told:` and `sketch:`, which count together (see `sketch`).
    """
    found: list[str] = []
    address = canonical(url)
    if _names_an_article(address):
        found.append(f"url:{digest(address)}")
    heading, words = fold(title), fold(text)
    if published is not None and weight(heading) >= TITLE_MIN_WEIGHT:
        found.append(f"title:{digest(heading, published.date().isoformat())}")
    if weight(words) >= TEXT_MIN_WEIGHT:
        found.append(f"text:{digest(words)}")
    elif weight(heading) + weight(words) >= WHOLE_MIN_WEIGHT:
        found.append(f"text:{digest(heading, words)}")
    if weight(words) >= WEIGHT_MIN:
        found.extend(near(words, text))
    return tuple(found)


def fold(text: str) -> str:
    """The letters and digits of a text in one case and one width, without spaces."""
    return _NOT_TOLD.sub("", unicodedata.normalize("NFKC", text).casefold())


def weight(folded: str) -> float:
    """Its letters; an ideograph counts for two and a half."""
    return len(folded) + 1.5 * len(_WIDE.findall(folded))


def _names_an_article(address: str) -> bool:
    """Whether this is the address of one text rather than of a home page or a section."""
    if not address:
        return False
    parts = urlsplit(address)
    segments = [segment for segment in parts.path.split("/") if segment]
    if parts.query and any(char.isdigit() for char in parts.query):
        return True
    if not segments:
        return False
    last = segments[-1]
    return len(last) >= SLUG_MIN_CHARS or any(char.isdigit() for char in last)


def _plain_host(host: str) -> str:
    if not host or "%" in host:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = host.lower()
    while host.startswith("www."):
        host = host[4:]
    if ":" in host:  # IPv6
        return f"[{host}]"
    return host if re.fullmatch(r"[a-z0-9._~-]+", host) else ""
