"""What the command line shows: rich and readable on a terminal, plain in a pipe.

Nothing from outside is markup here: texts travel as `rich.text.Text`, without control characters.
"""

import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.telemetry import CONTROL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from adapters.chat import Check
    from bot.ingest import Look
    from bot.milestones.extract import Extraction
    from bot.reprocess import Difference
    from storage.records import Milestone

PIPE_COLUMNS: Final = 180

Figures = tuple[tuple[str, tuple[str, ...]], ...]  # what a sentence tells, by sort


def console() -> Console:
    """Standard output; in a pipe wide and without colours."""
    is_pipe = not sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=is_pipe, width=PIPE_COLUMNS if is_pipe else None)


def complain(text: str) -> None:
    """Tell a person what is wrong, on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(plain(f"evwatch: {text}"))


def plain(text: str, style: str = "") -> Text:
    """Text from anywhere, shown as it reads and in one line."""
    return Text(CONTROL.sub(" ", text), style=style)


def show_trace(
    title: str,
    extraction: "Extraction",
    *,
    published: "date",
    gist: str,
    figures: "Callable[[str], Figures]",
) -> None:
    """Sentence by sentence: what was seen, kept and dropped; then what came of it."""
    out = console()
    language = extraction.language or "unknown"
    named = ", ".join(extraction.companies) or "none of the catalogue"
    out.print(Panel(plain(title or "(no title)", "bold"), subtitle=f"language {language}"))
    out.print(Text("companies  ", "dim"), plain(named), sep="")
    counted = f"{published}: relative dates count from it; --published sets it"
    out.print(Text("published  ", "dim"), plain(counted), sep="")
    known = (("no news", extraction.noise), ("aside", extraction.aside))
    for name, why in ((name, why) for name, why in known if why):
        out.print(Text(f"{name:<11}", "dim"), plain(why, "yellow"), sep="")
    out.print()
    for number, step in enumerate(extraction.trace):
        out.print(Text(f"{number:>3} ", "dim"), plain(step.sentence, "italic"), sep="")
        rows = (("who", step.companies), *figures(step.sentence), ("saw", step.seen))
        for label, words in rows:
            if words:
                out.print(Text(f"    {label:8}", "dim"), plain(" · ".join(words)), sep="")
        out.print(Text("    verdict ", "dim"), plain(step.verdict, "cyan"), sep="")
    out.print()
    for reason in extraction.account:
        out.print(plain(reason.what), Text("  -> ", "dim"), plain(reason.fate, "cyan"), sep="")
    for denial in extraction.denials:
        kind = denial.kind or "a step"
        out.print(Text("denied     ", "dim"), plain(f"{denial.company} {kind}: {denial.evidence}"))
    if extraction.account or extraction.denials:
        out.print()
    if not extraction.milestones:
        out.print(Text("No milestone: this text raises no alert.", "yellow"))
        return
    if not any(milestone.headline for milestone in extraction.milestones):
        out.print(Text("No news: this text only recalls, and raises no alert.", "yellow"))
    out.print(milestone_table(extraction.milestones))
    out.print(Text("summary   ", "dim"), plain(gist), sep="")


def milestone_table(milestones: "Iterable[Milestone]") -> Table:
    """Milestones, one a row, in the guide's words."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("", "company", "kind", "phase", "certainty", "when", "what", "evidence"):
        table.add_column(head, overflow="fold")
    for each in milestones:
        facts = [
            f"{each.amount.value:,f} {each.amount.currency}" if each.amount else "",
            f"{each.quantity.value:,f} {each.quantity.unit}" if each.quantity else "",
            each.agency or "",
            each.subject or "",
        ]
        table.add_row(
            Text("●" if each.headline else "○"),
            each.company,
            each.kind.value,
            each.phase.value,
            each.certainty.value,
            str(each.when or ""),
            plain(" · ".join(fact for fact in facts if fact)),
            plain(each.evidence, "dim"),
        )
    return table


def show_look(look: "Look", *, seconds: float) -> None:
    """One dry visit: what would be posted, and why the rest stays silent."""
    out = console()
    out.print(plain(look.title or look.url, "bold"), plain(f"  {look.url}", "dim"), sep="")
    for address in look.found:
        out.print(Text("feed found  ", "dim"), plain(address), sep="")
    if look.fault:
        out.print(plain(look.fault, "red"))
        return
    kind = look.source.kind.value if look.source else ""
    out.print(
        f"{kind}; {len(look.items)} items; {len(look.alerts)} would be posted; {seconds:.1f} s"
    )
    for story in look.alerts:
        out.print()
        out.print(plain(story.title, "bold green"))
        out.print(plain(story.gist))
        out.print(milestone_table(story.milestones))
    if look.silent:
        out.print()
        out.print(Text("silent", "dim"))
    for item, why in look.silent:
        out.print(Text("  ○ "), plain(item.title or item.url), plain(f"  {why}", "dim"), sep="")


def show_difference(difference: "Difference") -> None:
    """One item that is read otherwise: what it does not state any more, and what it does now."""
    out = console()
    out.print(plain(difference.item.title or difference.item.url, "bold"))
    if difference.fault is not None:
        out.print(plain(f"  left as it was: {difference.fault}", "yellow"))
    for sign, style, milestones in (("-", "red", difference.gone), ("+", "green", difference.new)):
        for each in milestones:
            out.print(plain(f"  {sign} {_line(each)}", style))


def show_differences(seen: int, found: "Sequence[Difference]", *, dry_run: bool) -> None:
    """The sum of a run over kept items."""
    out = console()
    gone, new = (sum(len(getattr(each, name)) for each in found) for name in ("gone", "new"))
    lost = sum(each.loses_news for each in found)
    unread = sum(each.fault is not None for each in found)
    done = "nothing was changed (dry run)" if dry_run else "kept; nothing was alerted"
    out.print(
        f"{seen - unread} items read anew: {len(found) - unread} differ, {gone} milestones gone, "
        f"{new} new, {lost} items are no news any more; {done}."
    )
    if unread:
        out.print(plain(f"{unread} could not be read and were left as they were.", "yellow"))


def _line(each: "Milestone") -> str:
    figures = (
        str(each.when or ""),
        f"{each.amount.value:,f} {each.amount.currency}" if each.amount else "",
        f"{each.quantity.value:,f} {each.quantity.unit}" if each.quantity else "",
        each.agency or "",
        each.subject or "",
        "news" if each.headline else "",
    )
    facts = (each.company, each.kind, each.phase, each.certainty, *figures)
    return f"{' · '.join(fact for fact in facts if fact)}  “{each.evidence}”"


def show_check(check: "Check") -> None:
    """One thing that the doctor looked at: a mark, what it is, and what to do about it."""
    mark, style = ("✓", "green") if check.ok else ("✗", "bold red")
    line = plain(f"{mark} ", style)
    line.append(plain(check.what))
    console().print(line)
    if check.remedy:
        console().print(plain(f"    {check.remedy}"))
