"""What the configuration file owns, brought into the store; and who serves the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.config import Config, SourceSection
from storage.channels import Channel, Subscription
from storage.records import digest
from storage.sources import Source, SourceKind, Watch
from storage.store import Store


class AlreadyRunningError(Exception):
    """Another process serves this database."""


async def seed(store: Store, config: Config, *, at: datetime) -> None:
    """Bring what the file owns into the store; what chat made stays as it is."""
    watches = [
        Watch(
            workspace="*", source=source(each, config), managed=True, added_by="file", added_at=at
        )
        for each in config.sources
    ]
    watches += [
        Watch(workspace="*", company=company, managed=True, added_by="file", added_at=at)
        for company in config.companies
    ]
    subscriptions = []
    for each in config.channels:
        channel = Channel(platform=each.platform, workspace=each.workspace, id=each.channel)
        subscriptions.append(
            Subscription(
                id=digest(str(channel)),
                channel=channel,
                companies=each.companies,
                kinds=each.kinds,
                floor=each.floor,
                language=each.language,
                updates=each.updates,
                promises=each.promises,
            )
        )
    await store.watchlist.seed(watches, subscriptions, at=at)


def source(section: SourceSection, config: Config) -> Source:
    """A source of the file as the store keeps it."""
    kind = SourceKind.DOMAIN if section.domain else SourceKind.FEED
    url = section.address
    rhythm = config.domains.every if kind == SourceKind.DOMAIN else config.watch.every
    return Source(
        id=digest(url),
        kind=kind,
        url=url,
        title=section.title,
        company=section.company,
        language=section.language,
        every=section.every or rhythm,
        backfill=section.backfill,
    )


def reading_settings(config: Config) -> dict[SourceKind, dict[str, str]]:
    """What the readers of each kind go by, as the configuration has it."""
    domains, icp = config.domains, config.domains.icp
    asked = {"directory": str(domains.directory), "certificates": domains.certificates}
    if icp.address:
        asked |= {f"icp_{name}": path for name, path in icp.model_dump().items()}
        asked["icp"] = asked.pop("icp_address")
    return {SourceKind.DOMAIN: asked}


@contextmanager
def only_process(database: Path) -> Iterator[None]:
    """Hold the lock that says who serves this database; raises `AlreadyRunningError`.

    The lock goes with the process, however it ends (flock(2)), so a crash leaves nothing to clean.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".lock").open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunningError(
                f"another process serves {database}; stop it, or set `database` to another file"
            ) from None
        yield
