"""`make run`'s launcher, as a person meets it: real processes, real signals."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.platform.embedded import EmbeddedPostgres
from backend.platform.embedded.host import free_port

PATIENCE = 60


class Launcher:
    """One `python -m backend up` on its own port and data folder."""

    def __init__(self, data: Path, port: int) -> None:
        self.port = port
        environment = os.environ | {
            "TEPAI_DATA_DIR": str(data),
            "TEPAI_PORT": str(port),
            "TEPAI_DEMO": "false",
            "TEPAI_WORKERS": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backend", "up"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        """Read what it prints up to its address; it gives up by itself when it cannot start."""
        assert self.process.stdout
        said = []
        for line in self.process.stdout:
            said.append(line)
            if f"http://127.0.0.1:{self.port}/" in line:
                assert self.answers()
                return
        pytest.fail("".join(said))

    def finish(self) -> tuple[int, str]:
        output, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, output


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("up") / "data"
    yield folder
    if folder.exists():
        EmbeddedPostgres(folder / "postgres").stop()


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Launcher]]:
    launchers = []

    def starter(port: int | None = None) -> Launcher:
        launchers.append(Launcher(data, port or free_port()))
        return launchers[-1]

    yield starter
    for launcher in launchers:
        if launcher.process.poll() is None:
            launcher.process.terminate()
        launcher.finish()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_with_everything_it_started(
    start: Callable[..., Launcher], data: Path, number: signal.Signals
) -> None:
    launcher = start()
    launcher.wait_until_ready()
    launcher.process.send_signal(number)
    code, output = launcher.finish()
    assert code == 0, output
    assert "已停止" in output
    assert not launcher.answers()
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists()


def test_a_taken_port_is_refused_politely(start: Callable[..., Launcher]) -> None:
    first = start()
    first.wait_until_ready()
    code, output = start(first.port).finish()
    assert code == 1
    assert f"端口 {first.port} 不可用" in output
    assert "Traceback" not in output
    assert first.answers()


def test_a_data_folder_in_use_is_refused_politely(start: Callable[..., Launcher]) -> None:
    first = start()
    first.wait_until_ready()
    code, output = start().finish()
    assert code == 1
    assert "TEPAI_DATA_DIR" in output
    assert "Traceback" not in output
    assert first.answers()


def test_after_kill_9_its_children_go_and_the_next_start_works(
    start: Callable[..., Launcher], data: Path
) -> None:
    killed = start()
    killed.wait_until_ready()
    killed.process.kill()
    eventually(lambda: not killed.answers())
    again = start(killed.port)
    again.wait_until_ready()
    again.process.terminate()
    code, output = again.finish()
    assert code == 0, output
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists()
