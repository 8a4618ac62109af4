"""QR codes for paper."""

import io

import segno


def qr_svg(text: str) -> str:
    """A QR code as SVG; level M, which survives a stamp on a tenth of it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
