"""A small series made of what was asked elsewhere: its files, which `samhandling check` finds clean.

A folder that holds such a series already gets the new meetings and questions added; what stands there is kept.
"""

import os
import tempfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from samhandling.content import plain
from samhandling.content.exercise import Exercise
from samhandling.content.faults import as_plain
from samhandling.content.folder import write_schemas
from samhandling.content.language import LANGUAGES
from samhandling.content.series import Series
from samhandling.content.words import say
from samhandling.imports.asking import Asking
from samhandling.imports.mapping import Mapping
from samhandling.imports.refusing import CannotImport
from samhandling.imports.taken import Taken

STORE = "answers.db"
"""The store of answers in the folder."""
MINUTES = 10

Data = dict[str, Any]
__all__ = ["STORE", "dumped", "files_of", "write"]


def files_of(folder: Path, mapping: Mapping, asked: Sequence[Asking], taken: Taken) -> dict[Path, str]:
    """The files of the series with what a mapping asks added. Raises `CannotImport` where a question changed."""
    own = [one for one in asked if one.question.own is not None]
    files: dict[Path, str] = {}
    # scales are written out in each exercise: the file itself must only be there
    scales = folder / "exercises" / "scales.yaml"
    if not scales.is_file():
        points = {name: [_data(point) for point in points] for name, points in mapping.head.scales.items()}
        files[scales] = dumped(
            points or {"yes_no": [{"value": 0, "label": _said("no")}, {"value": 1, "label": _said("yes")}]}
        )
    path = folder / "exercises" / f"{mapping.head.exercise.id}.yaml"
    if own:
        files[path] = dumped(_exercise(_read(path), mapping, own))
    series = _series(_read(folder / "series.yaml"), mapping, asked, taken)
    Series.model_validate(series)
    files[folder / "series.yaml"] = dumped(series)
    return files


def write(folder: Path, files: dict[Path, str]) -> None:
    """Write the files of a series; each is replaced whole. Raises `CannotImport` where that is impossible."""
    try:
        (folder / "exercises").mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        write_schemas(folder)
    except OSError as error:
        raise CannotImport("cannot_write", path=error.filename or folder, detail=error.strerror or error) from None


def dumped(data: Any, heading: str = "") -> str:
    """Plain data as YAML."""
    yaml = YAML()
    yaml.width = 120
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(data, text)
    return heading + text.getvalue()


def _exercise(existing: Data | None, mapping: Mapping, own: Sequence[Asking]) -> Data:
    head = mapping.head.exercise
    title = _data(head.title) if head.title else _said("exercise_title")
    made: Data = existing or {
        "id": head.id, "title": title, "aim": _data(head.aim) if head.aim else _said("exercise_aim"), "mode": "alone",
        "phases": [
            {
                "level": "individual", "minutes": MINUTES, "title": title, "instruction": _said("instruction"),
                "script": _said("script"),
            }
        ],
        "items": [],
    }  # fmt: skip
    items = {item["id"]: item for item in made["items"]}
    for one in own:
        item = _data(one.item)
        before = items.get(item["id"])
        if before is None:
            made["items"].append(item)
        elif before != item:
            made["items"][made["items"].index(before)] = _widened(before, item, one)
    Exercise.model_validate(made)
    return made


def _widened(before: Data, item: Data, asking: Asking) -> Data:
    """A question that was there, with the options that the new files have beside its own."""
    makes = asking.question.makes
    if makes is None or {**before, makes: None} != {**item, makes: None}:
        raise CannotImport("question_changed", question=asking.name)
    known = {one.get("id", one.get("value")): one for one in before[makes]}
    if any(known.get(one.get("id", one.get("value")), one) != one for one in item[makes]):
        raise CannotImport("question_changed", question=asking.name)
    more = [one for one in item[makes] if one.get("id", one.get("value")) not in known]
    return {**before, makes: [*before[makes], *more]}


def _series(existing: Data | None, mapping: Mapping, asked: Sequence[Asking], taken: Taken) -> Data:
    head = mapping.head
    first = next((one for one in taken.meetings.values() if one is not None), None)
    title = head.series.title if head.series else head.exercise.title or (first.title if first else None)
    made: Data = existing or {
        "title": _data(title) if title else _said("series_title"),
        "organiser": _data(head.series.organiser) if head.series and head.series.organiser else _said("organiser"),
        "actor_types": [], "opens": next(iter(taken.meetings), "imported"), "meetings": [],
    }  # fmt: skip
    types = {one["id"]: one for one in made["actor_types"]}
    for one in head.series.actor_types if head.series else ():
        types.setdefault(one.id, _data(one))
    for found in dict.fromkeys(person.actor_type for person in taken.people.values() if person.actor_type):
        label = found.replace("_", " ").capitalize()
        types.setdefault(found, {"id": found, "label": {"sv": label, "en": label}})
    for name in ("participant", "organiser_type"):
        if len(types) < 2:
            types.setdefault(name, {"id": name, "label": _said(name)})
    made["actor_types"] = list(types.values())
    meetings = {one["id"]: one for one in made["meetings"]}
    for name, meeting in taken.meetings.items():
        if name not in meetings:
            named = _data(meeting.title) if meeting else dict.fromkeys(LANGUAGES, name)
            aim = _data(meeting.aim) if meeting and meeting.aim else _said("meeting_aim")
            meetings[name] = {"id": name, "number": len(meetings) + 1, "title": named, "aim": aim, "agenda": []}
            made["meetings"].append(meetings[name])
        agenda = meetings[name]["agenda"]
        held = {(step.get("exercise"), step.get("round", 1)) for step in agenda}
        for exercise, round_ in sorted({(a.exercise, a.round) for a in taken.answers if a.meeting == name}):
            if (exercise, round_) not in held:
                own = exercise == head.exercise.id and head.exercise.title
                step = f"{exercise.lower().replace('.', '_')}-{round_}"
                told = _data(head.exercise.title) if own and head.exercise.title else _said("exercise_title")
                agenda.append({"id": step, "title": told, "minutes": MINUTES, "exercise": exercise, "round": round_})
    made["meetings"] = [one for one in made["meetings"] if one["agenda"]]
    if made["opens"] not in {one["id"] for one in made["meetings"]} and made["meetings"]:
        made["opens"] = made["meetings"][0]["id"]
    if not made["meetings"]:
        raise CannotImport("nothing_in_it")
    return made


def _read(path: Path) -> Data | None:
    if not path.is_file():
        return None
    data: Data = as_plain(plain.load(path.read_text(encoding="utf-8")))
    return data


def _data(model: Any) -> Data:
    """A model as it is written: what says nothing is left out."""
    data: Data = model.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    if hasattr(model, "kind"):
        data = {"kind": model.kind, **data}
    if data.get("scale") and "points" in data:
        del data["scale"]
    return data


def _said(key: str) -> dict[str, str]:
    return {language: say("imports", key, language) for language in LANGUAGES}
