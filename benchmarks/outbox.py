"""What a participant writes, kept and sent again until the server has acknowledged it; and whether the store has it."""

import json
import random
import time
import uuid
from asyncio import IncompleteReadError
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from serving import ROOT
from visitors import Visitor

from samhandling.content.reading import Content
from samhandling.content.simulated import SIMULATED
from samhandling.store import Store
from samhandling.store import answers as answers_table

Place = tuple[str, str, str, int]
"""Participant, exercise, item, round: where only the newest answer counts."""


@dataclass
class Written:
    """An answer, and what became of it. Times are seconds since 1970."""

    participant: str
    exercise: str
    item: str
    round: int
    value: Any
    at: float = field(default_factory=time.time)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    tries: int = 0
    acknowledged: float | None = None
    rejected: str = ""

    @property
    def place(self) -> Place:
        return self.participant, self.exercise, self.item, self.round

    @property
    def whole(self) -> str:
        """All that the store must hold of it."""
        return json.dumps([self.id, *self.place, self.value])


class Outbox:
    """A participant's answers: all that was written, and what of it has not been acknowledged."""

    def __init__(self, visitor: Visitor, participant: str) -> None:
        self.visitor = visitor
        self.participant = participant
        self.written: list[Written] = []
        self.waiting: list[Written] = []
        self._random = random.Random(visitor.number)

    def write(self, exercise: str, phase: int = 0, round: int = 1) -> None:
        """Answer some question of a phase, as the rehearsal's participants do."""
        item = self._random.choice(questions(exercise, phase))
        value = SIMULATED[item.kind](item, self._random, 0.5)
        answer = Written(self.participant, exercise, item.id, round, value)
        self.written.append(answer)
        self.waiting.append(answer)

    async def send(self) -> bool:
        """Send what waits; whether the server answered. What it did not acknowledge or reject waits on."""
        sent = [
            {"id": one.id, "exercise": one.exercise, "item": one.item, "value": one.value, "round": one.round}
            for one in self.waiting
        ]
        for one in self.waiting:
            one.tries += 1
        try:
            status, text = await self.visitor.ask("POST", "/api/answers", {"answers": sent})
        except (OSError, IncompleteReadError):
            return False
        if status != 200:
            return False
        now, said = time.time(), json.loads(text)
        saved = set(said["saved"])
        reasons = {one["id"]: one["reason"] for one in said["rejected"]}
        for one in self.waiting:
            one.acknowledged = now if one.id in saved else None
            one.rejected = reasons.get(one.id, "")
        self.waiting = [one for one in self.waiting if one.id not in saved and one.id not in reasons]
        return True


@cache
def questions(exercise: str, phase: int) -> list[Any]:
    """What a phase asks, but for dots to lay on other people's cards."""
    return [item for item in _content().exercises[exercise].items_of(phase) if not getattr(item, "on", ())]


@cache
def _content() -> Content:
    return Content.read(ROOT)


def lost(store: str, written: Iterable[Written]) -> list[Written]:
    """The acknowledged answers that the store does not hold once, whole, and as the newest where they were the last."""
    with closing(Store(store, read_only=True)) as opened:
        rows = opened.read(answers_table.of_rooms)
    stored = [
        Written(row["participant"], row["exercise"], row["item"], row["round"], row["value"], id=row["id"])
        for row in rows
    ]
    ids, whole = Counter(one.id for one in stored), Counter(one.whole for one in stored)
    newest = {one.place: one.id for one in stored}
    last = {one.place: one.id for one in written if not one.rejected}
    return [
        one
        for one in written
        if one.acknowledged
        and (ids[one.id] != 1 or whole[one.whole] != 1 or (last[one.place] == one.id != newest[one.place]))
    ]
