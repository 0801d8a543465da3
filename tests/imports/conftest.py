"""The series that answers come into."""

from functools import cache

import pytest

from samhandling.content.reading import Content
from tests.conftest import played_series


@cache
def _content() -> Content:
    return Content.read(played_series())


@pytest.fixture
def content() -> Content:
    return _content()
