"""A notebook with live sliders, each visitor's own, and a series whose meeting it is."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from serving import ROOT

SLIDERS = """import ipywidgets
controls = [ipywidgets.IntSlider(description=f"Antal {i}", max=100, value=i) for i in range(4)]
label = ipywidgets.Label()
def show(change):
    label.value = str(sum(one.value for one in controls))
for one in controls:
    one.observe(show, "value")
ipywidgets.VBox([*controls, label])"""


def notebook(*cells: str) -> str:
    """A notebook of a heading and code cells."""
    made: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# Utforska"}]
    for i, cell in enumerate(cells):
        code = {"cell_type": "code", "id": f"c{i}", "metadata": {}, "outputs": [], "execution_count": None}
        made.append(code | {"source": cell})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def meeting() -> str:
    """The meeting that a new server opens."""
    found = re.search(r"^opens: *(\S+)", (ROOT / "series.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def series_with_sliders(place: Path) -> Path:
    """A copy of the series whose open meeting has a page with sliders, `/sessions/<meeting>`; its series.yaml."""
    series = place / "series"
    if not series.exists():
        series.mkdir()
        for name in ("exercises", "sessions", "datasets", "voila_apps"):
            shutil.copytree(ROOT / name, series / name)
        shutil.copy2(ROOT / "series.yaml", series)
        for language in ("sv", "en"):
            (series / "sessions" / language / f"{meeting()}.ipynb").write_text(notebook(SLIDERS))
    return series / "series.yaml"
