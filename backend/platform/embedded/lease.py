"""Who may stop an embedded server that several commands use at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.platform.embedded.server import EmbeddedPostgres, EmbeddedPostgresError


@contextmanager
def exclusive(folder: Path) -> Iterator[bool]:
    """Try to be the one owner of a folder; yields whether we are. Released even by ``kill -9``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "owner.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def running_server(folder: Path, *, share: bool = True) -> Iterator[EmbeddedPostgres]:
    """A durable server for the length of the block.

    The owner of the folder starts it and stops it at the end; everybody else joins the running one.
    Raises EmbeddedPostgresError when another owner is only just starting or stopping it, or, with
    `share` off, whenever there is another owner.
    """
    server = EmbeddedPostgres(folder)
    with exclusive(folder) as owner:
        if not owner and not share:
            raise EmbeddedPostgresError(
                f"数据目录 {folder} 正被另一个进程使用；请用 TEPAI_DATA_DIR 指定另一个目录。\n"
                f"  {folder} is in use by another process; name another one in TEPAI_DATA_DIR."
            )
        if not owner and not server.is_live():
            raise EmbeddedPostgresError(
                f"另一个进程正在启动或停止 {folder} 中的数据库，请稍后重试。\n"
                f"  Another process is starting or stopping the database in {folder}; try again."
            )
        if owner:
            server.start()
        try:
            yield server
        finally:
            if owner:
                server.stop()
