"""The answer that carries a spreadsheet."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import StreamingResponse

CHUNK = 64 * 1024


class SheetResponse(StreamingResponse):
    """An open XLSX file on its way out: read in pieces, closed at the end, kept by nobody."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, file: BinaryIO, name: str) -> None:
        size = file.seek(0, 2)
        file.seek(0)
        headers = {
            "Content-Length": str(size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx",
            "Cache-Control": "private, no-store",
        }
        super().__init__(_pieces(file), headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
