import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.addresses import shown, shown_in, title
from storage.sources import Source, SourceKind


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://example.org/feed", "https://example.org/feed"),
        ("https://example.org/feed?key=abc&page=2", "https://example.org/feed?key=…&page=…"),
        ("https://example.org/?abc", "https://example.org/?abc=…"),
        ("https://user:pass@example.org/feed", "https://example.org/feed"),
        ("https://example.org:8443/feed#top", "https://example.org:8443/feed"),
        (
            "https://example.org/u/123e4567-e89b-12d3-a456-426614174000/rss",
            "https://example.org/u/…/rss",
        ),
        ("https://example.org/private/ab12cd34ef56ab78cd90/rss", "https://example.org/private/…/rss"),
        (
            "https://example.org/xiaomi-starts-deliveries-in-2024",
            "https://example.org/xiaomi-starts-deliveries-in-2024",
        ),
        ("https://example.org/\u202egnp", "https://example.org/gnp"),
        ("https://[broken", "…"),
        ("https://example.org:99999/", "…"),
    ],
)  # fmt: skip
def test_what_could_be_a_key_is_hidden(url: str, seen: str) -> None:
    assert shown(url) == seen


@given(st.from_regex(r"[A-Za-z0-9]{1,40}", fullmatch=True))
def test_no_value_of_a_query_is_ever_seen(secret: str) -> None:
    url = f"https://e.org/?k=Q{secret}Q"

    assert f"Q{secret}Q" not in shown(url)
    assert f"Q{secret}Q" not in shown_in(f"see {url}, please")


@given(st.text())
def test_any_text_can_be_shown(text: str) -> None:
    assert isinstance(shown(text), str)
    assert isinstance(shown_in(f"https://{text}"), str)


def test_a_source_without_a_title_is_its_host() -> None:
    source = Source(id="1", kind=SourceKind.FEED, url="https://www.example.org/feed")

    assert title(source) == "example.org"
