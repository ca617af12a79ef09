"""The tables of the file as models: they are the reference, and what is wrong is told by them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from storage import pacing
from storage.channels import Updates
from storage.records import Certainty, Kind
from storage.rules import BURST, Call, Cap, Digest, Quiet

T = TypeVar("T")

UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(value: object) -> object:
    """Read `90s`, `15m`, `6h` or `14d`; anything else is left for the model to refuse."""
    if isinstance(value, str) and value[:-1].isdecimal() and value[-1:] in UNITS:
        return timedelta(seconds=int(value[:-1]) * UNITS[value[-1]])
    if isinstance(value, timedelta):
        return value
    raise ValueError('write a duration as "90s", "15m", "6h" or "14d"')


def positive(value: timedelta) -> timedelta:
    """A duration above zero."""
    if value <= timedelta():
        raise ValueError("must be above zero")
    return value


Duration = Annotated[timedelta, BeforeValidator(duration), AfterValidator(positive)]
Platform = Literal["local", "slack", "discord"]
Kinded = Annotated[str, Field(pattern=r"^(page|text|domain|register):\S.*$")]
CompanyId = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class Section(BaseModel):
    """A table of the file; unknown keys are faults, values are frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class WatchSection(Section):
    """When and how sources are visited."""

    contact: str = Field(
        default="",
        description="Web page or mail address named in the user agent, so hosts can reach you.",
    )
    every: Duration = Field(
        default=timedelta(minutes=15),
        description="How often a source is visited until its own rhythm is known; then about this.",
    )
    fastest: Duration = Field(
        default=timedelta(minutes=5), description="The rhythm of no source leads to less than this."
    )
    slowest: Duration = Field(
        default=timedelta(hours=2),
        description="Nor to more than this, where no slower pace is configured.",
    )
    concurrency: int = Field(
        default=20,
        ge=4,
        le=500,
        description="Visits at once, over all hosts; a quarter of them at most to sources that "
        "failed last, half to new ones.",
    )
    per_host: int = Field(default=2, ge=1, le=10, description="Connections at once to one host.")
    timeout: Duration = Field(
        default=timedelta(seconds=15), description="Time limit of one request."
    )
    max_bytes: int = Field(
        default=8 * 1024 * 1024,
        ge=65_536,
        description="Largest body that is read, in bytes, unpacked.",
    )
    max_age: Duration = Field(
        default=timedelta(days=14), description="An item older than this never raises an alert."
    )
    workers: int = Field(
        default=2, ge=1, le=32, description="Worker processes for reading and extraction."
    )
    allow: tuple[str, ...] = Field(
        default=(),
        description=(
            'Private addresses that may be fetched all the same, as "IP:PORT" or "NETWORK:PORT" '
            '("10.1.0.0/24:80", "[fd00::/64]:443").'
        ),
    )


class WebSection(Section):
    """The one HTTP server: health, metrics and the local chat."""

    host: str = Field(default="127.0.0.1", description="Any address but loopback needs a token.")
    port: int = Field(default=8321, ge=0, le=65535, description="0 takes a free one.")
    public: AnyHttpUrl | None = Field(
        default=None,
        description=(
            "Address under which others reach this server, such as `https://ev.example.org`: "
            "links to pages lead there, and hubs of feeds push what is new (WebSub)."
        ),
    )
    token: SecretStr | None = Field(
        default=None,
        description="From EVWATCH_WEB_TOKEN or EVWATCH_WEB_TOKEN_FILE, never from the file.",
    )


class LocalSection(Section):
    """The local chat, the embedded default beside Slack and Discord."""

    enabled: bool = Field(default=True, description="Serve the local chat page.")
    journal: Path = Field(
        default=Path("data/local-chat.jsonl"), description="Where its channels are kept."
    )
    channels: tuple[str, ...] = Field(default=("general",), description="The channels of the page.")


class ModelSection(Section):
    """A language model that is asked about items in doubt; without `url` there is none."""

    url: AnyHttpUrl | None = Field(
        default=None,
        description="Base address of any OpenAI-compatible endpoint, such as `https://host/v1`.",
    )
    name: str = Field(default="", description="The model, as the endpoint calls it.")
    daily_tokens: int = Field(
        default=200_000, ge=1_000, description="Most tokens of one day (UTC), answers included."
    )
    timeout: Duration = Field(
        default=timedelta(seconds=8), description="Time limit of one question."
    )
    key: SecretStr | None = Field(
        default=None,
        description="From EVWATCH_MODEL_KEY or EVWATCH_MODEL_KEY_FILE, never from the file.",
    )


class SlackSection(Section):
    """Slack, beside or instead of the other platforms; without its tokens there is none.

    `SLACK_BOT_TOKEN` with `SLACK_APP_TOKEN` is Socket Mode: nothing of the bot need be reached from
    outside. `SLACK_SIGNING_SECRET` instead takes requests at `/slack/events` of the HTTP server.
    `SLACK_CLIENT_ID` and `SLACK_CLIENT_SECRET` let many workspaces install it, at `/slack/install`.
    """

    api_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://slack.com/api/"),
        description="Base address of the Web API; `EVWATCH_SLACK_API_URL` wins over the file.",
    )
    redirect_url: AnyHttpUrl | None = Field(
        default=None,
        description="Address of `/slack/oauth_redirect` as seen from outside, for many workspaces.",
    )
    bot_token: SecretStr | None = Field(default=None, description="From SLACK_BOT_TOKEN.")
    app_token: SecretStr | None = Field(default=None, description="From SLACK_APP_TOKEN.")
    signing_secret: SecretStr | None = Field(default=None, description="SLACK_SIGNING_SECRET.")
    client_id: SecretStr | None = Field(default=None, description="From SLACK_CLIENT_ID.")
    client_secret: SecretStr | None = Field(default=None, description="From SLACK_CLIENT_SECRET.")

    @property
    def is_open(self) -> bool:
        """May anybody install it?"""
        return self.client_id is not None and self.client_secret is not None

    @property
    def enabled(self) -> bool:
        """Is there anything to connect with?"""
        return self.bot_token is not None or self.is_open


class DiscordSection(Section):
    """Discord, beside or instead of the other platforms; without `DISCORD_TOKEN` there is none."""

    api_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://discord.com/api/v10"),
        description="Base address of the API; `EVWATCH_DISCORD_API_URL` wins over the file.",
    )
    guild: str = Field(
        default="",
        pattern=r"^\d*$",
        description="Id of the one server where commands are registered, at once; empty: all.",
    )
    token: SecretStr | None = Field(default=None, description="From DISCORD_TOKEN.")

    @property
    def enabled(self) -> bool:
        """Is there anything to connect with?"""
        return self.token is not None


class DeliverySection(Section):
    """What becomes of messages that cannot be posted, or of which nobody knows."""

    on_uncertain: Literal["hold", "send"] = Field(
        default="hold",
        description=(
            "A message whose answer was lost, where the history cannot be read: hold it for "
            "`/evwatch queue`, or send it again and accept that it may be there twice."
        ),
    )
    hold: Duration = Field(
        default=timedelta(days=7),
        description="How long messages wait for a channel that takes none.",
    )
    forget_after: Duration = Field(
        default=timedelta(days=30),
        description="How long the data of a workspace are kept after it removed the bot.",
    )


class OperatorsSection(Section):
    """The channel that is told of lost channels, sources and who left; else only the log is.

    Its workspace alone may take stories apart and put them together; without it, one that is alone.
    """

    platform: Platform = Field(default="local", description="Chat platform.")
    workspace: str = Field(default="local", description="Workspace or server id.")
    channel: str = Field(default="", description="Channel id.")
    language: Literal["en", "zh"] = Field(default="en", description="Language of the notices.")


class VaultSection(Section):
    """The key under which tokens of workspaces are kept in the database."""

    keys: SecretStr | None = Field(
        default=None,
        description="From EVWATCH_SECRET_KEY; several with commas, the newest first.",
    )


class LogSection(Section):
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least."
    )
    format: Literal["auto", "json", "text"] = Field(
        default="auto", description="auto: readable on a terminal, JSON lines otherwise."
    )


class SourceSection(Section):
    """A source that the file owns; chat shows it as managed and does not change it."""

    url: AnyHttpUrl | None = Field(
        default=None, description="Address of an RSS, Atom, RDF or JSON feed."
    )
    watch: Kinded | None = Field(
        default=None,
        description=(
            "What is no feed: `page:ADDRESS` or `text:ADDRESS`, then `#` and a CSS selector, "
            "`domain:NAME`, `register:NAME?BLANK=VALUE`."
        ),
    )
    title: str = Field(
        default="", description="As people know it; empty: what the feed calls itself."
    )
    company: CompanyId | None = Field(
        default=None, description="Company id, for a feed about one company."
    )
    language: Literal["en", "zh"] | None = Field(default=None, description="Language of its texts.")
    every: Duration | None = Field(default=None, description="Overrides watch.every.")
    backfill: int = Field(
        default=0, ge=0, le=200, description="Newest items of the first visit that may alert."
    )
    found: str = Field(
        default="", description="Where the address was found; for you, not for the bot."
    )
    status: Literal["verified", "unverified"] = Field(
        default="unverified", description="verified: somebody fetched it and it was a feed."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.url is None) == (self.watch is None):
            raise ValueError("give either url or watch")
        return self

    @property
    def address(self) -> str:
        """The address of a feed, or the words of `watch`."""
        return str(self.url or self.watch)


class IcpSection(Section):
    """An endpoint of yours for China's register of ICP filings, which has no public interface.

    Its answer is JSON; the paths have names and numbers with dots between them.
    """

    address: str = Field(
        default="",
        pattern=r"^(https?://\S*\{name\}\S*)?$",
        description="Address, with {name} where the domain belongs; empty: not asked.",
    )
    rows: str = Field(default="", description="Path to the list of filings; empty: the answer.")
    domain: str = Field(default="domain", description="Path in a row: the domain.")
    licence: str = Field(default="licence", description="Path in a row: the number of the filing.")
    organisation: str = Field(default="organisation", description="Path in a row: who filed.")
    date: str = Field(default="date", description="Path in a row: the day of approval.")


class DomainsSection(Section):
    """Where is asked about watched domains; `watch = "domain:NAME"` in a source watches one."""

    directory: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://data.iana.org/rdap/dns.json"),
        description="Directory of the RDAP servers (RFC 9224).",
    )
    certificates: str = Field(
        default="https://crt.sh/?q={name}&output=json",
        pattern=r"^https?://\S*\{name\}\S*$",
        description="Search in the certificate logs, with {name}: of crt.sh or Cert Spotter.",
    )
    icp: IcpSection = IcpSection()


def _rule(read: Callable[[str], T]) -> BeforeValidator:
    """What is written as a text that `read` reads, or as nothing: then there is no such rule."""

    def value(given: object) -> object:
        if not isinstance(given, str):
            return given
        return None if given in {"", "off"} else read(given)

    return BeforeValidator(value)


class ChannelSection(Section):
    """What a channel gets, when the file owns its subscription."""

    platform: Platform = Field(default="local", description="Chat platform.")
    workspace: str = Field(default="local", description="Workspace or server id.")
    channel: str = Field(description="Channel id; on the local chat its name.")
    companies: tuple[CompanyId, ...] = Field(
        default=(),
        description=(
            "Ids of companies, or of groups (bot/catalogue/groups.toml); none: all watched ones."
        ),
    )
    kinds: tuple[Kind, ...] = Field(default=(), description="Kinds of milestones; none: all.")
    floor: Certainty = Field(
        default=Certainty.RUMOURED, description="The least certain that is told."
    )
    language: Literal["en", "zh"] = Field(default="en", description="Language of the alerts.")
    updates: Updates = Field(default=Updates.THREAD, description="How a story that grew is told.")
    promises: bool = Field(
        default=False,
        description="Hear once of a plan whose time has passed without news of it.",
    )
    news: tuple[Literal["en", "zh"], ...] = Field(
        default=(), description="Languages of the news that is told; none: all."
    )
    digest: Annotated[Digest | None, _rule(pacing.digest)] = Field(
        default=None,
        description="`hourly`, `daily@09:00` or `weekly@mon@09:00`: one message; empty: at once.",
    )
    quiet: Annotated[Quiet | None, _rule(pacing.quiet)] = Field(
        default=None, description="`22:00-07:00`: what comes then is told at its end, as one."
    )
    zone: Annotated[str, BeforeValidator(pacing.zone)] = Field(
        default="UTC", description="Time zone of these times, as `Europe/Berlin`."
    )
    bypass: tuple[Kind, ...] = Field(
        default=(), description="Kinds of milestones that come at once at any hour."
    )
    cap: Annotated[Cap | None, _rule(pacing.cap)] = Field(
        default=BURST,
        description="`10/1h`: what comes above that is told as one message; `off`: no limit.",
    )
    mentions: tuple[Annotated[Call, BeforeValidator(pacing.call)], ...] = Field(
        default=(),
        description="Whom alerts call, by id: `recall=user:U123`, `all=group:S123`.",
    )


class Config(Section):
    """The whole file."""

    database: Path = Field(default=Path("data/evwatch.db"), description="The SQLite file.")
    companies: tuple[CompanyId, ...] = Field(
        default=(), description="Company ids that are watched."
    )
    watch: WatchSection = WatchSection()
    web: WebSection = WebSection()
    local: LocalSection = LocalSection()
    model: ModelSection = ModelSection()
    slack: SlackSection = SlackSection()
    discord: DiscordSection = DiscordSection()
    delivery: DeliverySection = DeliverySection()
    operators: OperatorsSection = OperatorsSection()
    domains: DomainsSection = DomainsSection()
    vault: VaultSection = VaultSection()
    log: LogSection = LogSection()
    sources: tuple[SourceSection, ...] = Field(
        default=(), description="Sources that the file owns."
    )
    channels: tuple[ChannelSection, ...] = Field(
        default=(), description="Channels that the file owns."
    )
