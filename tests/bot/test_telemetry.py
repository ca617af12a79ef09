"""Logs: one line each, without a secret, whatever is logged."""

import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.telemetry import CONTROL, Metrics, redact, set_up


@pytest.mark.parametrize(
    "text",
    [
        "posting with xoxb-1234567890-abcdefSECRET",
        "xapp-1-A0SECRET-99-deadbeefSECRET",
        "Authorization: Bearer SECRETSECRET",
        "https://user:SECRET@example.org/feed",
        "https://example.org/feed?key=SECRET&b=SECRET#x",
        "token is SECRETofmine",
    ],
)
def test_what_looks_like_a_secret_is_cut_out(text: str) -> None:
    assert "SECRET" not in redact(text, ["SECRETofmine"])


def test_an_address_keeps_what_is_no_secret() -> None:
    assert redact("https://example.org/a/b?page=2") == "https://example.org/a/b?page=[hidden]"


@given(st.text())
def test_a_redacted_text_is_one_line_and_redacting_twice_is_redacting_once(text: str) -> None:
    once = redact(text)

    assert not CONTROL.search(once)
    assert redact(once) == once


def test_a_log_line_is_json_with_fields_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form="json", secrets=["hunter2"])

    structlog.get_logger().warning("visit failed", source="a\nb", url="https://x.org/?k=hunter2")
    try:
        raise RuntimeError("hunter2 in a traceback")
    except RuntimeError:
        structlog.get_logger().exception("visit crashed")
    logging.getLogger("somebody").warning("standard %s", "hunter2")

    lines = capsys.readouterr().err.splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events] == [
        "visit failed",
        "visit crashed",
        "standard [secret]",
    ]
    assert events[0]["source"] == "a b"
    assert "hunter2" not in "".join(lines)


def test_on_a_terminal_the_log_reads_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form="text", level="warning")

    structlog.get_logger().info("not shown")
    structlog.get_logger().warning("shown", source="abc")

    err = capsys.readouterr().err
    assert "not shown" not in err
    assert "shown" in err


def test_metric_names_end_in_their_unit_and_two_registries_never_meet() -> None:
    first, second = Metrics(), Metrics()

    first.visits.labels(outcome="new").inc()

    assert first.registry.get_sample_value("evwatch_visits_total", {"outcome": "new"}) == 1
    assert second.registry.get_sample_value("evwatch_visits_total", {"outcome": "new"}) is None
