"""A desk to type commands at: a real store in memory, the real catalogue, nothing is fetched."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from adapters.chat import Address, Reply, Request
from adapters.document import Button, Buttons, Document
from adapters.fetch import Fetch
from bot.catalogue import load
from bot.commands.dispatch import Dispatch
from bot.compose.plain import text
from bot.stories.parting import worded
from storage.channels import Channel, Delivery
from storage.records import Item, Milestone, Story, digest
from storage.sources import Visit
from storage.store import Store
from tests.fakes import FakeFetch
from tests.fakes_look import FakeLook
from tests.fakes_words import NOW, item, story

FEED = "https://example.org/feed?key=hush"
CHANNEL = Channel(platform="local", workspace="home", id="general")


class Desk:
    """A dispatch with its surroundings, and one person who types."""

    def __init__(
        self,
        store: Store,
        *,
        workspace: str = "home",
        reread: Callable[[Request, str], bool] = lambda _request, _company: False,
        operators: str = "",
        post: Callable[[Request, Document, str], Awaitable[bool]] | None = None,
        fetch: Fetch | None = None,
        asked: Callable[[], None] = lambda: None,
    ) -> None:
        self.store = store
        self.workspace = workspace
        self.look = FakeLook()
        self.now = NOW
        self.language = "en"
        self.may_edit = True
        self.dispatch = Dispatch(
            store=store,
            catalogue=load(),
            ingest=self.look,
            clock=lambda: self.now,
            reread=reread,
            operators=operators,
            post=post,
            fetch=fetch or FakeFetch({}),
            asked=asked,
        )

    async def ask(
        self,
        line: str,
        *,
        kind: Literal["command", "button", "suggest", "check"] = "command",
        message: str | None = None,
        public: bool = False,
        user: str = "ann",
    ) -> Reply:
        return await self.dispatch.answer(
            Request(
                kind=kind,
                platform="local",
                at=Address(workspace=self.workspace, channel="general"),
                user=user,
                text=line,
                language=self.language,
                is_admin=self.may_edit,
                message=message,
                public=public,
            )
        )

    async def says(self, line: str) -> str:
        return text((await self.ask(line)).document)

    async def tell(self, milestones: list[Milestone], *, at: datetime = NOW) -> None:
        """Record that the feed told these steps in one article."""
        article = item("told", source=digest(FEED), published=at, seen=at)
        told = tuple(replace(each, item=article.id) for each in milestones)
        await self.visit(
            items=(article,),
            stories=(worded(replace(story(told, [article]), id=digest(article.id)), load()),),
        )

    async def visit(
        self,
        *,
        items: tuple[Item, ...] = (),
        stories: tuple[Story, ...] = (),
        failure: str | None = None,
        deliveries: tuple[Delivery, ...] = (),
        based_on: Mapping[str, int] | None = None,
    ) -> None:
        await self.store.visits.record(
            Visit(
                source=digest(FEED),
                at=self.now,
                next_at=self.now + timedelta(minutes=15),
                memory={},
                items=items,
                stories=stories,
                failure=failure,
                deliveries=deliveries,
                based_on=based_on or {},
            )
        )


def buttons(reply: Reply) -> list[Button]:
    """The buttons of an answer, in their order."""
    return [
        button
        for part in reply.document.parts
        if isinstance(part, Buttons)
        for button in part.items
    ]


async def told(desk: Desk, *articles: tuple[str, int, Sequence[Milestone]]) -> None:
    """Record articles, each with its key, how many days ago, and what it states."""
    for key, ago, milestones in articles:
        article = item(
            key, source=digest(FEED), published=NOW - timedelta(days=ago), seen=NOW - timedelta(days=ago),
            text=" ".join(each.evidence for each in milestones) or key,
        )  # fmt: skip
        kept = tuple(replace(each, item=article.id) for each in milestones)
        stories = (replace(story(kept, [article]), id=digest(article.id)),) if kept else ()
        await desk.visit(items=(article,), stories=stories)
