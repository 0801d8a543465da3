"""Asking open data services: patiently, within their limits, and with a clear word when it does not work."""

import json
import os
import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Self

import httpx

from samhandling import __version__
from samhandling.content.language import Language
from samhandling.content.words import say

#: Busy, or broken for the moment: worth asking again.
PASSING = {429, 500, 502, 503, 504}
ATTEMPTS = 4
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 6.0, 30.0, 300.0
#: A service that asks for a longer wait is left for another day.
LONGEST_WAIT = 60.0
MOST_BYTES = 100_000_000


class FetchError(Exception):
    """Something could not be fetched; `key` is a text of words/statistics.yaml, `details` fill it in."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key, details)
        self.key = key
        self.details = details

    def in_(self, language: Language) -> str:
        """What happened, for a person."""
        return say("statistics", self.key, language, **self.details)


@dataclass(frozen=True)
class Sources:
    """Where the services are; `SAMHANDLING_SOURCE_SCB` and its like in the environment say otherwise."""

    scb: str = "https://statistikdatabasen.scb.se/api/v2"
    kolada: str = "https://api.kolada.se/v3"
    barometer: str = "https://data.arbetsformedlingen.se/prognoser/yrkesbarometer.json"
    taxonomy: str = "https://taxonomy.api.jobtechdev.se/v1/taxonomy/graphql"
    job_ads: str = "https://jobsearch.api.jobtechdev.se/search"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The usual ones, but for those that the environment names."""
        own = {field.name: environment.get(f"SAMHANDLING_SOURCE_{field.name.upper()}") for field in fields(cls)}
        return cls(**{name: address.rstrip("/") for name, address in own.items() if address})


class Pace:
    """At most `calls` in any `seconds`."""

    def __init__(self, calls: int, seconds: float) -> None:
        self.calls = max(1, calls)
        self.seconds = seconds
        self._made: deque[float] = deque()

    def wait(self) -> float:
        """The seconds to wait before the next call, which is counted as made then."""
        now = time.monotonic()
        while self._made and now - self._made[0] >= self.seconds:
            self._made.popleft()
        wait = self._made[-self.calls] + self.seconds - now if len(self._made) >= self.calls else 0.0
        self._made.append(now + wait)
        return wait


class Web:
    """JSON from services that may be slow, busy, away, or behind a page to log in on.

    Busy and broken answers, cut connections and time-outs are tried again, at growing intervals with some chance in
    them; `Retry-After` is obeyed up to a minute. A host that cannot be reached is asked once only. Everything else
    is a `FetchError`. `sleep` is what waits.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        times = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        agent = {"User-Agent": f"samhandling/{__version__}", "Accept": "application/json"}
        self._client = httpx.Client(timeout=times, headers=agent, follow_redirects=True)
        self._sleep = sleep
        self._away: set[str] = set()
        self.paces: dict[str, Pace] = {}
        """By host; a host without one is asked five times a second at most."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def json(self, url: str, params: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        """The answer to a GET, or to a POST of `body`."""
        host = self.host(url)
        if host in self._away:
            raise FetchError("away", host=host)
        again: FetchError | None = None
        for attempt in range(ATTEMPTS):
            self._sleep(self.paces.setdefault(host, Pace(5, 1)).wait())
            try:
                with self._client.stream("POST" if body else "GET", url, params=params, json=body) as response:
                    status, after = response.status_code, response.headers.get("retry-after")
                    if status < 400:
                        return _parsed(self._content(response, host), host)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
                self._away.add(host)
                raise FetchError("away", host=host) from error
            except httpx.TimeoutException:
                again, after = FetchError("slow", host=host), None
            except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.DecodingError):
                again, after = FetchError("cut", host=host), None
            except httpx.HTTPError as error:
                raise FetchError("away", host=host) from error
            else:
                again = FetchError("busy" if status == 429 else "refused", host=host, status=status)
                if status not in PASSING:
                    raise again
            if attempt < ATTEMPTS - 1:
                self._sleep(_pause(attempt, after, host))
        raise again or FetchError("cut", host=host)

    @staticmethod
    def host(url: str) -> str:
        """The host that an address names, with its port."""
        return httpx.URL(url).netloc.decode()

    def _content(self, response: httpx.Response, host: str) -> bytes:
        until, content = time.monotonic() + WHOLE_SECONDS, bytearray()
        for part in response.iter_bytes():
            content += part
            if time.monotonic() > until:
                raise FetchError("slow", host=host)
            if len(content) > MOST_BYTES:
                raise FetchError("strange", host=host)
        return bytes(content)


def _parsed(content: bytes, host: str) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise FetchError("not_data", host=host) from error


def _pause(attempt: int, after: str | None, host: str) -> float:
    """Seconds until the next attempt: what the service asks for, else half a second, one, two, more or less."""
    wait: float = 0.5 * 2**attempt * random.uniform(0.75, 1.5)
    if after:
        with suppress(ValueError, TypeError):
            wait = max(0.0, float(after) if after.strip().isdecimal() else _seconds_until(after))
    if wait > LONGEST_WAIT:
        raise FetchError("wait", host=host, minutes=round(wait / 60) or 1)
    return wait


def _seconds_until(moment: str) -> float:
    when = parsedate_to_datetime(moment)
    left: timedelta = (when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)
    return left.total_seconds()
