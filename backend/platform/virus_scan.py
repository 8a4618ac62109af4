"""Asking a virus scanner (clamd's stream protocol), where a site runs one."""

import asyncio
import struct
from enum import StrEnum
from pathlib import Path

from backend.platform import logs
from backend.settings import get_settings

CHUNK = 256 * 1024
SECONDS = 20.0
MAX_REPLY = 4096


class Found(StrEnum):
    """What the scanner says of a file."""

    OFF = "off"
    CLEAN = "clean"
    INFECTED = "infected"
    UNREACHABLE = "unreachable"


async def _ask(path: Path, host: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(b"zINSTREAM\0")
        with path.open("rb") as file:
            while part := await asyncio.to_thread(file.read, CHUNK):
                writer.write(struct.pack("!L", len(part)) + part)
                await writer.drain()
        writer.write(struct.pack("!L", 0))
        await writer.drain()
        return await reader.read(MAX_REPLY)
    finally:
        writer.close()


def _meaning(reply: bytes) -> Found:
    said = reply.rstrip(b"\0\r\n ")
    if said.endswith(b"OK"):
        return Found.CLEAN
    if said.endswith(b"FOUND"):
        return Found.INFECTED
    logs.get("virus_scan").error("scanner refused", reply=said[:200].decode("ascii", "replace"))
    return Found.UNREACHABLE


async def scan(path: Path) -> Found:
    """What the scanner of the settings says; OFF without one, UNREACHABLE when it does not answer.

    An unreachable scanner never makes a file clean: who asks keeps the file shut and asks again.
    """
    address = get_settings().clamd
    if not address:
        return Found.OFF
    host, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(SECONDS):
            return _meaning(await _ask(path, host, int(port)))
    except (OSError, TimeoutError) as error:
        logs.get("virus_scan").warning("scanner unreachable", reason=type(error).__name__)
        return Found.UNREACHABLE
