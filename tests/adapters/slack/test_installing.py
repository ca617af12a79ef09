"""Many workspaces: installed by OAuth, each with its own kept token, forgotten when removed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar
from prometheus_client import CollectorRegistry

from adapters.chat import Address, ChatError
from adapters.slack.app import SlackChat
from adapters.slack.installing import SCOPES, OAuth
from adapters.vault import VaultError
from bot.web import Web as Server
from tests.doubles.slack.person import Hand, Web, encoded
from tests.doubles.slack.server import CLIENT, SlackDouble
from tests.doubles.slack.world import Channel, Fault, Team
from tests.fakes_local import FakeClock, is_ready, no_answer, note, serving
from tests.fakes_presence import FakePresence
from tests.fakes_slack import HERE, FakeVault, Secret, chatting, signing

# The library gives a client's credentials in a way that aiohttp will drop with version 4.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

OTHER = Address(workspace="T2", channel="X1")


class LockedVault(FakeVault):
    async def put(self, platform: str, workspace: str, secret: str) -> None:  # noqa: ARG002
        raise VaultError("the key is missing")


@dataclass
class Stand:
    """The bot on its server, and a browser. The cookie is kept as over https."""

    chat: SlackChat
    vault: FakeVault
    url: str
    session: ClientSession
    secret: Secret

    async def start(self) -> tuple[str, str]:
        """Ask for an installation; gives its state and the cookie."""
        url = f"{self.url}slack/install?team=T1%26scope=admin"  # what a link adds goes no further
        async with self.session.get(url, allow_redirects=False) as response:
            target = urlsplit(response.headers["Location"])
            cookie = response.cookies["slack-app-oauth-state"]
        assert (response.status, cookie["secure"], cookie["httponly"]) == (302, True, True)
        query = parse_qs(target.query)
        assert target.path == "/oauth/v2/authorize"
        assert query["scope"] == [",".join(SCOPES)]
        assert query["client_id"] == [CLIENT[0]]
        assert "team" not in query
        return query["state"][0], cookie.value

    async def come_back(self, query: str, cookie: str = "") -> tuple[int, str]:
        headers = {"Cookie": f"slack-app-oauth-state={cookie}"} if cookie else {}
        url = f"{self.url}slack/oauth_redirect?{query}"
        async with self.session.get(url, headers=headers) as response:
            return response.status, await response.text()

    async def install(self) -> int:
        state, cookie = await self.start()
        return (await self.come_back(f"code=good&state={state}", cookie))[0]


@asynccontextmanager
async def standing(
    slack: SlackDouble,
    clock: FakeClock,
    vault: FakeVault | None = None,
    presence: FakePresence | None = None,
) -> AsyncIterator[Stand]:
    slack.teams["T2"] = Team("T2", "Other Desk", "xoxb-other", "UBOT2", "BBOT2")
    slack.channels["X1"] = Channel("X1", "T2", "general")
    slack.codes["good"] = "T2"
    vault, secret = vault or FakeVault(clock), Secret(CLIENT[1])
    settings = {
        "token": None,
        "vault": vault,
        "signing_secret": signing(),
        "presence": presence,
        "oauth": OAuth(client_id=CLIENT[0], client_secret=secret),
    }
    jar = CookieJar()
    async with chatting(slack, clock, **settings) as chat, ClientSession(cookie_jar=jar) as session:
        server = Server(chat.routes(), ready=is_ready, registry=CollectorRegistry(), port=0)
        async with server, serving(chat, no_answer):
            yield Stand(chat, vault, server.url, session, secret)


async def test_an_installed_workspace_is_posted_to_with_its_own_token(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        with pytest.raises(ChatError, match="install") as caught:
            await stand.chat.post(OTHER, note("a"), key="1")
        assert await stand.install() == 200
        await stand.chat.post(OTHER, note("b"), key="2")

    assert caught.value.permanent
    assert stand.vault.secrets == {("slack", "T2"): "xoxb-other"}
    assert slack.posted()[-1].token == "xoxb-other"


async def test_a_token_of_one_workspace_never_serves_another(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        stand.vault.secrets["slack", "T1"] = "xoxb-one"
        stand.vault.secrets["slack", "T3"] = "xoxb-one"
        await stand.install()
        await stand.chat.post(HERE, note("a"), key="k")
        await stand.chat.post(OTHER, note("b"), key="k")
        for workspace, channel in (("T1", "X1"), ("T2", "C1"), ("T3", "C1")):
            at = Address(workspace=workspace, channel=channel)
            with pytest.raises(ChatError) as caught:
                await stand.chat.post(at, note("x"), key="x")
            assert caught.value.permanent

    assert [(m.channel, m.user) for m in slack.messages] == [("C1", "UBOT1"), ("X1", "UBOT2")]


async def test_a_command_of_an_installed_workspace_is_answered(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        await stand.install()
        road = Web(slack, stand.session, f"{stand.url}slack/events")
        assert "asked" in await Hand(slack, road, channel="X1", team="T2").type("/evwatch list")
        person = Hand(slack, road, channel="X1", team="T404")
        assert "not installed" in await person.type("/evwatch list")


async def test_a_state_is_good_once_and_in_one_browser_and_for_ten_minutes(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        state, cookie = await stand.start()
        other_state, other_cookie = await stand.start()
        assert (await stand.come_back(f"code=good&state={state}"))[0] == 400
        assert (await stand.come_back(f"code=good&state={state}", other_cookie))[0] == 400
        assert (await stand.come_back("code=good&state=forged", "forged"))[0] == 401
        assert (await stand.come_back("code=good"))[0] == 400
        assert (await stand.come_back(f"code=good&state={state}", cookie))[0] == 200
        assert (await stand.come_back(f"code=good&state={state}", cookie))[0] == 401
        clock.forward(timedelta(minutes=11))
        late = await stand.come_back(f"code=good&state={other_state}", other_cookie)

    assert late[0] == 401
    assert len(slack.posted("oauth.v2.access")) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [("error=access_denied", 200), ("error=<script>alert(1)</script>", 200), ("state={}", 401)],
)
async def test_an_installation_that_was_not_finished_keeps_nothing(
    slack: SlackDouble, clock: FakeClock, query: str, status: int
) -> None:
    async with standing(slack, clock) as stand:
        state, cookie = await stand.start()
        found, page = await stand.come_back(query.format(state), cookie)

    assert found == status
    assert "<script>alert" not in page
    assert stand.vault.secrets == {}


async def test_a_bad_code_a_lost_answer_and_a_locked_vault_keep_nothing(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        slack.fail("oauth.v2.access", Fault(error="invalid_code"), Fault(cut="before"))
        assert [await stand.install(), await stand.install()] == [401, 502]
        stand.secret.value = None
        async with stand.session.get(f"{stand.url}slack/install") as response:
            assert response.status == 503
    async with standing(slack, clock, LockedVault()) as locked:
        assert await locked.install() == 500

    assert stand.vault.secrets == locked.vault.secrets == {}


@pytest.mark.parametrize(
    ("event", "is_kept"),
    [
        ({"type": "app_uninstalled"}, False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT2"]}}, False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, True),
    ],
)
async def test_a_workspace_that_removes_the_app_is_forgotten(
    slack: SlackDouble,
    clock: FakeClock,
    event: dict[str, object],
    is_kept: bool,  # noqa: FBT001 - a column of the table
) -> None:
    presence = FakePresence()
    async with standing(slack, clock, presence=presence) as stand:
        await stand.install()
        road = Web(slack, stand.session, f"{stand.url}slack/events")
        payload = {"type": "event_callback", "team_id": "T2", "event_id": "E1", "event": event}
        await road.bring("event", payload)
        found = await stand.chat.probe(OTHER)

    assert road.statuses == [200]
    went = [] if is_kept else [("left", "slack", "T2")]
    assert presence.told == [("joined", "slack", "T2"), *went]
    assert ("slack", "T2") in stand.vault.secrets or not is_kept
    assert found.ok == is_kept


@pytest.mark.parametrize(
    ("fault", "is_gone"),
    [
        (Fault("token_revoked"), True),
        (Fault("account_inactive"), True),
        (Fault("invalid_auth"), False),
        (Fault("fatal_error"), False),
        (Fault(status=503), False),
    ],
)
async def test_a_removal_that_nobody_heard_of_is_seen_at_the_start_and_no_outage_is_one(
    slack: SlackDouble,
    clock: FakeClock,
    fault: Fault,
    is_gone: bool,  # noqa: FBT001 - a column of the table
) -> None:
    vault, presence = FakeVault(), FakePresence()
    vault.secrets["slack", "T2"] = "xoxb-other"
    slack.fail("auth.test", fault)
    async with standing(slack, clock, vault, presence=presence) as stand:
        await slack.until(lambda: slack.posted("auth.test"))
        if is_gone:
            await presence.until(1)
        else:
            assert (await stand.chat.probe(OTHER)).ok  # behind what was asked at the start

    assert presence.told == ([("left", "slack", "T2")] if is_gone else [])
    assert vault.secrets == {("slack", "T2"): "xoxb-other"}


async def test_a_removal_is_seen_at_the_next_post(slack: SlackDouble, clock: FakeClock) -> None:
    presence = FakePresence()
    async with standing(slack, clock, presence=presence) as stand:
        await stand.install()
        slack.fail("chat.postMessage", Fault("account_inactive"))
        with pytest.raises(ChatError):
            await stand.chat.post(OTHER, note("a"), key="1")

    assert presence.told[-1] == ("left", "slack", "T2")


async def test_an_old_removal_that_is_sent_again_takes_nothing_away(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        await stand.install()
        road = Web(slack, stand.session, f"{stand.url}slack/events")
        event = {"type": "app_uninstalled"}
        payload = {"type": "event_callback", "team_id": "T2", "event_id": "E1", "event": event}
        body, content_type = encoded("event", payload)
        headers = {**road.signed(body), "Content-Type": content_type}
        await road.post(body, headers)
        slack.codes["good"] = "T2"
        await stand.install()
        await road.post(body, headers)
        clock.forward(timedelta(minutes=1))
        await road.bring("event", payload)  # as Slack does when an acknowledgement was lost

    assert road.statuses == [200, 200, 200]
    assert stand.vault.secrets == {("slack", "T2"): "xoxb-other"}


@pytest.mark.parametrize(("seconds", "is_kept"), [(-1, True), (1, False)])
async def test_a_removal_that_comes_after_a_restart_takes_no_new_installation_away(
    slack: SlackDouble,
    clock: FakeClock,
    seconds: int,
    is_kept: bool,  # noqa: FBT001 - a column of the table
) -> None:
    presence, vault = FakePresence(), FakeVault(clock)
    async with standing(slack, clock, vault, presence) as stand:
        await stand.install()
    clock.forward(timedelta(hours=1))
    installed_at = clock() - timedelta(hours=1)
    async with standing(slack, clock, vault, presence) as stand:
        payload = {
            "type": "event_callback",
            "team_id": "T2",
            "event_id": "E1",
            "event_time": int(installed_at.timestamp()) + seconds,
            "event": {"type": "app_uninstalled"},
        }
        await Web(slack, stand.session, f"{stand.url}slack/events").bring("event", payload)

    assert (("slack", "T2") in vault.secrets) == is_kept
    assert (("left", "slack", "T2") in presence.told) != is_kept


async def test_kept_workspaces_are_known_before_the_first_question(
    slack: SlackDouble, clock: FakeClock
) -> None:
    vault = FakeVault()
    vault.secrets = {("slack", "T0"): "xoxb-gone", ("slack", "T2"): "xoxb-other"}
    async with standing(slack, clock, vault) as stand:
        await slack.until(lambda: len(slack.posted("auth.test")) == 2)
        person = Hand(
            slack, Web(slack, stand.session, f"{stand.url}slack/events"), "U1", "X1", "T2"
        )
        await person.road.bring("slash", person.slash("/milestones nio"))

    assert len(slack.posted("auth.test")) == 2
