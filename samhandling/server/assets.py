"""What the pages load: the built browser modules, the mark, and plotly, from this server only."""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tornado.web import HTTPError, RequestHandler

from samhandling.look import MARK

STATIC = Path(__file__).parent / "static"
_PACKABLE = re.compile(r"\.(js|css|svg|json|txt|map)$")
# names that change with their content, or never
_LASTING = re.compile(r"^shared-\w+\.(js|css)$|\.woff2$")
YEAR = 365 * 24 * 3600


@dataclass
class Asset:
    """A file as it is sent: its bytes, packed and not, its type, and a name for its content."""

    body: bytes
    packed: bytes | None
    type: str
    version: str


@cache
def _place(name: str) -> Path | None:
    if name == "mark.svg":
        return MARK
    if name == "plotly.js":
        # found without importing plotly, which takes a second
        spec = find_spec("plotly")
        places = (spec.submodule_search_locations or []) if spec else []
        return next((Path(place) / "package_data" / "plotly.min.js" for place in places), None)
    return STATIC / name if re.fullmatch(r"[\w.-]+", name) and not name.startswith(".") else None


@cache
def _read(path: Path, changed: int, size: int) -> Asset:
    body = path.read_bytes()
    return Asset(
        body=body,
        packed=gzip.compress(body, 6, mtime=0) if _PACKABLE.search(path.name) else None,
        type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        version=hashlib.sha256(body).hexdigest()[:10],
    )


def asset(name: str) -> Asset | None:
    """A file the pages may load, by name, or None; read and packed once for as long as it does not change."""
    path = _place(name)
    if path is None or not path.is_file():
        return None
    state = path.stat()
    return _read(path, state.st_mtime_ns, state.st_size)


def address(name: str) -> str:
    """The address of a file with its version, so that a browser may keep it for ever."""
    found = asset(name)
    return f"/static/{name}?v={found.version}" if found else f"/static/{name}"


class Static(RequestHandler):
    """`GET /static/<name>`: packed when the browser takes it, kept by the browser when its version is given."""

    def set_default_headers(self) -> None:
        """A script is a script and a picture a picture, whatever a browser guesses."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")

    async def get(self, name: str) -> None:
        """Send the file; 404 for any other name, 304 when the browser has it."""
        found = await asyncio.to_thread(asset, name)
        if found is None:
            raise HTTPError(404)
        lasting = self.get_query_argument("v", "") == found.version or _LASTING.search(name)
        self.set_header("Cache-Control", f"public, max-age={YEAR}, immutable" if lasting else "no-cache")
        self.set_header("Content-Type", found.type + ("; charset=utf-8" if found.packed else ""))
        self.set_header("Etag", f'"{found.version}"')
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            return
        if found.packed and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(found.packed)
        else:
            self.write(found.body)

    head = get
