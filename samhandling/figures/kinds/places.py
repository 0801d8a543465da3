"""Figure of the kind that places things on a map."""

from typing import Any

from samhandling.content.language import Language
from samhandling.figures.layout import Figure, nothing, stacks
from samhandling.look import tokens

MOST = 15
"""So many municipalities have a bar, those with the most first."""


def place(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """How many placed each thing in each municipality: a bar a municipality, a colour a thing."""
    here: dict[Any, dict[str, Any]] = {}
    for row in result["rows"]:
        for count in row["counts"]:
            if count["n"]:
                one = here.setdefault(count["value"], {"label": count["label"], "n": 0, "counts": []})
                one["n"] += count["n"]
                one["counts"].append({"value": row["row"], "n": count["n"]})
    if result["suppressed"] or not here:
        return nothing(result, language)
    rows = sorted(here.values(), key=lambda one: -one["n"])[:MOST]
    names = [(row["row"], row["label"], tokens()[f"group-{1 + k % 9}"]) for k, row in enumerate(result["rows"])]
    return stacks(result | {"rows": rows}, names, language, shares=False)
