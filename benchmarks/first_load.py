"""The first visit on a phone with a slow network: what comes over the wire, and when the first control answers.

    samhandling bench first_load             as slow as Lighthouse's mobile preset; plain Voilà beside ours
    samhandling bench first_load --small     as fast as it goes, once, to see that it works

Chromium, 390 px wide, its cache empty; 150 ms of round trip, 1.6 Mbit/s down, 750 kbit/s up, a CPU four times slower.
An exercise is open. The time runs from the visit until a tap on the first control (a key, on a slider) changes it;
bytes are headers and bodies as packed, of all that the page loads, also after that. Phones in the room reach the
laptop over plain http, where browsers take gzip and no brotli; on https and on 127.0.0.1 they take both.

Plain Voilà shows a notebook with as many controls as a worksheet may have: eight.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import httpx
import lighthouse
from explorer import meeting, notebook, series_with_sliders
from phone import Load, browser, visit
from playwright.sync_api import Browser
from serving import Served, plain_voila, samhandling
from table import Row, report

RADIO, SLIDER = "input[type=radio]", "[role=slider]"
ORIGINS = {True: "https, or 127.0.0.1", False: "plain http"}
"""Where browsers take brotli, and where they do not."""
WORKSHEET = """import ipywidgets
steps = ["Samtal", "Samsyn", "Samverkan", "Samhandling"]
ipywidgets.VBox([
    ipywidgets.RadioButtons(options=steps, value=None), ipywidgets.Textarea(description="Bygger på"),
    ipywidgets.RadioButtons(options=steps, value=None), ipywidgets.Textarea(description="Krävs"),
    ipywidgets.IntSlider(description="Vikt", max=10), ipywidgets.IntSlider(description="Läge", max=10),
    ipywidgets.Dropdown(options=steps, description="Nästa"), ipywidgets.Checkbox(description="Klar")])"""


def open_exercise(served: Served) -> None:
    """Let the meeting stand in an exercise whose first control is one to tap."""
    with closing(served.facilitator()) as leader:
        steps = leader.get("/api/agenda").json()["steps"]
        step = next(one["step"] for one in steps if one["exercise"] == "E10.2")
        leader.post("/api/room", json={"step": step, "state": "open"}).raise_for_status()


def participant(served: Served) -> dict[str, str]:
    """The cookies of someone new in the room."""
    with httpx.Client(base_url=served.url) as phone:
        joining = {"code": served.code, "lang": "sv", "profile": {"table": 1}}
        phone.post("/api/join", json=joining).raise_for_status()
        return dict(phone.cookies)


def row(server: str, page: str, secure: bool, loads: Sequence[Load]) -> Row:
    """One line of the table: medians, and the packings that were really sent."""
    return {
        "server": server, "page": page, "over": ORIGINS[secure],
        "sent packed as": ", ".join(sorted(set().union(*(load.encodings for load in loads)))) or "–",
        "kB": statistics.median(load.bytes for load in loads) / 1000,
        "requests": round(statistics.median(load.requests for load in loads)),
        "elsewhere": max(load.elsewhere for load in loads),
        "first control s": statistics.median(load.seconds for load in loads), "visits": len(loads),
    }  # fmt: skip


def ours(chromium: Browser, place: Path, visits: int, slowly: bool) -> Iterator[Row]:
    """Our pages, over https and over plain http; then Lighthouse's opinion of them."""
    with samhandling(place, pool=1, series=series_with_sliders(place)) as served:
        open_exercise(served)
        served.tree.settle(1)
        pages = {
            "join": (f"/j/{served.code}", RADIO), "worksheet": ("/worksheet", RADIO),
            "worksheet, lite": ("/worksheet?lite=1", RADIO), "meeting with sliders": (f"/sessions/{meeting()}", SLIDER),
        }  # fmt: skip
        for secure in ORIGINS:
            for page, (path, control) in pages.items():
                loads = []
                for _ in range(visits):
                    cookies = {} if page == "join" else participant(served)
                    loads.append(
                        visit(chromium, served.url + path, control, cookies=cookies, secure=secure, slowly=slowly)
                    )
                yield row("Samhandling", page, secure, loads)
        for page in ("join", "worksheet") if slowly else ():
            told = lighthouse.opinion(served.url + pages[page][0], {} if page == "join" else participant(served))
            print(f"Lighthouse, {page}: {told}", file=sys.stderr)


def plain(chromium: Browser, place: Path, visits: int, slowly: bool) -> Iterator[Row]:
    """A notebook with eight controls, with the `voila` command."""
    folder = place / "plain"
    folder.mkdir()
    (folder / "worksheet.ipynb").write_text(notebook(WORKSHEET))
    with plain_voila(place, folder) as served:
        url = f"{served.url}/voila/render/worksheet.ipynb"
        loads = [visit(chromium, url, RADIO, cookies={}, secure=True, slowly=slowly) for _ in range(visits)]
        yield row("plain Voilà", "eight ipywidgets", True, loads)


def main() -> int:
    """Run, and print the table. 1 when a page of ours asked anyone else for anything."""
    parser = argparse.ArgumentParser(prog="samhandling bench first_load", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="one visit each, unhindered, to see that it works")
    parser.add_argument("--visits", type=int, default=3, help="first visits of each page")
    options = parser.parse_args()
    visits = 1 if options.small else options.visits
    with tempfile.TemporaryDirectory(prefix="first-load-") as place, browser() as chromium:
        arguments = (chromium, Path(place), visits, not options.small)
        rows = [*plain(*arguments), *ours(*arguments)]
    print(report(rows))
    return int(any(one["server"] == "Samhandling" and one["elsewhere"] for one in rows))


if __name__ == "__main__":
    sys.exit(main())
