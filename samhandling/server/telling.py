"""What browsers are told of a room, and when: many changes share one telling."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.server.events import Publisher
from samhandling.server.live import LiveRoom
from samhandling.server.roster import describe_progress
from samhandling.store import Store

PROGRESS, RESULTS, JOINED, NOTES = 0.3, 0.4, 1.0, 1.0
"""Seconds that changes wait for others."""
MEMBERS = 2000
"""Members that make it a second at least: what is told grows with the room."""


class Telling:
    """Tells the browsers of a room what has changed in it. Lives on the event loop."""

    def __init__(
        self, publisher: Publisher, store: Store, describe: Callable[[LiveRoom, Language], dict[str, Any]]
    ) -> None:
        """`describe` gives a room as browsers see it."""
        self._publisher, self._store, self._describe = publisher, store, describe
        self._soon: dict[tuple[str, str], asyncio.TimerHandle] = {}

    def room(self, live: LiveRoom) -> None:
        """Send the room as it is to all who are in it."""
        self._publisher.publish(live.code, "room", partial(self._describe, live))

    def joined(self, live: LiveRoom) -> None:
        """Somebody has joined: send the room soon."""
        self._later(live, "joined", JOINED, partial(self.room, live))

    def seated(self, live: LiveRoom, participant: str, table: int) -> None:
        """Tell a participant's devices that they sit at another table."""
        self._publisher.publish(live.code, "seated", {"table": table}, to=participant)

    def progress(self, live: LiveRoom) -> None:
        """Send the counts to the facilitators soon."""
        if self._publisher.listening(live.code, "facilitators"):
            publish = partial(self._publisher.publish, live.code, "progress", to="facilitators")
            self._later(live, "progress", PROGRESS, partial(publish, partial(self.counts, live)))

    def counts(self, live: LiveRoom, language: Language) -> dict[str, Any]:
        """How far a room has come, as the facilitator sees it."""
        here = {client.participant for client in self._publisher.listening(live.code) if client.participant}
        devices = {client.visitor for client in self._publisher.listening(live.code, "facilitators")}
        failure = self._store.failure
        message = say("messages", failure.reason, language, **failure.details) if failure else None
        return describe_progress(live, language, here) | {
            "devices": len(devices), "storage": {"ok": failure is None, "message": message},
        }  # fmt: skip

    def answers(self, live: LiveRoom, exercise: str, respondents: Iterable[str], tab: str) -> None:
        """Tell the respondents' other screens, and the facilitator's picture, that answers came from a tab."""
        for respondent in respondents:
            told = {"exercise": exercise, "tab": tab}
            self._publisher.publish(live.code, "answers", told, to=respondent, tab=tab)
        self.progress(live)
        publish = partial(self._publisher.publish, live.code, "results", {"exercise": exercise}, to="facilitators")
        self._later(live, f"results {exercise}", RESULTS, publish)
        self._later(live, f"notes {exercise}", NOTES, partial(self._notes, live, exercise))

    def _notes(self, live: LiveRoom, exercise: str) -> None:
        """Tell everyone of the cards, while they are voted on."""
        if live.exercise and live.exercise.id == exercise and _votes_on_notes(live):
            self._publisher.publish(live.code, "notes", {"exercise": exercise})

    def hidden(self, live: LiveRoom, exercise: str) -> None:
        """Tell everyone that what may be shown has changed."""
        for name in ("notes", "results"):
            self._publisher.publish(live.code, name, {"exercise": exercise})

    def close(self) -> None:
        """Tell no more."""
        for handle in self._soon.values():
            handle.cancel()

    def _later(self, live: LiveRoom, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call once within so many seconds, however often it is asked for."""
        key = (live.code, name)
        if key in self._soon:
            return

        def now() -> None:
            self._soon.pop(key, None)
            call()

        wait = max(seconds, len(live.members) / MEMBERS)
        self._soon[key] = asyncio.get_running_loop().call_later(wait, now)


def _votes_on_notes(live: LiveRoom) -> bool:
    exercise = live.exercise
    return exercise is not None and any(getattr(item, "on", ()) for item in exercise.items_of(live.progress.phase))
