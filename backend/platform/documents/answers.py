"""Sending a paper over HTTP."""

from typing import Any
from urllib.parse import quote

from fastapi import Response

PDF_ANSWER: dict[str, Any] = {
    "response_class": Response,
    "responses": {200: {"content": {"application/pdf": {}}, "description": "PDF 文件"}},
}
"""What a route that answers with `pdf_answer` declares."""


def pdf_answer(content: bytes, filename: str) -> Response:
    """A PDF to save under a name; never kept by a cache."""
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(filename)}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)
