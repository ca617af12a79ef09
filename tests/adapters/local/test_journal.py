"""The journal: one key one line, whatever kills its writer."""

import asyncio
import errno
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.local.journal import Journal
from adapters.local.ledger import Entry, JournalError
from tests.fakes_local import NOON, note, one_of_each

ROOT = Path(__file__).parents[3]

# Posts k0, k1, ... and says each id on a line once it has been promised.
WRITER = """
import asyncio, sys
from pathlib import Path
from adapters.local.journal import Journal
from tests.fakes_local import NOON, note
async def main():
    journal = Journal(Path(sys.argv[1]))
    for n in range(int(sys.argv[2]), 100_000):
        print(await journal.append("general", note("x" * (n * 37 % 5000)), key=f"k{n}", at=NOON), n, flush=True)
asyncio.run(main())
"""


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = Journal(tmp_path / "deep" / "chat.jsonl")
    yield journal
    await journal.close()


def path_of(journal: Journal) -> Path:
    return journal._ledger._path


async def entries(journal: Journal, channel: str = "general") -> list[Entry]:
    return list((await journal.page(channel, limit=100_000)).entries)


async def test_a_key_posted_twice_is_one_line_with_one_id(journal: Journal) -> None:
    first = await journal.append("general", note("a"), key="k", at=NOON)
    again = await journal.append("general", note("b"), key="k", at=NOON)

    assert first == again
    assert [entry.document for entry in await entries(journal)] == [note("a")]


async def test_a_key_posted_at_once_from_many_tasks_is_one_line(journal: Journal) -> None:
    ids = await asyncio.gather(
        *(journal.append("general", note("a"), key="k", at=NOON) for _ in range(20))
    )

    assert len(set(ids)) == 1
    assert len(path_of(journal).read_bytes().splitlines()) == 2


async def test_one_key_in_two_channels_is_two_messages(journal: Journal) -> None:
    first = await journal.append("general", note("a"), key="k", at=NOON)
    other = await journal.append("factories", note("a"), key="k", at=NOON)

    assert first != other
    assert (await journal.look()).totals == {"general": 1, "factories": 1}


async def test_what_was_kept_is_there_after_opening_again(journal: Journal) -> None:
    document = one_of_each("小米 \ud800 \u2028 ✓")
    kept = await journal.append("general", document, key="k", at=NOON)
    name = (await journal.look()).name
    await journal.close()

    again = Journal(path_of(journal))

    assert await again.find("general", "k", since=NOON) == kept
    assert [entry.document for entry in await entries(again)] == [document]
    assert (await again.look()).name == name
    await again.close()


async def test_find_looks_only_at_what_was_kept_since(journal: Journal) -> None:
    kept = await journal.append("general", note("a"), key="k", at=NOON)

    assert await journal.find("general", "k", since=NOON) == kept
    assert await journal.find("general", "k", since=NOON + timedelta(seconds=1)) is None
    assert await journal.find("factories", "k", since=NOON) is None


async def test_followers_stand_behind_the_root_of_their_thread(journal: Journal) -> None:
    root = await journal.append("general", note("root"), key="1", at=NOON)
    await journal.append("general", note("other"), key="2", at=NOON)
    first = await journal.append("general", note("first"), key="3", at=NOON, after=root)
    await journal.append("general", note("second"), key="4", at=NOON, after=first)

    found = [(entry.document.plain, entry.after) for entry in await entries(journal)]

    assert found == [("root", None), ("first", root), ("second", root), ("other", None)]


@pytest.mark.parametrize("after", ["m99", "", "nonsense", "m1"])
async def test_a_follower_of_nothing_here_stands_alone(journal: Journal, after: str) -> None:
    await journal.append("factories", note("elsewhere"), key="1", at=NOON)  # m1

    await journal.append("general", note("alone"), key="2", at=NOON, after=after)

    assert [entry.after for entry in await entries(journal)] == [None]


async def test_pages_go_back_to_the_first_message(journal: Journal) -> None:
    for n in range(7):
        await journal.append("general", note(str(n)), key=str(n), at=NOON)

    seen: list[str] = []
    before: int | None = None
    while True:
        page = await journal.page("general", before=before, limit=3)
        seen = [entry.document.plain for entry in page.entries] + seen
        before = page.before
        if before is None:
            break

    assert seen == list("0123456")


async def test_a_follower_hears_old_and_new_messages_in_order(journal: Journal) -> None:
    await journal.append("general", note("0"), key="0", at=NOON)
    await journal.append("general", note("1"), key="1", at=NOON)
    stream = journal.follow(after=1)

    old = await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    await journal.append("factories", note("2"), key="2", at=NOON)
    new = await waiting

    assert [(old.number, old.channel), (new.number, new.channel)] == [
        (2, "general"),
        (3, "factories"),
    ]
    await stream.aclose()  # type: ignore[attr-defined]  # an async generator has it


async def test_hush_ends_a_follower(journal: Journal) -> None:
    await journal.append("general", note("0"), key="0", at=NOON)
    stream = journal.follow(after=0)
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    await journal.look()  # by now it has read all and waits

    journal.hush()

    with pytest.raises(StopAsyncIteration):
        await waiting


async def test_a_follower_hears_a_message_whose_poster_was_cancelled(journal: Journal) -> None:
    await journal.look()
    stream = journal.follow(after=0)
    waiting = asyncio.ensure_future(anext(stream))
    posting = asyncio.create_task(journal.append("general", note("0"), key="0", at=NOON))
    await asyncio.sleep(0)

    posting.cancel()

    assert (await waiting).key == "0"
    await stream.aclose()  # type: ignore[attr-defined]  # an async generator has it


async def test_two_journals_on_one_file_see_and_keep_each_others_messages(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    one, two = Journal(path), Journal(path)

    first = await one.append("general", note("a"), key="a", at=NOON)
    second = await two.append("general", note("b"), key="b", at=NOON)

    assert await two.append("general", note("a"), key="a", at=NOON) == first
    assert await one.find("general", "b", since=NOON) == second
    assert await one.look() == await two.look()
    await one.close()
    await two.close()


async def test_a_damaged_line_is_left_out_and_numbers_stay(journal: Journal) -> None:
    await journal.append("general", note("a"), key="a", at=NOON)
    kept = await journal.append("general", note("b"), key="b", at=NOON)
    await journal.close()
    lines = path_of(journal).read_bytes().split(b"\n")
    lines[1] = b"\x00" * len(lines[1])
    path_of(journal).write_bytes(b"\n".join(lines))

    again = Journal(path_of(journal))

    assert await again.find("general", "b", since=NOON) == kept
    assert again._ledger.damaged == 1
    assert await again.append("general", note("a"), key="a", at=NOON) == "m3"
    await again.close()


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"{}", b'{"journal": "other"}', b"root:x:0:0", b"\xff", b'{"journal": 1}']
)
async def test_a_foreign_file_is_refused_and_left_as_it_was(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(line + b"\nmore\n")
    journal = Journal(path)

    with pytest.raises(JournalError):
        await journal.append("general", note("a"), key="a", at=NOON)

    assert path.read_bytes() == line + b"\nmore\n"
    await journal.close()


async def test_a_folder_that_cannot_be_made_is_told_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(JournalError) as caught:
        await Journal(tmp_path / "file" / "chat.jsonl").look()

    assert str(tmp_path) not in str(caught.value)
    assert not caught.value.uncertain


async def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    # RLIMIT_FSIZE stands in for the full disk: the kernel takes a part of the write, then refuses.
    script = (
        "import asyncio, resource, signal, sys\n"
        "from pathlib import Path\n"
        "from adapters.local.journal import Journal, JournalError\n"
        "from tests.fakes_local import NOON, note\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1500, resource.RLIM_INFINITY))\n"
        "async def main():\n"
        "    journal = Journal(Path(sys.argv[1]))\n"
        "    await journal.append('general', note('a'), key='a', at=NOON)\n"
        "    try:\n"
        "        await journal.append('general', note('b' * 3000), key='b', at=NOON)\n"
        "    except JournalError as error:\n"
        "        print('refused', error.uncertain)\n"
        "    print(await journal.append('general', note('c'), key='c', at=NOON))\n"
        "asyncio.run(main())\n"
    )
    path = tmp_path / "chat.jsonl"

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(path), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()

    assert said.split() == [b"refused", b"False", b"m2"]
    assert [json.loads(line).get("key") for line in path.read_bytes().splitlines()] == [
        None,
        "a",
        "c",
    ]


async def test_a_line_that_may_not_have_reached_the_disk_is_uncertain_and_can_be_posted_again(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    await journal.look()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(JournalError) as caught:
            await journal.append("general", note("a"), key="k", at=NOON)

    assert caught.value.uncertain
    assert await journal.append("general", note("a"), key="k", at=NOON) == "m1"
    assert [entry.key for entry in await entries(journal)] == ["k"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(min_value=0, max_value=1200))
def test_a_file_cut_anywhere_keeps_its_whole_lines_and_goes_on(tmp_path: Path, cut: int) -> None:
    async def check() -> None:
        path = tmp_path / "chat.jsonl"
        path.unlink(missing_ok=True)
        first = Journal(path)
        for n in range(4):
            await first.append("general", note(f"{n}小"), key=f"k{n}", at=NOON)
        await first.close()
        whole = path.read_bytes()
        left = whole[: max(0, len(whole) - cut)]
        path.write_bytes(left)
        kept = max(0, left.count(b"\n") - 1)

        again = Journal(path)

        assert [entry.key for entry in await entries(again)] == [f"k{n}" for n in range(kept)]
        assert await again.append("general", note("new"), key="new", at=NOON) == f"m{kept + 1}"
        assert path.read_bytes().endswith(b"\n")
        assert again._ledger.damaged == 0
        await again.close()

    asyncio.run(check())


@pytest.mark.kill
async def test_a_writer_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    promised: dict[int, str] = {}
    chance = random.Random(8321)  # noqa: S311 - a moment, not a secret
    for _ in range(12):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, str(path), str(max(0, len(promised) - 3)),
            cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        for _ in range(chance.randint(4, 40)):
            id_, n = (await process.stdout.readline()).split()
            assert promised.setdefault(int(n), id_.decode()) == id_.decode()
        os.kill(process.pid, signal.SIGKILL)
        for line in (await process.stdout.read()).splitlines():
            if len(parts := line.split()) == 2:
                promised.setdefault(int(parts[1]), parts[0].decode())
        await process.wait()

    journal = Journal(path)
    kept = await entries(journal)

    assert len({entry.key for entry in kept}) == len(kept)
    assert promised.items() <= {int(entry.key[1:]): entry.id for entry in kept}.items()
    assert journal._ledger.damaged == 0
    assert len(promised) > 40
    await journal.close()


@pytest.mark.kill
async def test_two_processes_never_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    writers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            WRITER,
            str(path),
            str(start),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        for start in (0, 50_000)
    ]
    for writer in writers:
        assert writer.stdout is not None
        for _ in range(60):
            await writer.stdout.readline()
    for writer in writers:
        writer.kill()
        assert writer.stdout is not None
        await writer.stdout.read()
        await writer.wait()

    journal = Journal(path)
    keys = [entry.key for entry in await entries(journal)]

    assert len(set(keys)) == len(keys)
    assert {f"k{n}" for n in (*range(60), *range(50_000, 50_060))} <= set(keys)
    assert journal._ledger.damaged == 0
    await journal.close()
