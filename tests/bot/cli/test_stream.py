"""Lines in, answers out: in order, as they come, whatever is broken among them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import DONE, USAGE, main
from bot.cli.stream import LINE_MAX_BYTES, Line, lines, mapped


def double(line: Line) -> int:
    return 2 * int(line.text)


def numbered(count: int) -> Iterator[Line]:
    return (Line(number=n, text=str(n).encode()) for n in range(count))


@pytest.mark.parametrize("count", [0, 1, 16, 17, 500])
def test_answers_come_in_the_order_of_the_lines(count: int) -> None:
    assert list(mapped(double, numbered(count))) == [2 * n for n in range(count)]


def test_a_long_stream_is_never_held_whole() -> None:
    read = 0

    def counting() -> Iterator[Line]:
        nonlocal read
        for line in numbered(100_000):
            read += 1
            yield line

    answers = mapped(double, counting())
    for _ in range(50):
        next(answers)

    assert read < 50 + 8 * 4 * (os.cpu_count() or 1) + 16
    answers.close()  # type: ignore[attr-defined] # a generator


def test_the_first_lines_are_answered_before_the_next_are_read() -> None:
    def waiting() -> Iterator[Line]:
        yield Line(number=1, text=b"1")
        raise AssertionError("read too early")

    assert next(mapped(double, waiting())) == 2


def test_a_line_without_end_is_told_as_empty_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"x" * (2 * LINE_MAX_BYTES + 5) + b"\n\n{}\n")

    assert list(lines(str(path))) == [Line(number=1, text=b""), Line(number=3, text=b"{}\n")]


def case(number: int, day: int = 1) -> str:
    text = f"NIO delivered {19_000 + number} vehicles in August 2023, it said."
    return json.dumps({"id": str(number), "lang": "en", "published": f"2023-09-{day:02}", "title": "", "text": text})  # fmt: skip


@pytest.mark.parametrize("command", ["extract", "group"])
def test_a_broken_line_is_told_with_its_number_and_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "cases.jsonl"
    broken = [case(1), "{", "", '{"id": 1, "published": "soon"}', case(2)]
    path.write_bytes("\n".join(broken).encode() + b"\n\xff\xfe\n" + case(3).encode())

    status = main([command, str(path)])

    out, err = capsys.readouterr()
    assert status == USAGE
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "2", "3"]
    assert [f"cases.jsonl:{n}:" in err for n in (2, 4, 6)] == [True] * 3
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["extract", "group"])
def test_hundreds_of_lines_come_back_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(case(n, 1 + n % 28) for n in range(120)), encoding="utf-8")

    assert main([command, str(path)]) == DONE

    out = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in out] == [str(n) for n in range(120)]
