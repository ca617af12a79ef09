"""The configuration: one TOML file, secrets from the environment, all faults told at once.

The models below are the reference: docs/configuration.md is generated from them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from storage.records import Certainty, Kind, Updates

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SECRETS = {"EVWATCH_WEB_TOKEN": ("web", "token"), "EVWATCH_MODEL_KEY": ("model", "key")}


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
        description="How often a source is visited that names no rhythm.",
    )
    concurrency: int = Field(
        default=20, ge=1, le=500, description="Visits at once, over all hosts."
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
        description='Private addresses that may be fetched all the same, as "IP:PORT".',
    )


class WebSection(Section):
    """The one HTTP server: health, metrics and the local chat."""

    host: str = Field(default="127.0.0.1", description="Any address but loopback needs a token.")
    port: int = Field(default=8321, ge=0, le=65535, description="0 takes a free one.")
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

    url: AnyHttpUrl = Field(description="Address of an RSS, Atom, RDF or JSON feed.")
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


class ChannelSection(Section):
    """What a channel gets, when the file owns its subscription."""

    platform: Literal["local"] = Field(default="local", description="Chat platform.")
    workspace: str = Field(default="local", description="Workspace or guild id.")
    channel: str = Field(description="Channel id; on the local chat its name.")
    companies: tuple[CompanyId, ...] = Field(
        default=(), description="Company ids; none: all watched ones."
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
    log: LogSection = LogSection()
    sources: tuple[SourceSection, ...] = Field(
        default=(), description="Sources that the file owns."
    )
    channels: tuple[ChannelSection, ...] = Field(
        default=(), description="Channels that the file owns."
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where in the file, and what to write instead."""

    path: str
    text: str


class ConfigError(Exception):
    """The configuration cannot be used; `faults` holds every reason, in file order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.text}" for fault in faults))
        self.faults = faults


def load(path: Path | None, env: Mapping[str, str], *, companies: frozenset[str]) -> Config:
    """Read the file (None: all defaults) and the secrets of `env`; `companies` are the known ids.

    Raises `ConfigError` with all faults at once. No fault repeats a secret.
    """
    content = _read(path) if path else {}
    faults = [
        Fault(f"{table}.{key}", f"a secret has no place in the file: set {name}")
        for name, (table, key) in SECRETS.items()
        if isinstance(content.get(table), dict) and key in _table(content, table)
    ]
    try:
        config = Config.model_validate(_with_secrets(content, env, faults))
    except ValidationError as error:
        faults += [
            Fault(
                ".".join(str(part) for part in each["loc"]),
                each["msg"].removeprefix("Value error, "),
            )
            for each in error.errors(include_url=False, include_input=False)
        ]
        raise ConfigError(tuple(faults)) from None
    faults += _cross_faults(config, companies)
    if faults:
        raise ConfigError(tuple(faults))
    return config


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "there is no such file; copy evwatch.example.toml to start with"
        raise ConfigError((Fault(str(path), hint),)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError((Fault(str(path), str(error)),)) from error


def _table(content: Mapping[str, object], name: str) -> dict[str, object]:
    table = content.get(name, {})
    return dict(table) if isinstance(table, dict) else {}


def _with_secrets(
    content: dict[str, object], env: Mapping[str, str], faults: list[Fault]
) -> dict[str, object]:
    """The file's content with each secret from NAME, or from the file that NAME_FILE names."""
    full = dict(content)
    for name, (table, key) in SECRETS.items():
        values = _table(full, table)
        values.pop(key, None)
        if secret := env.get(name):
            values[key] = secret
        elif file := env.get(f"{name}_FILE"):
            try:
                values[key] = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                faults.append(Fault(f"{name}_FILE", "the file it names cannot be read"))
        if values or table in full:
            full[table] = values if isinstance(full.get(table, {}), dict) else full[table]
    return full


def _cross_faults(config: Config, companies: frozenset[str]) -> list[Fault]:
    """What no single value can tell: unknown companies, sources named twice, an open door."""
    named = [(f"companies.{i}", id_) for i, id_ in enumerate(config.companies)]
    named += [
        (f"sources.{i}.company", s.company) for i, s in enumerate(config.sources) if s.company
    ]
    named += [
        (f"channels.{i}.companies.{j}", id_)
        for i, channel in enumerate(config.channels)
        for j, id_ in enumerate(channel.companies)
    ]
    faults = [
        Fault(path, f"no company {id_!r} in the catalogue (bot/catalogue/companies.toml)")
        for path, id_ in named
        if id_ not in companies
    ]
    seen: dict[str, int] = {}
    for i, source in enumerate(config.sources):
        first = seen.setdefault(str(source.url), i)
        if first != i:
            faults.append(Fault(f"sources.{i}.url", f"the same address as sources.{first}"))
    if config.web.host not in {"127.0.0.1", "::1", "localhost"} and not config.web.token:
        faults.append(Fault("web.host", "an address others can reach needs EVWATCH_WEB_TOKEN"))
    if config.model.url and not config.model.name:
        faults.append(Fault("model.name", "name the model that model.url serves"))
    if config.model.url and (config.model.url.username or config.model.url.password):
        faults.append(Fault("model.url", "no user name or password: set EVWATCH_MODEL_KEY"))
    faults += [
        Fault(f"sources.{i}.url", "an address must not hold a user name or password")
        for i, source in enumerate(config.sources)
        if source.url.username or source.url.password
    ]
    faults += [
        Fault(f"watch.allow.{i}", 'write it as "IP:PORT"')
        for i, address in enumerate(config.watch.allow)
        if not address.rpartition(":")[2].isdecimal() or not address.rpartition(":")[0]
    ]
    return faults


def reference() -> str:
    """docs/configuration.md, as the models above have it."""
    lines = [
        "# Configuration",
        "",
        "One TOML file: `evwatch.toml`, or the path in `EVWATCH_CONFIG` or `--config`. Everything",
        "has a default; `evwatch check` tells all faults at once. Durations are written `90s`,",
        "`15m`, `6h`, `14d`. Secrets come from the environment: `NAME` holds the value, or",
        "`NAME_FILE` names a file with it.",
        "",
        "| secret | what it is |",
        "| --- | --- |",
        "| `EVWATCH_WEB_TOKEN` | needed to open the page when `web.host` is not loopback |",
        "| `EVWATCH_MODEL_KEY` | the key of the language model's endpoint, where it wants one |",
        "",
        "This page is made from `bot/config.py` by `python -m bot.config`; a test compares them.",
    ]
    sections: list[tuple[str, type[Section]]] = [
        ("top level", Config),
        ("[watch]", WatchSection),
        ("[web]", WebSection),
        ("[local]", LocalSection),
        ("[model]", ModelSection),
        ("[log]", LogSection),
        ("[[sources]]", SourceSection),
        ("[[channels]]", ChannelSection),
    ]
    for name, model in sections:
        lines += ["", f"## {name}", "", f"{model.__doc__}", "", "| key | default | what it is |"]
        lines += ["| --- | --- | --- |"]
        lines += [
            f"| `{key}` | {_default(key, model)} | {field.description} |"
            for key, field in model.model_fields.items()
            if field.description and field.annotation is not SecretStr
        ]
    return "\n".join(lines) + "\n"


def _default(key: str, model: type[Section]) -> str:
    field = model.model_fields[key]
    if field.is_required():
        return "required"
    value = field.default
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        unit = next(u for u, size in reversed(UNITS.items()) if seconds % size == 0)
        return f"`{seconds // UNITS[unit]}{unit}`"
    return "none" if value in (None, "", ()) else f"`{value}`"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201  # this is its output
