"""The house: who may import whom. Imports point down, and content is never imported."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "samhandling"

# a room of the house may import itself, and these
MAY = {
    "look": set(),
    "content": set(),
    "store": set(),
    "room": set(),
    "seating": set(),
    "analysis": {"content"},
    "figures": {"analysis", "content", "look"},
    "charts": {"figures", "content"},
    "explorers": {"charts", "figures", "content"},
    "report": {"analysis", "figures", "content", "look", "store"},
    "server": {"room", "seating", "store", "content", "analysis", "report", "look"},
    "notebook": {"explorers", "charts", "analysis", "figures", "content", "store"},
    "opening": {"report", "charts", "figures", "analysis", "content", "store"},
    "statistics": {"content"},
    "imports": {"analysis", "content", "store"},
    "cli": {"server", "report", "content", "store", "analysis", "statistics", "imports"},
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("samhandling.")}
    return found


def test_imports_point_down() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        room = room_of(path)
        if room in ("__init__", "__main__") or "bundled" in path.parts:
            continue
        for target in imports_of(path) - {room, "__version__"}:
            if target not in MAY[room]:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {target}")
    assert wrong == []


def test_every_room_stands_in_the_map() -> None:
    rooms = {room_of(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__", "bundled"}
    assert rooms == set(MAY)


def test_there_is_no_room_without_a_name() -> None:
    nameless = {"utils", "util", "helpers", "common", "misc", "tools"}
    assert [path for path in PACKAGE.rglob("*.py") if path.stem in nameless] == []
