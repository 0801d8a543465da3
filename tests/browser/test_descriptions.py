"""Descriptions of a kernel's controls may hold HTML that marks up, and none that does anything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Phone
from tests.browser.quick import enter
from tests.conftest import Serving

pytestmark = pytest.mark.browser
CELL = """
import ipywidgets
text = ('<b class="strong" title="sant">Antal</b> <a href="/worksheet">sidan</a>'
        '<img src="x" onerror="document.title = 1"><script>document.title = 2</script><form>fält</form>'
        '<a href="javascript:document.title = 3">fälla</a>')
ipywidgets.IntSlider(description=text, description_allow_html=True)
"""


def test_markup_is_kept_and_what_runs_is_not(
    start: Callable[..., Serving], own_series: Path, people: Callable[..., Any]
) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, own_series.parent / "sessions/sv/2_business_collaboration.ipynb")
    phone = enter(people(Phone, start(series=own_series)))
    phone.page.goto(f"{phone.serving.url}/sessions/2_business_collaboration")
    label = phone.page.locator(".widget-label")
    expect(label.locator("b")).to_have_text("Antal")
    expect(label.locator("b")).to_have_attribute("title", "sant")
    expect(label.get_by_role("link", name="sidan")).to_have_attribute("href", "/worksheet")
    assert label.locator("script, form, [onerror], [href^=javascript]").count() == 0
    expect(label).to_contain_text("fälla")
    assert phone.page.title() not in ("1", "2", "3")
