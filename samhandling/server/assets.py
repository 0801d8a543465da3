"""What the pages load: the built browser modules, the typeface, and a part of plotly; packed, from this server only."""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tornado.web import HTTPError, RequestHandler

STATIC = Path(__file__).parent / "static"
_PACKABLE = re.compile(r"\.(js|css|svg|json|txt|map)$")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes by encoding (``""`` for as it is), its type, and a name for its content."""

    bodies: dict[str, bytes]
    type: str
    version: str

    def best(self, accepted: str) -> str:
        """The smallest encoding that an Accept-Encoding header allows."""
        offers = (one.replace(" ", "").partition(";q=") for one in accepted.lower().split(","))
        allowed = {name for name, _, weight in offers if weight.strip("0.") or not weight}
        return min(self.bodies.keys() & (allowed | {""}), key=lambda one: len(self.bodies[one]))


def _place(name: str) -> Path | None:
    return STATIC / name if re.fullmatch(r"[\w.-]+", name) and not name.startswith(".") else None


@cache
def _read(path: Path, changed: int, size: int) -> Asset:
    body = path.read_bytes()
    bodies = {"": body}
    if _PACKABLE.search(path.name):
        bodies["gzip"] = gzip.compress(body, 9, mtime=0)
    # made by the build, since Python has no brotli of its own
    packed = path.with_name(path.name + ".br")
    if packed.is_file():
        bodies["br"] = packed.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if "gzip" in bodies else ""
    return Asset(bodies, kind + charset, hashlib.sha256(body).hexdigest()[:10])


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
    """`GET /static/<name>`: packed as the browser takes it, kept by the browser when its version is given.

    The application says ``Vary: Accept-Encoding``, as it does for all that it sends.
    """

    def set_default_headers(self) -> None:
        """A script is a script and a picture a picture, whatever a browser guesses."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")

    async def get(self, name: str) -> None:
        """Send the file; 404 for any other name, 304 when the browser has it."""
        found = await asyncio.to_thread(asset, name)
        if found is None:
            raise HTTPError(404)
        encoding = found.best(self.request.headers.get("Accept-Encoding", ""))
        lasting = self.get_query_argument("v", "") == found.version
        self.set_header("Cache-Control", f"public, max-age={YEAR}, immutable" if lasting else "no-cache")
        self.set_header("Content-Type", found.type)
        self.set_header("Etag", f'"{found.version}{encoding}"')
        if self.check_etag_header():
            self.set_status(304)
            return
        if encoding:
            self.set_header("Content-Encoding", encoding)
        self.write(found.bodies[encoding])

    head = get
