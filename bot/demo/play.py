"""Plays the archive, day by day, through the line that the service runs, and tells what happens."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from adapters.chat import Address, Reply, Request
from adapters.document import Buttons, Document
from bot.compose.terminal import show
from bot.deliver import Deliverer
from bot.demo.server import Playing
from bot.ingest import Outcome
from bot.watch import Watcher

CHANNEL = "general"
CHINESE = "zh"  # a channel that reads Chinese
FOLLOWED = (
    "xiaomi",
    "byd",
    "nio",
    "xpeng",
    "li-auto",
    "tesla",
    "northvolt",
    "vinfast",
    "volkswagen",
    "stellantis",
    "leapmotor",
    "gm",
)
FOLDED = "told before"  # how `bot.stories.group` begins the reason for a retelling
LOOK_UPS = (
    (CHANNEL, "/milestones 小米", "en"),
    (CHANNEL, "/milestones gm", "en"),
    (CHANNEL, "/milestones nio kind:delivery", "en"),
    (CHINESE, "/milestones 小米", "zh"),
)


@dataclass(slots=True)
class Clock:
    """The archive's time, turned by the player."""

    at: datetime

    def __call__(self) -> datetime:
        """The moment that it is."""
        return self.at


@dataclass(slots=True)
class Heard:
    """What the parts told while they ran; the player empties it day by day."""

    outcomes: list[Outcome] = field(default_factory=list)
    posted: list[tuple[str, Document]] = field(default_factory=list)  # each with its channel

    def post(self, channel: str, document: Document) -> None:
        """Note a message."""
        self.posted.append((channel, document))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The service as the player needs it: the real parts, an archive's clock, open ears."""

    playing: Playing
    clock: Clock
    heard: Heard
    watcher: Watcher
    deliverer: Deliverer
    answer: Callable[[Request], Awaitable[Reply]]
    console: Console


@dataclass(slots=True)
class Tally:
    """The demo in figures."""

    items: int = 0  # met for the first time
    alerts: int = 0
    chinese: int = 0  # the same, told in Chinese
    folded: int = 0  # items that retell a story known already
    silent: Counter[str] = field(default_factory=Counter)  # the others that raised nothing, by why
    faults: int = 0


async def play(stage: Stage) -> Tally:
    """Add the feeds and companies by command, live through the days, look two companies up."""
    archive, out = stage.playing.archive, stage.console
    tally = Tally()
    days = f"{archive.days[0]:%-d %B} to {archive.days[-1]:%-d %B %Y}"
    out.print(Rule(f"EV Watch: what it tells of {days}", style="bold"))
    for company in FOLLOWED:
        await _ask(stage, f"/evwatch add {company} with:none now")
    out.print(_line("•", f"following {', '.join(FOLLOWED)} in #{CHANNEL}", "green"))
    out.print(_line("•", f"#{CHINESE} hears of the same, in Chinese", "green"))
    for feed in archive.feeds.values():
        reply = await _ask(stage, f"/evwatch add {stage.playing.address(feed.id)} now")
        works = reply.document.tone not in {"warning", "error"}
        mark, style = ("•", "green") if works else ("!", "yellow")
        told = feed.title if works else f"{feed.title}: {reply.document.plain}"
        out.print(_line(mark, f"watching {told}", style))
    for day in range(len(archive.days)):
        await _day(stage, day, tally)
    for channel, command, language in LOOK_UPS:
        out.print()
        out.print(Rule(Text(f"#{channel}  {command}"), style="bold", align="left"))
        show((await _ask(stage, command, channel=channel, language=language)).document, out)
    _tell(out, tally)
    return tally


async def _day(stage: Stage, day: int, tally: Tally) -> None:
    """One day: every feed is visited, what waits is delivered, and all of it is told."""
    stage.playing.day = day
    stage.clock.at = stage.playing.archive.moment(day)
    out = stage.console
    out.print()
    out.print(Rule(f"{stage.clock.at:%A, %-d %B %Y}", align="left", style="bold cyan"))
    if day == 0:
        out.print(_line("•", "the first visit of a feed is silent: it learns what is old", "green"))
    await stage.watcher.sweep()
    while await stage.deliverer.once():
        pass
    outcomes, posted = stage.heard.outcomes[:], stage.heard.posted[:]
    stage.heard.outcomes.clear()
    stage.heard.posted.clear()
    _tell_posted(posted, out, tally)
    for outcome in sorted(outcomes, key=lambda each: each.source.title):
        _tell_visit(outcome, out, tally)


def _tell_posted(posted: Sequence[tuple[str, Document]], out: Console, tally: Tally) -> None:
    """The messages; of the Chinese ones the first whole, of the others the line that says it."""
    chinese = [document for channel, document in posted if channel == CHINESE]
    english = [document for channel, document in posted if channel != CHINESE]
    whole = chinese[:1] if not tally.chinese else []
    for document in (*english, *whole):
        out.print()
        show(_without_buttons(document), out)
    if posted:
        out.print()
    for document in chinese[len(whole) :]:
        out.print(_line("•", f"#{CHINESE}  {document.plain}", "green"))
    tally.alerts += len(english)
    tally.chinese += len(chinese)


def _without_buttons(document: Document) -> Document:
    """The message as it is read where nothing can be pressed."""
    parts = tuple(part for part in document.parts if not isinstance(part, Buttons))
    return replace(document, parts=parts)


def _tell_visit(outcome: Outcome, out: Console, tally: Tally) -> None:
    """What went wrong with a feed, and which of its articles raised nothing, and why."""
    tally.items += outcome.new
    if outcome.fault:
        tally.faults += 1
        out.print(_line("!", f"{outcome.source.title}: {outcome.fault}", "yellow"))
    for item, why in outcome.silent:
        reason = why.partition(":")[0]  # without what differs from item to item
        is_folded = reason == FOLDED
        tally.folded += is_folded
        tally.silent.update(() if is_folded else (reason,))
        mark, word = ("↳", "folded") if is_folded else ("○", "silent")
        out.print(_line(mark, f"{word}: {item.title}", "dim"), Text(f"  {why}", "italic dim"))


async def _ask(stage: Stage, text: str, *, channel: str = CHANNEL, language: str = "en") -> Reply:
    """Type a command in a channel."""
    return await stage.answer(
        Request(
            kind="command",
            platform="local",
            at=Address(workspace="local", channel=channel),
            user="you",
            text=text,
            language=language,
            is_admin=True,
            public=True,  # nobody is there to share it with
        )
    )


def _line(mark: str, text: str, style: str) -> Text:
    return Text(f"{mark} {text}", style=style)


def _tell(out: Console, tally: Tally) -> None:
    out.print()
    out.print(Rule("In figures", style="bold"))
    out.print(f"{tally.items:4} items read")
    out.print(f"{tally.alerts:4} alerts posted in #{CHANNEL}, {tally.chinese} in #{CHINESE}")
    out.print(f"{tally.folded:4} folded into a story known already")
    for why, count in tally.silent.most_common():
        out.print(f"{count:4} silent: {why}")
    if tally.faults:
        out.print(f"{tally.faults:4} visits failed, which stopped no other feed")
