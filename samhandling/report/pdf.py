"""A page as PDF: tagged, with its language, its title, its bookmarks and the look's own letters."""

import logging
import re
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).parent.parent / "server" / "static" / "inter.woff2"
_FIGURE = re.compile(r'<svg [^>]*?(?:aria-label="([^"]*)"|aria-hidden="true")[^>]*>')


class NoPdf(Exception):
    """This machine cannot make PDFs: a system library that WeasyPrint needs is missing."""


def pdf(html: str, base: Path | None = None) -> bytes:
    """The HTML file as a PDF/UA-1 file; what it refers to lies beside the file `base`.

    Raises `NoPdf` where WeasyPrint's system libraries (Pango) are missing.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    face = f'@font-face{{font-family:Inter;src:url("{FONT.as_uri()}");font-weight:100 900}}'
    style = weasyprint.CSS(string=face, font_config=fonts)
    # a drawing in a PDF is named by a title of its own
    titled = _FIGURE.sub(lambda found: f"{found[0]}<title>{found[1] or 'Samhandling'}</title>", html)
    page = weasyprint.HTML(string=titled, base_url=str(base) if base else None)
    made: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", optimize_images=True)
    return made


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NoPdf(str(error).splitlines()[0]) from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint
