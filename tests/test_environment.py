"""pyproject.toml, the lock and environment.yml agree."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def required(extra: bool = False) -> dict[str, Requirement]:
    lines = PROJECT["dependencies"] + (PROJECT["optional-dependencies"]["test"] if extra else [])
    return {name(one.name): one for one in map(Requirement, lines)}


def name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def test_the_lock_holds_every_requirement_at_a_version_that_it_allows() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith((" ", "#"))]
    locked: dict[str, list[Requirement]] = {}
    for pin in pins:
        locked.setdefault(name(pin.name), []).append(pin)
    for wanted, requirement in required(extra=True).items():
        assert wanted in locked, f"{wanted} is not in the lock; run: make lock"
        for pin in locked[wanted]:
            version = str(pin.specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{pin} in the lock, {requirement} in pyproject.toml"


def test_conda_gets_the_same_packages() -> None:
    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    # what conda-forge does not have comes by pip; the last line is the project itself
    lines += environment["dependencies"][-1]["pip"][:-1]
    conda = {name(one.name): one for one in map(Requirement, lines)}
    python = conda.pop("python")
    assert str(python.specifier) == PROJECT["requires-python"]
    conda.pop("pip")
    assert {one: str(r.specifier) for one, r in conda.items()} == {
        one: str(r.specifier) for one, r in required().items()
    }


def test_the_licences_are_there() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    inter = ROOT / "samhandling" / "server" / "static" / "LICENSE-Inter.txt"
    assert "SIL OPEN FONT LICENSE" in inter.read_text(encoding="utf-8").upper()
