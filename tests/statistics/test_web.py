"""Asking a service that is busy, broken, cut off, slow, away, or not what it should be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from samhandling.statistics.web import FetchError, Pace, Sources, Web
from tests.statistics.stand_in import Answer, StandIn, standing_in


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standing_in() as one:
        one.handlers["/"] = lambda asked: Answer({"ok": True})
        yield one


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def web(waits: list[float]) -> Iterator[Web]:
    with Web(sleep=waits.append) as one:
        yield one


@pytest.mark.parametrize(
    "passing",
    [Answer("busy", 429), Answer("down", 500), Answer("down", 503), Answer({"half": "x" * 5000}, cut=True)],
    ids=["429", "500", "503", "cut"],
)
def test_what_passes_is_tried_again(service: StandIn, web: Web, passing: Answer) -> None:
    service.first = [passing, passing]
    assert web.json(service.url) == {"ok": True}
    assert len(service.asked) == 3


def test_attempts_have_an_end_and_waits_grow(service: StandIn, web: Web, waits: list[float]) -> None:
    service.handlers["/"] = lambda asked: Answer("down", 503)
    with pytest.raises(FetchError) as refused:
        web.json(service.url)
    assert refused.value.key == "refused" and "503" in refused.value.in_("sv")
    assert len(service.asked) == 4
    pauses = [wait for wait in waits if wait]
    assert pauses == sorted(pauses) and sum(pauses) < 6


def test_a_cut_connection_is_said_when_it_stays_cut(service: StandIn, web: Web) -> None:
    service.handlers["/"] = lambda asked: Answer({"half": "x" * 5000}, cut=True)
    with pytest.raises(FetchError, match="cut"):
        web.json(service.url)


def test_retry_after_is_obeyed_in_seconds_and_as_a_date(service: StandIn, web: Web, waits: list[float]) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    service.first = [Answer("busy", 429, {"Retry-After": "7"}), Answer("busy", 429, {"Retry-After": at})]
    web.json(service.url)
    assert 7 in waits and any(15 < wait <= 20 for wait in waits)


def test_a_long_wait_is_left_for_another_day(service: StandIn, web: Web) -> None:
    service.first = [Answer("busy", 429, {"Retry-After": "3600"})]
    with pytest.raises(FetchError) as told:
        web.json(service.url)
    assert "60 minuter" in told.value.in_("sv") and len(service.asked) == 1


def test_a_wrong_question_is_not_repeated(service: StandIn, web: Web) -> None:
    service.first = [Answer("no", 404)]
    with pytest.raises(FetchError, match="refused"):
        web.json(service.url)
    assert len(service.asked) == 1


def test_a_page_to_log_in_on_is_not_data(service: StandIn, web: Web) -> None:
    service.first = [Answer("<html>Logga in</html>")]
    with pytest.raises(FetchError, match="not_data"):
        web.json(service.url)


def test_a_host_that_is_away_is_asked_once() -> None:
    with standing_in() as gone:
        url = gone.url
    with Web(sleep=lambda seconds: None) as web:
        for _ in range(2):
            with pytest.raises(FetchError, match="away"):
                web.json(url)
        assert Web.host(url) in web._away


def test_no_more_calls_than_the_pace_allows() -> None:
    pace = Pace(3, 10)
    waits = [pace.wait() for _ in range(7)]
    assert waits[:3] == [0, 0, 0]
    assert all(9 < wait <= 10 for wait in waits[3:6]) and 19 < waits[6] <= 20


def test_addresses_may_come_from_the_environment() -> None:
    own = Sources.from_environment({"SAMHANDLING_SOURCE_SCB": "http://127.0.0.1:1/api/"})
    assert own.scb == "http://127.0.0.1:1/api" and own.kolada == Sources().kolada
