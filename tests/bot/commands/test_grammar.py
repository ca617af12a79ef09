import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.asked import Asked
from bot.commands.deadlines import Deadline
from bot.commands.errors import CommandError
from bot.commands.grammar import parse, render
from bot.commands.registry import NAMES, VERBS, of
from bot.commands.times import When
from bot.commands.tokens import address, tokens
from bot.commands.verb import Command
from bot.commands.verbs.adding import AddSource
from bot.commands.verbs.bringing import AddCompany
from bot.commands.verbs.comparing import Compare
from bot.commands.verbs.hearing import Follow, Unfollow
from bot.commands.verbs.help import Help
from bot.commands.verbs.judging import Flag, Flags, Sources, Unflag
from bot.commands.verbs.latest import Latest
from bot.commands.verbs.milestones import Milestones
from bot.commands.verbs.muting import Mute, Unmute
from bot.commands.verbs.overview import List, Status
from bot.commands.verbs.pausing import Pause, Resume
from bot.commands.verbs.queue import Queue
from bot.commands.verbs.searching import Search
from bot.commands.verbs.tracing import Why
from bot.commands.verbs.watching import Preview, PreviewCompany, Remove
from bot.commands.vocabulary import CERTAINTIES, FILTERS, KINDS, PHASES, lookup
from storage.records import Certainty, Kind, Phase

FEED = "https://example.org/feed?key=1"
LAST_MONTH = When("last month")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/milestones xiaomi", Milestones(company="xiaomi")),
        ("milestones xiaomi", Milestones(company="xiaomi")),
        ("/MILESTONES Xiaomi", Milestones(company="Xiaomi")),
        ("／ｍｉｌｅｓｔｏｎｅｓ　小米", Milestones(company="小米")),
        ("/ milestones nio", Milestones(company="nio")),
        ("/evwatch milestones nio", Milestones(company="nio")),
        ("/里程碑 蔚来", Milestones(company="蔚来")),
        ("/milestones li auto", Milestones(company="li auto")),
        ('/milestones "li auto"', Milestones(company="li auto")),
        ("/milestones “li auto”", Milestones(company="li auto")),
        ("/milestones 「li auto」", Milestones(company="li auto")),
        ("/milestones ‘li auto’", Milestones(company="li auto")),
        ('/milestones "li auto', Milestones(company="li auto")),
        ("/milestones l'auto", Milestones(company="l'auto")),
        ("/milestones NASDAQ:LI", Milestones(company="NASDAQ:LI")),
        (
            "/milestones byd kind:delivery",
            Milestones(company="byd", asked=Asked(kinds=(Kind.DELIVERY,))),
        ),
        (
            "/milestones kind:deliveries byd",
            Milestones(company="byd", asked=Asked(kinds=(Kind.DELIVERY,))),
        ),
        (
            "/milestones byd kind: delivery",
            Milestones(company="byd", asked=Asked(kinds=(Kind.DELIVERY,))),
        ),
        (
            "/milestones byd kind : delivery",
            Milestones(company="byd", asked=Asked(kinds=(Kind.DELIVERY,))),
        ),
        (
            "/milestones byd kind=delivery",
            Milestones(company="byd", asked=Asked(kinds=(Kind.DELIVERY,))),
        ),
        (
            "/milestones 比亚迪 类型：交付",
            Milestones(company="比亚迪", asked=Asked(kinds=(Kind.DELIVERY,))),
        ),
        (
            "/milestones byd kind:delivery,factory kind:recall,delivery",
            Milestones(
                company="byd", asked=Asked(kinds=(Kind.DELIVERY, Kind.FACTORY, Kind.RECALL))
            ),
        ),
        (
            "/milestones byd kind：交付，工厂",
            Milestones(company="byd", asked=Asked(kinds=(Kind.DELIVERY, Kind.FACTORY))),
        ),
        (
            "/milestones byd kind:market entry phase:under way",
            Milestones(
                company="byd", asked=Asked(kinds=(Kind.MARKET_ENTRY,), phases=(Phase.PENDING,))
            ),
        ),
        (
            '/milestones byd since:"last month" page:2',
            Milestones(company="byd", asked=Asked(since=LAST_MONTH), page=2),
        ),
        (
            "/milestones since:last month byd",
            Milestones(company="byd", asked=Asked(since=LAST_MONTH)),
        ),
        ("/milestones byd since:2023", Milestones(company="byd", asked=Asked(since=When("2023")))),
        (
            "/milestones byd since：2023年5月",
            Milestones(company="byd", asked=Asked(since=When("2023-05"))),
        ),
        (
            "/milestones byd since:30 days",
            Milestones(company="byd", asked=Asked(since=When("30d"))),
        ),
        (
            "/milestones byd since:Q1 2024",
            Milestones(company="byd", asked=Asked(since=When("2024-q1"))),
        ),
        (
            "/milestones byd until:last month",
            Milestones(company="byd", asked=Asked(until=LAST_MONTH)),
        ),
        ("/milestones 小米 车型：su7", Milestones(company="小米", asked=Asked(about=("su7",)))),
        (
            "/milestones byd certainty:official,rumor",
            Milestones(
                company="byd", asked=Asked(certainties=(Certainty.OFFICIAL, Certainty.RUMOURED))
            ),
        ),
        ("/milestones", Latest()),
        ("/milestones latest", Latest()),
        ("/evwatch latest", Latest()),
        ("/milestones kind:delivery", Latest(asked=Asked(kinds=(Kind.DELIVERY,)))),
        (
            "/milestones latest recalls last month",
            Latest(asked=Asked(kinds=(Kind.RECALL,), since=LAST_MONTH, until=LAST_MONTH)),
        ),
        (
            "/milestones 最新 去年",
            Latest(asked=Asked(since=When("last year"), until=When("last year"))),
        ),
        ('/milestones "latest"', Milestones(company="latest")),
        ("/milestones compare nio xpeng li-auto", Compare(names=("nio xpeng li-auto",))),
        ("/milestones compare nio, li auto and byd", Compare(names=("nio", "li auto", "byd"))),
        ("/milestones nio vs xpeng", Milestones(company="nio vs xpeng")),
        (
            "/milestones 对比 蔚来、小鹏 kind:交付",
            Compare(names=("蔚来", "小鹏"), kinds=(Kind.DELIVERY,)),
        ),
        ('/milestones compare "li auto" nio', Compare(names=("li auto", "nio"))),
        ("/milestones search 工信部 目录", Search(words=("工信部", "目录"))),
        ('/evwatch search "solid state" pilot', Search(words=("solid state", "pilot"))),
        (
            "/milestones search kind:delivery until older:7",
            Search(words=("kind:delivery", "until"), older=7),
        ),
        ("/evwatch add nio", AddCompany(name="nio")),
        (
            "/evwatch add nio with:news-en,news-zh",
            AddCompany(name="nio", bring=("news-en", "news-zh")),
        ),
        ("/evwatch add nio now", AddCompany(name="nio", now=True)),
        ("/evwatch add nio with:none now", AddCompany(name="nio", bring=(), now=True)),
        ("/evwatch 添加 蔚来 来源:无 立即", AddCompany(name="蔚来", bring=(), now=True)),
        ("/evwatch add li auto now with:all", AddCompany(name="li auto", bring=("all",), now=True)),
        (f"/evwatch add {FEED} now", AddSource(url=FEED, now=True)),
        (f"/evwatch add {FEED} for:nio 立即", AddSource(url=FEED, company="nio", now=True)),
        (
            "/evwatch add page:https://a.example/news#main",
            AddSource(url="page:https://a.example/news#main"),
        ),
        ("/evwatch add domain:xiaomiev.com", AddSource(url="domain:xiaomiev.com")),
        (
            "/evwatch add register:nhtsa_recalls?make=tesla&model=y&year=2023",
            AddSource(url="register:nhtsa_recalls?make=tesla&model=y&year=2023"),
        ),
        ("/evwatch add li auto", AddCompany(name="li auto")),
        (f"/evwatch add {FEED}", AddSource(url=FEED)),
        (f"/evwatch add <{FEED}>", AddSource(url=FEED)),
        (f"/evwatch add <{FEED}|Example feed>", AddSource(url=FEED)),
        (f'/evwatch add "{FEED}"', AddSource(url=FEED)),
        ("/evwatch add example.org/feed", AddSource(url="https://example.org/feed")),
        ("/evwatch add feed://example.org/rss", AddSource(url="https://example.org/rss")),
        ("/evwatch add feed:https://example.org/", AddSource(url="https://example.org/")),
        ("/evwatch 添加 蔚来", AddCompany(name="蔚来")),
        ("/evwatch remove nio", Remove(name="nio")),
        ("/evwatch delete example.org", Remove(name="example.org")),
        ("/evwatch follow all", Follow()),
        ("/evwatch follow byd, li auto", Follow(names=("byd", "li auto"))),
        ("/evwatch follow byd and nio", Follow(names=("byd", "nio"))),
        ("/evwatch follow 比亚迪、蔚来", Follow(names=("比亚迪", "蔚来"))),
        ('/evwatch follow "lynk & co" byd', Follow(names=("lynk & co", "byd"))),
        ("/evwatch subscribe byd,byd", Follow(names=("byd",))),
        ("/evwatch unfollow 全部", Unfollow()),
        ("/evwatch unfollow nio", Unfollow(names=("nio",))),
        ("/evwatch list", List()),
        ("/EVWATCH LIST", List()),
        ("/evwatch status", Status()),
        ("/evwatch pause nio", Pause(name="nio")),
        ("/evwatch pause nio until 2030-01-15", Pause(name="nio", until=Deadline("2030-01-15"))),
        ("/evwatch pause nio until:2030-01-15", Pause(name="nio", until=Deadline("2030-01-15"))),
        ("/evwatch pause li auto for 3 days", Pause(name="li auto", until=Deadline("3d"))),
        ("/evwatch pause nio 3d", Pause(name="nio", until=Deadline("3d"))),
        ("/evwatch pause 蔚来 到明天早上8点", Pause(name="蔚来", until=Deadline("tomorrow 08:00"))),
        ("/evwatch pause 蔚来 直到周一", Pause(name="蔚来", until=Deadline("monday"))),
        ("/evwatch pause 一步 到位", Pause(name="一步 到位")),
        ("/evwatch pause 36kr", Pause(name="36kr")),
        ("/evwatch pause nio until next week", Pause(name="nio", until=Deadline("next week"))),
        ("/evwatch resume nio", Resume(name="nio")),
        ("/evwatch preview example.org", Preview(url="https://example.org")),
        (
            "/evwatch preview domain:xiaomiev.com for:xiaomi",
            Preview(url="domain:xiaomiev.com", company="xiaomi"),
        ),
        ("/evwatch preview nio", PreviewCompany(name="nio")),
        ("/evwatch", Help()),
        ("", Help()),
        ("/evwatch help", Help()),
        ("/evwatch ?", Help()),
        ("/evwatch help add", Help(verb="add")),
        ("/evwatch help /evwatch add", Help(verb="add")),
        ("/help milestones", Help(verb="milestones")),
    ],
)
def test_what_people_type(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize(
    ("text", "said", "suggestions"),
    [
        ("/milestones compare", "Name two or more. Type, for example: /evwatch compare", ()),
        ("/milestones search", "Search for what? Type, for example: /evwatch search", ()),
        ("/milestones byd older:x", "That page is no longer there", ()),
        ("/milestones search 工信部 newer:x", "That page is no longer there", ()),
        (
            "/milestones byd certainty:offcial",
            "no certainty “offcial”",
            ("/milestones byd certainty:official",),
        ),
        ("/milestons nio", "no command “milestons”", ("/milestones nio",)),
        ("/evwatch ad nio", "no command “ad”", ("/evwatch add nio",)),
        ("/evwatch statsu", "no command “statsu”", ("/evwatch status",)),
        ("/evwatch help ad", "no command “ad”", ("/evwatch add",)),
        ("/xyzzy", "no command “xyzzy”", ()),
        (
            "/milestones byd kind:delivry",
            "no kind “delivry”",
            ("/milestones byd kind:delivery",),
        ),
        ("/milestones byd kind:zzz", "These exist: company_setup, investment", ()),
        ("/milestones byd phase:plannd", "no phase “plannd”", ("/milestones byd phase:planned",)),
        ("/milestones byd knd:delivery", "no filter “knd”", ("/milestones byd kind:delivery",)),
        ("/milestones byd since:soonish", "“soonish” is not a time", ()),
        ("/milestones byd page:two", "“two” is not a page", ()),
        ("/milestones byd page:0", "“0” is not a page", ()),
        ("/evwatch add", "What should be watched? Type, for example: /evwatch add nio", ()),
        ("/evwatch add ftp://example.org/x", "“ftp://example.org/x” is not a web address", ()),
        ("/evwatch add javascript://x", "is not a web address", ()),
        ("/evwatch preview", "Which address?", ()),
        ("/evwatch preview ftp://example.org/x", "is not a web address", ()),
        ("/evwatch remove", "Which one?", ()),
        ("/evwatch pause until 2030", "Which one?", ()),
        ("/evwatch pause nio until whenever", "“whenever” is not a time", ()),
        ("/evwatch follow", "Which company?", ()),
        ("/evwatch follow ,", "Which company?", ()),
        ("x" * 2001, "too long", ()),
    ],
)
def test_what_cannot_be_done_says_what_to_type(
    text: str, said: str, suggestions: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError) as caught:
        parse(text)

    assert said in str(caught.value)
    assert caught.value.suggestions[: len(suggestions)] == suggestions
    if suggestions:
        parse_or_fail_alike(caught.value.suggestions[0])


def parse_or_fail_alike(suggestion: str) -> None:
    """A suggestion is a command, or lacks what was lacking before."""
    try:
        parse(suggestion)
    except CommandError as error:
        assert not error.suggestions


WORDS = st.sampled_from(
    [
        *VERBS,
        *(f"{key}:" for key in FILTERS),
        *map(str, KINDS),
        *map(str, PHASES),
        *["/evwatch", "/milestones", "all", "and", "until", "for", "3d", "last month", "2023"],
        *['"', "“", "”", "'", ":", "：", ",", "，", "<", ">", "|", "=", "　", FEED, "example.org"],
        *["小米", "li auto", "NASDAQ:LI", "page:2", "until:", "\u200b", "\ud800", "\x00"],
    ]
)


STORY = "0123456789abcdef0123"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (f"/evwatch sources #{STORY}", Sources(story=STORY)),
        (f"/evwatch sources {STORY.upper()}", Sources(story=STORY)),
        ("/evwatch why", Why()),
        (f"/evwatch 为什么 #{STORY}", Why(story=STORY)),
        (f"/evwatch flag #{STORY}", Flag(story=STORY)),
        (f"/evwatch unflag #{STORY}", Unflag(story=STORY)),
        (f"/evwatch not-a-milestone #{STORY}", Flag(story=STORY)),
        ("/evwatch flags", Flags()),
        (f"/evwatch mute #{STORY}", Mute(story=STORY)),
        ("/evwatch mute nio", Mute(name="nio")),
        ("/evwatch mute kind:recall", Mute(what="kind", name="recall")),
        (
            '/evwatch mute "kind:recall" until:3d',
            Mute(what="kind", name="recall", until=Deadline("3d")),
        ),
        ('/evwatch unmute "kind:recall"', Unmute(what="kind", name="recall")),
        ("/evwatch mute 公司：蔚来", Mute(what="company", name="蔚来")),
        (
            "/evwatch mute source:EV Daily for 7d",
            Mute(what="source", name="EV Daily", until=Deadline("7d")),
        ),
        ("/evwatch unmute company:nio", Unmute(what="company", name="nio")),
        ("/evwatch queue", Queue()),
        ("/evwatch queue list", Queue()),
        ("/evwatch queue retry all", Queue(action="retry")),
        ("/evwatch queue skip 0123abcd", Queue(action="skip", key="0123abcd")),
        ("/evwatch resume", Resume()),
    ],
)
def test_what_is_said_about_an_alert_or_the_queue(text: str, command: Command) -> None:
    assert parse(text) == command
    assert parse(render(command)) == command


@pytest.mark.parametrize(
    "text",
    [
        "/evwatch sources xiaomi",
        "/evwatch flag #12",
        "/evwatch mute nio until blue",
        "/evwatch mute kind:",
        "/evwatch unmute",
        "/evwatch queue retry",
        "/evwatch queue retry everyone",
        "/evwatch queue send-later x",
        "/evwatch flags now",
    ],
)
def test_what_cannot_be_meant_is_told(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse(text)

    assert str(caught.value)


@given(st.lists(WORDS | st.text(max_size=8), max_size=10), st.sampled_from(["", " "]))
def test_any_text_is_a_command_or_a_command_error(words: list[str], between: str) -> None:
    text = between.join(words)

    try:
        command = parse(text)
    except CommandError as error:
        assert str(error)
    else:
        assert parse(render(command)) == command


@given(st.text())
def test_nothing_but_a_command_error_comes_of_any_argument(text: str) -> None:
    for verb in VERBS:
        try:
            command = parse(f"/evwatch {verb} {text}")
        except CommandError as error:
            assert str(error)
        else:
            assert parse(render(command)) == command


@given(st.text(max_size=40))
def test_tokens_hold_no_space_at_their_ends(text: str) -> None:
    for token in tokens(text):
        assert token.text == token.text.strip()


@pytest.mark.parametrize("verb", VERBS)
def test_every_example_of_every_help_page_is_a_command(verb: str) -> None:
    for example, _ in VERBS[verb].page.examples:
        assert parse(example)


def test_every_command_belongs_to_one_verb() -> None:
    commands = [command for verb in VERBS.values() for command in verb.commands]

    assert len(commands) == len(set(commands))
    assert all(of(parse(verb.page.example)) is verb for verb in VERBS.values())


@pytest.mark.parametrize("names", [NAMES, FILTERS, KINDS, PHASES, CERTAINTIES])
def test_no_word_means_two_things(names: dict[str, tuple[str, ...]]) -> None:
    words = [word for name, others in names.items() for word in {str(name), *others}]

    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://Example.org/x", "HTTP://Example.org/x"),
        ("ｈｔｔｐｓ：／／example.org", "https://example.org"),
        ("www.example.co.uk/feed.xml", "https://www.example.co.uk/feed.xml"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("li auto", None),
        ("https://", None),
        ("https://a b", None),
        ("example", None),
        ("3.5", None),
        ("file:///etc/passwd", None),
    ],
)
def test_what_is_a_web_address(text: str, url: str | None) -> None:
    assert address(text) == url


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("投产", Kind.PRODUCTION), ("量产", Kind.PRODUCTION), ("发布", Kind.UNVEIL),
        ("降价", Kind.LAUNCH), ("域名", Kind.REGISTRATION), ("获批", Kind.APPROVAL),
        ("收购", Kind.INVESTMENT), ("交付量", Kind.DELIVERY), ("出海", Kind.MARKET_ENTRY),
        ("换电站", Kind.INFRASTRUCTURE), ("停产", Kind.RESTRUCTURING), ("SOP", Kind.PRODUCTION),
    ],
)  # fmt: skip
def test_the_words_of_the_trade_are_kinds(word: str, kind: Kind) -> None:
    assert lookup(KINDS, word) == kind
