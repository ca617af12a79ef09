"""What programs say of faults has Chinese words: whatever the code says is looked for in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.fault_words import fault_in
from bot.compose.listing_words import Listing

HOME = Path(__file__).parents[3]
# Where what is told to people is raised or given back, and what stands for it there.
SAID = {
    "adapters/http": {"FetchError", "_refusal"},
    "adapters/slack/faults.py": {"ChatError"},
    "adapters/discord/errors.py": {"Refused", "bad_token"},
    "bot/ingest": {"FetchError", "_Fault"},
    "bot/sources": {"Reading", "NoTableError"},
    "bot/workers.py": {"WorkerError"},
    "bot/deliver/news.py": {"_needless", "_unwanted"},
}
# Constants in capitals that are such words.
NAMED = (
    ("adapters/http/client.py", "TOO_SLOW"), ("adapters/http/guard.py", "UNREACHABLE"),
    ("adapters/http/records.py", "SILENT"), ("adapters/http/unpack.py", "TOO_LARGE"),
    ("adapters/http/unpack.py", "DAMAGED"), ("bot/sources/barrier.py", "BARRIER"),
    ("bot/sources/feeds.py", "EMPTY"), ("bot/sources/feeds.py", "WEB_PAGE"),
    ("bot/sources/feeds.py", "NOT_A_FEED"), ("bot/sources/feeds.py", "ENTITIES"),
    ("bot/sources/feeds.py", "DAMAGED"), ("bot/sources/feeds.py", "UNREADABLE"),
    ("bot/sources/jsonfeed.py", "NOT_JSON"), ("bot/sources/jsonfeed.py", "NOT_A_FEED"),
    ("bot/sources/pages/reader.py", "NO_LIST"), ("bot/polite.py", "KEPT_OUT"),
    ("bot/polite.py", "UNKNOWN"), ("bot/deliver/news.py", "GONE"),
    ("bot/deliver/news.py", "UNSEEN"), ("storage/visits.py", "MERGED"),
    ("adapters/http/answer.py", "_WORDS"), ("adapters/discord/errors.py", "PERMANENT"),
)  # fmt: skip
NUMBERED = {"_WORDS", "PERMANENT"}  # each of these is said with a number


def texts(node: ast.AST) -> Iterator[str]:
    """The text of an expression, with a number in the place of each value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.Dict):
        yield from (text for value in node.values for text in texts(value))


def raised() -> Iterator[str]:
    for place, names in SAID.items():
        home = HOME / place
        for path in sorted(home.rglob("*.py")) if home.is_dir() else [home]:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names:
                    given_ = [each.value for each in node.keywords if each.arg == "fault"]
                    yield from (text for each in [*node.args[:1], *given_] for text in texts(each))
                if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and node.name in names:
                    returned = [each for each in ast.walk(node) if isinstance(each, ast.Return)]
                    yield from (t for each in returned if each.value for t in texts(each.value))


def named() -> Iterator[str]:
    for place, name in NAMED:
        tree = ast.parse((HOME / place).read_text(encoding="utf-8"))
        [value] = [
            node.value
            for node in tree.body
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name and node.value
        ]
        for text in texts(value):
            yield f"{text} (7)" if name in NUMBERED else text


# Slack's are said behind the place that they are about.
WHOLE = (text.removeprefix("7: ") for text in (*raised(), *named()) if text[:5] != "7 and")
EVERY = sorted({text for text in WHOLE if re.search(r"[a-z]{2}.*\s", text)})


def test_there_are_words_to_look_for() -> None:
    assert len(EVERY) > 60


@pytest.mark.parametrize("text", EVERY)
def test_every_fault_has_chinese_words(text: str) -> None:
    assert re.search("[一-鿿]", fault_in(text, "zh"))
    assert fault_in(text, "en") == text


def test_a_fault_within_a_fault_is_said_whole() -> None:
    inner = fault_in("channel C1: the second look failed: it did not answer in time", "zh")

    assert inner == "频道 C1：再次查看失败：未及时应答"


def test_the_faults_of_several_addresses_stand_behind_their_hosts() -> None:
    told = "data.iana.org: this address cannot be reached; crt.sh: its server is in trouble (503)"

    assert fault_in(told, "zh") == "data.iana.org：无法访问该网址；crt.sh：服务器出错（503）"
    assert fault_in("a.example: whatever", "zh") == "a.example: whatever"


def test_a_phrase_says_the_fault_in_its_language() -> None:
    said = Listing.NOT_FETCHED.say("zh", url="https://a.example/", why="its answer is empty")

    assert "应答为空" in said
    assert "its answer is empty" in Listing.NOT_FETCHED.say(
        "en", url="x", why="its answer is empty"
    )


@given(st.text(max_size=300))
def test_what_no_row_stands_for_stays_as_it_is_or_becomes_chinese(text: str) -> None:
    said = fault_in(text, "zh")

    assert said == text or re.search("[一-鿿]", said)
    assert fault_in(text, "en") == text
