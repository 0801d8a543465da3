"""The kit's explorers: a data set of the series, controls, and the picture that answers to them."""

from collections.abc import Callable, Iterable
from typing import Any

from ipywidgets import Dropdown, IntSlider, SelectMultiple  # type: ignore[import-untyped]  # it has no stubs

from samhandling.charts import Explorer, explorer
from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.figures import Picture, generations
from samhandling.figures.education import LEVELS, education
from samhandling.figures.incentive import incentive, label
from samhandling.figures.niches import MEASURES, Measure, niche_names, niches, occupations
from samhandling.figures.nodes import AREAS, county_map, example_nodes, nodes
from samhandling.figures.population import Span, age_ranks, population, spans
from samhandling.figures.shortage import NATION, shortage
from samhandling.figures.transition import Network, transition


def generation_shift(content: Content, language: Language) -> Explorer:
    """In which occupations many are near retirement, for a limit of one's own."""
    table = Table.read(content.root, "generation_shift")
    limit = IntSlider(25, min=10, max=40, description=say("charts", "generations_limit", language))
    return explorer(lambda limit: generations(table, limit, language), language, limit=limit)


def shortage_occupations(content: Content, language: Language) -> Explorer:
    """Which occupations of a field are short of people, today and in five years; by county where the data have them."""
    table, names, areas = Table.read(content.root, "shortage"), _occupations(content, language), _counties(content)
    areas = {NATION: say("shortage", "nation", language)} | areas
    found = {row["yrkesomrade"] for row in table.rows}
    fields = sorted(((names.get(one, one), one) for one in found), key=_by_name)
    controls = {
        "field": Dropdown(options=fields, value=_most_short(table), description=say("shortage", "field", language)),
        "sort": Dropdown(
            options=[(say("shortage", f"sort_{one}", language), one) for one in ("situation", "outlook")],
            description=say("shortage", "sort", language),
        ),
    }
    covered = {row["lan"] for row in table.rows}
    if covered != {NATION}:
        options = [(name, code) for code, name in areas.items() if code in covered]
        own = content.series.county if content.series.county in covered else options[0][1]
        controls["area"] = Dropdown(options=options, value=own, description=say("shortage", "county", language))

    def draw(field: str, sort: Any, area: str = NATION) -> Picture:
        return shortage(table, field, sort, area, language, areas=areas, names=names)

    return explorer(draw, language, **controls)


def transition_paths(content: Content, language: Language) -> Explorer:
    """Over which near occupations one comes from an occupation in surplus or decline to one that is short of people."""
    barometer, names = Table.read(content.root, "shortage"), _occupations(content, language)
    county = content.series.county
    area = county if county and any(row["lan"] == county for row in barometer.rows) else NATION
    network = Network(Table.read(content.root, "transition"), barometer, area)
    starts = sorted(((names.get(name, name), name) for name in network.starts()), key=_by_name)
    # to begin with the one from which most paths lead
    first = max((name for _, name in starts), key=lambda name: len(network.routes(name, 2, 25)))
    start = Dropdown(options=starts, value=first, description=say("transition", "start", language))
    steps = IntSlider(2, min=1, max=3, description=say("transition", "steps", language))
    reach = [(say("transition", "also_partly", language), 25), (say("transition", "only_near", language), 75)]
    lowest = Dropdown(options=reach, description=say("transition", "nearness", language))

    def draw(start: str, steps: int, lowest: int) -> Picture:
        return transition(network, start, steps, lowest, language, names=names)

    return explorer(draw, language, start=start, steps=steps, lowest=lowest)


def population_by_age(content: Content, language: Language) -> Explorer:
    """A county or one of its municipalities as an age pyramid beside the nation."""
    table, counties = Table.read(content.root, "population"), _counties(content)
    county, covered = _county(content, language, within=table), {row["municipality"] for row in table.rows}

    def within(county: str) -> list[tuple[str, str]]:
        names = ((name, code) for code, name in content.municipalities.items() if code in covered)
        found = [(name, code) for name, code in names if code[:2] == county]
        return [(say("population", "whole_county", language), county), *sorted(found, key=_by_name)]

    def draw(county: str, place: str) -> Picture:
        return population(table, place, language, names=content.municipalities | counties)

    place = Dropdown(options=within(county.value), description=say("population", "place", language))
    # before the chart's own observer, so that it finds the new county's places
    county.observe(lambda change: setattr(place, "options", within(change.new)), "value")
    return explorer(draw, language, county=county, place=place)


def age_claim(content: Content, language: Language) -> Explorer:
    """Where a county stands among all of them by the share of an age: to check what is said about it."""
    table, names = Table.read(content.root, "population"), _counties(content)
    options = [(span.in_words(language), span) for span in spans(table)]
    # the learning example is Dalarna's large classes before retirement: guessed first, and chosen then
    span = Dropdown(options=options, value=options[0][1], description=say("population", "span", language))
    county = _county(content, language, "20", within=table)

    def draw(span: Span, county: str) -> Picture:
        return age_ranks(table, span, county, language, names=names)

    return explorer(draw, language, span=span, county=county)


def education_levels(content: Content, language: Language) -> Explorer:
    """The municipalities of a county by the share who have a level of education."""
    table, counties = Table.read(content.root, "education"), _counties(content)
    options = [(say("education", level, language), level) for level in reversed(LEVELS)]
    level = Dropdown(options=options, description=say("education", "sort", language))

    def draw(county: str, level: str) -> Picture:
        return education(table, county, level, language, names=content.municipalities | counties)

    return explorer(draw, language, county=_county(content, language, within=table), level=level)


def node_map(content: Content, language: Language) -> Explorer:
    """Which municipalities are nodes for an area of education, and who has one within a distance."""
    shapes, people = Table.read(content.root, "municipality_shapes"), Table.read(content.root, "population")
    # the learning example is Dalarna's
    county, names = _county(content, language, "20", within=people), _counties(content)
    area = Dropdown(
        options=[(say("nodes", one, language), one) for one in AREAS], description=say("nodes", "area", language)
    )
    chosen = SelectMultiple(rows=8, description=say("nodes", "nodes", language))
    km = IntSlider(50, min=0, max=200, step=5, description=say("nodes", "km", language))

    def municipalities() -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        found = county_map(shapes, people, county.value)
        options = [(one.name, code) for code, one in found.items()]
        return sorted(options, key=_by_name), example_nodes(found, area.value)

    _each_its_own(chosen, municipalities, county, area)

    def draw(county: str, area: str, chosen: tuple[str, ...], km: int) -> Picture:
        return nodes(shapes, people, county, area, chosen, km, language, names=names)

    return explorer(draw, language, county=county, area=area, chosen=chosen, km=km)


def incentive_calculation(content: Content, language: Language) -> Explorer:
    """What a provider loses or gains by validating, and the earmarked grant at which it breaks even."""
    table = Table.read(content.root, "incentive")
    sliders = {
        row["id"]: IntSlider(
            row["value"], min=row["low"], max=row["high"], step=row["step"], description=label(row, language)
        )
        for row in table.rows
    }
    return explorer(lambda **values: incentive(table, values, language), language, **sliders)


def niche_map(content: Content, language: Language) -> Explorer:
    """A sector cut into niches, and how a niche's picture changes with the occupations that are counted in it."""
    table = Table.read(content.root, "niches")
    niche = Dropdown(options=niche_names(table, language), description=say("niches", "niche", language))
    measure = Dropdown(
        options=[(say("niches", one, language), one) for one in MEASURES],
        description=say("niches", "measure", language),
    )
    basket = SelectMultiple(rows=7, description=say("niches", "basket", language))

    def all_of_it() -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        options = occupations(table, niche.value, language)
        return options, tuple(code for _, code in options)

    _each_its_own(basket, all_of_it, niche)

    def draw(niche: str, measure: Measure, basket: tuple[str, ...]) -> Picture:
        return niches(table, niche, measure, basket, language)

    return explorer(draw, language, niche=niche, measure=measure, basket=basket)


def _each_its_own(
    several: SelectMultiple, choice: Callable[[], tuple[list[tuple[str, str]], tuple[str, ...]]], *controls: Any
) -> None:
    """Give a choice of several the options and the beginning that the controls call for; each keeps what was chosen.

    To be called before the chart observes, so that it finds the options in place.
    """
    kept: dict[tuple[Any, ...], tuple[str, ...]] = {}

    def here() -> tuple[Any, ...]:
        return tuple(control.value for control in controls)

    def change(_: object = None) -> None:
        options, first = choice()
        # other options choose nothing, and that must not be kept
        wanted = kept.get(here()) or first
        if options != list(several.options):
            several.options = options
        several.value = wanted

    change()
    for control in controls:
        control.observe(change, "value")
    several.observe(lambda change: kept.update({here(): change.new}), "value")


def _most_short(table: Table) -> str:
    """The field with the most occupations in shortage, to begin with."""
    short: list[str] = [row["yrkesomrade"] for row in table.rows if row["rekryteringssituation"] == "brist"]
    return max(sorted(set(short)), key=short.count)


def _occupations(content: Content, language: Language) -> dict[str, str]:
    """The names of occupations and fields in the language, by their Swedish ones."""
    rows = Table.read(content.root, "occupation_names").rows
    return {row["name"]: row["name" if language == "sv" else "name_en"] for row in rows}


def _counties(content: Content) -> dict[str, str]:
    """The names of the counties by code."""
    rows: Iterable[dict[str, Any]] = Table.read(content.root, "municipalities").rows
    return {row["county"]: row["county_name"] for row in rows}


def _county(content: Content, language: Language, first: str | None = None, *, within: Table | None = None) -> Any:
    """The choice of a county, of those within a table by municipality: to begin with the series' own, or another."""
    counties = _counties(content)
    covered = counties.keys() & {row["municipality"][:2] for row in within.rows} if within else counties.keys()
    options = sorted(((name, code) for code, name in counties.items() if code in covered), key=_by_name)
    first = first or content.series.county
    value = first if first in covered else options[0][1]
    return Dropdown(options=options, value=value, description=say("population", "county", language))


def _by_name(option: tuple[str, str]) -> str:
    """Where a name stands in the Swedish alphabet, in which å, ä, ö come last and in that order."""
    return option[0].casefold().translate({ord(letter): chr(0x7B + n) for n, letter in enumerate("åäö")})


#: By the names that notebooks call them; each is made of a series, in a language.
EXPLORERS: dict[str, Callable[[Content, Language], Explorer]] = {
    "generation_shift": generation_shift,
    "shortage": shortage_occupations,
    "transition": transition_paths,
    "population": population_by_age,
    "age_claim": age_claim,
    "education": education_levels,
    "nodes": node_map,
    "incentive": incentive_calculation,
    "niches": niche_map,
}
