"""`evwatch import` and `evwatch export --format`: a watchlist as a file."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot import app
from bot.catalogue import load as load_catalogue
from bot.cli import DONE, FAILED, USAGE
from bot.cli.cases import InputError, read_text
from bot.cli.console import complain, console, plain
from bot.commands import taking
from bot.exchange.lists.compare import Compared, Fate, compare, exported
from bot.exchange.lists.entries import Contents, ListError
from bot.exchange.lists.formats import Format, read, write
from bot.sources import READERS
from storage.sources import Actor, Audit
from storage.store import Store

ACTOR = "terminal"


async def take_out(store: Store, options: Namespace) -> int:
    """The watchlist of a workspace, in one of the formats."""
    watches = await store.watchlist.watches(options.workspace)
    text = write([exported(each) for each in watches], Format(options.format))
    print(text, end="")  # noqa: T201  # the answer
    return DONE


async def bring_in(store: Store, options: Namespace) -> int:
    """Show what a file would add; then, but for a dry run, add all of it or nothing.

    What is watched already keeps its settings, and nothing is removed.
    """
    try:
        contents = read(read_text(options.file), find=_company, kinds=set(READERS))
    except InputError as error:
        complain(str(error))
        return USAGE
    except ListError as error:
        complain(f"{options.file}: {error.why} {error.word}".rstrip())
        return USAGE
    compared = compare(contents.entries, await store.watchlist.watches(options.workspace))
    _show(contents, compared)
    if not options.dry_run:
        await add(store, compared, options.workspace, named=Path(options.file).name)
    done = "nothing was changed (dry run)" if options.dry_run else "the new ones were added"
    console().print(plain(f"{_counted(contents, compared)}; {done}."))
    return FAILED if contents.faults else DONE


async def add(store: Store, compared: Sequence[Compared], workspace: str, *, named: str) -> None:
    """Watch what is new, in one transaction that can be undone as one."""
    new = [each.listed for each in compared if each.fate is Fate.NEW]
    actor = Actor(platform="local", workspace=workspace, channel="", user=ACTOR)
    audit = Audit(at=app.now(), actor=actor, command=f"evwatch import {named}")
    if not new:
        return
    async with store.changes.change(audit) as change:
        await taking.add(store.watchlist, new, change)


def _show(contents: Contents, compared: Sequence[Compared]) -> None:
    out = console()
    for each in compared:
        if each.fate is Fate.SAME:
            continue
        differs = ", ".join(f"{name}: {old or '-'} -> {new}" for name, old, new in each.changes)
        name = each.listed.url or each.listed.company
        out.print(plain(f"{each.line:>5}  {each.fate:8} {name}  {differs}".rstrip()))
    for fault in contents.faults:
        word = f" “{fault.word}”" if fault.word else ""
        out.print(plain(f"{fault.line:>5}  {fault.why}{word}: {fault.text}", "red"))


def _counted(contents: Contents, compared: Sequence[Compared]) -> str:
    fates = Counter(each.fate for each in compared)
    told = {
        Fate.NEW: "new",
        Fate.CHANGED: "differ and stay as they are",
        Fate.SAME: "the same",
        Fate.MANAGED: "of the configuration file, left alone",
        Fate.AGAIN: "named twice",
    }
    parts = [f"{fates[fate]} {words}" for fate, words in told.items()]
    return ", ".join([*parts, f"{len(contents.faults)} not readable"])


def _company(name: str) -> str | None:
    company = load_catalogue().find(name)
    return company.id if company else None
