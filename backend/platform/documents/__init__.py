"""Papers and tables: PDF by typst, XLSX in and out, the code that leads from paper to screen."""

from backend.platform.documents.answers import PDF_ANSWER, pdf_answer
from backend.platform.documents.codes import qr_svg
from backend.platform.documents.csv_files import write_csv
from backend.platform.documents.pdf import compose, compose_coded
from backend.platform.documents.read_codes import (
    HOW_TO,
    CodesRead,
    PrintedCode,
    codes_of_upload,
    in_words,
    is_readable,
    paper_of,
    read_codes,
    register_paper,
)
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
    "HOW_TO",
    "PDF_ANSWER",
    "CodesRead",
    "Column",
    "PrintedCode",
    "Sheet",
    "UnreadableFile",
    "UnreadableSheet",
    "codes_of_upload",
    "compose",
    "compose_coded",
    "in_words",
    "is_readable",
    "paper_of",
    "pdf_answer",
    "qr_svg",
    "read_codes",
    "read_sheet",
    "read_words",
    "register_paper",
    "sheet_bytes",
    "write_csv",
    "write_sheet",
]
