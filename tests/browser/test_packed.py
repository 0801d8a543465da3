"""What was packed when it was built is unpacked by a browser to the very module that was built."""

from collections.abc import Callable
from typing import Any

import pytest

from samhandling.server.assets import STATIC
from tests.browser.conftest import Screen
from tests.conftest import Serving

pytestmark = pytest.mark.browser
PACKED = sorted(path.stem for path in STATIC.glob("*.br"))


def test_every_module_that_the_pages_load_is_packed() -> None:
    modules = {path.name for path in STATIC.glob("*.js")} - {"widget.js"}
    assert modules == set(PACKED) >= {"participant.js", "facilitator.js", "kernel.js"}


@pytest.mark.parametrize("module", PACKED)
def test_a_browser_unpacks_the_module_that_was_built(serving: Serving, people: Callable[..., Any], module: str) -> None:
    page = people(Screen, 390, 844).page
    page.goto(serving.url)
    encoding, text = page.evaluate(
        """async (path) => {
          const response = await fetch(path);
          return [response.headers.get("Content-Encoding"), await response.text()];
        }""",
        f"/static/{module}",
    )
    assert encoding == "br" and text == (STATIC / module).read_text(encoding="utf-8")
