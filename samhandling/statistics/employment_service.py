"""The Swedish Public Employment Service (Arbetsförmedlingen): its barometer, near occupations, and numbers of ads."""

import re
from collections import Counter
from typing import Any

from samhandling.content.datasets import Licence
from samhandling.content.language import Text
from samhandling.content.words import on_day
from samhandling.statistics.asking import NATION, Asking, Found, text
from samhandling.statistics.web import FetchError

HOST = "Arbetsförmedlingen"
ASSESSED = ("jobbmojligheter", "rekryteringssituation", "prognos")
NEAR_OCCUPATIONS = """{ concepts(type: "occupation-name") { id preferred_label
  broader(type: "ssyk-level-4") { ssyk_code_2012 }
  substituted_by(type: "occupation-name") { id substitutability_percentage } } }"""
#: How many occupation groups are asked for; a service that finds that too many is asked for a few.
GROUPS, FEW_GROUPS = 500, 30
COUNTIES = 30


def shortage(asking: Asking) -> Found:
    """The barometer's newest round for the nation and the county: the occupations that have been assessed.

    One file of some five megabytes for all counties. Which area an assessment rests on is kept with it.
    """
    asking.tell("large_file", size=5)
    areas = {NATION, asking.county or NATION}
    rows = []
    try:
        for one in asking.web.json(asking.sources.barometer):
            if one["lan"] in areas and any(one.get(key) for key in ASSESSED):
                rows.append(_assessment(one))
    except (KeyError, TypeError, AttributeError) as error:
        raise FetchError("strange", host=HOST) from error
    # the nation is there in every round: without it this is something else
    if not any(row[7] == NATION for row in rows):
        raise FetchError("strange", host=HOST)
    rows.sort(key=lambda row: (row[0], row[1], row[7]))
    changes = {"as_of": text("round", round=max(row[-1] for row in rows)), "missing": text("shortage_missing")}
    return Found(rows, changes | {"source": {"url": asking.sources.barometer}})


def _assessment(one: dict[str, Any]) -> tuple[str, ...]:
    why = one.get("paradox") or []
    return (
        one["yrkesomrade"],
        one["yb_yrke"],
        ",".join(re.findall(r"\d{4}", one.get("ssyk") or "")),
        one.get("jobbmojligheter") or "",
        one.get("rekryteringssituation") or "",
        "; ".join(why) if isinstance(why, list) else str(why),
        one.get("prognos") or "",
        one["lan"],
        one.get("hogsta_bedomningsniva") or "",
        one.get("delvis_helt") or "",
        one["omgang"],
    )


def transition(asking: Asking) -> Found:
    """The pairs of near occupations in the taxonomy: experience of the first counts in the second."""
    answer = asking.web.json(asking.sources.taxonomy, {"query": " ".join(NEAR_OCCUPATIONS.split())})
    edges = {}
    try:
        concepts = answer["data"]["concepts"]
        known = {one["id"]: (one["preferred_label"], code) for one in concepts if (code := _ssyk(one))}
        # a name that several occupations have is told apart by its code
        codes: dict[str, set[str]] = {}
        for name, code in known.values():
            codes.setdefault(name, set()).add(code)
        known = {
            key: (f"{name} ({code})" if len(codes[name]) > 1 else name, code) for key, (name, code) in known.items()
        }
        for one in concepts:
            for other in one.get("substituted_by") or ():
                if one["id"] in known and other["id"] in known and other["id"] != one["id"]:
                    edges[known[other["id"]], known[one["id"]]] = int(other["substitutability_percentage"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FetchError("strange", host=HOST) from error
    if not edges:
        raise FetchError("strange", host=HOST)
    rows = sorted((*one, *other, nearness) for (one, other), nearness in edges.items())
    changes: dict[str, Any] = {
        "as_of": text("current"),
        "source": {"name": text("taxonomy"), "url": asking.sources.taxonomy},
        "licence": Licence(data="LicenseRef-unconfirmed", note=text("taxonomy_licence")),
        "synthetic": False,
    }
    return Found(rows, changes)


def _ssyk(concept: dict[str, Any]) -> str | None:
    groups = concept.get("broader") or ()
    return next((one["ssyk_code_2012"] for one in groups if one.get("ssyk_code_2012")), None)


def job_ads(asking: Asking) -> Found:
    """How many ads there are on Platsbanken today by occupation group, in the nation and the county.

    Numbers only: no ad is asked for, so no employer's or person's details come along.
    """
    areas: dict[str, dict[str, Any]] = {NATION: {}}
    if asking.county and asking.county != NATION:
        counties = _statistics(asking, "region", COUNTIES, {})
        found = [one["concept_id"] for one in counties if str(one.get("code")) == asking.county]
        areas[asking.county] = {"region": found[0] if found else asking.county}
    ads: Counter[tuple[str, str, str]] = Counter()
    for area, place in areas.items():
        try:
            groups = _statistics(asking, "occupation-group", GROUPS, place)
        except FetchError as error:
            if error.details.get("status") not in (400, 422):
                raise
            groups = _statistics(asking, "occupation-group", FEW_GROUPS, place)
        for one in groups:
            if re.fullmatch(r"\d{4}", str(one.get("code"))):
                ads[str(one["code"]), str(one["term"]), area] += int(one["count"])
    if not ads:
        raise FetchError("strange", host=HOST)
    day = Text(sv=on_day(asking.today, "sv"), en=on_day(asking.today, "en"))
    return Found([(*key, n) for key, n in sorted(ads.items())], {"as_of": day})


def _statistics(asking: Asking, kind: str, most: int, place: dict[str, Any]) -> list[dict[str, Any]]:
    """The numbers of ads by `kind`, e.g. by region."""
    params = {"limit": 0, "stats": kind, "stats.limit": most} | place
    try:
        answer = asking.web.json(asking.sources.job_ads, params)
        return [one for group in answer["stats"] if group["type"] == kind for one in group["values"]]
    except (KeyError, TypeError) as error:
        raise FetchError("strange", host=HOST) from error
