"""What the pages load: packed as the browser takes it, and kept by version."""

import gzip
import re

import httpx
import pytest

from samhandling.server.assets import STATIC, asset
from tests.conftest import Serving


def ask(serving: Serving, path: str, accepted: str = "identity", **headers: str) -> tuple[httpx.Response, bytes]:
    """The answer, and its body as it came over the wire."""
    given = {"Accept-Encoding": accepted, **headers}
    with httpx.stream("GET", serving.url + path, headers=given) as response:
        return response, b"".join(response.iter_raw())


def test_all_that_a_page_loads_is_kept_for_ever_under_its_version(serving: Serving) -> None:
    body = ask(serving, "/")[1]
    addresses = set(re.findall(r"""["'](/static/[^"']+)""", body.decode()))
    assert {address.split("?")[0] for address in addresses} == {"/static/participant.js", "/static/inter.woff2"}
    for address in addresses:
        response, _ = ask(serving, address)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        other, _ = ask(serving, address.replace("?v=", "?v=0"))
        assert other.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0, identity", None),
        ("identity", None),
    ],
)
def test_a_module_is_packed_as_well_as_the_browser_takes_it(
    serving: Serving, accepted: str, encoding: str | None
) -> None:
    response, body = ask(serving, "/static/participant.js", accepted)
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    # said once: caches compare the header as it is
    assert response.headers.get_list("Vary") == ["Accept-Encoding"]
    file = STATIC / "participant.js"
    if encoding == "br":
        assert body == file.with_name("participant.js.br").read_bytes() and len(body) < file.stat().st_size / 3
    else:
        assert (gzip.decompress(body) if encoding else body) == file.read_bytes()


def test_what_a_browser_has_is_not_sent_again(serving: Serving) -> None:
    for accepted in ("br", "gzip", "identity"):
        first, _ = ask(serving, "/static/participant.js", accepted)
        again, body = ask(serving, "/static/participant.js", accepted, **{"If-None-Match": first.headers["Etag"]})
        assert again.status_code == 304 and body == b""


def test_a_typeface_is_sent_as_it_is(serving: Serving) -> None:
    response, body = ask(serving, "/static/inter.woff2", "gzip, br")
    assert "Content-Encoding" not in response.headers and response.headers["Content-Type"] == "font/woff2"
    assert body == (STATIC / "inter.woff2").read_bytes()


def test_a_part_of_plotly_comes_from_here_and_packed() -> None:
    found = asset("plotly-basic.js")
    assert found and b"plotly.js (basic" in gzip.decompress(found.bodies["gzip"])[:200]
    assert len(found.bodies["br"]) < 350_000 and asset("plotly.js") is None
