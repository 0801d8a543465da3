"""The folder of a series: where it is, what lies in it, and a copy of it to edit."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from samhandling.content.datasets import fetched_folder
from samhandling.content.exercise import Exercise
from samhandling.content.kinds import Id, Point
from samhandling.content.registers import Registers
from samhandling.content.series import Series

PACKAGE = Path(__file__).resolve().parent.parent
FILES = ("series.yaml", "registers.yaml")
FOLDERS = ("sessions", "exercises", "datasets", "facilitator_guide", "voila_apps")


def find_root(start: Path | None = None) -> Path:
    """The folder of the series: the nearest one upwards from `start` (or here) with a series.yaml,
    else the series that came with the installation."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "series.yaml").is_file() and (folder / "exercises").is_dir():
            return folder
    for folder in (PACKAGE / "bundled", PACKAGE.parent):
        if (folder / "series.yaml").is_file():
            return folder
    raise FileNotFoundError("no series.yaml here, in a folder above, or in the installation")


def write_series(target: Path, source: Path | None = None) -> list[Path]:
    """Copy a whole series into a new or empty folder, for someone to edit; the files written."""
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty")
    source = source or find_root(PACKAGE)
    target.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        if (source / folder).is_dir():
            # statistics are fetched for a county and a day; a new series fetches its own
            ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", fetched_folder(source).name)
            shutil.copytree(source / folder, target / folder, ignore=ignore)
    for file in FILES:
        if (source / file).is_file():
            shutil.copy2(source / file, target / file)
    write_schemas(target)
    return sorted(path for path in target.rglob("*") if path.is_file())


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """JSON Schemas by the file's place in a series: editors complete and check the YAML with them."""
    scales: TypeAdapter[Any] = TypeAdapter(dict[Id, tuple[Point, ...]])
    yield "series.schema.json", Series.model_json_schema()
    yield "registers.schema.json", Registers.model_json_schema()
    yield "exercises/exercise.schema.json", Exercise.model_json_schema()
    yield "exercises/scales.schema.json", scales.json_schema()


def write_schemas(root: Path) -> None:
    """Write the JSON Schemas beside the files of the series in `root`."""
    for name, schema in schemas():
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        (root / name).write_text(text, encoding="utf-8")
