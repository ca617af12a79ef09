"""The text commands: JSON lines in, JSON lines out, and clear words for bad input."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot.cli import DONE, USAGE, main

CASE = {
    "id": "one",
    "lang": "en",
    "published": "2023-09-01",
    "title": "NIO delivers 19,329 cars in August",
    "text": "NIO delivered 19,329 vehicles in August 2023.",
    "milestones": "never read",
}
QUIET = CASE | {
    "id": "two",
    "title": "A phone review",
    "text": "The Xiaomi phone has a good screen.",
}


def written(tmp_path: Path, *cases: object) -> str:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return str(path)


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_extract_gives_the_guides_fields_a_summary_and_whether_to_alert(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["extract", written(tmp_path, CASE, QUIET)])

    told, silent = answers(capsys)
    assert status == DONE
    assert told["alert"] is True
    assert "19,329" in str(told["summary"])
    assert told["milestones"] == [
        {
            "company": "nio",
            "kind": "delivery",
            "phase": "done",
            "certainty": "official",
            "date": "2023-08-01/2023-08-31",
            "amount": None,
            "quantity": {"value": 19329, "unit": "vehicles"},
            "agency": None,
            "subject": None,
            "evidence": "NIO delivered 19,329 vehicles in August 2023.",
            "support": [],
            "headline": True,
        }
    ]
    assert silent == {"id": "two", "milestones": [], "summary": "", "alert": False}


def test_extract_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)

    assert main(["extract", "-"]) == DONE
    assert answers(capsys)[0]["id"] == "one"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "cases.jsonl:2: no JSON ("),
        ("[1]", "not an object"),
        ("[" * 100_000, "cases.jsonl:2"),
        ('{"lang": "en"}', "no id in it"),
        ('{"id": "x", "published": "yesterday"}', "'yesterday' is no date like 2024-03-28"),
    ],
)
def test_a_bad_line_is_told_with_its_place_after_the_good_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, word: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n{line}\n", encoding="utf-8")

    status = main(["extract", str(path)])

    out, err = capsys.readouterr()
    assert status == USAGE
    assert len(out.splitlines()) == 1
    assert word in err
    assert "Traceback" not in err


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["group", "/nowhere/cases.jsonl"]) == USAGE
    assert capsys.readouterr().err == "evwatch: /nowhere/cases.jsonl: No such file or directory\n"


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (None, [], "No such file or directory"),
        (b"", [], "nothing in it"),
        (b" \n\n", [], "nothing in it"),
        (b"\xff\xfe NIO", [], "not UTF-8; save it as UTF-8 text"),
        (b"NIO opens a plant.", ["--id", "7"], "--id is for JSON lines"),
        (b'{"id": "1"}', ["--id", "7"], "no case '7' in it"),
        (b"{broken", [], ":1: no JSON ("),
        (b'\n{"id": "1"}\n{broken', [], ":3: no JSON ("),
        (b'{"a": ' + b"[" * 100_000, [], ":1: "),
    ],
)
def test_explain_says_what_is_wrong_with_a_file(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    options: list[str],
    said: str,
) -> None:
    path = tmp_path / "text"
    if content is not None:
        path.write_bytes(content)

    status = main(["explain", str(path), *options])

    out, err = capsys.readouterr()
    assert (status, out) == (USAGE, "")
    assert err.startswith(f"evwatch: {path}")
    assert said in err
    assert "Errno" not in err


@pytest.mark.parametrize("published", ["yesterday", "2024-02-30", "", "20240328T"])
def test_explain_says_how_a_day_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], published: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explain", written(tmp_path, CASE), "--published", published])

    assert ended.value.code == USAGE
    assert f"{published!r} is no date; write it as 2024-03-28" in capsys.readouterr().err


def test_explain_reads_an_object_that_is_set_over_several_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE, indent=2), encoding="utf-8")

    assert main(["explain", str(path)]) == DONE
    assert "19,329 vehicles" in capsys.readouterr().out


def test_group_folds_two_tellings_and_keeps_the_rest_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    retold = CASE | {
        "id": "three",
        "title": "August at NIO",
        "text": "NIO handed over 19,329 electric cars in August 2023, the company said.",
    }

    main(["group", written(tmp_path, CASE, QUIET, retold)])

    one, two, three = answers(capsys)
    assert one["story"] == three["story"]
    assert two["story"] not in {one["story"], ""}


def test_explain_shows_each_sentence_and_what_came_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["explain", written(tmp_path, CASE, QUIET), "--id", "one"])

    out = capsys.readouterr().out
    assert status == DONE
    assert "NIO delivered 19,329 vehicles in August 2023." in out
    assert "verdict" in out
    assert "delivery" in out


def test_explain_shows_figures_and_what_became_of_each_statement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(
        "VinFast puts off its US car plant to 2025\n"
        "VinFast said its electric car plant in North Carolina would not open until 2025. "
        "The plant is to cost $4 billion. VinFast denied that it would leave the United States.",
        encoding="utf-8",
    )

    assert main(["explain", str(path), "--published", "2023-03-10"]) == DONE

    out = capsys.readouterr().out
    assert "published  2023-03-10: " in out
    assert "2025 = 2025-01-01/2025-12-31" in out
    assert "4,000,000,000 USD" in out
    assert "put together with" in out
    assert "-> news, " in out
    assert "likely to the model" in out
    assert "borne out by" in out
    assert "likely to be read right" in out


def test_explain_reads_a_plain_text_and_says_when_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("A phone review\nThe Xiaomi phone has a good screen.", encoding="utf-8")

    assert main(["explain", str(path), "--published", "2023-09-01"]) == DONE
    assert "No milestone" in capsys.readouterr().out


def test_explain_reads_one_line_as_a_text_without_a_title(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Rivian opened a plant in Normal on Monday.\n", encoding="utf-8")

    assert main(["explain", str(path), "--published", "2024-06-14"]) == DONE

    out = capsys.readouterr().out
    assert "(no title)" in out
    assert "sentence 1" in out
    assert "2024-06-10" in out


def test_explain_names_a_case_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", written(tmp_path, CASE), "--id", "none"]) == USAGE
    assert "'none'" in capsys.readouterr().err
