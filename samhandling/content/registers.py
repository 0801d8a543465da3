"""Registers: what is written in a meeting and lives on after it, with a status, an owner and a date."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import ConfigDict, Field, model_validator

from samhandling.content.exercise import Exercise, ExerciseId
from samhandling.content.kinds import Board, Column, Id, Option, Place, Table, _Model
from samhandling.content.language import Text

Where = tuple[int | str, ...]


class Source(_Model):
    """An item whose answers become entries: the rows of a table, the cards of a board, what is placed on a map."""

    exercise: ExerciseId
    item: Id


class Shows(_Model):
    """The columns of a table that make an entry's title and the lines under it."""

    title: Id
    lines: tuple[Id, ...] = ()


class Status(Option):
    """How far an entry has come; `open` ones still wait for someone."""

    open: bool = True


class Chain(_Model):
    """The columns that tell how a signal travelled from the employer to the answer."""

    area: Id
    promised: Id
    answered: Id
    answered_status: Id
    """The status that says that the employer has been answered, where the date was left empty."""
    education: Id
    existed: Id = "yes"
    lacked: Id = "no"
    """The options of `education` that say that a matching education existed, and that it did not."""


class Register(_Model):
    """One register. An entry is never copied: it is the row as last answered, and what was said of it since."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Id
    title: Text
    entry: Text
    """What one entry is called, e.g. *åtagande*."""
    sources: tuple[Source, ...] = Field(alias="from", min_length=1)
    shows: Shows | None = None
    """Needed where the entries are the rows of a table."""
    owner: Id | None = None
    due: Id | None = None
    status: Id | None = None
    """The columns that hold the role, the date and, where the table asks for it, the status."""
    statuses: tuple[Status, ...] = Field(min_length=2)
    """In their order; a new entry has the first one."""
    shown_to_room: bool = False
    """Whether participants of later meetings may read the entries, unsigned."""
    chain: Chain | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.id == "mine":
            raise ValueError("`mine` is the name of everyone’s own entries; choose another id")
        if repeated := [one for one, times in Counter(s.id for s in self.statuses).items() if times > 1]:
            raise ValueError(f"the status {repeated[0]!r} is there twice")
        if not self.statuses[0].open:
            raise ValueError("the first status is the one that a new entry has, and must be open")
        if self.chain and self.chain.answered_status not in {status.id for status in self.statuses}:
            raise ValueError(f"the chain names {self.chain.answered_status!r}, which is not among `statuses`")
        return self

    def find_status(self, status: str) -> Status | None:
        """The status with an id, or None."""
        return next((one for one in self.statuses if one.id == status), None)

    def is_open(self, status: str) -> bool:
        """Whether an entry with this status still waits for someone; one that is no longer known does."""
        found = self.find_status(status)
        return found is None or found.open


class Registers(_Model):
    """All registers of a series, in the order in which they are shown."""

    registers: tuple[Register, ...] = ()

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if repeated := [one for one, times in Counter(r.id for r in self.registers).items() if times > 1]:
            raise ValueError(f"two registers have the id {repeated[0]!r}")
        return self


def entries_of(item: Any, value: Any) -> dict[str, dict[str, Any]]:
    """The entries in an answer, by an id that stays: their cells by name.

    The one place that knows which kinds of item can be written into a register, and how.
    """
    match item:
        case Table():
            return {row["id"]: {name: cell for name, cell in row.items() if name != "id"} for row in value or ()}
        case Board():
            return {card: dict(said) for card, said in (value or {}).items()}
        case Place():
            placed = ((thing, code) for thing, codes in (value or {}).items() for code in codes)
            return {f"{thing}:{code}": {"thing": thing, "municipality": code} for thing, code in placed}
    return {}


def is_joint(item: Any) -> bool:
    """Whether all meetings speak of the same entries, as of the cards of a board, and the room's word is the one."""
    return isinstance(item, Board | Place)


def faults_of(register: Register, exercises: Mapping[str, Exercise]) -> Iterator[tuple[Where, str]]:
    """What in a register does not fit the exercises: at which key, and what was expected."""
    statuses = {status.id for status in register.statuses}
    for number, source in enumerate(register.sources):
        exercise = exercises.get(source.exercise)
        if exercise is None:
            yield ("from", number, "exercise"), f"no exercise {source.exercise}; there are {', '.join(exercises)}"
            continue
        item = exercise.find(source.item)
        match item:
            case Table():
                yield from _faults_of_table(register, item, statuses)
            case Board() if unknown := [one.id for one in item.statuses if one.id not in statuses]:
                yield ("statuses",), f"the board {item.id!r} has the status {unknown[0]!r} too"
            case Board() | Place():
                pass
            case None:
                there = ", ".join(one.id for one in exercise.items)
                yield ("from", number, "item"), f"no item {source.item!r} in {source.exercise}; there are {there}"
                continue
            case _:
                yield ("from", number, "item"), f"expected a table, a board or a place, but it is a {item.kind}"
                continue
        if register.shown_to_room and not getattr(item, "shared", True):
            yield ("shown_to_room",), f"{source.item!r} is not shared with the room"


def _faults_of_table(register: Register, item: Table, statuses: set[str]) -> Iterator[tuple[Where, str]]:
    columns = {column.id: column for column in item.columns}
    chain = register.chain
    wanted: list[tuple[Where, str | None, str | None]] = [
        (("owner",), register.owner, "text"), (("due",), register.due, "date"),
        (("status",), register.status, "choice"),
    ]  # fmt: skip
    if register.shows is None:
        yield ("shows",), "is missing: which column is an entry’s title?"
    else:
        wanted.append((("shows", "title"), register.shows.title, None))
        wanted += [(("shows", "lines", n), name, None) for n, name in enumerate(register.shows.lines)]
    if chain:
        wanted += [
            (("chain", "area"), chain.area, "choice"), (("chain", "promised"), chain.promised, "date"),
            (("chain", "answered"), chain.answered, "date"), (("chain", "education"), chain.education, "choice"),
        ]  # fmt: skip
    for where, name, type_ in wanted:
        if name is None:
            continue
        if name not in columns:
            yield where, f"no column {name!r} in {item.id!r}; there are {', '.join(columns)}"
        elif type_ not in (None, columns[name].type):
            yield where, f"expected a column of the type {type_}, but {name!r} is {columns[name].type}"
    yield from _faults_of_options(register, columns, statuses)


def _faults_of_options(
    register: Register, columns: Mapping[str, Column], statuses: set[str]
) -> Iterator[tuple[Where, str]]:
    if register.status and register.status in columns:
        options = [option.id for option in columns[register.status].options]
        if unknown := [one for one in options if one not in statuses]:
            yield ("statuses",), f"the column {register.status!r} has the status {unknown[0]!r} too"
    chain = register.chain
    if chain and chain.education in columns:
        options = [option.id for option in columns[chain.education].options]
        for name in ("existed", "lacked"):
            if getattr(chain, name) not in options:
                yield ("chain", name), f"no option {getattr(chain, name)!r}; there are {', '.join(options)}"
