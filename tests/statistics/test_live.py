"""The real services, asked on purpose: pytest -m live."""

from pathlib import Path

import pytest

from samhandling.content.datasets import Fetched, Table
from samhandling.statistics import names, refresh
from tests.statistics.test_refresh import PLACES, root

__all__ = ["root"]


@pytest.mark.live
@pytest.mark.parametrize("name", names())
def test_the_real_service_gives_a_table_that_keeps_to_its_dictionary(root: Path, name: str) -> None:
    (outcome,) = refresh(root, PLACES, "20", [name])
    assert outcome.error is None, outcome.in_("en")
    assert isinstance(Table.read(root, name).dataset, Fetched)
