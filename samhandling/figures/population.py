"""The population by age: a place beside the nation as a pyramid, and the counties in order of an age's share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, Picture, annotation, base_layout, counted, note, percent, synthetic_mark

SEXES = ("men", "women")
#: Those who will leave working life within some ten years: marked in the pyramid.
NEAR = (55, 64)


class Span(NamedTuple):
    """An age span, both ends within; None is open upwards."""

    low: int
    high: int | None

    def covers(self, age: str) -> bool:
        """Whether an age class such as 60-64 or 85+ lies within."""
        low, _, high = age.rstrip("+").partition("-")
        return self.low <= int(low) and (self.high is None or (bool(high) and int(high) <= self.high))

    def in_words(self, language: Language) -> str:
        """The span as an adjective: 60–64 år, aged 60–64."""
        key = "ages_open" if self.high is None else "ages"
        return say("population", key, language, low=self.low, high=self.high)


def spans(table: Table) -> list[Span]:
    """The spans to choose between: the table's own classes of adults, and those that meetings speak of."""
    ends = [age.rstrip("+").partition("-") for age in _ages(table.rows)]
    classes = [Span(int(low), int(high) if high else None) for low, _, high in ends]
    return [Span(20, 64), Span(*NEAR), Span(65, None), *(one for one in classes if one.low >= 20)]


def population(table: Table, place: str, language: Language, *, names: Mapping[str, str]) -> Picture:
    """A county or municipality as an age pyramid in shares of its people, with the nation's outline around it.

    The table has the columns of `population`; `place` is SCB's code of two or four digits, `names` are by code.
    """
    here, nation = _people([row for row in table.rows if row["municipality"].startswith(place)]), _people(table.rows)
    n, of = here.total(), nation.total()
    shares = {
        key: tuple(percent(_within(one, span), one.total(), language, decimals) for one in (here, nation))
        for key, span, decimals in (
            ("working", Span(20, 64), 0),
            ("older", Span(65, None), 0),
            ("near", Span(*NEAR), 1),
        )
    }
    fill = {key: one for key, (one, _) in shares.items()} | {f"{key}_nation": one for key, (_, one) in shares.items()}
    fill |= {"place": names.get(place, place), "n": counted(n, language)}
    sentence = " ".join(say("population", key, language, **fill) for key in ("inhabitants", "working", "near"))
    ages = _ages(table.rows)
    figure = _pyramid(ages, here, nation, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(table.dataset, language)
    head = [say("population", one, language) for one in ("age", "women", "men", "share", "share_nation")]
    rows = [
        (
            age.replace("-", "–"),
            *(counted(here[age, sex], language) for sex in ("women", "men")),
            percent(sum(here[age, sex] for sex in SEXES), n, language, 1),
            percent(sum(nation[age, sex] for sex in SEXES), of, language, 1),
        )
        for age in ages
    ]
    return Picture(figure, sentence, (head, *rows), note(table.dataset, n, language))


def age_ranks(table: Table, span: Span, county: str, language: Language, *, names: Mapping[str, str]) -> Picture:
    """The counties in order of the share of their people who are within an age span, one of them marked."""
    nation = _people(table.rows)
    codes = dict.fromkeys(row["municipality"][:2] for row in table.rows)
    people = {code: _people([row for row in table.rows if row["municipality"][:2] == code]) for code in codes}
    found = {code: (_within(one, span), one.total()) for code, one in people.items()}
    order = sorted(found, key=lambda code: -found[code][0] / found[code][1])
    shares = {code: percent(*found[code], language, 1) for code in order}
    rank, first = order.index(county) + 1, order[0]
    fill = {"county": names.get(county, county), "rank": rank, "of": len(order), "share": shares[county]}
    fill |= {"span": span.in_words(language), "first": names.get(first, first), "first_share": shares[first]}
    whole = percent(_within(nation, span), nation.total(), language, 1)
    sentence = say("population", "rank_first" if rank == 1 else "rank", language, **fill)
    sentence += " " + say("population", "rank_nation", language, share=whole)
    head = [say("population", one, language) for one in ("name", "place_in_order", "share", "in_span", "all")]
    rows = [
        (names.get(code, code), str(place), shares[code], *(counted(n, language) for n in found[code]))
        for place, code in enumerate(order, 1)
    ]
    values = [100 * found[code][0] / found[code][1] for code in order]
    figure = _bars([row[0] for row in rows], values, [row[2] for row in rows], rank - 1, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(table.dataset, language)
    return Picture(figure, sentence, (head, *rows), note(table.dataset, nation.total(), language))


def _ages(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The age classes from the youngest; as text they would stand in another order."""
    return sorted({row["age"] for row in rows}, key=lambda age: int(age.rstrip("+").partition("-")[0]))


def _people(rows: Sequence[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How many there are by age class and sex."""
    people: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for sex in SEXES:
            people[row["age"], sex] += row[sex]
    return people


def _within(people: Counter[tuple[str, str]], span: Span) -> int:
    return sum(n for (age, _), n in people.items() if span.covers(age))


def _pyramid(
    ages: Sequence[str], here: Counter[tuple[str, str]], nation: Counter[tuple[str, str]], language: Language, alt: str
) -> Figure:
    places = list(range(len(ages)))
    layout = base_layout(language, rows=len(ages) * 0.6, alt=alt)
    layout |= {"barmode": "overlay", "bargap": 0.12}
    layout["margin"] = {"l": 8, "r": 8, "t": 28, "b": 52}
    layout["yaxis"] |= {"tickvals": places, "ticktext": [age.replace("-", "–") for age in ages]}
    layout["yaxis"] |= {"range": [-0.6, len(ages) - 0.4], "ticklabelstandoff": 8, "tickfont": {"size": 13}}
    data = []
    side = {"men": -1, "women": 1}
    shares = {
        (whose, sex): [side[sex] * 100 * people[age, sex] / people.total() for age in ages]
        for whose, people in (("here", here), ("nation", nation))
        for sex in SEXES
    }
    widest = max(abs(share) for row in shares.values() for share in row) * 1.05
    ticks = [tick for tick in (-6, -4, -2, 0, 2, 4, 6) if abs(tick) <= widest]
    layout["xaxis"] |= {"range": [-widest, widest], "tickvals": ticks, "tickfont": {"size": 13}}
    layout["xaxis"]["ticktext"] = [percent(abs(tick), 100, language) for tick in ticks]
    for sex, colour in (("men", "var(--group-1)"), ("women", "var(--group-3)")):
        near = ["var(--warm)" if Span(*NEAR).covers(age) else colour for age in ages]
        bar: Figure = {"type": "bar", "orientation": "h", "x": shares["here", sex], "y": places, "showlegend": False}
        labels = [
            f"{say('population', sex, language)}, {age.replace('-', '–')}: {counted(here[age, sex], language)}"
            for age in ages
        ]
        data.append(bar | {"marker": {"color": near}, "hovertext": labels, "hoverinfo": "text"})
        corner: Figure = {"x": 0.5, "xshift": 10 * side[sex], "xanchor": "left" if side[sex] > 0 else "right"}
        corner |= {"y": 1, "yanchor": "bottom", "yshift": 4, "font": {"color": "var(--ink-soft)"}}
        heading = annotation(say("population", sex, language), **corner)
        layout["annotations"].append(heading)
    for sex in SEXES:
        # a step around each class, so that bar and outline are compared at a glance
        outline = {"x": [share for share in shares["nation", sex] for _ in range(2)]}
        outline["y"] = [place + half for place in places for half in (-0.5, 0.5)]
        line: Figure = {"type": "scatter", "mode": "lines", **outline, "hoverinfo": "none", "showlegend": sex == "men"}
        line |= {"name": say("population", "nation", language), "line": {"color": "var(--ink)", "width": 1.5}}
        data.append(line)
    layout |= {"showlegend": True, "legend": {"orientation": "h", "x": 0, "y": 0, "yref": "container"}}
    return {"data": data, "layout": layout}


def _bars(
    names: Sequence[str], values: Sequence[float], labels: Sequence[str], marked: int, language: Language, alt: str
) -> Figure:
    places = list(range(len(names)))
    layout = base_layout(language, rows=len(names) * 0.62, alt=alt)
    layout["margin"] = {"l": 8, "r": 8, "t": 8, "b": 8}
    layout["xaxis"] |= {"visible": False, "range": [0, max(values) * 1.35]}
    ticks = [f"<b>{name}</b>" if place == marked else name for place, name in enumerate(names)]
    layout["yaxis"] |= {"tickvals": places, "ticktext": ticks, "ticklabelstandoff": 8}
    layout["yaxis"]["range"] = [len(names) - 0.4, -0.6]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": places,
        "width": 0.7,
        "text": list(labels),
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": ["var(--accent)" if place == marked else "var(--step-2)" for place in places]},
        "hoverinfo": "none",
    }
    return {"data": [bar], "layout": layout}
