"""Lighthouse's scores of a page, with its mobile preset, where Lighthouse is installed."""

import json
import os
import subprocess
from pathlib import Path

from phone import ARGUMENTS, chromium

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules/.bin/lighthouse"
CATEGORIES = ("performance", "accessibility")


def scores(url: str, cookies: dict[str, str]) -> dict[str, int] | None:
    """Each category's score from 0 to 100 for who has these cookies; None where Lighthouse is not installed."""
    if not PROGRAM.exists():
        return None
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    command = [
        str(PROGRAM), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={json.dumps({'Cookie': cookie, 'Accept-Language': 'sv'})}",
        f"--chrome-flags={' '.join(['--headless=new', *ARGUMENTS])}", "--no-enable-error-reporting",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": chromium()}
    told = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    return {category: round(100 * told["categories"][category]["score"]) for category in CATEGORIES}


def opinion(url: str, cookies: dict[str, str]) -> str:
    """The scores in words, or how to get them."""
    found = scores(url, cookies)
    if found is None:
        return "not installed; with Node: npm --prefix benchmarks install --no-package-lock"
    return ", ".join(f"{category} {score}" for category, score in found.items())
