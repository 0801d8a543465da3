"""The one visual language: the design tokens that screen, paper and charts all read."""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TOKENS = HERE / "tokens.css"
MARK = HERE / "mark.svg"

_DECLARATION = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@cache
def tokens(theme: str = "light") -> dict[str, str]:
    """The design tokens of a theme by name, e.g. ``tokens()["accent"] == "#0a6269"``.

    `theme` is ``light`` or ``dark``; the dark theme inherits what it does not change.
    """
    light, _, dark = TOKENS.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    found = dict(_DECLARATION.findall(light))
    if theme == "dark":
        found |= dict(_DECLARATION.findall(dark))
    return {name: value.strip() for name, value in found.items()}
