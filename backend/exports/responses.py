"""The answer that carries a spreadsheet."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import StreamingResponse

from backend.exports.schemas import SheetForm

CHUNK = 64 * 1024
MEDIA_TYPES: Mapping[SheetForm, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class SheetResponse(StreamingResponse):
    """An open table on its way out: read in pieces, closed at the end, kept by nobody."""

    def __init__(self, file: BinaryIO, name: str, form: SheetForm = "xlsx") -> None:
        size = file.seek(0, 2)
        file.seek(0)
        headers = {
            "Content-Length": str(size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{form}",
            "Cache-Control": "private, no-store",
        }
        super().__init__(_pieces(file), headers=headers, media_type=MEDIA_TYPES[form])


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
