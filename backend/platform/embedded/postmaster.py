"""Reading PostgreSQL's lock file: is the process named in it alive, dead or somebody else?"""

import enum
from pathlib import Path


class Postmaster(enum.Enum):
    """What stands behind a ``postmaster.pid``."""

    ABSENT = "absent"
    ALIVE = "alive"
    GONE = "gone"
    """The process is dead, an unreaped zombie, or another program that got its number."""
    UNKNOWN = "unknown"


def read_pid(cluster: Path) -> int | None:
    """The process number in the lock file, or None when there is no readable one."""
    try:
        return int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def inspect(cluster: Path) -> Postmaster:
    """Tell apart a running server, a dead one's leftover lock file and no lock file."""
    pid = read_pid(cluster)
    if pid is None:
        return Postmaster.ABSENT
    if not Path("/proc/self/stat").exists():
        return Postmaster.UNKNOWN
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return Postmaster.GONE
    name, state = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2]
    # A killed postmaster stays a zombie until process 1 collects it, which may be never.
    return Postmaster.ALIVE if name == "postgres" and state not in "ZX" else Postmaster.GONE


def drop_stale_lock(cluster: Path) -> None:
    """Remove a lock file whose process is surely dead.

    The server's own shared-memory check still refuses while an orphaned backend lives.
    """
    if inspect(cluster) is Postmaster.GONE:
        (cluster / "postmaster.pid").unlink(missing_ok=True)
