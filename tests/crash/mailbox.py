"""A mail server that takes every letter and remembers whose it was."""

import asyncio
from collections import Counter


class Mailbox:
    """Counts letters by their Message-ID, by which a real mailbox knows a letter sent again."""

    def __init__(self) -> None:
        self.letters: Counter[str] = Counter()

    async def open(self) -> int:
        """Listen; the port."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        try:
            while line := (await reader.readline()).decode("latin-1").strip():
                writer.write(await self._answer(line, reader, writer))
                if line.upper() == "QUIT":
                    break
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _answer(
        self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        if line.upper() != "DATA":
            return b"221 bye\r\n" if line.upper() == "QUIT" else b"250 ok\r\n"
        writer.write(b"354 go on\r\n")
        letter = (await reader.readuntil(b"\r\n.\r\n")).decode("latin-1")
        head = next(one for one in letter.splitlines() if one.lower().startswith("message-id:"))
        self.letters[head.split(":", 1)[1].strip()] += 1
        return b"250 taken\r\n"

    def close(self) -> None:
        self._server.close()
