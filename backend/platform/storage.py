"""Uploaded files on disk, named by their content: the same bytes are kept once."""

import asyncio
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from backend.settings import get_settings

CHUNK = 1024 * 1024
ORPHAN_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Stored:
    """A kept file."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Download:
    """A file to send."""

    path: Path
    filename: str
    media_type: str


def _folder() -> Path:
    return Path(get_settings().data_dir) / "uploads"


def path_of(sha256: str) -> Path:
    """Where the file with this hash is kept."""
    return _folder() / sha256[:2] / sha256


def _put(source: BinaryIO) -> Stored:
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    source.seek(0)
    with tempfile.NamedTemporaryFile(dir=_folder(), prefix="new-") as draft:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            draft.write(chunk)
        draft.flush()
        os.fsync(draft.fileno())
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True, mode=0o700)
        try:
            os.link(draft.name, target)
        except FileExistsError:
            os.utime(target)  # young again, so that the sweep leaves it to its new owner
    return Stored(digest.hexdigest(), size)


async def put(source: BinaryIO) -> Stored:
    """Keep the bytes of an open file, unless they are kept already."""
    return await asyncio.to_thread(_put, source)


def _old_files() -> list[str]:
    latest = time.time() - ORPHAN_SECONDS
    files = (path for path in _folder().glob("??/*") if path.stat().st_mtime < latest)
    return [path.name for path in files]


async def old_files() -> list[str]:
    """Hashes of the files kept for more than a day: those nobody cites may go."""
    return await asyncio.to_thread(_old_files)


async def drop(sha256: str) -> None:
    """Remove a file."""
    await asyncio.to_thread(path_of(sha256).unlink, True)  # noqa: FBT003 missing_ok
