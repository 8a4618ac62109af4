"""Child processes of the launcher: started, watched, stopped together."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext, suppress
from pathlib import Path

LAUNCHER = "TEPAI_LAUNCHER"
ROOT = Path(__file__).resolve().parent.parent.parent
_STOP_SECONDS, _ORPHAN_SECONDS = 25, 2
# A part that ends more often than this within the time is broken, not struck down.
_RESTARTS, _RESTART_SECONDS = 5, 60


def stop_with_launcher() -> None:
    """End this process once its launcher is gone, even when that was killed with -9."""
    launcher = os.environ.get(LAUNCHER)
    if launcher is None:
        return

    def watch() -> None:
        while os.getppid() == int(launcher):
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_ORPHAN_SECONDS)
        # Still there: the next launcher wants the port. Ours is the whole group, see Children.
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


class Children:
    """The programs running beside the launcher, each in a session of its own.

    So Ctrl-C reaches the launcher alone, which then stops them in order. With a folder for logs
    each writes into a file there, else all write to the terminal.
    """

    def __init__(self, environment: dict[str, str], logs: Path | None = None) -> None:
        self._environment = os.environ | environment | {LAUNCHER: str(os.getpid())}
        self._logs = logs
        if logs:
            logs.mkdir(parents=True, exist_ok=True)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._commands: dict[str, list[str]] = {}
        self._ends: dict[str, list[float]] = {}

    def start(self, name: str, command: list[str]) -> None:
        """Start one program under a name."""
        self._commands[name] = command
        with self._log(name).open("ab") if self._logs else nullcontext() as log:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def start_backend(self, command: str) -> None:
        """Start `python -m backend <command>`."""
        self.start(command, [sys.executable, "-m", "backend", command])

    def restart(self, name: str) -> bool:
        """Start a program anew that ended by itself; False when it keeps ending at once."""
        ended = self._running[name]
        with suppress(ProcessLookupError):  # what it left behind would hold its port
            os.killpg(ended.pid, signal.SIGKILL)
        now = time.monotonic()
        recent = [one for one in self._ends.get(name, []) if now - one < _RESTART_SECONDS]
        self._ends[name] = [*recent, now]
        if len(self._ends[name]) > _RESTARTS:
            return False
        self.start(name, self._commands[name])
        return True

    def last_words(self, name: str) -> str:
        """The end of a program's log."""
        if not self._logs:
            return ""
        lines = self._log(name).read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"  {self._log(name)}:", *lines[-15:]])

    def _log(self, name: str) -> Path:
        return (self._logs or Path()) / f"{name}.log"

    def ended(self) -> str | None:
        """The name of a program that ended by itself, if any."""
        return next(
            (name for name, child in self._running.items() if child.poll() is not None), None
        )

    def stop(self) -> None:
        """Ask all of them to stop, wait, and kill what does not."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self._running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            with suppress(ProcessLookupError):  # npm goes without taking vite along
                os.killpg(child.pid, signal.SIGTERM)
        self._running.clear()
