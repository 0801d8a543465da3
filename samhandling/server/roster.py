"""Who is in a room and how far they have come: counts only, nobody's answers."""

from collections import Counter
from typing import Any

from samhandling.content.language import Language
from samhandling.server.live import LiveRoom, Person


def describe_progress(live: LiveRoom, language: Language, here: set[str]) -> dict[str, Any]:
    """Who has joined, who is done, item by item; `here` are the participants with a page open."""
    done = _done(live)
    places = live.content.municipalities
    types = {one.id: one.label.in_(language) for one in live.content.series.actor_types}

    def state(person: Person) -> str:
        if person.id in done:
            return "done"
        return "writing" if person.simulated or person.id in here else "gone"

    def table(person: Person) -> int | None:
        return person.tables.get(live.code)

    people = sorted(live.members.values(), key=lambda one: (table(one) or 999, one.joined_at, one.id))
    states = Counter(map(state, people))
    by_type = Counter(person.actor_type for person in people)
    tables: dict[int | None, list[dict[str, Any]]] = {}
    for person in people:
        tables.setdefault(table(person), []).append({
            "participant": person.id, "state": state(person),
            "actor_type": types.get(person.actor_type or ""),
            "municipality": places.get(person.municipality or ""),
            "simulated": person.simulated, "joined_at": person.joined_at,
        })  # fmt: skip
    key = live.counted_by()
    order = [*types, None]
    return {
        "joined": len(people),
        "here": sum(person.simulated or person.id in here for person in people),
        "done": states["done"],
        "writing": states["writing"],
        "late": len(live.late.get(key, ())) if key else 0,
        "simulated": live.simulated,
        "items": _items(live, language),
        "tables": [{"table": number, "people": sitting} for number, sitting in tables.items()],
        "actor_types": [
            {"id": one, "label": types.get(one or "", ""), "n": by_type[one]}
            for one in sorted(by_type, key=lambda one: order.index(one) if one in order else len(order))
        ],
    }


def _items(live: LiveRoom, language: Language) -> list[dict[str, Any]]:
    exercise, key = live.exercise, live.counted_by()
    if exercise is None or key is None:
        return []
    answered = live.answered.get(key, {})
    of = len(_expected(live, key[2]))
    return [
        {
            "item": item.id, "label": item.label.in_(language),
            "n": sum(answered.get(item.id, {}).values()), "of": of,
        }
        for item in exercise.items_of(live.progress.phase)
    ]  # fmt: skip


def _expected(live: LiveRoom, level: str) -> set[str]:
    """The respondents that a level waits for."""
    if level == "individual":
        return set(live.members)
    if level == "table":
        tables = (person.tables.get(live.code) for person in live.members.values())
        return {f"table:{table}" for table in tables if table is not None}
    return {"room"}


def _done(live: LiveRoom) -> set[str]:
    """Who has said so, or has answered everything that must be answered."""
    exercise, key = live.exercise, live.counted_by()
    if exercise is None or key is None:
        return set()
    step, phase, run = live.room.step, live.progress.phase, live.progress.run
    done = {who for (at, number, of, who) in live.finished if (at, number, of) == (step, phase, run)}
    required = [item.id for item in exercise.items_of(phase) if item.required]
    answered = live.answered.get(key, {})
    if not required:
        return done
    ready = {
        respondent
        for respondent in _expected(live, key[2])
        if all(answered.get(item, {}).get(respondent) for item in required)
    }
    return done | {person.id for person in live.members.values() if ready.intersection(person.respondents(live.code))}
