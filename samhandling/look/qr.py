"""QR codes, dark on white whatever the page."""

import io

import segno


def qr_svg(link: str) -> str:
    """A QR code as SVG, with its quiet zone."""
    out = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, border=4, dark="#17212b", light="#ffffff", omitsize=True)
    return out.getvalue().decode()
