"""The sources of the configuration file, as the store keeps them."""

from datetime import timedelta

import pytest

from bot.app.seeding import sources
from bot.config import Config, ConfigError


def test_a_source_that_is_no_feed_is_made_of_its_words() -> None:
    sections = ("https://a.example/feed", "domain:xiaomiev.com", "page:https://a.example/news#main")
    config = Config.model_validate(
        {"sources": [{"url" if each.startswith("http") else "watch": each} for each in sections]}
    )

    feed, domain, page = sources(config)

    assert [each.kind for each in (feed, domain, page)] == ["feed", "domain", "page"]
    assert (feed.every, domain.every) == (config.watch.every, timedelta(hours=6))
    assert page.settings == {"selector": "main"}


def test_words_that_name_no_source_are_told_with_their_place() -> None:
    config = Config.model_validate({"sources": [{"watch": "register:nowhere"}]})

    with pytest.raises(ConfigError) as caught:
        sources(config)

    [fault] = caught.value.faults
    assert fault.path == "sources.0.watch"
    assert "register:nhtsa_recalls" in fault.text
