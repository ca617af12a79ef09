"""What of the journal cannot be read is told once, when the chat begins."""

import asyncio
from pathlib import Path

from structlog.testing import capture_logs

from adapters.chat import Address
from adapters.local.app import LocalChat
from tests.fakes_local import local_chat, no_answer, note

GENERAL = Address(workspace="local", channel="general")


async def five(folder: Path) -> None:
    """Five messages, kept; their lines are the second to the sixth."""
    chat = local_chat(folder)
    for n in range(5):
        await chat.post(GENERAL, note(f"s3cret {n}"), key=f"k{n}")
    await chat.close()


def damage(journal: Path, lines: dict[int, bytes]) -> None:
    kept = journal.read_bytes().split(b"\n")
    journal.write_bytes(b"\n".join(lines.get(n, line) for n, line in enumerate(kept)))


async def served_once(chat: LocalChat) -> None:
    """Begin to serve, wait until the journal was looked over, post, and end."""
    looked = asyncio.Event()
    serving = asyncio.create_task(_served(chat, looked))
    async with asyncio.timeout(30):
        await looked.wait()
    await chat.post(GENERAL, note("after"), key="after")
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await chat.close()


async def _served(chat: LocalChat, looked: asyncio.Event) -> None:
    look = chat._journal.look

    async def looking() -> object:
        try:
            return await look()
        finally:
            asyncio.get_running_loop().call_soon(looked.set)

    chat._journal.look = looking  # type: ignore[method-assign,assignment] # says when it is done
    await chat.serve(no_answer)


async def test_it_says_how_many_lines_and_of_which_file(tmp_path: Path) -> None:
    await five(tmp_path)
    journal = tmp_path / "chat.jsonl"
    damage(journal, {2: b"\x00" * 9, 4: b'{"s3cret'})

    with capture_logs() as logged:
        await served_once(local_chat(tmp_path))

    assert logged == [
        {
            "event": "local chat: journal is damaged",
            "journal": str(journal),
            "lines": 2,
            "log_level": "warning",
            "platform": "local",
        }
    ]


async def test_a_whole_journal_says_nothing_nor_does_one_whose_end_is_torn(tmp_path: Path) -> None:
    await five(tmp_path)
    damage(tmp_path / "chat.jsonl", {6: b'{"channel": "gen'})  # nobody was promised that line

    with capture_logs() as logged:
        await served_once(local_chat(tmp_path))

    assert logged == []


async def test_a_foreign_file_is_told_without_a_word_of_it(tmp_path: Path) -> None:
    await five(tmp_path)
    damage(tmp_path / "chat.jsonl", {0: b"root:s3cret"})
    chat = local_chat(tmp_path)

    with capture_logs() as logged:
        await chat._look_over()

    assert [told["journal"] for told in logged] == [str(tmp_path / "chat.jsonl")]
    assert "s3cret" not in f"{logged}"
    await chat.close()
