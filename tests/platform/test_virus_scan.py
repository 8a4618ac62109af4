"""The scanner's protocol, against a stand-in that speaks it."""

import asyncio
import struct
from collections.abc import AsyncIterator

import pytest

from backend.attachments import service
from backend.settings import get_settings
from tests.factories import people
from tests.factories.files import PAPER

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
URL = "/api/v1/attachments"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What clamd does with zINSTREAM: sized parts until an empty one, then a verdict."""
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack("!L", await reader.readexactly(4))[0]:
        content += await reader.readexactly(size)
    bad = EICAR in content
    writer.write(b"stream: Eicar-Test-Signature FOUND\0" if bad else b"stream: OK\0")
    await writer.drain()
    writer.close()


@pytest.fixture
async def scanner(monkeypatch) -> AsyncIterator[asyncio.Server]:
    """A scanner that listens, named in the settings."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr(get_settings(), "clamd", f"127.0.0.1:{port}")
    yield server
    server.close()


async def sent(client, content: bytes = PAPER):
    """The answer to uploading a paper."""
    return await client.post(URL, files={"file": ("a.pdf", content)})


async def test_a_clean_file_opens_and_a_bad_one_is_refused(db, sign_in, scanner):
    client = await sign_in(await people.person(db))
    kept = (await sent(client)).json()
    assert kept["is_pending"] is False
    assert (await client.get(kept["link"])).status_code == 200
    bad = await sent(client, PAPER[:9] + b"%" + EICAR + b"\n" + PAPER[9:])
    assert bad.json()["type"] == "/problems/file/infected"


async def test_while_the_scanner_is_silent_nothing_opens(db, sign_in, scanner):
    client = await sign_in(await people.person(db))
    scanner.close()
    kept = (await sent(client)).json()
    assert kept["is_pending"] is True
    shut = await client.get(kept["link"])
    assert (shut.status_code, shut.json()["rule"]) == (409, "FILE-01")
    await service.rescan(db)
    assert (await client.get(kept["link"])).status_code == 409
    again = await asyncio.start_server(
        _answer, "127.0.0.1", int(get_settings().clamd.rpartition(":")[2])
    )
    await service.rescan(db)
    again.close()
    assert (await client.get(kept["link"])).status_code == 200
