"""A whole installation as `make run` starts it, and the processes one may strike down."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from backend.platform.embedded import EmbeddedPostgres
from backend.platform.embedded.postmaster import read_pid

PATIENCE = 90


def _children(pid: int) -> list[int]:
    """The processes a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] not in "ZX" and int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


class Site:
    """`python -m backend up` on its own port and folder, started again whenever it is gone."""

    def __init__(self, folder: Path, port: int, smtp_port: int) -> None:
        self.folder, self.port = folder, port
        self.database = EmbeddedPostgres(folder / "postgres")
        self._environment = os.environ | {
            "TEPAI_DATA_DIR": str(folder),
            "TEPAI_PORT": str(port),
            "TEPAI_DEMO": "false",
            "TEPAI_WORKERS": "2",
            "TEPAI_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        }
        self.launcher: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs: what a service manager does."""
        if self.launcher is not None and self.launcher.poll() is None:
            return
        with (self.folder / "up.log").open("ab") as log:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "backend", "up"],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> float:
        """Seconds until it answers, which it has to of itself."""
        began = time.monotonic()
        self.start()
        while not self.is_whole():
            self.start()
            if time.monotonic() - began > PATIENCE:
                raise SystemExit((self.folder / "up.log").read_text()[-3000:])
            time.sleep(0.05)
        return time.monotonic() - began

    def is_whole(self) -> bool:
        """Whether all parts run under the present launcher, and the site answers."""
        return any(self._part("serve")) and any(self._part("worker")) and self.is_ready()

    def is_ready(self) -> bool:
        """Whether it answers with the database behind it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _part(self, name: str) -> Iterator[int]:
        assert self.launcher
        for pid in _children(self.launcher.pid):
            if f"-m backend {name}" in _command(pid):
                yield pid

    def victims(self) -> dict[str, Callable[[], list[int]]]:
        """Who may be struck down: a name, and the processes it stands for now."""
        postmaster = read_pid(self.database.cluster) or 0
        return {
            "launcher": lambda: [self.launcher.pid] if self.launcher else [],
            "API": lambda: list(self._part("serve")),
            "one API worker": lambda: [pid for one in self._part("serve") for pid in _spawned(one)][
                :1
            ],
            "job worker": lambda: list(self._part("worker")),
            "PostgreSQL's postmaster": lambda: [postmaster],
            "PostgreSQL altogether": lambda: [postmaster, *_children(postmaster)],
            "one PostgreSQL backend": lambda: _backends(postmaster)[:1],
        }

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        if self.launcher is not None and self.launcher.poll() is None:
            self.launcher.terminate()
            self.launcher.wait(60)
        self.database.stop()


def _spawned(pid: int) -> list[int]:
    return [one for one in _children(pid) if "spawn_main" in _command(one)]


def _backends(postmaster: int) -> list[int]:
    return [pid for pid in _children(postmaster) if "tepai tepai" in _command(pid)]


def strike(pids: list[int]) -> None:
    """kill -9, without a word; back once they are gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(_command(pid) for pid in pids):
        time.sleep(0.01)
