"""A real server in processes of its own, on a database of its own, at a chosen time."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from backend.commands.migrate import migrate
from backend.commands.officer import PASSWORD_VARIABLE
from backend.platform.embedded import EmbeddedPostgres
from backend.platform.embedded.host import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90


class Site:
    """An installation: database, keys and port; served as often as wanted, at any time."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "TEPAI_DATABASE_URL": database_url,
            "TEPAI_DATA_DIR": str(folder / "data"),
            "TEPAI_PORT": str(self.port),
            "TEPAI_WORKERS": "2",
            # Hundreds of people share this one address.
            "TEPAI_LOGIN_ATTEMPTS": "100000",
        }

    def command(self, *words: str, **environment: str) -> None:
        """Run `python -m backend …` to its end."""
        subprocess.run(
            [sys.executable, "-m", "backend", *words],
            cwd=ROOT,
            env=self.environment | environment,
            check=True,
        )

    def open_officer(self, email: str, password: str) -> None:
        """The department's first account, as an operator opens it."""
        words = ("officer", "department", "演示处长", email)
        self.command(*words, **{PASSWORD_VARIABLE: password})

    @contextmanager
    def serving(self, moment: datetime) -> Iterator[None]:
        """The server, its clock running on from `moment`."""
        log = (self.folder / "server.log").open("ab")
        server = subprocess.Popen(
            [sys.executable, "-m", "backend", "serve"],
            cwd=ROOT,
            env=self.environment | {"TEPAI_REHEARSAL_CLOCK": moment.isoformat()},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait(server)
            yield
        finally:
            server.terminate()
            server.wait(30)
            log.close()

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if server.poll() is not None or time.monotonic() > deadline:
                tail = (self.folder / "server.log").read_text(encoding="utf-8")[-3000:]
                raise RuntimeError(f"the server did not start:\n{tail}")
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def site() -> Iterator[Site]:
    """A migrated installation that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tepai-journey-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database server may run as another account
        database = EmbeddedPostgres(folder / "postgres", durable=False)
        try:
            database.start()
            migrate(database.url())
            yield Site(folder, database.url())
        finally:
            database.stop()
