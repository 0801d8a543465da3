"""The incentive calculation: the provider's result by how much of a course is validated, and where it breaks even."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samhandling.analysis.incentive import Terms
from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, Picture, annotation, base_layout, counted, percent

#: So many per cent from the picture's edge there is no room for a text, and so many between two points none for both.
EDGE, APART = 35, 25
#: The shares that the lines are drawn through, in per cent; nothing is another matter than very little.
SHARES = (0.1, 25, 50, 75, 100)


def terms(values: Mapping[str, int]) -> Terms:
    """The terms of the calculation from its values by id; the share is in per cent."""
    kept = {key: float(value) for key, value in values.items() if key != "participants"}
    return Terms(**kept | {"share": values["share"] / 100})


def incentive(table: Table, values: Mapping[str, int], language: Language) -> Picture:
    """What a provider loses or gains by validating, with and without an earmarked grant, and what society gains.

    The table has the columns of `incentive`; `values` are by its ids.
    """
    given, n = terms(values), values["participants"]
    sentence = _sentence(given, n, language)
    amounts = {
        "row_without": given.provider(earmarked=False),
        "row_with": given.provider(),
        "row_needed": max(0.0, given.needed()),
        "row_society": given.society(),
    }
    head = (say("incentive", "what", language), *(say("incentive", one, language, n=n) for one in ("each", "all")))
    rows = [
        (say("incentive", key, language), _amount(each, language), _amount(n * each, language))
        for key, each in amounts.items()
    ]
    even = given.even_at()
    share = percent(round(100 * even), 100, language) if even is not None else "–"
    rows += [
        (say("incentive", "row_even", language), share, ""),
        (
            say("incentive", "row_weeks", language),
            _weeks(given.weeks, language),
            _weeks(n * given.weeks, language),
        ),
        (say("incentive", "row_course", language), _weeks(given.points / given.points_a_week, language), ""),
    ]
    for row in table.rows:
        label = {"label": _own(row, "label", language), "unit": _own(row, "unit", language)}
        rows.append((say("incentive", "example", language, **label), counted(values[row["id"]], language), ""))
    figure = _lines(given, language, sentence)
    return Picture(figure, sentence, (head, *rows), say("incentive", "method", language))


def label(row: Mapping[str, str], language: Language) -> str:
    """What stands beside the control of a value: its label and its unit."""
    return say("incentive", "label", language, label=_own(row, "label", language), unit=_own(row, "unit", language))


def _own(row: Mapping[str, str], column: str, language: Language) -> str:
    return row[column if language == "sv" else f"{column}_{language}"]


def _amount(amount: float, language: Language) -> str:
    """An amount in whole kronor."""
    return counted(round(amount), language).replace("-", "−")


def _weeks(weeks: float, language: Language) -> str:
    whole = abs(weeks - round(weeks)) < 0.05
    return counted(round(weeks), language) if whole else f"{weeks:.1f}".replace(".", "," if language == "sv" else ".")


def _sentence(given: Terms, n: int, language: Language) -> str:
    if not given.share:
        return say("incentive", "nothing", language)
    result, without = given.provider(), given.provider(earmarked=False)
    said = []
    if round(result):
        key = "gains" if result > 0 else "loses"
        each, every = _amount(abs(result), language), _amount(n * abs(result), language)
        said.append(say("incentive", key, language, each=each, all=every, n=n))
    else:
        said.append(say("incentive", "breaks_even", language))
    if given.earmarked and round(without):
        key = "gains_without" if without > 0 else "loses_without"
        said.append(say("incentive", key, language, each=_amount(abs(without), language)))
    if given.needed() > 0:
        said.append(say("incentive", "needed", language, needed=_amount(given.needed(), language)))
    else:
        said.append(say("incentive", "not_needed", language))
    society = given.society()
    key = "society_gains" if society >= 0 else "society_loses"
    weeks = _weeks(given.weeks, language)
    return " ".join([*said, say("incentive", key, language, weeks=weeks, each=_amount(abs(society), language))])


def _lines(given: Terms, language: Language, alt: str) -> Figure:
    layout = base_layout(language, rows=6.5, alt=alt)
    layout["margin"] = {"l": 8, "r": 16, "t": 70, "b": 52}
    layout |= {"showlegend": True}
    legend = {"orientation": "h", "x": 0, "xref": "container", "y": 1, "yref": "container", "yanchor": "top"}
    layout["legend"] = {**legend, "itemclick": False, "itemdoubleclick": False, "font": {"size": 13}}
    shares = [0, 25, 50, 75, 100]
    layout["xaxis"] |= {"range": [-3, 103], "tickvals": shares, "tickfont": {"size": 13}}
    layout["xaxis"]["ticktext"] = [percent(share, 100, language) for share in shares]
    layout["xaxis"]["title"] = {"text": say("incentive", "across", language), "font": {"size": 13}}
    layout["yaxis"] |= {"tickformat": ",d", "nticks": 6, "tickfont": {"size": 13}, "ticklabelstandoff": 6}
    layout["yaxis"] |= {"showgrid": True, "gridcolor": "var(--line)"}
    above = {"y": 1, "yanchor": "bottom", "yshift": 6, "font": {"color": "var(--ink-soft)", "size": 13}}
    mark = {"x": 1, "y": 1, "xanchor": "right", "yshift": -4, "font": {"color": "var(--warm)"}}
    layout["annotations"] += [
        annotation(say("incentive", "up", language), **above),
        annotation(say("incentive", "mark", language), **mark),
    ]
    zero: Figure = {"type": "line", "x0": 0, "x1": 100, "y0": 0, "y1": 0, "layer": "below"}
    layout["shapes"] = [{**zero, "line": {"color": "var(--line-strong)", "width": 2}}]
    data = [_line(given, False, language)]
    if given.earmarked:
        data.append(_line(given, True, language))
    heights = [0.0, *(y for line in data for y in line["y"])]
    room = 0.16 * ((max(heights) - min(heights)) or 1)
    layout["yaxis"]["range"] = [min(heights) - room, max(heights) + room]
    if given.share:
        data += _points(given, layout["annotations"], language)
    even = given.even_at()
    if given.earmarked and even is not None:
        x = 100 * even
        diamond = {"color": "var(--surface)", "size": 12, "symbol": "diamond"}
        diamond |= {"line": {"color": "var(--accent)", "width": 2.5}}
        dot: Figure = {"type": "scatter", "mode": "markers", "x": [x], "y": [0], "hoverinfo": "none"}
        data.append({**dot, "marker": diamond, "showlegend": False})
        # beside the chosen share there is no room for both, and the words above the picture have it
        if not given.share or abs(x - 100 * given.share) > APART:
            text = say("incentive", "even_at", language, share=percent(round(x), 100, language))
            ink = {"font": {"color": "var(--ink)", "size": 13}}
            layout["annotations"].append(annotation(text, **_beside(x, 0, given.lost >= 0, above=True), **ink))
    return {"data": data, "layout": layout}


def _line(given: Terms, earmarked: bool, language: Language) -> Figure:
    results = [replace(given, share=share / 100).provider(earmarked=earmarked) for share in SHARES]
    said = [
        say("incentive", "result_of", language, share=percent(round(share), 100, language), each=_amount(y, language))
        for share, y in zip(SHARES, results, strict=True)
    ]
    line: Figure = {"type": "scatter", "mode": "lines", "x": list(SHARES), "y": results, "hoverinfo": "text"}
    line |= {"name": say("incentive", "with" if earmarked else "without", language), "hovertext": said}
    look = {"color": "var(--accent)", "width": 3} if earmarked else {"color": "var(--warm)", "width": 3, "dash": "dash"}
    return {**line, "line": look}


def _points(given: Terms, annotations: list[Figure], language: Language) -> Sequence[Figure]:
    """The results at the share that is chosen, with their amounts; and how far it is from the lower one to zero."""
    found: list[Figure] = []
    x = 100 * given.share
    for earmarked in (False, True) if given.earmarked else (False,):
        y = given.provider(earmarked=earmarked)
        colour = "var(--accent)" if earmarked else "var(--warm)"
        dot: Figure = {"type": "scatter", "mode": "markers", "x": [x], "y": [y], "hoverinfo": "none"}
        found.append({**dot, "marker": {"color": colour, "size": 13}, "showlegend": False})
        strong = {"font": {"color": colour, "size": 14}}
        amount = f"<b>{_amount(y, language)}</b>"
        annotations.append(annotation(amount, **_beside(x, y, given.lost >= 0, above=earmarked), **strong))
    return found


def _beside(x: float, y: float, falling: bool, *, above: bool) -> Figure:
    """Where a text stands by a point of a line so that the line does not cross it: above or below, if there is room."""
    right = above == falling
    if (right and x > 100 - EDGE) or (not right and x < EDGE):
        above, right = not above, not right
    across = {"xanchor": "left", "xshift": 4} if right else {"xanchor": "right", "xshift": -4}
    up = {"yanchor": "bottom", "yshift": 6} if above else {"yanchor": "top", "yshift": -6}
    return {"xref": "x", "yref": "y", "x": x, "y": y, **across, **up}
