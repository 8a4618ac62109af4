"""What a stranger's file says: read in a process with limits, never in the server."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Literal

READER = Path(__file__).with_name("reading_process.py")
WALL_SECONDS = 30
AT_ONCE = asyncio.Semaphore(2)

Kind = Literal["pdf", "xlsx"]


class UnreadableFile(Exception):
    """The file could not be read within the limits."""


async def read_words(kind: Kind, content: bytes) -> dict[str, Any]:
    """`pages` (and their `count`) of a PDF, or `rows` and `sheets` of an XLSX; all as text.

    `is_scan` tells that a PDF shows pictures of pages: its words are what a scanner guessed.

    Raises UnreadableFile for anything a parser stumbles over, or that takes too long.
    """
    return await run_reader(content, kind)


async def run_reader(content: bytes, *how: str) -> dict[str, Any]:
    """What the reading process tells of a file. Raises UnreadableFile."""
    async with AT_ONCE:
        # Isolated: neither the environment nor the working folder says what is imported.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(READER), *how),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(WALL_SECONDS):
                told, _ = await process.communicate(content)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise UnreadableFile from None
    if process.returncode != 0:
        raise UnreadableFile
    found: dict[str, Any] = json.loads(told)
    return found
