"""The configuration: what it reads, and that it tells every fault at once."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import load as load_catalogue
from bot.config import Config, ConfigError, load, reference, secret
from bot.config.sections import DomainsSection
from storage import pacing
from storage.rules import BURST

ROOT = Path(__file__).parents[2]
COMPANIES = frozenset({"xiaomi", "byd"})


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "evwatch.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, text), env or {}, companies=COMPANIES)
    return {fault.path: fault.text for fault in caught.value.faults}


def test_without_a_file_everything_has_a_default() -> None:
    config = load(None, {}, companies=COMPANIES)

    assert config == Config()
    assert config.web.host == "127.0.0.1"
    assert config.watch.max_age == timedelta(days=14)


def test_the_example_is_valid_and_its_companies_are_known() -> None:
    known = frozenset(load_catalogue().companies)

    config = load(ROOT / "evwatch.example.toml", {}, companies=known)

    assert {source.language for source in config.sources if source.url} == {"en", "zh"}
    assert all(source.found for source in config.sources)


def test_the_reference_page_is_the_one_the_code_makes() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert page == reference()


def test_every_section_is_in_the_reference() -> None:
    found = {name: field.annotation for name, field in Config.model_fields.items()}
    icp = DomainsSection.model_fields["icp"].annotation
    sections = {**found, "domains.icp": icp}
    names = {name for name, kind in sections.items() if isinstance(kind, type)}
    own = {
        name
        for name in names - {"database", "vault"}  # the vault has a secret only
        if f"## [{name}]" not in reference()
    }

    assert "web" in names
    assert own == set()


def test_all_faults_are_told_at_once_each_with_its_path(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """
        colour = "red"
        [watch]
        every = "quarter of an hour"
        per_host = 0
        [[sources]]
        url = "ftp://example.org/feed"
        """,
    )

    assert found.keys() == {"colour", "watch.every", "watch.per_host", "sources.0.url"}
    assert '"15m"' in found["watch.every"]


def test_what_no_single_value_can_tell_is_a_fault_too(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """
        companies = ["xiaomi", "xaomi"]
        [web]
        host = "0.0.0.0"
        [watch]
        allow = ["127.0.0.1"]
        [[sources]]
        url = "https://example.org/feed"
        company = "nobody"
        [[sources]]
        url = "https://example.org/feed"
        [[sources]]
        url = "https://user:pass@example.org/other"
        [[channels]]
        channel = "general"
        companies = ["no-one"]
        """,
    )

    assert found.keys() == {
        "companies.1",
        "sources.0.company",
        "channels.0.companies.0",
        "sources.1.url",
        "sources.2.url",
        "web.host",
        "watch.allow.0",
    }
    assert "pass" not in found["sources.2.url"].replace("password", "")


def test_a_secret_comes_from_the_environment_or_a_file_it_names(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("from-a-file\n", encoding="utf-8")

    direct = load(None, {"EVWATCH_WEB_TOKEN": "hush-direct"}, companies=COMPANIES)
    named = load(None, {"EVWATCH_WEB_TOKEN_FILE": str(secret)}, companies=COMPANIES)

    assert direct.web.token is not None
    assert direct.web.token.get_secret_value() == "hush-direct"
    assert named.web.token is not None
    assert named.web.token.get_secret_value() == "from-a-file"
    assert "hush-direct" not in repr(direct)


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    found = faults(tmp_path, '[web]\ntoken = "hunter2hunter2"')

    assert "EVWATCH_WEB_TOKEN" in found["web.token"]
    assert "hunter2" not in "".join(found.values())


def test_a_secret_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere")

    with pytest.raises(ConfigError, match="cannot be read"):
        load(None, {"EVWATCH_WEB_TOKEN_FILE": missing}, companies=COMPANIES)


def test_a_missing_file_says_what_to_copy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"evwatch\.example\.toml"):
        load(tmp_path / "evwatch.toml", {}, companies=COMPANIES)


@given(text=st.text(max_size=200))
def test_no_text_in_the_file_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("config") / "evwatch.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        config = load(path, {}, companies=COMPANIES)
    except ConfigError as error:
        assert error.faults
    else:
        assert isinstance(config, Config)


@pytest.mark.parametrize(
    ("env", "path", "hint"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "slack", "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "slack", "SLACK_BOT_TOKEN"),
        ({"SLACK_CLIENT_ID": "1.2"}, "slack", "belong together"),
        (
            {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_APP_TOKEN": "3"},
            "vault.keys",
            "EVWATCH_SECRET_KEY",
        ),
        (
            {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_BOT_TOKEN": "xoxb-1"},
            "slack.bot_token",
            "leave SLACK_BOT_TOKEN out",
        ),
        ({"EVWATCH_SECRET_KEY": "xoxb-1"}, "EVWATCH_SECRET_KEY", "openssl rand -base64 32"),
    ],
)
def test_a_platform_that_lacks_something_is_told(
    tmp_path: Path, env: dict[str, str], path: str, hint: str
) -> None:
    found = faults(tmp_path, "", env)

    assert hint in found[path]
    assert not any(secret in text for text in found.values() for secret in ("xoxb-1", "xapp-1"))


def test_an_operators_channel_needs_its_platform(tmp_path: Path) -> None:
    text = '[operators]\nplatform = "discord"\nchannel = "1"'

    assert "not set up" in faults(tmp_path, text)["operators.platform"]
    load(written(tmp_path, text), {"DISCORD_TOKEN": "t"}, companies=COMPANIES)


def test_a_base_address_of_the_environment_wins(tmp_path: Path) -> None:
    path = written(tmp_path, '[slack]\napi_url = "https://file.example/api/"')
    env = {"EVWATCH_SLACK_API_URL": "http://127.0.0.1:1/api/"}

    assert str(load(path, env, companies=COMPANIES).slack.api_url) == "http://127.0.0.1:1/api/"
    assert "file.example" in str(load(path, {}, companies=COMPANIES).slack.api_url)


def test_a_secret_in_a_file_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("first\n")
    read = secret("DISCORD_TOKEN", {"DISCORD_TOKEN_FILE": str(tmp_path / "token")})
    before = read()
    (tmp_path / "token").write_text("second\n")

    assert (before, read()) == ("first", "second")
    assert secret("DISCORD_TOKEN", {})() is None
    assert secret("DISCORD_TOKEN", {"DISCORD_TOKEN_FILE": str(tmp_path / "none")})() is None


def test_a_source_has_an_address_or_a_domain(tmp_path: Path) -> None:
    file = tmp_path / "evwatch.toml"
    file.write_text('[[sources]]\ntitle = "neither"\n[[sources]]\nwatch = "nothing:known"\n')

    with pytest.raises(ConfigError) as caught:
        load(file, {}, companies=frozenset())

    found = {fault.path: fault.text for fault in caught.value.faults}
    assert found["sources.0"] == "give either url or watch"
    assert "sources.1.watch" in found


def test_the_rules_of_a_channel_are_read(tmp_path: Path) -> None:
    text = """
        [[channels]]
        channel = "night"
        companies = ["all-china"]
        news = ["zh"]
        digest = "weekly@fri@18:00"
        quiet = "22:00-07:00"
        zone = "asia/shanghai"
        bypass = ["recall"]
        cap = "off"
        mentions = ["recall=user:ann"]
        [[channels]]
        channel = "day"
        """
    groups = frozenset(load_catalogue().groups)

    night, day = load(written(tmp_path, text), {}, companies=COMPANIES, groups=groups).channels

    assert night.digest == pacing.digest("weekly@fri@18:00")
    assert night.quiet == pacing.quiet("22:00-07:00")
    assert (night.zone, night.cap, night.news) == ("Asia/Shanghai", None, ("zh",))
    assert night.mentions == (pacing.call("recall=user:ann"),)
    assert (day.digest, day.quiet, day.zone, day.cap) == (None, None, "UTC", BURST)


def test_what_is_no_rule_of_a_channel_is_told(tmp_path: Path) -> None:
    text = """
        [[channels]]
        channel = "x"
        digest = "daily"
        quiet = "22-7"
        zone = "Mars/Olympus"
        cap = "many"
        mentions = ["@everyone"]
        """

    found = faults(tmp_path, text)

    for name in ("digest", "quiet", "zone", "cap"):
        assert f"channels.0.{name}" in found
    assert "Europe/Berlin" in found["channels.0.zone"]
    assert "channels.0.mentions.0" in found


def test_a_mention_must_be_an_id_of_its_platform(tmp_path: Path) -> None:
    text = """
        [[channels]]
        platform = "slack"
        workspace = "T1"
        channel = "C1"
        mentions = ["recall=user:U123", "recall=group:ann"]
        """

    found = faults(tmp_path, text, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"})

    assert found["channels.0.mentions.1"] == "'ann' is no group of slack"
    assert "channels.0.mentions.0" not in found
