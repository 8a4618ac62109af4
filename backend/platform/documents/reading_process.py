"""Reads one foreign PDF or XLSX from standard input and writes its words as JSON.

A process of its own: whatever the file does to a parser, it does it within these limits and away
from the server. Started by `untrusted.py`; knows nothing of the platform.
"""

import io
import json
import resource
import sys

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 6_000, 40, 2_000
MAX_PAGES, MAX_PAGE = 400, 40_000


def _cell(value: object) -> str:
    if value is None:
        return ""
    plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return str(plain).strip()[:MAX_CELL]


def _table(content: bytes) -> dict[str, object]:
    import openpyxl

    # Formulas stay formulas: what they show today they need not show tomorrow.
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    return {"sheets": book.sheetnames, "rows": [[_cell(value) for value in row] for row in rows]}


def _pages(content: bytes) -> dict[str, object]:
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    count = len(pages)
    texts = [pages[index].extract_text()[:MAX_PAGE] for index in range(min(count, MAX_PAGES))]
    return {"count": count, "pages": texts}


def main() -> None:
    """Read, tell, end. Any exception ends it with an exit code, which is all the parent needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    read = {"pdf": _pages, "xlsx": _table}[sys.argv[1]]
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
