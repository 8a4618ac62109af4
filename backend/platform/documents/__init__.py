"""Papers and tables: PDF by typst, XLSX in and out, the code that leads from paper to screen."""

from backend.platform.documents.answers import PDF_ANSWER, pdf_answer
from backend.platform.documents.codes import qr_svg
from backend.platform.documents.csv_files import write_csv
from backend.platform.documents.pdf import compose
from backend.platform.documents.sheets import (
    Column,
    Sheet,
    UnreadableSheet,
    read_sheet,
    sheet_bytes,
    write_sheet,
)
from backend.platform.documents.untrusted import UnreadableFile, read_words

__all__ = [
    "PDF_ANSWER",
    "Column",
    "Sheet",
    "UnreadableFile",
    "UnreadableSheet",
    "compose",
    "pdf_answer",
    "qr_svg",
    "read_sheet",
    "read_words",
    "sheet_bytes",
    "write_csv",
    "write_sheet",
]
