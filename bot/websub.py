"""WebSub: where a feed names a hub, what is new is pushed to us, and its visit is hurried.

A push only says *that* something is new: the visit that follows reads it like any other, so that
whoever forges one gains a visit a minute. Without a public address there is none of this.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import web
from cachetools import FIFOCache

from adapters.fetch import FetchError, Submit
from bot.sources.hubs import HUB, TOPIC
from storage.engine import StoreError
from storage.pushes import Push
from storage.sources import SourceState, Standing
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(minutes=5)
LEASE: Final = timedelta(days=10)  # asked for; the hub decides
LEASE_MAX: Final = timedelta(days=30)
RENEW_MIN: Final = timedelta(hours=1)  # after a yes, however short the lease
RENEW: Final = timedelta(days=1)  # before it ends, or when half of a short one is over
AGAIN: Final = timedelta(hours=1)  # doubled for each try that the hub has not confirmed
AGAIN_MAX: Final = timedelta(days=7)
TRIES_MAX: Final = 12  # in a row without a yes, over about a month; then only a new hub is asked
HURRY: Final = timedelta(minutes=1)  # between two visits of a source that pushes bring about
HURRIED_MAX: Final = 10_000
PLACE: Final = "/websub/"
DIGESTS: Final = ("sha256", "sha384", "sha512", "sha1")
AT_ONCE: Final = 20  # subscriptions of one turn
ASLEEP: Final = frozenset({SourceState.PAUSED, SourceState.NEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSub:
    """Subscribes at hubs and hears what they push; `public` is our address as they see it."""

    store: Store
    submit: Submit
    clock: Callable[[], datetime]
    public: str
    hurried: Callable[[], None] = lambda: None  # told that a source is due now
    _last: FIFOCache[str, datetime] = field(
        default_factory=lambda: FIFOCache(HURRIED_MAX), init=False
    )

    def routes(self) -> list[web.RouteDef]:
        """What hubs call."""
        place = PLACE + "{path}"
        return [web.get(place, self._confirm, allow_head=False), web.post(place, self._pushed)]

    async def serve(self) -> None:
        """Subscribe and renew until cancelled."""
        while True:
            try:
                await self.turn()
            except StoreError as fault:
                log.warning("hubs not looked at", fault=str(fault))
            await asyncio.sleep(EVERY.total_seconds())

    async def turn(self) -> None:
        """Ask the hubs of watched sources for what is new, where that is due."""
        now = self.clock()
        wanted = {
            each.source.id: each
            async for each in self.store.tending.standings(now=now)
            if each.source.memory.get(HUB)
        }
        known = {each.source: each for each in await self.store.pushes.all()}
        for source in known.keys() - wanted.keys():
            await self.store.pushes.forget(source)
        due = [
            push
            for source, each in wanted.items()
            if each.state not in ASLEEP and (push := _due(each, known.get(source), now))
        ]
        for push in due[:AT_ONCE]:
            await self._subscribe(push, now)

    async def _subscribe(self, push: Push, now: datetime) -> None:
        """Kept before it is asked for: a hub may call back before it has answered."""
        pause = min(AGAIN * (1 << min(push.tries, 12)), AGAIN_MAX)
        await self.store.pushes.keep(replace(push, next_try=now + pause, tries=push.tries + 1))
        form = {
            "hub.callback": f"{self.public.rstrip('/')}{PLACE}{push.path}",
            "hub.mode": "subscribe",
            "hub.topic": push.topic,
            "hub.lease_seconds": str(int(LEASE.total_seconds())),
            "hub.secret": push.secret,
        }
        try:
            await self.submit(push.hub, form)
        except FetchError as fault:
            log.info("hub refuses", source=push.source, hub=push.hub, fault=str(fault))
        if push.tries + 1 == TRIES_MAX:
            log.warning("hub is asked no more", source=push.source, hub=push.hub)

    async def _confirm(self, request: web.Request) -> web.Response:
        """The hub asks whether we really want it."""
        push = await self.store.pushes.at(request.match_info["path"])
        asked = request.query
        if push is None or asked.get("hub.topic") != push.topic:
            raise web.HTTPNotFound
        now = self.clock()
        mode = asked.get("hub.mode")
        if mode == "denied":
            later = replace(push, lease_until=None, next_try=now + AGAIN_MAX)
            await self.store.pushes.keep(later)
            return web.Response()
        if mode != "subscribe":  # nobody has asked it to end
            raise web.HTTPNotFound
        words = asked.get("hub.lease_seconds", "")
        lease = timedelta(seconds=int(words)) if words.isdecimal() and len(words) < 10 else LEASE  # noqa: PLR2004
        lease = min(lease, LEASE_MAX)
        renew_at = now + max(lease - RENEW, lease / 2, RENEW_MIN)
        kept = replace(push, lease_until=now + lease, next_try=renew_at, tries=0)
        await self.store.pushes.keep(kept)
        return web.Response(text=asked.get("hub.challenge", ""), content_type="text/plain")

    async def _pushed(self, request: web.Request) -> web.Response:
        """What is new, says the hub: believed when it is signed."""
        push = await self.store.pushes.at(request.match_info["path"])
        if push is None:
            raise web.HTTPGone
        body = await request.read()
        if not is_signed(request.headers.get("X-Hub-Signature", ""), push.secret, body):
            log.warning("push not signed", source=push.source)
            return web.Response(status=HTTPStatus.ACCEPTED)  # the standard: taken, and ignored
        now = self.clock()
        last = self._last.get(push.source)
        if last is None or now - last >= HURRY:
            self._last[push.source] = now
            await self.store.visits.hurry(push.source, now)
            self.hurried()
        return web.Response(status=HTTPStatus.ACCEPTED)


def is_signed(header: str, secret: str, body: bytes) -> bool:
    """Whether the signature ("sha256=...") is that of the body under this secret."""
    method, _, given = header.strip().partition("=")
    if method.lower() not in DIGESTS:
        return False
    own = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(own.encode(), given.strip().lower().encode("utf-8", "replace"))


def _due(each: Standing, known: Push | None, now: datetime) -> Push | None:
    """The subscription to ask for now, if any."""
    hub, topic = each.source.memory[HUB], each.source.memory.get(TOPIC, each.source.url)
    if known is not None and (known.hub, known.topic) == (hub, topic):
        return known if known.next_try <= now and known.tries < TRIES_MAX else None
    return Push(
        source=each.source.id,
        hub=hub,
        topic=topic,
        path=secrets.token_urlsafe(24),
        secret=secrets.token_hex(24),
        next_try=now,
    )
