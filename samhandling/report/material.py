"""What a follow-up is made from: answers, people and what lives on, of the rooms that it is about."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from samhandling.analysis.coding import Coding
from samhandling.analysis.counted import Counted
from samhandling.analysis.frame import answers_frame, in_the_picture, people_frame
from samhandling.analysis.groups import Split, group_ids
from samhandling.analysis.open_text import is_open
from samhandling.analysis.parts import counted_from, counts, parts
from samhandling.analysis.registers import Entry, day_of, entries
from samhandling.content.exercise import Exercise
from samhandling.content.kinds import Option
from samhandling.content.reading import Content
from samhandling.content.series import Meeting
from samhandling.store import Store
from samhandling.store import answers as answers_table
from samhandling.store import codings as codings_table
from samhandling.store import registers as registers_table
from samhandling.store import rooms as rooms_table


@dataclass(frozen=True)
class Material:
    """The answers of some rooms, with who joined them."""

    content: Content
    frame: pd.DataFrame
    """One row an answer (see `answers_frame`)."""
    members: pd.DataFrame
    """One row for each person in each room: room, meeting, date, and their profile."""
    entries: Sequence[Entry] = ()
    """What lives on from these rooms."""
    codings: Mapping[tuple[str, str], Coding] = field(default_factory=dict)
    """The themes that somebody kept, by exercise and item."""
    hidden: Mapping[tuple[str, str, str], bool] = field(default_factory=dict)
    """Whether a note is hidden, by room, exercise and note."""

    @classmethod
    def of_rows(
        cls,
        content: Content,
        rows: Sequence[Mapping[str, Any]],
        joined: Sequence[Mapping[str, Any]],
        entries: Sequence[Entry] = (),
    ) -> "Material":
        """From plain rows: answers as the store has them, and who joined with their room, meeting and date."""
        members = pd.DataFrame(
            {
                "room": pd.array([row["room"] for row in joined], dtype="str"),
                "meeting": pd.array([row["meeting"] for row in joined], dtype="str"),
                "date": pd.to_datetime(pd.Series([row["date"] for row in joined], dtype="str"), errors="coerce"),
            }
        )
        members = pd.concat([members, people_rows(joined, content)], axis=1)
        return cls(content, answers_frame(rows, content), members, entries)

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row a person, as they were in the last of the rooms."""
        return self.members.drop_duplicates("participant", keep="last", ignore_index=True)

    @cached_property
    def long(self) -> pd.DataFrame:
        """One row for each thing that was answered and counts (see `parts`)."""
        return parts(self.frame, self.content)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The answers that the pictures are made of, as they are."""
        return in_the_picture(self.frame)

    @property
    def meetings(self) -> list[Meeting]:
        """The meetings of the series that these rooms were, in order."""
        held = set(self.members["meeting"]) | set(self.frame["meeting"])
        return [meeting for meeting in self.content.series.meetings if meeting.id in held]

    @cached_property
    def held(self) -> pd.DataFrame:
        """The rooms that people joined, in the order in which they met: room, meeting, date."""
        rooms = self.members.drop_duplicates("room").sort_values("date", kind="stable")
        return rooms[["room", "meeting", "date"]].reset_index(drop=True)

    @property
    def dates(self) -> list[dt.date]:
        """The days of these rooms, in order."""
        days = pd.concat([self.members["date"], self.frame["date"]]).dropna()
        return sorted({day.date() for day in days})

    @property
    def actor_types(self) -> Sequence[Option]:
        """The series' own actor types."""
        return self.content.series.actor_types

    @property
    def simulated(self) -> int:
        """How many of the people are simulated."""
        return int(self.people["simulated"].sum())

    def only(
        self,
        *,
        meetings: Collection[str] | None = None,
        rooms: Collection[str] | None = None,
        exercise: str | None = None,
        simulated: bool = True,
    ) -> "Material":
        """Of some meetings or some rooms, the answers to one exercise; with or without simulated participants."""

        def kept(table: pd.DataFrame) -> pd.DataFrame:
            stays = pd.Series(True, index=table.index)
            if meetings is not None:
                stays &= table["meeting"].isin(list(meetings))
            if rooms is not None:
                stays &= table["room"].isin(list(rooms))
            if not simulated:
                stays &= ~table["simulated"]
            return table[stays].reset_index(drop=True)

        entries = [
            entry
            for entry in self.entries
            if (meetings is None or entry.meeting in meetings)
            and (rooms is None or entry.room in rooms)
            and (simulated or not entry.simulated)
        ]
        frame = kept(self.frame)
        if exercise is not None:
            frame = frame[frame["exercise"].eq(exercise)].reset_index(drop=True)
        return replace(self, frame=frame, members=kept(self.members), entries=entries)

    def of_group(self, split: Split, group: str) -> "Material":
        """What the people of one group answered by themselves."""
        mine = self.frame["level"].eq("individual") & (pd.Series(group_ids(self.frame[split])) == group)
        here = pd.Series(group_ids(self.members[split]), dtype=object) == group
        return replace(
            self, frame=self.frame[mine].reset_index(drop=True), members=self.members[here].reset_index(drop=True)
        )

    def counted(self, exercise: Exercise, round: int, splits: Sequence[Split] = ()) -> Counted:
        """What has been counted of an exercise at one round, over all these rooms together."""
        words = self._words.get((exercise.id, round))
        tables = {split: _at(self._tables(split), exercise, round) for split in splits}
        return counted_from(exercise, _at(self._tables(None), exercise, round), tables, words)

    @property
    def steps(self) -> list[tuple[Exercise, int]]:
        """The exercises that have answers, each with its rounds, in the order in which the meetings take them."""
        order: dict[tuple[str, int], None] = {}
        for meeting in self.meetings or self.content.series.meetings:
            order |= {(step.exercise, step.round): None for step in self.content.steps(meeting) if step.exercise}
        order |= {(exercise, round_): None for exercise, rounds in self.rounds.items() for round_ in rounds}
        known = self.content.exercises
        return [(known[one], round_) for one, round_ in order if one in known and round_ in self.rounds.get(one, ())]

    @cached_property
    def rounds(self) -> dict[str, list[int]]:
        """The rounds with answers of each exercise that has any."""
        found: dict[str, list[int]] = {}
        for exercise, round_ in sorted(set(zip(self.shown["exercise"], self.shown["round"], strict=True))):
            found.setdefault(exercise, []).append(int(round_))
        return found

    @cached_property
    def _made(self) -> dict[Split | None, pd.DataFrame]:
        return {}

    def _tables(self, split: Split | None) -> pd.DataFrame:
        if split not in self._made:
            self._made[split] = counts(self.long, split)
        return self._made[split]

    @cached_property
    def _words(self) -> dict[tuple[str, int], pd.DataFrame]:
        said = self.shown[self.shown["kind"].isin(["text", "notes", "table", "board", "position"])]
        asked = sorted(set(zip(said["exercise"], said["round"], strict=True)))
        return {key: said[said["exercise"].eq(key[0]) & said["round"].eq(key[1])] for key in asked}


def people_rows(rows: Sequence[Mapping[str, Any]], content: Content) -> pd.DataFrame:
    """The profiles of who joined, one row for each row given."""
    numbered = [{**row, "participant": str(n)} for n, row in enumerate(rows)]
    found = people_frame(numbered, content)
    found["participant"] = pd.array([row["participant"] for row in rows], dtype="str")
    return found


def from_store(store: Store, content: Content, rooms: Collection[str] | None = None) -> Material:
    """The material of some rooms of a store, or of all."""
    codes = None if rooms is None else list(rooms)

    asked = [(one.id, item.id) for one in content.exercises.values() for item in one.items if is_open(item)]
    rows, joined, changes, kept, hidden = store.read(
        lambda connection: (
            answers_table.of_rooms(connection, codes),
            answers_table.members(connection, codes),
            registers_table.changes(connection),
            {one: codings_table.newest(connection, *one) for one in asked},
            rooms_table.hidden_notes(connection),
        )
    )
    for row in (*rows, *joined):
        row["simulated"] = bool(row["simulated"])
        row["date"] = day_of(row["room_created_at"]).isoformat()
    live_on = [
        entry
        for register in content.registers.values()
        for entry in entries(register, content.exercises, rows, changes)
    ]
    codings = {one: Coding.model_validate(row["coding"]) for one, row in kept.items() if row is not None}
    return replace(Material.of_rows(content, rows, joined, live_on), codings=codings, hidden=hidden)


def _at(table: pd.DataFrame, exercise: Exercise, round: int) -> pd.DataFrame:
    return table[table["exercise"].eq(exercise.id) & table["round"].eq(round)]
