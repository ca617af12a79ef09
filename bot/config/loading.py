"""From file and environment to a `Config`, or to every fault at once."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from bot.config.sections import Config
from bot.config.whom import is_id
from storage.vault import cipher

# Environment variable (or the file that NAME_FILE names) to table and key.
SECRETS: Final = {
    "EVWATCH_WEB_TOKEN": ("web", "token"),
    "EVWATCH_MODEL_KEY": ("model", "key"),
    "EVWATCH_SECRET_KEY": ("vault", "keys"),
    "SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "SLACK_APP_TOKEN": ("slack", "app_token"),
    "SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "SLACK_CLIENT_ID": ("slack", "client_id"),
    "SLACK_CLIENT_SECRET": ("slack", "client_secret"),
    "DISCORD_TOKEN": ("discord", "token"),
}
# What may stand in the file as well; the environment wins.
SETTINGS: Final = {
    "EVWATCH_SLACK_API_URL": ("slack", "api_url"),
    "EVWATCH_DISCORD_API_URL": ("discord", "api_url"),
}
PORT_MAX: Final = 65_535
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


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


def load(
    path: Path | None,
    env: Mapping[str, str],
    *,
    companies: frozenset[str],
    groups: frozenset[str] = frozenset(),
) -> Config:
    """Read the file (None: all defaults) and the secrets of `env`.

    `companies` are the known ids, `groups` those that a channel may follow as one.

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
    faults += _cross_faults(config, companies, groups)
    if faults:
        raise ConfigError(tuple(faults))
    return config


def secret(name: str, env: Mapping[str, str]) -> Callable[[], str | None]:
    """What gives the secret as it is now: a file that was replaced is read anew at each call."""

    def read() -> str | None:
        try:
            return _secret(name, env) or None
        except (OSError, UnicodeDecodeError):
            return None

    return read


def _secret(name: str, env: Mapping[str, str]) -> str | None:
    """What NAME holds, or the file that NAME_FILE names; raises what reading the file raises."""
    if value := env.get(name):
        return value
    file = env.get(f"{name}_FILE")
    return Path(file).read_text(encoding="utf-8").strip() if file else None


def secrets(config: Config) -> list[str]:
    """Every secret of the configuration, for whoever keeps them out of logs."""
    sections = (getattr(config, table) for table, _ in SECRETS.values())
    values = (
        getattr(section, key) for section, (_, key) in zip(sections, SECRETS.values(), strict=True)
    )
    return [each.get_secret_value() for each in values if each]


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "there is no such file; copy evwatch.example.toml to start with"
        raise ConfigError((Fault(str(path), hint),)) from None
    except OSError as error:
        raise ConfigError((Fault(str(path), error.strerror or str(error)),)) from error
    except UnicodeDecodeError as error:
        raise ConfigError((Fault(str(path), "not UTF-8; save it as UTF-8 text"),)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((Fault(str(path), f"no TOML: {error}"),)) from error


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
        try:
            if (secret := _secret(name, env)) is not None:
                values[key] = secret
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(f"{name}_FILE", "the file it names cannot be read"))
        if values or table in full:
            full[table] = values if isinstance(full.get(table, {}), dict) else full[table]
    for name, (table, key) in SETTINGS.items():
        if (value := env.get(name)) and isinstance(full.get(table, {}), dict):
            full[table] = {**_table(full, table), key: value}
    return full


def _key_fault(keys: str) -> str:
    try:
        cipher(keys)
    except ValueError as error:
        return str(error)
    return ""


def _platform_faults(config: Config) -> list[Fault]:
    """What a chat platform lacks to be of use."""
    slack, faults = config.slack, []
    if slack.enabled and not (slack.app_token or slack.signing_secret):
        hint = "Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"
        faults.append(Fault("slack", hint))
    if not slack.enabled and (slack.app_token or slack.signing_secret):
        faults.append(Fault("slack", "set SLACK_BOT_TOKEN, too: with it the bot posts"))
    if slack.is_open and not config.vault.keys:
        hint = "tokens of workspaces are kept encrypted: set EVWATCH_SECRET_KEY"
        faults.append(Fault("vault.keys", hint))
    if config.vault.keys and (hint := _key_fault(config.vault.keys.get_secret_value())):
        faults.append(Fault("EVWATCH_SECRET_KEY", hint))
    if slack.is_open and slack.bot_token:
        hint = "leave SLACK_BOT_TOKEN out: with SLACK_CLIENT_ID each workspace has its own"
        faults.append(Fault("slack.bot_token", hint))
    if slack.is_open and not slack.redirect_url:
        faults.append(Fault("slack.redirect_url", "where does Slack send people back to?"))
    if (slack.client_id is None) != (slack.client_secret is None):
        faults.append(Fault("slack", "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together"))
    ready = {"local": config.local.enabled, "slack": slack.enabled}
    ready["discord"] = config.discord.enabled
    if config.operators.channel and not ready[config.operators.platform]:
        name = config.operators.platform
        faults.append(Fault("operators.platform", f"{name} is not set up"))
    return faults


def _cross_faults(config: Config, companies: frozenset[str], groups: frozenset[str]) -> list[Fault]:
    """What no single value can tell: unknown companies, sources named twice, an open door."""
    named = [(f"companies.{i}", id_) for i, id_ in enumerate(config.companies)]
    named += [
        (f"sources.{i}.company", s.company) for i, s in enumerate(config.sources) if s.company
    ]
    named += [
        (f"channels.{i}.companies.{j}", id_)
        for i, channel in enumerate(config.channels)
        for j, id_ in enumerate(channel.companies)
        if id_ not in groups
    ]
    faults = [
        Fault(path, f"no company {id_!r} in the catalogue (bot/catalogue/companies.toml)")
        for path, id_ in named
        if id_ not in companies
    ]
    faults += [
        Fault(f"channels.{i}.mentions.{j}", f"{call.id!r} is no {call.who} of {channel.platform}")
        for i, channel in enumerate(config.channels)
        for j, call in enumerate(channel.mentions)
        if not is_id(channel.platform, call.who, call.id)
    ]
    seen: dict[str, int] = {}
    for i, source in enumerate(config.sources):
        first = seen.setdefault(source.address, i)
        if first != i:
            faults.append(Fault(f"sources.{i}.url", f"the same address as sources.{first}"))
    if config.web.host not in LOOPBACK and not config.web.token:
        faults.append(Fault("web.host", "an address others can reach needs EVWATCH_WEB_TOKEN"))
    faults += _platform_faults(config)
    if config.model.url and not config.model.name:
        faults.append(Fault("model.name", "name the model that model.url serves"))
    if config.model.url and (config.model.url.username or config.model.url.password):
        faults.append(Fault("model.url", "no user name or password: set EVWATCH_MODEL_KEY"))
    faults += [
        Fault(f"sources.{i}.url", "an address must not hold a user name or password")
        for i, source in enumerate(config.sources)
        if source.url and (source.url.username or source.url.password)
    ]
    faults += [
        Fault(f"watch.allow.{i}", 'write it as "IP:PORT" or "NETWORK:PORT"')
        for i, address in enumerate(config.watch.allow)
        if not _is_place(address)
    ]
    return faults


def _is_place(text: str) -> bool:
    """Is this an address or a network, and a port?"""
    place, _, port = text.rpartition(":")
    try:
        ip_network(place.strip("[]"))
    except ValueError:
        return False
    return port.isdecimal() and 0 < int(port) <= PORT_MAX
