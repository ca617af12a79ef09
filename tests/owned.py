"""What workspaces own, as tests look at it: every row of every table of the list."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from storage.engine import Engine, Transaction
from storage.news import milestone_values
from storage.owned import NOTED, OWNED, STORIES
from storage.records import Certainty, Kind, Milestone, Phase

TABLES = [
    table for owned in OWNED for table in (owned.table, *(part.table for part in owned.parts))
]
OF_WORKSPACE = [*(owned.table for owned in OWNED), *NOTED]  # those with that column


async def belongings(engine: Engine) -> Mapping[str, list[str]]:
    """All rows of what is logged and undone, in an order that only depends on what they say."""
    found = {}
    for table in TABLES:
        rows = await engine.fetch(f"SELECT * FROM {table}")  # noqa: S608 - of the list
        found[table] = sorted(repr(sorted(row.items())) for row in rows)
    return found


async def stories(engine: Engine) -> Mapping[str, list[str]]:
    """All rows of stories; how often they were written makes no difference."""
    found = {}
    for table in (STORIES.table, *(part.table for part in STORIES.parts)):
        rows = await engine.fetch(f"SELECT * FROM {table}")  # noqa: S608 - of the list
        kept = [[each for each in row.items() if each[0] != STORIES.counter] for row in rows]
        found[table] = sorted(repr(sorted(row)) for row in kept)
    return found


Row = dict[str, object]
AT: Final = "2023-08-25T11:00:00.000000+00:00"
NEVER: Final = "9999-12-31T23:59:59.999999+00:00"
STORY: Final = "5" * 20  # stories are nobody's own: any place may see it


def _usual(mark: str) -> Row:
    return {"platform": "local", "workspace": mark, "channel": f"{mark}-channel"}


def _said(subject: str) -> Row:
    """A step of a company that everybody knows, as it is kept in JSON."""
    said = Milestone(
        company="xiaomi",
        kind=Kind.LAUNCH,
        phase=Phase.DONE,
        certainty=Certainty.OFFICIAL,
        evidence=f"{subject}-evidence",
        headline=True,
        subject=subject,
        item="i",
    )
    return dict(milestone_values(said))


def audit_of(mark: str) -> int:
    """The number of the other place's change; it takes none of those that others get."""
    return -ord(mark[-1])


# A row for each table of the list, with texts that stand nowhere else: a new table needs one here.
PLANTED: Final[Mapping[str, Callable[[str], Row]]] = {
    "watches": lambda mark: {
        "workspace": mark, "source": f"{mark}-source", "company": None, "managed": 0,
        "added_by": f"{mark}-person", "added_at": AT, "own_title": f"{mark}-calls-it",
        "own_company": f"{mark}-about", "own_language": "zh", "own_every_s": 300.0,
    },
    "pauses": lambda mark: {
        "workspace": mark, "source": None, "company": f"{mark}-paused", "until": NEVER,
    },
    "subscriptions": lambda mark: {
        **_usual(mark), "id": f"{mark}-subscription", "all_companies": 0, "kinds": "[]",
        "floor": "rumoured", "language": "en", "updates": "thread", "managed": 0, "promises": 0,
        "news": "[]", "pace": "{}", "calls": "[]",
    },
    "followed": lambda mark: {
        "subscription": f"{mark}-subscription", "company": f"{mark}-followed", "position": 0,
        "managed": 0,
    },
    "silences": lambda mark: {
        **_usual(mark), "what": "company", "name": f"{mark}-muted", "label": f"{mark}-label",
        "until": NEVER,
    },
    "flags": lambda mark: {
        **_usual(mark), "story": STORY, "actor": f"{mark}-flagger", "actor_name": f"{mark}-flags",
        "at": AT,
    },
    "roles": lambda mark: {
        "workspace": mark, "platform": "local", "user": f"{mark}-user", "name": f"{mark}-named",
        "role": "admin",
    },
    "hushes": lambda mark: {"workspace": mark, "since": AT, "until": NEVER},
    "parked": lambda mark: {
        **_usual(mark), "since": AT, "fault": f"{mark}-fault", "next_probe": AT, "probes": 0,
        "told": 1,
    },
    "deliveries": lambda mark: {
        **_usual(mark), "key": f"{mark}-key", "story": STORY, "revision": 1, "state": "parked",
        "attempts": 1, "message": f"{mark}-message", "fault": f"{mark}-fault", "created": AT,
    },
    "audits": lambda mark: {
        **_usual(mark), "id": audit_of(mark), "at": AT,
        "actor": f"{mark}-actor", "actor_name": f"{mark}-acted", "command": f"{mark}-command",
        "allowed": 1, "before": f"{mark}-before", "after": f"{mark}-after", "needs": "editor",
    },
    "changes": lambda mark: {
        "audit": audit_of(mark), "position": 0, "workspace": mark,
        "owned": "hushes", "key": f'["{mark}"]', "topic": f'["hushes", "{mark}"]', "before": None,
        "after": f'{{"workspace": "{mark}", "since": "{AT}", "until": "{NEVER}"}}',
    },
    "links": lambda mark: {
        "workspace": mark, "id": f"{mark}-link", "company": "xiaomi", "language": "en",
        "digest": f"{mark}-digest", "made_by": f"{mark}-maker", "made_at": AT, "until": None,
    },
    "own_companies": lambda mark: {
        "workspace": mark, "id": f"own_{mark}", "name": f"{mark} Motors", "into_company": "",
        "added_by": f"{mark}-namer", "added_at": AT,
    },
    "own_names": lambda mark: {
        "workspace": mark, "name_key": f"{mark}name", "company": f"own_{mark}",
        "name": f"{mark} Name", "common": 0, "position": 0,
    },
    "corrections": lambda mark: {
        "workspace": mark, "id": f"{mark}-fix", "story": STORY,
        "statements": json.dumps([_said(f"{mark}-was")]), "value": json.dumps(_said(f"{mark}-is")),
        "slots": '["subject"]', "rejected": 0, "editor": f"{mark}-editor", "at": AT,
    },
    "pending_lists": lambda mark: {
        **_usual(mark), "id": f"{mark}-list", "actor": f"{mark}-giver", "at": NEVER,
        "text": f"https://{mark}.example/listed",
    },
    "seen_sources": lambda mark: {
        "workspace": mark, "source": f"{mark}-source", "until": NEVER,
    },
    "private_channels": lambda mark: {**_usual(mark), "channel": f"{mark}-private"},
}  # fmt: skip


async def plant(engine: Engine, mark: str) -> None:
    """Put a row of the workspace `mark` into every table; all its texts begin with that."""
    source = {
        "id": f"{mark}-source", "kind": "feed", "url": f"https://{mark}.example/feed",
        "title": f"{mark}-title", "trust": 0, "every_s": 900.0, "backfill": 0, "memory": "{}",
        "failures": 0, "next_try": AT,
    }  # fmt: skip
    story = {
        "id": STORY, "revision": 1, "companies": '["xiaomi"]', "title": "SU7", "gist": "",
        "items": "[]", "first_seen": AT, "last_seen": AT,
    }  # fmt: skip
    async with engine.transaction() as transaction:
        await _insert(transaction, "sources", source)
        await _insert(transaction, "stories", story)
        for table in (*TABLES, *reversed(NOTED)):
            await _insert(transaction, table, PLANTED[table](mark))


async def _insert(transaction: Transaction, table: str, row: Row) -> None:
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    sql = f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING"  # noqa: S608 - of the list
    await transaction.execute(sql, **row)
