"""How often a wrong code may be tried."""

import time
from collections import deque
from collections.abc import Callable


class Throttle:
    """Counts failures by key, e.g. a code: a whole room shares one address, so that says nothing."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """At most so many failures of one key in so many seconds."""
        self.failures = failures
        self.seconds = seconds
        self._clock = clock
        self._failed: dict[str, deque[float]] = {}

    def wait(self, key: str) -> int:
        """Seconds until `key` may be tried again; 0 when it may be tried now."""
        times = self._failed.get(key)
        now = self._clock()
        while times and times[0] <= now - self.seconds:
            times.popleft()
        if not times:
            self._failed.pop(key, None)
            return 0
        return 0 if len(times) < self.failures else max(1, round(times[0] + self.seconds - now))

    def fail(self, key: str) -> None:
        """Note a failure."""
        if len(self._failed) > 10_000:  # a flood of different keys must not fill the memory
            self._failed.pop(next(iter(self._failed)))
        self._failed.setdefault(key, deque(maxlen=self.failures)).append(self._clock())
