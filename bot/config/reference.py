"""docs/configuration.md, made from the models: `python -m bot.config`."""

from datetime import timedelta
from typing import get_args

from pydantic import SecretStr

from bot.config.sections import (
    UNITS,
    ChannelSection,
    Config,
    DeliverySection,
    DiscordSection,
    DomainsSection,
    IcpSection,
    LocalSection,
    LogSection,
    ModelSection,
    OperatorsSection,
    Section,
    SlackSection,
    SourceSection,
    WatchSection,
    WebSection,
)
from storage.pacing import cap_text
from storage.rules import Cap


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
        "| `EVWATCH_SECRET_KEY` | the key for tokens of workspaces: `openssl rand -base64 32` |",
        "| `SLACK_BOT_TOKEN` | of the installed app: `xoxb-…` |",
        "| `SLACK_APP_TOKEN` | for Socket Mode: `xapp-…` |",
        "| `SLACK_SIGNING_SECRET` | for requests over HTTP |",
        "| `SLACK_CLIENT_ID`, `SLACK_CLIENT_SECRET` | for many workspaces |",
        "| `DISCORD_TOKEN` | of the bot |",
        "",
        "`EVWATCH_SLACK_API_URL` and `EVWATCH_DISCORD_API_URL` set other base addresses, as for a",
        "proxy or a government cloud.",
        "",
        "This page is made from `bot/config` by `python -m bot.config`; a test compares them.",
    ]
    sections: list[tuple[str, type[Section]]] = [
        ("top level", Config),
        ("[watch]", WatchSection),
        ("[web]", WebSection),
        ("[local]", LocalSection),
        ("[model]", ModelSection),
        ("[slack]", SlackSection),
        ("[discord]", DiscordSection),
        ("[delivery]", DeliverySection),
        ("[operators]", OperatorsSection),
        ("[domains]", DomainsSection),
        ("[domains.icp]", IcpSection),
        ("[log]", LogSection),
        ("[[sources]]", SourceSection),
        ("[[channels]]", ChannelSection),
    ]
    for name, model in sections:
        lines += [
            "",
            f"## {name}",
            "",
            " ".join((model.__doc__ or "").split()),
            "",
            "| key | default | what it is |",
        ]
        lines += ["| --- | --- | --- |"]
        lines += [
            f"| `{key}` | {_default(key, model)} | {field.description} |"
            for key, field in model.model_fields.items()
            if field.description and not _is_secret(field.annotation)
        ]
    return "\n".join(lines) + "\n"


def _is_secret(annotation: object) -> bool:
    return SecretStr in get_args(annotation)


def _default(key: str, model: type[Section]) -> str:
    field = model.model_fields[key]
    if field.is_required():
        return "required"
    value = field.default
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        unit = next(u for u, size in reversed(UNITS.items()) if seconds % size == 0)
        return f"`{seconds // UNITS[unit]}{unit}`"
    if isinstance(value, Cap):
        return f"`{cap_text(value)}`"
    return "none" if value in (None, "", ()) else f"`{value}`"
