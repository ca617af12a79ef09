"""The pages of companies and their files over HTTP, for whoever has an address that is still good.

A wrong token, a revoked one, one that has ended and one of another company are told alike.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from aiohttp import web
from cachetools import FIFOCache

from bot.catalogue import Catalogue
from bot.chart.charts import Charts
from bot.chart.plan import plan
from bot.compose.entries import entries, promises_of
from bot.compose.exchanging import FORMATS
from bot.compose.wording import pick
from bot.exchange.files import Format, write
from bot.page.render import POLICY, page, style, version
from bot.page.view import view
from bot.sharing import Sharing, digest
from bot.views import View, about, timeline
from bot.views import view as view_of
from bot.workers import WorkerError
from storage.links import Link
from storage.records import Company, Objection, Telling
from storage.store import Store

PLACE: Final = "/timeline"
GONE: Final = "There is no such page. Its address may have been revoked: ask who gave it to you."
BUSY: Final = "Too many requests: try again in a minute."
# One address may ask so often in a minute; a token that opens nothing counts as ten.
ALLOWED: Final = 120
MISS: Final = 10
MINUTE: Final = timedelta(minutes=1)
ADDRESSES_MAX: Final = 10_000
LANGUAGES: Final = ("en", "zh")
HEADERS: Final = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Content-Security-Policy": POLICY,
}


class Pages:
    """Answers `/timeline/COMPANY/TOKEN` and what belongs to it."""

    def __init__(
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        charts: Charts,
        sharing: Sharing,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._charts = charts
        self._sharing = sharing
        self._clock = clock
        self._asked: FIFOCache[str, tuple[datetime, int]] = FIFOCache(ADDRESSES_MAX)

    def routes(self) -> Sequence[web.RouteDef]:
        """For the one HTTP server."""
        return [
            web.get(f"{PLACE}/page.css", self._style),
            web.get(f"{PLACE}/{{company}}/{{token}}", self._page),
            web.get(f"{PLACE}/{{company}}/{{token}}/{{name}}", self._file),
        ]

    async def _style(self, request: web.Request) -> web.Response:
        etag = f'"{version()}"'
        headers = {"ETag": etag, "Cache-Control": "public, max-age=3600"}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=style(), content_type="text/css", charset="utf-8", headers=headers)

    async def _page(self, request: web.Request) -> web.Response:
        link, company = await self._opened(request)
        known = await about(self._store, await self._seen(link), company.id)
        html = await asyncio.to_thread(
            self._written, request, link, company, known.tellings, known.objections
        )
        return _answer(request, html.encode(), kind="text/html; charset=utf-8")

    async def _file(self, request: web.Request) -> web.Response:
        link, company = await self._opened(request)
        name = request.match_info["name"]
        tellings = await timeline(self._store, await self._seen(link), company.id)
        if name in {"light.png", "dark.png"}:
            return await self._chart(request, link, company, tellings, is_dark=name == "dark.png")
        stem, _, ending = name.rpartition(".")
        if stem != company.id or ending not in set(Format):
            raise web.HTTPNotFound(text=GONE)
        file = await asyncio.to_thread(
            write,
            Format(ending),
            company,
            tellings,
            now=self._clock(),
            language=link.language,
            home=self._home(request),
        )
        more = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return _answer(request, file.data, kind=file.kind, more=more)

    async def _chart(
        self,
        request: web.Request,
        link: Link,
        company: Company,
        tellings: Sequence[Telling],
        *,
        is_dark: bool,
    ) -> web.Response:
        chart = await asyncio.to_thread(
            plan,
            company,
            entries(tuple(tellings)),
            promises_of(tuple(tellings), self._today()),
            today=self._today(),
            language=link.language,
        )
        try:
            picture = await self._charts.picture(chart, company.id)
        except WorkerError as error:
            raise web.HTTPServiceUnavailable(text="The chart could not be drawn.") from error
        data = picture.dark if is_dark else picture.data
        # Chat platforms fetch it for a preview.
        more = {"Cross-Origin-Resource-Policy": "cross-origin"}
        return _answer(request, data, kind="image/png", more=more)

    async def _opened(self, request: web.Request) -> tuple[Link, Company]:
        """The link of the request with its company; raises HTTP 404 or 429."""
        self._count(request, 1)
        kept = digest(request.match_info["token"])
        link = await self._store.links.find(kept, now=self._clock())
        known = (await self._seen(link)).catalogue if link else self._catalogue
        company = known.companies.get(link.company) if link else None
        is_good = link is not None and hmac.compare_digest(link.digest, kept)
        if link is None or company is None or not is_good:
            self._count(request, MISS)
            raise web.HTTPNotFound(text=GONE)
        if not hmac.compare_digest(_bytes(request.match_info["company"]), _bytes(company.id)):
            self._count(request, MISS)
            raise web.HTTPNotFound(text=GONE)
        language = request.query.get("lang", "")
        return (replace(link, language=language) if language in LANGUAGES else link), company

    async def _seen(self, link: Link) -> View:
        """What the workspace of the link sees: its companies, its corrections."""
        return await view_of(self._store, self._catalogue, link.workspace)

    def _written(
        self,
        request: web.Request,
        link: Link,
        company: Company,
        tellings: Sequence[Telling],
        objections: Sequence[Objection],
    ) -> str:
        told, language = tuple(tellings), link.language
        found, promised = entries(told), promises_of(told, self._today())
        chart = plan(company, found, promised, today=self._today(), language=language)
        shown = view(
            company,
            found,
            promised,
            objections,
            chart_alt=chart.alt if found else "",
            files=[
                (pick(FORMATS[each.value], language), f"{company.id}.{each}") for each in Format
            ],
            now=self._clock(),
            language=language,
        )
        return page(shown, home=request.match_info["token"], public=self._home(request))

    def _home(self, request: web.Request) -> str:
        """The address of the page in full; empty where there is none for others."""
        if not self._sharing.public:
            return ""
        info = request.match_info
        return f"{self._sharing.public}{PLACE}/{info['company']}/{info['token']}"

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()

    def _count(self, request: web.Request, cost: int) -> None:
        """Note a request; raises HTTP 429 where there were too many from there of late."""
        who, now = _who(request), self._clock()
        since, count = self._asked.get(who, (now, 0))
        if now - since >= MINUTE:
            since, count = now, 0
        self._asked[who] = since, count + cost
        if count + cost > ALLOWED:
            raise web.HTTPTooManyRequests(text=BUSY, headers={"Retry-After": "60"})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _who(request: web.Request) -> str:
    """Who asks: behind a proxy on this machine whom that one names last."""
    remote = request.remote or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and remote in {"127.0.0.1", "::1"} else remote


def _answer(
    request: web.Request, body: bytes, *, kind: str, more: dict[str, str] | None = None
) -> web.Response:
    """The body, or that it has not changed since it was asked for last."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {**HEADERS, "ETag": etag, **(more or {})}
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers={**headers, "Content-Type": kind})
