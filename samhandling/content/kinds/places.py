"""The kind that places things on a map."""

import re
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from samhandling.content.kinds.base import Option, Refused, _Item, _Model

_MUNICIPALITY = re.compile(r"\d{4}")


class Municipality(_Model):
    """A municipality by SCB's four-digit code; a name is the same in both languages."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    name: str


class Place(_Item):
    """Things assigned to municipalities on a map. The answer maps a thing to a list of SCB's four-digit codes."""

    kind: Literal["place"] = "place"
    things: tuple[Option, ...] = Field(min_length=1)
    each: int = Field(default=1, ge=1, le=30)
    """In how many municipalities one thing may lie."""
    county: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = None
    """The county (SCB's two-digit code) whose map is shown; the series' own when it is not given."""
    municipalities: tuple[Municipality, ...] = ()
    """Where a thing may lie; filled in from the county's when it is not given."""

    def check(self, value: Any) -> dict[str, list[str]]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", expected="rows")
        ids = [thing.id for thing in self.things]
        known = {one.code for one in self.municipalities}
        for thing, places in value.items():
            if thing not in ids:
                raise Refused("unknown_row", row=str(thing)[:60])
            if not isinstance(places, list):
                raise Refused("wrong_type", expected="list")
            for code in places:
                if not isinstance(code, str) or not _MUNICIPALITY.fullmatch(code):
                    raise Refused("unknown_option", option=str(code)[:60])
                if (known and code not in known) or (self.county and not code.startswith(self.county)):
                    raise Refused("unknown_option", option=code)
            if len(set(places)) != len(places):
                raise Refused("repeated")
            if len(places) > self.each:
                raise Refused("over_limit", at_most=self.each)
        return {thing: sorted(value[thing]) for thing in ids if value.get(thing)}
