"""Plain data from YAML 1.2, quickly: what every server, kernel and test reads at its start.

`reading.py` goes through a file once more, with its lines, when something in it is wrong.
"""

import re
from typing import Any

import yaml
from yaml import YAMLError as YAMLError


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen when it is loaded
    """YAML's core schema: no dates, no sexagesimals, no yes and no; and no key twice."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # the library's own way to be told

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value if key.tag != _MERGE]
        if len(set(keys)) != len(keys):
            raise yaml.constructor.ConstructorError("a key stands twice", node.start_mark)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


_MERGE = "tag:yaml.org,2002:merge"
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", r"<<", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node)))


def load(text: str) -> Any:
    """The data of one document. Raises `yaml.YAMLError` for what is no YAML, or has a key twice."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader: plain data only
