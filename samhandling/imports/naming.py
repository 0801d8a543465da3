"""Ids made of words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

LONGEST = 40


def slug(text: str, prefix: str = "q") -> str:
    """An id of the letters and figures in a text; one that does not begin with a letter has the prefix before it."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    name = name if name[:1].isalpha() else f"{prefix}{name}" if name else prefix
    return name[:LONGEST].rstrip("_")


def distinct(ids: Iterable[str]) -> list[str]:
    """Ids that differ: the second `other` is `other_2`."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for one in ids:
        name = one
        while name in seen:
            seen[one] += 1
            end = f"_{seen[one]}"
            name = one[: LONGEST - len(end)] + end
        seen[name] += 1
        found.append(name)
    return found
