"""Papers and tables: PDF by typst, XLSX in and out, the code that leads from paper to screen."""

from backend.platform.documents.codes import qr_svg
from backend.platform.documents.pdf import compose
from backend.platform.documents.sheets import (
    Column,
    Sheet,
    UnreadableSheet,
    read_sheet,
    write_sheet,
)

__all__ = [
    "Column",
    "Sheet",
    "UnreadableSheet",
    "compose",
    "qr_svg",
    "read_sheet",
    "write_sheet",
]
