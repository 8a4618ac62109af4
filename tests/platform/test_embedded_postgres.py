"""The embedded server survives what people and machines do to it. Real servers, no mocks."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.platform.embedded import (
    EmbeddedPostgres,
    EmbeddedPostgresError,
    account,
    exclusive,
    running_server,
)
from backend.platform.embedded.postmaster import read_pid


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder under a closed parent, with a name that needs quoting."""
    inside = tmp_path / "特派's data"
    tmp_path.chmod(0o700)
    yield inside
    if inside.exists():
        EmbeddedPostgres(inside).stop()


def _postmaster(server: EmbeddedPostgres) -> int:
    pid = read_pid(server.cluster)
    assert pid is not None
    return pid


def test_data_settings_and_password_survive_a_clean_restart(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    assert server.start()
    server.execute("create table kept as select 7 as number")
    address = server.url()
    server.stop()
    assert not server.is_live()
    assert not (server.cluster / "postmaster.pid").exists()

    again = EmbeddedPostgres(folder)
    assert again.start()
    assert again.execute("select number from kept") == "7"
    assert again.url() == address
    settings = "select string_agg(setting, ' ' order by name) from pg_settings where name in "
    durable = settings + "('fsync', 'synchronous_commit', 'full_page_writes')"
    assert again.execute(durable) == "on on on"
    assert (folder / "server.json").stat().st_mode & 0o777 == 0o600
    assert (server.cluster).stat().st_mode & 0o077 == 0


def test_nobody_gets_in_without_the_password(folder: Path) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    server.start()
    known = server._remembered()
    for host in ("127.0.0.1", known.socket_folder):
        done = subprocess.run(
            [str(server._programs / "psql"), "-h", host, "-p", str(known.port), "-U", "postgres"],
            env={"PGPASSWORD": "wrong"},
            input="select 1",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        assert "password authentication failed" in done.stderr


def test_a_server_left_by_a_killed_launcher_is_used_again(folder: Path) -> None:
    launcher = (
        "import os, sys; from pathlib import Path; from backend.platform.embedded import *\n"
        "EmbeddedPostgres(Path(sys.argv[1])).start(); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", launcher, str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    server = EmbeddedPostgres(folder)
    before = _postmaster(server)
    assert server.start() is False
    assert _postmaster(server) == before
    assert server.execute("select 1") == "1"


def test_after_kill_9_of_the_postmaster_no_committed_row_is_missing(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    server.execute("create table kept as select generate_series(1, 1000) as number")
    os.kill(_postmaster(server), signal.SIGKILL)
    assert server.start()
    assert server.execute("select count(*) from kept") == "1000"


def test_a_lock_file_naming_another_program_does_not_block(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    lock = (server.cluster / "postmaster.pid").read_text().split("\n", 1)[1]
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{lock}")
    assert server.start()
    server.stop()


def test_stop_never_signals_a_program_that_got_the_number(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    server.stop()
    bystander = subprocess.Popen(["sleep", "60"])
    (server.cluster / "postmaster.pid").write_text(f"{bystander.pid}\n")
    server.stop()
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_another_port_is_taken_when_the_remembered_one_is_in_use(folder: Path) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    server.start()
    port = server.port
    server.stop()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        assert server.start()
        assert server.port != port
        assert server.execute("select 1") == "1"


def test_a_path_too_long_for_a_socket_still_works(folder: Path) -> None:
    server = EmbeddedPostgres(folder / ("深" * 30), durable=False)
    server.start()
    socket_folder = Path(server._remembered().socket_folder)
    assert len(os.fsencode(socket_folder)) < 90
    assert list(socket_folder.glob(".s.PGSQL.*"))
    server.stop()
    assert not socket_folder.exists()


def test_every_account_this_machine_offers_runs_a_server(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = EmbeddedPostgres(tmp_path_factory.mktemp("probe"))._programs / "postgres"
    choices = account.ROOT_CHOICES if os.geteuid() == 0 else (account.ordinary_user,)
    ran = []
    for number, choice in enumerate(choices):
        place = tmp_path_factory.mktemp(f"account{number}")
        if not account.can_use(choice(), program, place):
            continue
        monkeypatch.setattr(account, "ROOT_CHOICES", (choice,))
        server = EmbeddedPostgres(place, durable=False)
        server.start()
        assert server.execute("select 1") == "1"
        owner = choice().uid
        assert server.cluster.stat().st_uid == owner
        server.stop()
        ran.append(choice().name)
    assert ran


def test_missing_password_file_is_explained_not_overwritten(folder: Path) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    server.start()
    server.stop()
    (folder / "server.json").unlink()
    with pytest.raises(EmbeddedPostgresError, match=r"server\.json is missing"):
        server.start()
    assert (server.cluster / "PG_VERSION").exists()


def test_only_the_owner_stops_a_shared_server(folder: Path) -> None:
    with running_server(folder) as first:
        with running_server(folder) as second:
            assert second.url() == first.url()
        assert first.is_live()
    assert not first.is_live()


def test_joining_a_server_that_is_not_up_yet_is_refused(folder: Path) -> None:
    message = pytest.raises(EmbeddedPostgresError, match="try again")
    with exclusive(folder) as owner, message, running_server(folder):
        pass
    assert owner
