"""Entries as they stand, the funnel and the signal chain: what is true of them whatever is written and said."""

import datetime as dt
import random
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.chain import answered_on, areas, chain_sentences, chain_table, existing
from samhandling.analysis.funnel import funnel, sentences, table
from samhandling.analysis.registers import Entry, day_of, entries
from samhandling.content.reading import Content

CONTENT = Content.read()
SIGNALS, COMMITMENTS = CONTENT.registers["signals"], CONTENT.registers["commitments"]
DAY = 86_400_000
FEW = settings(max_examples=40, deadline=None)
START = int(dt.datetime(2026, 3, 2, 12).timestamp() * 1000)
TODAY = day_of(START + 60 * DAY)


def answer(value: Any, day: int = 0, exercise: str = "E3.2", item: str = "signals", **more: Any) -> dict[str, Any]:
    """An answer as the store gives it, so many days after the start."""
    return {
        "id": str(uuid.uuid4()), "room": "ROOM", "meeting": "2_business_collaboration", "participant": None,
        "respondent": "table:1",
        "exercise": exercise, "item": item, "round": 1, "level": "table", "run": 0, "value": value,
        "received_at": START + day * DAY, "counted": True, "simulated": False, "actor_type": None,
    } | more  # fmt: skip


def change(entry: str, day: float, register: str = "signals", **told: Any) -> dict[str, Any]:
    blank = {"status": None, "owner": None, "due": None, "note": None}
    where = {"id": str(random.random()), "register": register, "entry": entry, "by": "facilitator"}
    return where | blank | {"at": int(START + day * DAY)} | told


def signals(rows: list[dict[str, Any]], changes: list[dict[str, Any]] = [], **more: Any) -> list[Entry]:  # noqa: B006
    return entries(SIGNALS, CONTENT.exercises, rows, changes, **more)


def test_an_entry_is_the_row_as_last_answered_and_what_was_said_since() -> None:
    first = answer([{"id": "row1", "what": "Hittar ingen", "owner_role": "utvecklare"}])
    second = answer([{"id": "row1", "what": "Hittar ingen svetsare", "owner_role": "utvecklare"}], day=1)
    (entry,) = signals([first, second])
    assert (entry.title("sv"), entry.status, entry.owner, entry.due) == (
        "Hittar ingen svetsare",
        "new",
        "utvecklare",
        None,
    )
    (entry,) = signals([first, second], [
        change(entry.id, 3, status="action", due="2026-04-01"), change(entry.id, 2, status="triaged", owner="rektor"),
        change(entry.id, 4, due="", note="Datumet togs bort"),
    ])  # fmt: skip
    assert (entry.status, entry.owner, entry.due) == ("action", "rektor", None)
    assert [status for status, _ in entry.path] == ["new", "triaged", "action"]
    assert [event.by for event in entry.events] == ["meeting", *["facilitator"] * 3]


def test_the_newest_word_counts_whether_it_is_written_or_said() -> None:
    rows = [answer([{"id": "row1", "what": "a", "owner_role": "en"}])]
    (entry,) = signals(rows)
    said = [change(entry.id, 2, owner="två")]
    # another row of the same table is changed: what was said of this one stands
    rows.append(answer([{"id": "row1", "what": "a", "owner_role": "en"}, {"id": "row2", "what": "b"}], day=3))
    assert signals(rows, said)[0].owner == "två"
    rows.append(answer([{"id": "row1", "what": "a", "owner_role": "tre"}], day=4))
    assert [entry.owner for entry in signals(rows, said)] == ["tre"], "and the row that was taken out is gone"


def test_two_who_write_rows_with_the_same_id_have_an_entry_each() -> None:
    rows = [answer([{"id": "row1", "what": name}], respondent=name) for name in ("table:1", "table:2")]
    rows += [answer([{"id": "row1", "what": "annat rum"}], room="OTHER")]
    found = signals(rows)
    assert len({entry.id for entry in found}) == 3


def test_what_a_participant_says_for_the_room_is_no_entry() -> None:
    value = [{"id": "row1", "what": "Jag bestämmer", "by_when": "2026-12-01", "owner_role": "x"}]
    rows = [
        answer(value, exercise="E10.3", item="commitments", level="plenary", respondent=who, participant=by)
        for who, by in (("PA", "PA"), ("room", None))
    ]
    (entry,) = entries(COMMITMENTS, CONTENT.exercises, rows, [])
    assert entry.participant is None
    board = [answer({"m01": {"status": "reached"}}, exercise="E9.2", item="measures", respondent="table:1")]
    assert entries(CONTENT.registers["measures"], CONTENT.exercises, board, []) == []


def test_a_card_of_the_board_is_one_entry_through_all_meetings() -> None:
    def joint(status: str, day: int, room: str, **more: str) -> dict[str, Any]:
        value = {"m01": {"status": status} | more}
        return answer(value, day, "E9.2", "measures", room=room, level="plenary", respondent="room")

    rows = [joint("not_started", 0, "FIRST"), joint("under_way", 30, "LATER", note="Ring 070-123 45 67")]
    (entry,) = entries(CONTENT.registers["measures"], CONTENT.exercises, rows, [])
    assert [status for status, _ in entry.path] == ["not_started", "under_way"]
    assert entry.title("en").startswith("1. Share out tasks")
    assert "070" not in str(entry.lines("sv"))


def test_a_place_on_the_map_is_an_entry() -> None:
    register = COMMITMENTS.model_copy(
        update={
            "sources": (SIGNALS.sources[0].model_copy(update={"exercise": "E6.2", "item": "nodes"}),),
            "shows": None,
        }
    )
    rows = [answer({"care": ["1233", "1230"]}, 0, "E6.2", "nodes", level="plenary", respondent="room")]
    found = entries(register, CONTENT.exercises, rows, [])
    assert sorted(entry.title("sv") for entry in found) == [
        "Vård och omsorg, Staffanstorp",
        "Vård och omsorg, Vellinge",
    ]


def test_after_a_reset_only_the_new_run_is_there_and_the_wall_shows_what_counted() -> None:
    old = answer([{"id": "row1", "what": "gammal"}])
    shown = answer([{"id": "row2", "what": "visad"}, {"id": "row3", "what": "borttagen"}], day=1, run=1)
    after = answer(
        [{"id": "row2", "what": "ändrad efteråt"}, {"id": "row4", "what": "ny"}], day=2, run=1, counted=False
    )
    assert {entry.title("sv") for entry in signals([old, shown, after])} == {"ändrad efteråt", "ny"}
    assert [entry.title("sv") for entry in signals([old, shown, after], counted_only=True)] == ["visad"]


def test_words_are_masked() -> None:
    (entry,) = signals([answer([{"id": "row1", "what": "Mejla a.b@example.se", "area": "area_2"}])])
    assert "@" not in entry.title("sv")
    assert entry.lines("en") == [{"label": "Area", "text": "Area 2"}]


STATUS = st.sampled_from([one.id for one in SIGNALS.statuses])
HISTORY = st.lists(st.tuples(st.integers(0, 59), STATUS), max_size=6)


def played(histories: list[list[tuple[int, str]]], **cells: str) -> list[Entry]:
    """Signals of one table, each with the statuses it was given on certain days."""
    rows = [answer([{"id": f"row{n}", "what": "x", **cells} for n in range(len(histories))])]
    ids = {entry.row: entry.id for entry in signals(rows)}
    said = [change(ids[f"row{n}"], day, status=status) for n, one in enumerate(histories) for day, status in one]
    return signals(rows, sorted(said, key=lambda one: one["at"]))


@FEW
@given(st.lists(HISTORY, min_size=1, max_size=8))
def test_the_funnel_counts_every_entry_once_and_every_day(histories: list[list[tuple[int, str]]]) -> None:
    found = played(histories)
    stays = funnel(found, SIGNALS, TODAY)
    assert sum(stay.now for stay in stays) == len(found)
    assert all(stay.now <= stay.ever <= len(found) for stay in stays)
    assert stays[0].ever == len(found), "all began there"
    assert sum(stay.now for stay in stays if stay.waiting) == sum(entry.is_open for entry in found)
    assert not any(stay.waiting for stay in stays if not SIGNALS.is_open(stay.status))
    for stay in stays:
        assert (stay.days is None) == (stay.gone_on == 0)
        for quartiles in (stay.days, stay.waiting):
            assert quartiles is None or 0 <= quartiles["q25"] <= quartiles["median"] <= quartiles["q75"] <= 60
    for entry in found:
        ends = [*(day for _, day in entry.path[1:]), TODAY if entry.is_open else entry.path[-1][1]]
        assert sum((end - day).days for (_, day), end in zip(entry.path, ends, strict=True)) == entry.days(TODAY)
    assert funnel(random.sample(found, len(found)), SIGNALS, TODAY) == stays


@FEW
@given(st.lists(HISTORY, min_size=1, max_size=6))
def test_a_repeated_change_counts_once(histories: list[list[tuple[int, str]]]) -> None:
    rows = [answer([{"id": f"row{n}", "what": "x"} for n in range(len(histories))])]
    ids = [entry.id for entry in signals(rows)]
    said = [change(ids[n], day, status=status) for n, one in enumerate(histories) for day, status in one]
    assert signals(rows, said) == signals(rows, [*said, *said])


@FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["area_1", "area_2", ""]), st.integers(0, 90), st.integers(-1, 59),
            st.sampled_from(["yes", "no", "dont_know", ""]),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_the_chain_adds_up_over_the_areas(told: list[tuple[str, int, int, str]]) -> None:
    start = day_of(START)
    value = []
    for n, (area, promised, fed_back, education) in enumerate(told):
        row = {"id": f"row{n}", "what": "x", "promised": (start + dt.timedelta(promised)).isoformat()}
        row |= {"area": area} if area else {}
        row |= {"existing_education": education} if education else {}
        row |= {"fed_back": (start + dt.timedelta(fed_back)).isoformat()} if fed_back >= 0 else {}
        value.append(row)
    found = signals([answer(value)])
    *each, whole = areas(found, SIGNALS, TODAY)
    assert whole.n == len(told)
    assert sum(one.n for one in each) == sum(1 for area, *_ in told if area)
    assert whole.in_time == sum(0 <= fed_back <= promised for _, promised, fed_back, _ in told)
    assert whole.in_time <= whole.due <= whole.n
    assert sum(whole.lying.values()) == sum(fed_back < 0 for _, _, fed_back, _ in told)
    known = existing(found, SIGNALS)
    assert (known.existed, known.lacked, known.unsure) == tuple(
        sum(one[3] == wanted for one in told) for wanted in ("yes", "no", "dont_know")
    )
    assert all(
        said.endswith(".") for language in ("sv", "en") for said in chain_sentences(found, SIGNALS, TODAY, language)
    )
    assert len(chain_table(found, SIGNALS, TODAY, "sv")["rows"]) == len(each) + 1


def test_an_answer_without_a_date_is_of_the_day_its_status_came() -> None:
    (entry,) = played([[(5, "triaged"), (9, "fed_back"), (20, "closed")]])
    assert SIGNALS.chain
    assert answered_on(entry, SIGNALS.chain) == day_of(START + 9 * DAY)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", "Signaler: 3 sammanlagt, varav 2 öppna. 2 har passerat sina datum. "
               "Längst väntar de med status ”Ny”: 1 har legat där i 60 dagar. "
               "Av 2 som har gått vidare från ”Ny” gjorde hälften det inom 6 dagar."),
        ("en", "Signals: 3 in all, of which 2 are open. 2 are past their dates. "
               "The longest wait is under “New”: 1 has been there for 60 days. "
               "Of 2 that have moved on from “New”, half did so within 6 days."),
    ],
)  # fmt: skip
def test_what_the_register_says(language: Any, expected: str) -> None:
    found = played([[], [(10, "triaged")], [(2, "closed")]], promised="2026-03-20")
    assert " ".join(sentences(found, SIGNALS, TODAY, language)) == expected
    assert len(table(found, SIGNALS, TODAY, language)["rows"]) == len(SIGNALS.statuses)
