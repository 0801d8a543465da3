"""The projector as a program: follows the room, and fetches the picture whenever it hears of new answers."""

import time
from dataclasses import dataclass, field

from participant import SHOWN
from visitors import Visitor


@dataclass
class Watched:
    """What was on the projector."""

    pictures: list[float] = field(default_factory=list)
    """How long each picture took, in seconds."""
    seen: dict[str, float] = field(default_factory=dict)
    """When each answer that is shown as it is was first in a picture, in seconds since 1970."""


async def watch(visitor: Visitor, start: float, pin: str) -> Watched:
    """Show the picture of what is answered until the meeting ends."""
    await visitor.post("/api/facilitator", {"pin": pin})
    watched = Watched()
    async for event in visitor.events():
        if event.name == "room" and event.data["ended"]:
            break
        if event.name == "results":
            began = time.time()
            picture = await visitor.get(f"/api/results/{event.data['exercise']}?level=individual&lang=sv")
            now = time.time()
            watched.pictures.append(now - began)
            for item in picture["items"]:
                if item["item"] == SHOWN:
                    for note in item["notes"]:
                        watched.seen.setdefault(note["text"], now)
    return watched
