"""`python -m backend <command>`: everything a person or a container starts."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from backend.commands.failures import CommandError
from backend.platform.embedded import EmbeddedPostgresError


def _up(options: argparse.Namespace) -> int:
    from backend.commands.up import up

    return up(dev=options.dev)


def _serve(_options: argparse.Namespace) -> int:
    from backend.commands.processes import stop_with_launcher
    from backend.platform.server import serve
    from backend.settings import get_settings

    stop_with_launcher()
    settings = get_settings()
    serve("backend.main:app", settings.port, settings.workers, host=settings.host)
    return 0


def _worker(_options: argparse.Namespace) -> int:
    from backend.commands.processes import stop_with_launcher
    from backend.platform import jobs

    stop_with_launcher()
    jobs.run()
    return 0


def _migrate(_options: argparse.Namespace) -> int:
    from backend.commands.databases import any_database
    from backend.commands.migrate import migrate

    with any_database() as url:
        migrate(url)
    return 0


def _migration(options: argparse.Namespace) -> int:
    from backend.commands.databases import any_database
    from backend.commands.migrate import draft

    with any_database() as url:
        draft(url, options.name)
    return 0


def _seed(_options: argparse.Namespace) -> int:
    from backend.commands.databases import any_database, look_into
    from backend.commands.migrate import migrate
    from backend.commands.seed import loading, seed
    from backend.settings import get_settings

    with any_database() as url:
        migrate(url)
        with nullcontext() if look_into(url).has_accounts else loading(get_settings()):
            seed(url)
    return 0


def _officer(options: argparse.Namespace) -> int:
    from backend.commands.databases import any_database
    from backend.commands.officer import add_officer

    with any_database() as url:
        add_officer(url, options.role, options.name, options.identifier)
    return 0


def _check_lists(_options: argparse.Namespace) -> int:
    from backend.commands.check_lists import check_lists
    from backend.commands.databases import any_database

    with any_database() as url:
        return check_lists(url)


def _check_invariants(_options: argparse.Namespace) -> int:
    from backend.commands.check_invariants import check_invariants
    from backend.commands.databases import any_database

    with any_database() as url:
        return check_invariants(url)


def _rank(options: argparse.Namespace) -> int:
    from backend.commands.rank import rank

    rank(
        options.experts,
        options.demands,
        options.out,
        options.background,
        options.top,
        options.weights,
    )
    return 0


def _rebuild_matching(_options: argparse.Namespace) -> int:
    import asyncio

    from backend.commands.databases import any_database
    from backend.recommendations.service import rebuild_at

    with any_database() as url:
        asyncio.run(rebuild_at(url))
    return 0


def _openapi(_options: argparse.Namespace) -> int:
    from backend.commands.contract import write

    write()
    return 0


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "up": (_up, "database, migrations, demo data, server and worker in one"),
    "serve": (_serve, "the HTTP server alone (TEPAI_DATABASE_URL must be set)"),
    "worker": (_worker, "the job worker alone (TEPAI_DATABASE_URL must be set)"),
    "migrate": (_migrate, "bring the database to the newest schema"),
    "seed": (_seed, "load the demo province into an empty database"),
    "officer": (_officer, "open an account of the department: the first one has nobody to ask"),
    "check-lists": (
        _check_lists,
        "hash every frozen list anew, name the altered rows",
    ),
    "check-invariants": (
        _check_invariants,
        "ask the database whether everything that must hold does, name the rows",
    ),
    "rank": (_rank, "rank experts for demands out of JSONL files, in a scratch database"),
    "rebuild-matching": (_rebuild_matching, "count and build the matching index anew"),
    "openapi": (_openapi, "write the published contract into openapi/"),
    "migration": (_migration, "draft the next migration from the models"),
}


def _ask_for_files(command: argparse.ArgumentParser) -> None:
    for file in ("experts", "demands", "out"):
        command.add_argument(f"--{file}", type=Path, required=True, help="JSONL file")
    command.add_argument("--background", type=Path, help="JSONL file of other texts")
    command.add_argument("--weights", type=Path, help="JSON file of weights to try instead")
    command.add_argument("--top", type=int, default=3000, help="how many to each demand")


def _ask(name: str, command: argparse.ArgumentParser) -> None:
    """What a command is told besides its name."""
    if name == "up":
        command.add_argument("--dev", action="store_true", help="reload on every change")
    if name == "officer":
        command.add_argument("role", choices=("department", "system_admin", "auditor"))
        command.add_argument("name", help="the person's name")
        command.add_argument("identifier", help="phone number or e-mail address to sign in with")
    if name == "rank":
        _ask_for_files(command)
    if name == "migration":
        command.add_argument("name", help="what it does, in a few words")


def main() -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m backend")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        _ask(name, command)
    options = parser.parse_args()
    try:
        return COMMANDS[options.command][0](options)
    except (CommandError, EmbeddedPostgresError) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + 2


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
