"""`make run`: everything in one, until Ctrl-C."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from backend.commands.databases import look_into
from backend.commands.failures import CommandError
from backend.commands.migrate import migrate, newest_revision
from backend.commands.processes import ROOT, Children
from backend.commands.reference import shipped_edition
from backend.commands.seed import demo_accounts, has_demo, loading, loading_mark
from backend.platform.embedded import EmbeddedPostgres, running_server
from backend.platform.embedded.host import port_is_free
from backend.settings import Settings, get_settings

_READY_SECONDS, _PORT_SECONDS = 90, 4


def up(*, dev: bool) -> int:
    """Start all parts, say where they are, and stop them in order when asked to.

    Raises CommandError or EmbeddedPostgresError when that is not possible.
    """
    began = time.monotonic()
    settings = get_settings()
    _require_port(settings)
    _stop_on_signals()
    try:
        with _database(settings) as (url, server):
            _bring_up_to_date(url, settings)
            with _parts(url, settings, dev=dev) as children:
                _wait_until_ready(children, settings)
                _greet(settings, time.monotonic() - began, dev=dev)
                _keep_running(children, server)
    except Stopped:
        _say("已停止", "stopped")
    return 0


class Stopped(BaseException):
    """Somebody asked us to stop; a BaseException so that nothing swallows it."""


def _stop_on_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _require_port(settings: Settings) -> None:
    deadline = time.monotonic() + _PORT_SECONDS
    while not port_is_free(settings.port, settings.host):
        if time.monotonic() < deadline:  # what a killed predecessor started is on its way out
            time.sleep(0.1)
            continue
        raise CommandError(
            f"端口 {settings.port} 不可用，可能已有程序在用。请先停止它，或换一个端口：\n"
            f"  Port {settings.port} is taken. Stop what uses it, or choose another one:\n"
            f"  TEPAI_PORT={settings.port + 1} TEPAI_DATA_DIR=.tepai-2 make run"
        )


@contextmanager
def _database(settings: Settings) -> Iterator[tuple[str, EmbeddedPostgres | None]]:
    if settings.database_url:
        yield settings.database_url, None
        return
    folder = settings.data_dir / "postgres"
    if not (folder / "cluster").exists():
        _say("创建数据库", "creating the database")
    with running_server(folder, share=False) as server:
        _start_over_after_a_broken_load(server, settings)
        yield server.url(), server


def _start_over_after_a_broken_load(server: EmbeddedPostgres, settings: Settings) -> None:
    if loading_mark(settings).exists():
        _say("上次载入演示数据未完成，重新开始", "the last demo load was cut short: starting over")
        server.recreate_database()


def _bring_up_to_date(url: str, settings: Settings) -> None:
    content = look_into(url)
    if (content.revision, content.reference) != (newest_revision(), shipped_edition()):
        _say("更新数据库结构", "migrating the database")
        migrate(url)
    if content.has_accounts or not settings.demo or not has_demo():
        return
    _say("载入演示数据（仅首次）", "loading the demo province (first start only)")
    environment = os.environ | {"TEPAI_DATABASE_URL": url}
    with loading(settings):
        done = subprocess.run(
            [sys.executable, "-m", "backend", "seed"], cwd=ROOT, env=environment, check=False
        )
        if done.returncode != 0:
            raise CommandError(
                "演示数据载入失败，原因见上 / the demo could not be loaded, see above"
            )


@contextmanager
def _parts(url: str, settings: Settings, *, dev: bool) -> Iterator[Children]:
    folder = settings.data_dir.absolute()
    environment = {
        "TEPAI_DATABASE_URL": url,
        "TEPAI_DATA_DIR": str(folder),
        "TEPAI_BACKEND": f"http://{_local(settings)}:{settings.port}",  # where vite finds the API
        "PATH": f"{ROOT / '.venv' / 'node'}{os.pathsep}{os.environ['PATH']}",
    }
    children = Children(environment, logs=None if dev else folder / "logs")
    try:
        _start_parts(children, settings, dev=dev)
        yield children
    finally:
        children.stop()


def _keep_running(children: Children, server: EmbeddedPostgres | None) -> None:
    """Start again whatever is struck down, the database first: nobody has to come and do it."""
    while True:
        if server is not None and server.has_died():
            _say("数据库意外退出，重新启动", "PostgreSQL ended by itself: starting it again")
            server.start()
        if (name := children.ended()) is not None:
            words = children.last_words(name)
            if not children.restart(name):
                raise CommandError(f"{name} 反复退出 / {name} keeps ending\n{words}")
            _say(f"{name} 意外退出，重新启动", f"{name} ended by itself: starting it again")
        time.sleep(0.2)


def _start_parts(children: Children, settings: Settings, *, dev: bool) -> None:
    children.start_backend("worker")
    if not dev:
        children.start_backend("serve")
        return
    reload = ["--factory", "backend.main:app", "--reload", "--reload-dir", "backend"]
    address = ["--host", settings.host, "--port", str(settings.port)]
    children.start("serve", [sys.executable, "-m", "uvicorn", *reload, *address])
    children.start("vite", ["npm", "--prefix", "frontend", "run", "dev"])


def _wait_until_ready(children: Children, settings: Settings) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not _answers(settings):
        if (name := children.ended()) is not None:
            words = children.last_words(name)
            raise CommandError(f"{name} 无法启动 / {name} did not start\n{words}")
        if time.monotonic() > deadline:
            raise CommandError("服务迟迟没有响应 / the server does not answer")
        time.sleep(0.05)


def _answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(_local(settings), settings.port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _local(settings: Settings) -> str:
    return "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104


def _greet(settings: Settings, seconds: float, *, dev: bool) -> None:
    _say(f"已启动，用时 {seconds:.1f} 秒", "ready; Ctrl-C to stop")
    print(f"\n  http://{_local(settings)}:{settings.port}/\n", flush=True)
    if dev:
        print("  http://127.0.0.1:5173/  (vite)\n")
    accounts = demo_accounts()
    if accounts:
        print("  演示账号 / demo accounts:")
    for account in accounts:
        print(f"    {account.identifier}\t{account.password}\t{account.role_name}".expandtabs(16))
    sys.stdout.flush()


def _say(chinese: str, english: str) -> None:
    print(f"→ {chinese} / {english}", flush=True)
