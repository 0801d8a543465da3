"""Kolada (RKA): key figures of municipalities and regions, by its API v3."""

from typing import Any

from samhandling.statistics.asking import NATION, Asking, Found, plain
from samhandling.statistics.web import FetchError

KEY_FIGURES = ("N00927", "N00959", "N45702", "N00999", "N00926", "N03937", "N03921", "N03922", "N17441")
"""Dependency ratio, mean age, breadth of trades, new businesses, bankruptcies, unemployment, that of the young (two),
and upper secondary diplomas."""
YEARS = 8
#: As many ids as one question may name, and as many answers as one page may hold.
IDS, PAGE = 25, 5000
PAGES = 200


def key_figures(asking: Asking) -> Found:
    """The key figures of the last years for the nation, the region and its municipalities, or else for all regions."""
    names = _titles(asking)
    counties = sorted({code[:2] for code in asking.municipalities})
    places = ["0000", *(f"00{one}" for one in ([asking.county] if _is_county(asking) else counties))]
    if _is_county(asking):
        places += [code for code in sorted(asking.municipalities) if code[:2] == asking.county]
    years = range(asking.today.year - YEARS + 1, asking.today.year + 1)
    rows: dict[tuple[str, str, int, str], float] = {}
    parts = [places[start : start + IDS] for start in range(0, len(places), IDS)]
    for n, part in enumerate(parts, 1):
        asked = {"kpi_id": [*names], "municipality_id": part, "year": [*years]}
        try:
            for one in _pages(asking, "/data/", asked):
                for each in one["values"]:
                    if each.get("value") is not None and not each.get("isdeleted"):
                        key = (str(one["kpi"]), str(one["municipality"]), int(one["period"]), str(each["gender"]))
                        rows[key] = float(each["value"])
        except (KeyError, TypeError, ValueError) as error:
            raise FetchError("strange", host="Kolada") from error
        asking.tell("part", table="Kolada", n=n, of=len(parts))
    if not rows:
        raise FetchError("strange", host="Kolada")
    source = {"url": asking.sources.kolada}
    found = sorted({key[2] for key in rows})
    as_of = plain(f"{found[0]}–{found[-1]}" if len(found) > 1 else found[0])
    return Found(
        [(key[0], names[key[0]], *key[1:], value) for key, value in sorted(rows.items())],
        {"as_of": as_of, "source": source},
    )


def _is_county(asking: Asking) -> bool:
    return bool(asking.county) and asking.county != NATION


def _titles(asking: Asking) -> dict[str, str]:
    """The names of those key figures that there are."""
    try:
        found = {str(one["id"]): str(one["title"]) for one in _pages(asking, "/kpi/" + ",".join(KEY_FIGURES), {})}
    except (KeyError, TypeError) as error:
        raise FetchError("strange", host="Kolada") from error
    return {one: found[one] for one in KEY_FIGURES if one in found} or dict(zip(KEY_FIGURES, KEY_FIGURES, strict=True))


def _pages(asking: Asking, path: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    """What all pages of an answer hold. The next one is announced as `next_url` or `next_page`, or by a full page."""
    values: list[dict[str, Any]] = []
    for page in range(1, PAGES + 1):
        answer = asking.web.json(asking.sources.kolada + path, params | {"page": page, "per_page": PAGE})
        values += answer["values"]
        more = answer.get("next_url") or answer.get("next_page") or len(answer["values"]) >= PAGE
        if not more or not answer["values"]:
            return values
    raise FetchError("strange", host="Kolada")
