"""The commands that need the configuration, the store or the network."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter

from adapters.chat import Address, Request
from bot import app, telemetry
from bot.catalogue import load as load_catalogue
from bot.cli import CONFIG, DONE, FAILED, STORE, USAGE, lists
from bot.cli.cases import fields
from bot.cli.console import (
    complain,
    console,
    plain,
    show_check,
    show_difference,
    show_differences,
    show_look,
)
from bot.cli.settings import config_path, load_config
from bot.compose.phrases import Count
from bot.compose.terminal import show
from bot.config import Config, ConfigError
from bot.config import secrets as config_secrets
from bot.doctor import Doctor
from bot.reprocess import Difference
from bot.reprocess import reprocess as read_anew
from bot.web import WebError
from bot.workers import WorkerError
from storage.channels import Channel
from storage.engine import StoreError
from storage.records import Telling
from storage.store import Store


def run(options: Namespace) -> int:
    """The service, until SIGTERM or Ctrl-C."""

    async def work(config: Config) -> int:
        telemetry.set_up(
            level=config.log.level, form=config.log.format, secrets=config_secrets(config)
        )
        await app.run(config, tell=lambda words: console().print(plain(words, "bold")))
        return DONE

    return _configured(options, work)


def demo(options: Namespace) -> int:
    """Play the bundled archive through the real line."""
    telemetry.set_up(level="error")
    try:
        asyncio.run(
            app.demo(
                folder=options.folder,
                serve_page=options.serve,
                port=options.port,
                console=console(),
            )
        )
    except StoreError as error:
        complain(str(error))
        return STORE
    except WebError as error:
        complain(str(error))
        return FAILED
    return DONE


def check(options: Namespace) -> int:
    """Tell all faults of the configuration, or what it would do."""

    async def work(config: Config) -> int:
        app.sources(config)
        if config_path(options) is None:
            console().print(
                "There is no evwatch.toml here: everything is as built in. "
                "To make one: cp evwatch.example.toml evwatch.toml"
            )
            return DONE
        sources, companies, channels = (
            Count(len(each)) for each in (config.sources, config.companies, config.channels)
        )
        console().print(
            f"The configuration is good: {sources:source|sources}, "
            f"{companies:company|companies}, {channels:channel|channels} of its own."
        )
        return DONE

    return _configured(options, work)


def doctor(options: Namespace) -> int:
    """Look at everything that a set-up needs; 1 when anything is not well."""

    async def work(config: Config) -> int:
        told, ill = config.operators, 0
        channel = Channel(platform=told.platform, workspace=told.workspace, id=told.channel)
        async with app.assemble(config) as service:
            await app.seed(service.store, config, at=app.now())
            doctor = Doctor(
                store=service.store,
                chats=service.chats,
                clock=app.now,
                operators=channel if told.channel else None,
            )
            async for check in doctor.look():
                ill += not check.ok
                show_check(check)
        console().print("All well." if not ill else f"{Count(ill):thing|things} to do.")
        return FAILED if ill else DONE

    return _configured(options, work)


def visit(options: Namespace) -> int:
    """One dry visit, printed; stores nothing."""

    async def work(config: Config) -> int:
        config = config.model_copy(update={"database": Path(":memory:")})
        async with app.assemble(config) as service:
            prefix = "" if options.kind in {None, "feed"} else f"{options.kind}:"
            began = perf_counter()
            look = await service.ingest.look(f"{prefix}{options.url}")
        show_look(look, seconds=perf_counter() - began)
        return FAILED if look.fault else DONE

    return _configured(options, work)


def milestones(options: Namespace) -> int:
    """The look-up of `/milestones`, in the terminal."""

    async def answered(config: Config) -> int:
        async with app.assemble(config) as service:
            reply = await service.dispatch.answer(
                Request(
                    kind="command",
                    platform="local",
                    at=Address(workspace="local", channel=next(iter(config.local.channels), "")),
                    user="terminal",
                    text=f"/milestones {' '.join(options.company)}",
                    public=True,  # nobody here to share it with
                )
            )
        show(reply.document, console())
        return FAILED if reply.document.tone in {"warning", "error"} else DONE

    async def listed(config: Config) -> int:
        company = load_catalogue().find(" ".join(options.company))
        if company is None:
            complain(f"no company {' '.join(options.company)!r} in the catalogue")
            return FAILED
        async with app.open_store(config) as store:
            for telling in await store.history.timeline(company.id):
                _print_json(_row(telling))
        return DONE

    return _configured(options, listed if options.json else answered)


def migrate(options: Namespace) -> int:
    """Bring the database up to date."""

    async def work(config: Config) -> int:
        async with app.open_store(config) as store:
            counts = await store.history.counts()
        kept = ", ".join(f"{count} {what}" for what, count in counts.items())
        console().print(f"{config.database} is up to date: {kept}.")
        return DONE

    return _configured(options, work)


def reprocess(options: Namespace) -> int:
    """Read every kept item anew, and show what is read otherwise."""

    async def work(config: Config) -> int:
        async with app.assemble(config) as service:
            seen = 0
            found: list[Difference] = []
            async for difference in read_anew(service.ingest, dry_run=options.dry_run):
                seen += 1
                if difference is not None:
                    found.append(difference)
                    show_difference(difference)
        show_differences(seen, found, dry_run=options.dry_run)
        return DONE

    return _configured(options, work)


def import_(options: Namespace) -> int:
    """Add what a list names to the watchlist of a workspace."""

    async def work(config: Config) -> int:
        async with app.open_store(config) as store:
            # What the file owns must be known, so that it is left alone.
            await app.seed(store, config, at=app.now())
            return await lists.bring_in(store, options)

    return _configured(options, work)


def export(options: Namespace) -> int:
    """Every kept milestone as JSON lines, oldest first; with a format, the watchlist."""

    async def work(store: Store) -> int:
        if options.format:
            return await lists.take_out(store, options)
        async for telling in store.history.export():
            _print_json(_row(telling))
        return DONE

    return _stored(options, work)


def backup(options: Namespace) -> int:
    """Copy the database while others use it."""
    if options.path.exists():
        complain(f"{options.path} exists; name a file that does not")
        return USAGE
    if not options.path.parent.is_dir():
        complain(f"{options.path.parent} is no folder; make it first, or name another")
        return USAGE

    async def work(store: Store) -> int:
        await store.backup(str(options.path))
        console().print(f"{options.path}: {options.path.stat().st_size:,} bytes.")
        return DONE

    return _stored(options, work)


def _configured(options: Namespace, work: Callable[[Config], Awaitable[int]]) -> int:
    """Load the configuration and do the work; a fault is told and becomes the exit code."""

    async def whole(config: Config) -> int:
        return await work(config)

    telemetry.set_up(level="warning")
    try:
        return asyncio.run(whole(load_config(options)))
    except ConfigError as error:
        complain("the configuration cannot be used:")
        for fault in error.faults:
            complain(f"  {fault.path}: {fault.text}")
        return CONFIG
    except (StoreError, app.AlreadyRunningError) as error:
        complain(str(error))
        return STORE
    except (WebError, WorkerError) as error:
        complain(str(error))
        return FAILED


def _stored(options: Namespace, work: Callable[[Store], Awaitable[int]]) -> int:
    async def whole(config: Config) -> int:
        async with app.open_store(config) as store:
            return await work(store)

    return _configured(options, whole)


def _row(telling: Telling) -> dict[str, object]:
    return fields(telling.milestone) | {
        "story": telling.story,
        "url": telling.url,
        "title": telling.title,
        "outlet": telling.outlet,
        "published": telling.published.isoformat() if telling.published else None,
        "seen": telling.seen.isoformat(),
    }


def _print_json(row: dict[str, object]) -> None:
    print(json.dumps(row, ensure_ascii=False))  # noqa: T201  # the answer
