"""Logs and metrics: set-up, counters and gauges; it knows nothing of the rest of the bot."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# What looks like a secret is cut out of every log line, whatever field it travels in.
# Shapes: Slack xoxb-/xapp- tokens, Discord's three-part tokens, bearer headers, user:password@ and
# the values of query parameters (a feed's address may carry a key).
SECRET_SHAPES = (
    (re.compile(r"x(?:ox[a-z]|app)-[\w-]{6,}"), "[secret]"),
    (re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b"), "[secret]"),
    (re.compile(r"(?i)\bbearer\s+\S+"), "Bearer [secret]"),
    (re.compile(r"(//)[^/\s@]{1,200}@"), r"\1[secret]@"),
    (re.compile(r"([?&][\w.~-]{1,60}=)[^&\s#'\"]{1,2000}"), r"\1[hidden]"),
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without secrets and without characters that could forge a second line."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    for shape, instead in SECRET_SHAPES:
        text = shape.sub(instead, text)
    return CONTROL.sub(" ", text)


class Redactor:
    """A structlog processor that redacts every text of an event, tracebacks included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secrets)

    def __call__(
        self, _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Redact in place; values that are no text are shown by their `str` when not simple."""
        for key, value in event.items():
            if value is not None and not isinstance(value, int | float | bool):
                event[key] = redact(str(value), self._secrets)
        return event


def set_up(
    *,
    level: str = "info",
    form: Literal["auto", "json", "text"] = "auto",
    secrets: Iterable[str] = (),
) -> None:
    """Send structlog and the standard library's log to standard error, redacted, one line each."""
    as_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if as_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redactor(secrets),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # aiohttp logs each malformed request of strangers with a traceback (CVE-2025-69230: log storm).
    logging.getLogger("aiohttp").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        cache_logger_on_first_use=True,
    )


class Metrics:
    """Every metric of the process, in a registry of its own; label values are closed sets."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.visits = Counter(
            "evwatch_visits_total", "Visits of sources", ["outcome"], registry=registry
        )  # outcome: new, same, failed
        self.items = Counter("evwatch_items_total", "Items never seen before", registry=registry)
        self.stories = Counter(
            "evwatch_stories_total", "Stories recorded", ["change"], registry=registry
        )  # change: new, grown
        self.deliveries = Counter(
            "evwatch_deliveries_total", "Attempts to post", ["outcome"], registry=registry
        )  # outcome: sent, held, retry, uncertain, parked
        self.outbox = Gauge(
            "evwatch_outbox_deliveries", "Deliveries by state", ["state"], registry=registry
        )
        self.platforms = Gauge(
            "evwatch_platform_up",
            "Is a chat platform within reach",
            ["platform"],
            registry=registry,
        )
        self.questions = Counter(
            "evwatch_model_questions_total",
            "Questions to the language model",
            ["outcome"],
            registry=registry,
        )  # outcome: kept, refused, nothing, failed, capped, gone
        self.commands = Counter(
            "evwatch_commands_total", "Commands answered", ["outcome"], registry=registry
        )  # outcome: ok, failed
        self.command_seconds = Histogram(
            "evwatch_command_seconds",
            "Time to an answer",
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 3),
            registry=registry,
        )
