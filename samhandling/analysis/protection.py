"""Tables of counts of people, with the cells hidden from which few of them could be found."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from samhandling.analysis.disclosure import MINIMUM, suppress

Cells = np.ndarray[Any, Any]
_SLACK = 1e-6
"""How far the solver may be from a whole number."""


def protected(table: pd.DataFrame, *, answers: bool = False, margins_known: bool = True) -> pd.DataFrame:
    """The same table with `<NA>` for what may not be shown.

    `table` holds counts of people, each in one row at most. By default both its rows and its columns are groups of
    people (actor type × meeting, municipality × exercise): a cell under five is hidden, and more cells beside it,
    until nobody who also reads the totals can tell that a hidden group has fewer than five. With `answers` the
    columns are what the groups answered or where they stood after (group × answer, group before × after): whole
    rows are shown or hidden, by the gate of one way (see `suppress`), and cells of a row that is shown may be small.
    With `margins_known` the totals of all rows, columns and people are taken to be published, as far as `suppress`
    lets them through; without it nothing but the cells is. ValueError for a missing, a broken or a negative count.

    What is protected is *who a small group is* and *what it answered*, not how many gave an answer: that one of
    twelve business people chose step 1 is the picture that the room is there to see. An empty cell is hidden like
    a small one, since knowing the empty ones is what solves the rest; so is an empty row or column. That a group
    of five or more answered alike is shown: these are views of how work is done in a region, agreement is a finding,
    the total of the room would tell the same, and a row that goes missing only then would be found out by that. What
    the hidden rows answered together follows from the totals; they are then five people or more in two rows or more,
    a group like any other, and if they agree it shows too. A question about the persons themselves is therefore not
    to be split by group at all. That a hidden row is one of the small ones is no secret in a room where people see
    each other.

    Complementary suppression: Cox (1980); Willenborg & de Waal (2001), ch. 4–6. Audited by linear programming: a
    hidden cell is safe if some table that agrees with all that is shown has five people or more there.
    """
    counts = table.to_numpy(dtype=float, na_value=np.nan)
    if not (np.isfinite(counts) & (counts >= 0) & (counts == np.floor(counts))).all():
        raise ValueError("table: counts of people, all given")
    hidden = _rows(counts, margins_known) if answers else _cells(counts, margins_known)
    shown = pd.DataFrame(counts, index=table.index, columns=table.columns).astype("Int64")
    return shown.mask(pd.DataFrame(hidden, index=table.index, columns=table.columns))


def _rows(counts: Cells, margins_known: bool) -> Cells:
    hidden = _withheld(counts.sum(axis=1)) if margins_known else counts.sum(axis=1) < MINIMUM
    return np.repeat(hidden[:, None], counts.shape[1], axis=1)


def _cells(counts: Cells, margins_known: bool) -> Cells:
    small = counts < MINIMUM
    if not margins_known or not counts.size:
        return small
    rows, columns = _withheld(counts.sum(axis=1)), _withheld(counts.sum(axis=0))
    always = small | rows[:, None] | columns[None, :]
    hidden, at_risk = always.copy(), (counts > 0) & small
    while (bare := _found_out(counts, hidden, at_risk, rows, columns)) is not None:
        row, column = bare
        cross = np.zeros_like(hidden)
        cross[row], cross[:, column] = True, True
        # first beside it; where nothing is left there, some other cell of the table holds it up
        beside = ~hidden & cross if (~hidden & cross).any() else ~hidden
        if not beside.any():
            break
        hidden[np.unravel_index(np.where(beside, counts, np.inf).argmin(), counts.shape)] = True
    # what was hidden on the way and turned out not to be needed is shown again
    for cell in sorted(zip(*np.nonzero(hidden & ~always), strict=True), key=lambda cell: -counts[cell]):
        hidden[cell] = False
        hidden[cell] = _found_out(counts, hidden, at_risk, rows, columns) is not None
    return hidden


def _withheld(totals: Cells) -> Cells:
    hidden = suppress(dict(enumerate(totals.astype(int).tolist())))
    return np.array([at in hidden for at in range(len(totals))], dtype=bool)


def _found_out(counts: Cells, hidden: Cells, at_risk: Cells, rows: Cells, columns: Cells) -> tuple[int, int] | None:
    """A cell at risk that cannot hold five people in any table that agrees with what is shown."""
    places = np.argwhere(hidden)
    known, totals = _told(counts, hidden, rows, columns)
    most = np.zeros(len(places))
    for at, (row, column) in enumerate(places.tolist()):
        if not at_risk[row, column] or most[at] >= MINIMUM - _SLACK:
            continue
        aim = np.zeros(len(places))
        aim[at] = -1
        found = linprog(aim, A_eq=known, b_eq=totals, method="highs")
        # each solution is a table that agrees, and clears every cell that is large in it
        most = np.maximum(most, found.x)
        if most[at] < MINIMUM - _SLACK:
            return row, column
    return None


def _told(counts: Cells, hidden: Cells, rows: Cells, columns: Cells) -> tuple[Cells, Cells]:
    """What the totals that are shown say of the hidden cells: an equation for each of those, and for that of all."""
    lines = [np.ones_like(hidden)]
    lines += [
        np.arange(counts.shape[0])[:, None] == np.full_like(hidden, at, dtype=int) for at in np.flatnonzero(~rows)
    ]
    lines += [
        np.arange(counts.shape[1])[None, :] == np.full_like(hidden, at, dtype=int) for at in np.flatnonzero(~columns)
    ]
    known = np.array([line[hidden] for line in lines], dtype=float)
    return known, np.array([counts[line & hidden].sum() for line in lines])
