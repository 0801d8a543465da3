"""A whole meeting in real browsers, with everything that goes wrong in a room; then every answer is counted."""

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import psutil
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone, Screen
from tests.conftest import Serving

ACTORS = ["Kommun, näringsliv", "Kommun, utbildning", "Region", "Region", "Näringsliv"]
TABLES = [1, 1, 1, 2, 2]


def press(cockpit: Page, name: str) -> None:
    cockpit.get_by_role("button", name=name, exact=True).first.click()


def kernels(serving: Serving) -> list[psutil.Process]:
    """The processes that are kernels, and those that they are forked from."""
    children = psutil.Process(serving.process.pid).children(recursive=True)
    return [child for child in children if child.name().startswith("ipykernel") or "ipykernel" in child.cmdline()]


def test_a_whole_meeting(start: Callable[..., Serving], people: Callable[..., Any]) -> None:
    serving = start()
    facilitator = people(Screen, 1440, 900)
    cockpit = facilitator.page
    cockpit.goto(serving.ready["facilitator_url"])
    projector = people(Screen, 1920, 1080, storage_state=facilitator.context.storage_state())
    projector.page.goto(f"{serving.url}/projector")
    expect(projector.page.get_by_text(serving.code).first).to_be_visible()

    # --- everyone joins
    phones = [people(Phone, serving).join(actor, table) for actor, table in zip(ACTORS, TABLES, strict=True)]
    one, two, three, four, five = phones
    expect(cockpit.get_by_text("5 inne")).to_be_visible()
    link = one.api("/api/room")["me"]["resume"]
    expect(one.page.get_by_text(link).first).to_be_visible()

    # --- alone: nothing can be answered before the facilitator opens
    press(cockpit, "Starta mötet")
    cockpit.get_by_role("button", name="Var står vi?").click()
    expect(one.page.get_by_role("heading", name="Var står vi?")).to_be_visible()
    expect(one.page.get_by_role("radio")).to_have_count(0)
    press(cockpit, "Öppna")
    for phone, step in zip(phones, ("Samtal", "Samsyn", "Samsyn", "Samverkan", "Samtal"), strict=True):
        phone.page.locator("label", has_text=step).click()
        expect(phone.state).to_have_text("Sparat")
    expect(projector.page.get_by_text("5 av 5 har svarat")).to_be_visible()
    # before the reveal there are only counts, on the wall and for whoever asks
    expect(projector.page.get_by_text("Visa som tabell")).to_have_count(0)
    assert one.context.request.get(f"{serving.url}/api/results/E10.2").status == 403

    # --- a reload in the middle of a sentence
    one.page.get_by_label("Vad bygger du det på?").fill("Vi möts varje kvartal")
    one.page.reload()
    expect(one.page.get_by_label("Vad bygger du det på?")).to_have_value("Vi möts varje kvartal")
    expect(one.page.locator("label", has_text="Samtal").get_by_role("radio")).to_be_checked()

    # --- the network goes, and comes back
    two.context.set_offline(True)
    two.page.get_by_label("Vad bygger du det på?").fill("Skrivet utan nät")
    expect(two.state).to_contain_text("Ingen kontakt")
    expect(two.page.get_by_text("det du skriver finns kvar här")).to_be_visible()
    two.page.wait_for_timeout(3_000)  # a while without contact is what is tried here
    two.context.set_offline(False)
    expect(two.state).to_have_text("Sparat")

    # --- all kernels die, and what they are forked from; the worksheet comes all the same
    alive = kernels(serving)
    assert alive, "there was a process to lose"
    for process in alive:
        process.kill()
    three.page.goto(f"{serving.url}/worksheet")
    three.page.get_by_label("Vad bygger du det på?").fill("Skrivet utan kärna")
    expect(three.state).to_have_text("Sparat")

    # --- a second tab is the same person
    tab = four.open_page()
    tab.goto(f"{serving.url}/worksheet")
    tab.locator("label", has_text="Samhandling").click()
    expect(four.page.locator("label", has_text="Samhandling").get_by_role("radio")).to_be_checked()
    tab.close()

    # --- the server is killed while people write
    told = {name: serving.ready[name] for name in ("join_code", "pin", "facilitator_url")}
    serving.kill()
    five.page.get_by_label("Vad bygger du det på?").fill("Skrivet utan server")
    five.page.locator("label", has_text="Samsyn").click()
    expect(five.state).to_contain_text("Ingen kontakt")
    serving.start()
    assert {name: serving.ready[name] for name in told} == told, "the same room, the same way in"
    expect(five.state).to_have_text("Sparat", timeout=40_000)

    # --- close and show
    expect(cockpit.get_by_text("Ingen kontakt")).to_have_count(0, timeout=40_000)
    press(cockpit, "Stäng")
    expect(one.page.get_by_text("Stängt för svar.")).to_be_visible()
    press(cockpit, "Visa bilden")
    expect(one.page.get_by_text("Du svarade:").first).to_be_visible()
    expect(projector.page.get_by_text("Samhandling").first).to_be_visible()
    assert one.api("/api/results/E10.2")["items"][0]["n"] == 5

    # --- by table: one writes, the mates see it, the other table does not
    cockpit.get_by_role("button", name="Trappan i grupp").click()
    press(cockpit, "Öppna")
    for phone in phones:
        phone.page.locator("label", has_text="Delvis").first.click()
        expect(phone.state).to_have_text("Sparat")
    press(cockpit, "Stäng")
    press(cockpit, "Visa bilden")
    expect(projector.page.get_by_text("Vem vill och varför?").first).to_be_visible()
    cockpit.get_by_role("button", name="Nästa del").first.click()
    press(cockpit, "Öppna")
    expect(one.page.get_by_text("Bordets gemensamma svar.")).to_be_visible()
    one.page.locator("label", has_text="Helt").first.click()
    expect(one.state).to_have_text("Sparat")
    expect(two.page.locator("label", has_text="Helt").first.get_by_role("radio")).to_be_checked()
    expect(two.page.get_by_text("Du svarade:").first).to_be_visible()
    expect(four.page.locator("label", has_text="Helt").first.get_by_role("radio")).not_to_be_checked()
    press(cockpit, "Stäng")

    # --- every answer that a browser called saved is in the export, exactly once as current
    serving.stop(signal.SIGTERM)
    assert_all_there(serving, phones)


def assert_all_there(serving: Serving, phones: list[Phone]) -> None:
    out = serving.folder / "export"
    command = [sys.executable, "-m", "samhandling", "export", str(out), "--store", str(serving.store), "--full"]
    subprocess.run(command, check=True, cwd=serving.folder, env=os.environ | {"PYTHONUTF8": "1"})
    with (out / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["current"] in ("1", "true", "True")]
    by_id = {row["answer"]: row for row in rows}
    assert len(by_id) == len(rows)
    newest: dict[tuple[Any, ...], tuple[str, Any]] = {}
    for number, phone in enumerate(phones):
        for answer, given in phone.saved.items():
            own = number if given["level"] == "individual" else f"table {TABLES[number]}"
            newest[own, given["exercise"], given["item"], given["round"], given["level"]] = (answer, given["value"])
    assert len(newest) >= 15
    for (who, exercise, item, _, level), (answer, value) in newest.items():
        assert answer in by_id, f"{who} was told that {exercise} {item} ({level}) is saved: {value!r}"
        assert by_id[answer]["value"] == str(value)
    keys = [tuple(row[name] for name in ("exercise", "item", "round", "level", "participant", "table")) for row in rows]
    assert len(set(keys)) == len(keys)
