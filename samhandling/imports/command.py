"""The command `samhandling import`: read, show, and store."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from samhandling.content.reading import Content
from samhandling.imports import limesurvey, series_folder
from samhandling.imports.asking import Asking, ask
from samhandling.imports.draft import draft
from samhandling.imports.formats import read
from samhandling.imports.mapping import Mapping, read_mapping
from samhandling.imports.preview import both, previewed, told, wrongs
from samhandling.imports.reading import take_in
from samhandling.imports.refusing import CannotImport
from samhandling.imports.sheets import Sheet
from samhandling.imports.storing import Stored, keep, unplaced
from samhandling.imports.taken import Taken
from samhandling.imports.untidying import untidied
from samhandling.store import Store

Tell = Callable[[str], None]


def write_draft(files: Sequence[Path], target: Path, content: Content | None, tell: Tell) -> None:
    """Write a first mapping for some files, to be edited. Raises `CannotImport`; an existing file is left alone."""
    if target.exists():
        raise CannotImport("mapping_exists", path=target)
    sheets = _sheets(files, None)
    text = draft(sheets, content)
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotImport("cannot_write", path=target, detail=error.strerror or error) from None
    for sheet in sheets:
        tell(both("recognised", name=sheet.path.name, format=sheet.format, n=len(sheet.records)))
    tell(both("drafted", path=target))


def bring_in(
    files: Sequence[Path],
    mapping_file: Path,
    content: Content | None,
    *,
    tell: Tell,
    warn: Tell,
    store: str | None = None,
    to: Path | None = None,
    preview: bool = False,
    skip_faulty: bool = False,
) -> Stored | None:
    """Import files by a mapping into a store of the series `content`, or `to` a folder that gets a series of its own.

    All or nothing: with a faulty cell nothing is written, unless `skip_faulty` leaves such cells out. None when nothing
    was written. Raises `CannotImport`, `ContentError` for a faulty mapping, `StoreError` for the store.
    """
    mapping = read_mapping(mapping_file)
    if mapping.is_own and to is None:
        raise CannotImport("needs_folder", path=mapping_file)
    if to is not None:
        content = Content.read(to) if (to / "series.yaml").is_file() else None
        _is_ours(to)
    sheets = _sheets(files, mapping)
    asked = ask(mapping, sheets, content)
    taken = take_in(mapping, sheets, asked, content)
    for line in previewed(sheets, asked, taken) if preview else ():
        tell(line)
    for line in wrongs(taken.wrong):
        warn(line)
    if preview:
        tell(both("nothing_written"))
        return None
    if taken.wrong and not skip_faulty:
        raise CannotImport("faulty_cells", n=len(taken.wrong))
    if not taken.answers:
        raise CannotImport("nothing_in_it")
    return _stored(mapping, asked, taken, sheets, content, store, to, tell)


def _stored(
    mapping: Mapping,
    asked: Sequence[Asking],
    taken: Taken,
    sheets: Sequence[Sheet],
    content: Content | None,
    store: str | None,
    to: Path | None,
    tell: Tell,
) -> Stored:
    with _series(mapping, asked, taken, to) if to is not None else _as_it_is(content) as held:
        for (exercise, item, round_), reason in unplaced(taken.answers, held).items():
            number = next((one.question.number for one in asked if one.name == f"{exercise}/{item}"), 0)
            meetings = ", ".join(taken.meetings)
            key = f"{exercise}/{item}, round {round_}"
            expected = {
                "no_such_round": f"no step of {meetings} has {key}",
                "not_asked_so": f"{key} is answered together at the tables or in the room, not by each on their own",
            }[reason]
            mapping.fault(("questions", number), expected)
        mapping.stop_if_faulty()
        with closing(Store(str(to / series_folder.STORE) if to is not None else store or "")) as opened:
            stored = keep(opened, held, taken, sheets)
    for line in told(stored):
        tell(line)
    if to is not None:
        tell(f"\n  samhandling export out --series {to / 'series.yaml'} --store {to / series_folder.STORE}")
    return stored


@contextmanager
def _as_it_is(content: Content | None) -> Iterator[Content]:
    if content is None:
        raise CannotImport("nothing_in_it")
    yield content


@contextmanager
def _series(mapping: Mapping, asked: Sequence[Asking], taken: Taken, to: Path) -> Iterator[Content]:
    """The series with the new meetings and questions; its files are put back when the answers cannot be stored."""
    files = series_folder.files_of(to, mapping, asked, taken)
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    series_folder.write(to, files)
    try:
        yield Content.read(to)
    except BaseException:
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)
        raise


def _is_ours(to: Path) -> None:
    """A folder for a series of its own is empty, new, or has one."""
    if to.is_file() or (to.is_dir() and any(to.iterdir()) and not (to / "series.yaml").is_file()):
        raise CannotImport("folder_not_empty", folder=to)


def _sheets(files: Sequence[Path], mapping: Mapping | None) -> list[Sheet]:
    """The files as tables; a LimeSurvey structure among them is given to the others, and is none itself."""
    given = mapping.head.file if mapping else None
    structures = [limesurvey.structure_of(path) for path in files if path.suffix.casefold() == ".lss"]
    sheets: list[Sheet] = []
    for path in files:
        if path.suffix.casefold() == ".lss":
            continue
        if given is None:
            sheet = read(path)
        else:
            sheet = read(
                path, given.format, delimiter=given.delimiter, encoding=given.encoding, sheet=given.sheet,
                header=given.header,
            )  # fmt: skip
        for structure in structures:
            limesurvey.told(sheet, structure)
        if sheet.digest not in {one.digest for one in sheets}:
            sheets.append(untidied(sheet, mapping) if mapping and sheet.format == "tidy" else sheet)
    if not sheets:
        raise CannotImport("only_structure", path=files[0])
    return sheets
