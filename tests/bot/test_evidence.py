"""Alerts lead to the full evidence where their workspace has opened the page."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from adapters.chat import Address, Chat
from adapters.document import Button, Buttons, Document, Links, Title
from bot.evidence import Evidenced
from bot.sharing import SECRET_BYTES, Sharing, digest
from storage.links import Link
from storage.sources import Actor, Audit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat
from tests.fakes_words import NOW

HERE = Address(workspace="home", channel="general")
PUBLIC = "https://ev.example.org"


def alert(company: str = "xiaomi", label: str = "Timeline", tone: str = "alert") -> Document:
    return Document(
        (
            Title("News"),
            Links((("CnEVPost", "https://a.example/1"),)),
            Buttons((Button(label, f"/milestones {company}"),)),
        ),
        plain="News",
        tone=tone,
    )


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield store
    await store.close()


async def opened(store: Store, sharing: Sharing, workspace: str = "home") -> str:
    """Open the page of Xiaomi; gives its address."""
    link = Link(
        id="0123abcd",
        workspace=workspace,
        company="xiaomi",
        language="en",
        digest=digest(sharing.token(workspace, "0123abcd")),
        made_by="ann",
        made_at=NOW,
    )
    actor = Actor(platform="local", workspace=workspace, channel="general", user="ann", name="ann")
    audit = Audit(at=NOW, actor=actor, command="/evwatch links xiaomi", allowed=True)
    await store.links.add(link, audit=audit)
    return str(sharing.address(link, "slack"))


def around(chat: Chat, store: Store, public: str = PUBLIC) -> tuple[Evidenced, Sharing]:
    sharing = Sharing(b"k" * SECRET_BYTES, public=public, local=lambda: "")

    def clock() -> datetime:
        return NOW

    return Evidenced(chat, store=store, sharing=sharing, clock=clock), sharing


def links(document: Document) -> list[tuple[str, str]]:
    return [item for part in document.parts if isinstance(part, Links) for item in part.items]


@pytest.mark.parametrize(("label", "words"), [("Timeline", "Full evidence"), ("进展", "全部出处")])
async def test_an_alert_leads_to_the_page(store: Store, label: str, words: str) -> None:
    chat = FakeChat()
    evidenced, sharing = around(chat, store)
    address = await opened(store, sharing)

    await evidenced.post(HERE, alert(label=label), key="k")

    assert links(chat.posts[-1].document)[-1] == (words, address)


@pytest.mark.parametrize(
    "document",
    [alert("nio"), alert(tone="answer"), Document((Title("News"),), plain="News", tone="alert")],
    ids=["another company", "no alert", "no button"],
)
async def test_what_has_no_page_is_posted_as_it_is(store: Store, document: Document) -> None:
    chat = FakeChat()
    evidenced, sharing = around(chat, store)
    await opened(store, sharing)

    await evidenced.post(HERE, document, key="k")

    assert chat.posts[-1].document == document


async def test_the_page_of_another_workspace_is_not_told(store: Store) -> None:
    chat = FakeChat()
    evidenced, sharing = around(chat, store)
    await opened(store, sharing, workspace="elsewhere")

    await evidenced.post(HERE, alert(), key="k")

    assert chat.posts[-1].document == alert()


async def test_without_a_public_address_no_link_is_shown_to_others(store: Store) -> None:
    chat = FakeChat(platform="slack")
    evidenced, sharing = around(chat, store, public="")
    await opened(store, sharing)

    await evidenced.post(HERE, alert(), key="k")

    assert chat.posts[-1].document == alert()


async def test_all_else_is_the_platforms_own(store: Store) -> None:
    chat = FakeChat()
    evidenced, _ = around(chat, store)
    message = await evidenced.post(HERE, alert("nio"), key="k")

    assert await evidenced.find(HERE, "k", since=NOW) == message
    assert await evidenced.probe(HERE) == await chat.probe(HERE)
    assert await evidenced.examine() == await chat.examine()
    assert evidenced.health() == chat.health()


async def test_an_alert_without_sources_has_the_link_above_its_buttons(store: Store) -> None:
    chat = FakeChat()
    evidenced, sharing = around(chat, store)
    address = await opened(store, sharing)
    bare = Document((Title("News"), alert().parts[-1]), plain="News", tone="alert")

    await evidenced.post(HERE, bare, key="k")

    shown = chat.posts[-1].document
    assert links(shown) == [("Full evidence", address)]
    assert isinstance(shown.parts[-1], Buttons)


async def test_where_the_links_cannot_be_read_the_alert_comes_without(store: Store) -> None:
    chat = FakeChat()
    evidenced, _ = around(chat, store)
    await store._engine.close()

    await evidenced.post(HERE, alert(), key="k")

    assert chat.posts[-1].document == alert()
