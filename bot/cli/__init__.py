"""`evwatch`: the command line. Words in, an exit code out; imports lazily, so that help is instant.

Exit codes: 0 done; 1 it ran, and the answer is a failure (a source that gives nothing usable);
2 wrong usage or unreadable input; 3 faults in the configuration; 4 the database refuses.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

DONE, FAILED, USAGE, CONFIG, STORE = range(5)
PORT_MAX = 65_535
TEXTS = frozenset({"extract", "group", "explain"})
EXIT_CODES = """exit codes:
  0  done
  1  it ran, and the answer is a failure (a source that gives nothing usable)
  2  wrong usage or unreadable input
  3  faults in the configuration (`evwatch check` lists them)
  4  the database refuses (locked, damaged, disk full)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. The answer goes to standard output, faults beside."""
    options = parser().parse_args(argv)
    # Loaded by name: `--help` and the text commands must not load the whole bot.
    module = "texts" if options.command in TEXTS else "service"
    name = "import_" if options.command == "import" else options.command
    command = getattr(import_module(f"bot.cli.{module}"), name)
    try:
        return int(command(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `evwatch export | head`
        sys.stderr.close()
        return DONE


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    root = argparse.ArgumentParser(
        prog="evwatch",
        description="Alerts for the milestones of electric-vehicle companies.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument(
        "--config", type=Path, help="the TOML file (default: EVWATCH_CONFIG, else evwatch.toml)"
    )
    verbs = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    verbs.add_parser("run", help="the service, until SIGTERM or Ctrl-C")
    demo = verbs.add_parser("demo", help="play the bundled archive through the real line, offline")
    demo.add_argument("--serve", action="store_true", help="leave the page open afterwards")
    demo.add_argument("--port", type=_port, default=8321, help="port of the page with --serve")
    demo.add_argument("--folder", type=Path, help="keep database and journal here")
    verbs.add_parser("check", help="check the configuration: all faults at once")
    verbs.add_parser(
        "doctor", help="look at tokens, rights, channels, sources, database: what to do about each"
    )
    visit = verbs.add_parser("visit", help="one dry visit: what would be posted, nothing stored")
    visit.add_argument("url", help="an address; a domain name, a register, with --as")
    visit.add_argument(
        "--as",
        dest="kind",
        choices=("feed", "page", "text", "domain", "register"),
        help="what it is; a feed, or a page that names one or has a list, is found out",
    )
    for name, what in (
        ("extract", "cases as JSON lines in, milestones as JSON lines out"),
        ("group", "cases as JSON lines in, a story id for each out"),
    ):
        verb = verbs.add_parser(name, help=what)
        verb.add_argument("file", help="a file, or - for standard input")
    explain = verbs.add_parser(
        "explain", help="one text, sentence by sentence: what was seen, kept and dropped, and why"
    )
    explain.add_argument("file", help="a text file, a case as JSON, an address, or - for input")
    explain.add_argument("--id", help="the case to take from a file of JSON lines")
    explain.add_argument(
        "--published", type=_day, help="date that relative words count from, as 2024-03-28"
    )
    lookup = verbs.add_parser("milestones", help="the timeline of a company")
    lookup.add_argument("company", nargs="+", help="a name in any script; filters as in chat")
    lookup.add_argument("--json", action="store_true", help="one JSON object a milestone")
    verbs.add_parser("migrate", help="bring the database up to date")
    again = verbs.add_parser(
        "reprocess", help="read every kept item anew by the rules as they are now; never alerts"
    )
    again.add_argument("--dry-run", action="store_true", help="show what differs, change nothing")
    export = verbs.add_parser(
        "export", help="every kept milestone as JSON lines; with --format, the watchlist"
    )
    export.add_argument("--format", choices=("opml", "csv", "toml", "yaml"))
    bring = verbs.add_parser("import", help="add what a list (OPML, CSV, TOML, YAML, lines) names")
    bring.add_argument("file", help="a file, or - for standard input")
    bring.add_argument("--dry-run", action="store_true", help="show what differs, change nothing")
    for each in (export, bring):
        each.add_argument("--workspace", default="local", help="whose watchlist (default: local)")
    backup = verbs.add_parser("backup", help="a consistent copy of the database, while it is used")
    backup.add_argument("path", type=Path, help="a file that does not exist yet")
    return root


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdecimal() else -1
    if not 0 <= port <= PORT_MAX:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; write a number from 0 to 65535")
    return port


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2024-03-28") from None
