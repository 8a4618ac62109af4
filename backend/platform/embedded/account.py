"""Which operating-system account the embedded server runs under.

PostgreSQL refuses to run as root. An ordinary user simply runs it. Root tries three ways, safest
first: the account ``nobody``; root seen as another user through a user namespace, for folders
``nobody`` cannot enter; ``nobody`` allowed past folder permissions, where namespaces are forbidden.
"""

import os
import pwd
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PROBE_SECONDS = 20


@dataclass(frozen=True)
class ServerAccount:
    """How to start server programs, and who has to own their files."""

    name: str
    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    # Set when the child has to change its identity itself before the program runs.
    becomes: int | None = field(default=None)

    def run(self, command: Sequence[str], **options) -> subprocess.CompletedProcess[str]:
        """Run one server program under this account and hand back its result."""
        if self.becomes is not None:
            options |= {"user": self.becomes, "group": self.gid, "extra_groups": []}
        return subprocess.run([*self.prefix, *command], text=True, check=False, **options)

    def own(self, path: Path) -> None:
        """Give a file, or a folder and all in it, to this account unless it is so already."""
        if os.geteuid() != 0 or path.stat().st_uid == self.uid:
            return
        for inner in [path, *path.rglob("*")]:
            os.chown(inner, self.uid, self.gid, follow_symlinks=False)


def ordinary_user() -> ServerAccount:
    """The account that started us; the right one for everybody but root."""
    return ServerAccount("self", os.geteuid(), os.getegid())


def nobody() -> ServerAccount:
    """The system's account without rights, entered by root."""
    uid, gid = _nobody_ids()
    return ServerAccount("nobody", uid, gid, becomes=uid)


def user_namespace() -> ServerAccount:
    """Root, shown to the server as another user; files stay owned by root."""
    uid, gid = _nobody_ids()
    prefix = ("unshare", "--user", f"--map-user={uid}", f"--map-group={gid}")
    return ServerAccount("namespace", 0, 0, prefix=prefix)


def nobody_past_folders() -> ServerAccount:
    """``nobody`` with the one capability that lets it enter closed parent folders."""
    uid, gid = _nobody_ids()
    prefix = ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
    capability = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ServerAccount("capability", uid, gid, prefix=prefix + capability)


ROOT_CHOICES: tuple[Callable[[], ServerAccount], ...] = (
    nobody,
    user_namespace,
    nobody_past_folders,
)


def choose_account(program: Path, folder: Path) -> ServerAccount | None:
    """The first account that can run ``program`` and enter ``folder``; None when root has none."""
    if os.geteuid() != 0:
        return ordinary_user()
    accounts = (choice() for choice in ROOT_CHOICES)
    return next((account for account in accounts if can_use(account, program, folder)), None)


def can_use(account: ServerAccount, program: Path, folder: Path) -> bool:
    """Whether this account really gets into the folder and starts the program."""
    script = 'cd "$1" && exec "$2" --version'
    try:
        result = account.run(
            ["/bin/sh", "-c", script, "sh", str(folder), str(program)],
            capture_output=True,
            timeout=_PROBE_SECONDS,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return result.returncode == 0


def _nobody_ids() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return 65534, 65534
    return entry.pw_uid, entry.pw_gid
