"""What the configuration file owns, brought into the store; and who serves the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.config import Config, ConfigError, Fault, SourceSection
from bot.sources.making import MakingError, made
from storage.channels import Channel, Subscription
from storage.engine import StoreError
from storage.records import digest
from storage.rules import Pace
from storage.sources import Source, SourceKind, Watch
from storage.store import Store


class AlreadyRunningError(Exception):
    """Another process serves this database."""


def make_folder(database: Path) -> None:
    """The folder of a database, unless it is there; raises `StoreError` where it cannot be made."""
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder {database.parent} cannot be made: {error.strerror}; "
            "name one that can be written"
        ) from error


async def seed(store: Store, config: Config, *, at: datetime) -> None:
    """Bring what the file owns into the store; what chat made stays as it is."""
    watches = [
        Watch(workspace="*", source=each, managed=True, added_by="file", added_at=at)
        for each in sources(config)
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
                news=each.news,
                calls=each.mentions,
                pace=Pace(
                    digest=each.digest,
                    quiet=each.quiet,
                    zone=each.zone,
                    bypass=each.bypass,
                    cap=each.cap,
                ),
            )
        )
    await store.watchlist.seed(watches, subscriptions, at=at)


def sources(config: Config) -> list[Source]:
    """The sources of the file as the store keeps them; raises `ConfigError` with every fault."""
    found, faults = [], []
    for place, section in enumerate(config.sources):
        try:
            found.append(_source(section, config))
        except MakingError as error:
            faults.append(Fault(f"sources.{place}.watch", str(error)))
    if faults:
        raise ConfigError(tuple(faults))
    return found


def _source(section: SourceSection, config: Config) -> Source:
    what = made(section.address)
    return what.source(
        title=section.title,
        company=section.company,
        language=section.language,
        every=section.every or what.every or config.watch.every,
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
    make_folder(database)
    with database.with_name(database.name + ".lock").open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunningError(
                f"another process serves {database}; stop it, or set `database` to another file"
            ) from None
        yield
