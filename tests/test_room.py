"""The room's state machine: what moves do, and what holds whatever the moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.room import STATES, Impossible, Plan, Room

AGENDA = (Plan("welcome"), Plan("before", "E1.5"), Plan("stairs", "E10.1", phases=3), Plan("after", "E1.5", round=2))


def room() -> Room:
    return Room(AGENDA)


def test_an_exercise_opens_closes_and_is_shown() -> None:
    at = room().go("before", 1000)
    assert at.state == "waiting"
    assert not at.may_answer(at.plan("before"))
    opened = at.set_state("open", 2000)
    assert opened.may_answer(opened.plan("before"))
    assert not opened.is_late(opened.plan("before"), [0])
    closed = opened.set_state("closed", 3000)
    assert closed.is_late(closed.plan("before"), [0])
    assert not closed.is_revealed(closed.plan("before"), [0])
    assert closed.set_state("revealed", 4000).is_revealed(closed.plan("before"), [0])


def test_leaving_an_open_step_closes_it_and_coming_back_finds_it_so() -> None:
    left = room().go("before", 0).set_state("open", 0).set_timer(60, 0).go("stairs", 5000)
    assert left.timer is None
    assert left.of("before").state == "closed"
    assert left.go("before", 9000).state == "closed"
    assert left.go("before", 9000).of("before").started_at == 0


def test_each_phase_has_a_state_of_its_own() -> None:
    alone = room().go("stairs", 0).set_state("open", 0).set_state("revealed", 0)
    at_tables = alone.to_phase(1).set_state("open", 0)
    assert at_tables.of("stairs").states == ("revealed", "open", "waiting")
    assert at_tables.is_revealed(at_tables.plan("stairs"), [0])
    assert not at_tables.is_late(at_tables.plan("stairs"), [1])
    with pytest.raises(Impossible, match="unknown_phase"):
        at_tables.to_phase(3)


def test_an_exercise_done_twice_is_found_by_its_round_or_by_where_the_room_is() -> None:
    fresh = room()
    assert fresh.plan_of("E1.5").step == "before"  # type: ignore[union-attr]
    assert fresh.plan_of("E1.5", 2).step == "after"  # type: ignore[union-attr]
    assert fresh.plan_of("E1.5", 3) is None
    done = fresh.go("before", 0).set_state("open", 0).go("stairs", 1)
    assert done.plan_of("E1.5").step == "before"  # type: ignore[union-attr]
    assert done.go("after", 2).plan_of("E1.5").step == "after"  # type: ignore[union-attr]


def test_a_timer_at_zero_closes_what_is_open() -> None:
    timed = room().go("before", 0).set_state("open", 0).set_timer(60, 0)
    assert timed.elapse(59_999) == timed
    over = timed.elapse(60_000)
    assert over.state == "closed"
    assert over.timer is None


def test_time_can_be_added_stopped_and_started() -> None:
    timed = room().go("before", 0).set_state("open", 0).set_timer(60, 0).add_time(60, 30_000)
    assert timed.timer.seconds(30_000) == 90  # type: ignore[union-attr]
    paused = timed.pause(True, 30_000)
    assert paused.elapse(10**9) == paused
    assert paused.add_time(60, 40_000).timer.seconds(10**9) == 150  # type: ignore[union-attr]
    again = paused.pause(False, 100_000)
    assert again.timer.seconds(100_000) == 90  # type: ignore[union-attr]
    with pytest.raises(Impossible, match="timer_out_of_range"):
        timed.set_timer(0, 0)


def test_reset_begins_a_new_run_with_all_phases_waiting() -> None:
    done = room().go("stairs", 0).set_state("revealed", 0).to_phase(2).set_state("open", 0)
    fresh = done.reset()
    assert fresh.of("stairs").states == ("waiting",) * 3
    assert (fresh.of("stairs").phase, fresh.of("stairs").run) == (0, 1)


def test_moves_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Impossible, match="no_step"):
        room().set_state("open", 0)
    with pytest.raises(Impossible, match="unknown_step"):
        room().go("lunch", 0)
    with pytest.raises(Impossible, match="unknown_state"):
        room().go("before", 0).set_state("ajar", 0)  # type: ignore[arg-type]


def test_ending_closes_and_can_be_taken_back() -> None:
    ended = room().go("before", 0).set_state("open", 0).end(True, 7)
    assert (ended.ended_at, ended.state) == (7, "closed")
    assert ended.end(False, 9).ended_at is None


MOVES = st.lists(
    st.one_of(
        st.sampled_from([plan.step for plan in AGENDA]).map(lambda step: lambda room, now: room.go(step, now)),
        st.sampled_from(STATES).map(lambda state: lambda room, now: room.set_state(state, now)),
        st.integers(0, 3).map(lambda phase: lambda room, now: room.to_phase(phase)),
        st.integers(-10, 500).map(lambda seconds: lambda room, now: room.set_timer(seconds, now)),
        st.integers(-500, 500).map(lambda seconds: lambda room, now: room.add_time(seconds, now)),
        st.booleans().map(lambda paused: lambda room, now: room.pause(paused, now)),
        st.just(lambda room, now: room.reset()),
        st.just(lambda room, now: room.elapse(now)),
        st.booleans().map(lambda ended: lambda room, now: room.end(ended, now)),
    ),
    max_size=30,
)


@given(MOVES)
def test_whatever_the_moves_a_room_comes_back_from_its_data_as_it_was(moves) -> None:  # type: ignore[no-untyped-def]
    at = room()
    for number, move in enumerate(moves):
        runs = {step: progress.run for step, progress in at.steps.items()}
        try:
            at = move(at, number * 10_000)
        except Impossible:
            continue
        assert at.state in STATES
        assert all(at.of(step).run >= run for step, run in runs.items())
        assert sum(progress.state == "open" for progress in at.steps.values()) <= 1, "one thing at a time"
    assert Room.from_data(AGENDA, at.to_data()) == at


def test_a_room_survives_an_agenda_that_changed() -> None:
    at = room().go("stairs", 0).to_phase(2).set_state("open", 0)
    shorter = (Plan("welcome"), Plan("stairs", "E10.1", phases=2))
    back = Room.from_data(shorter, at.to_data())
    assert (back.step, back.now.phase) == ("stairs", 1)  # type: ignore[union-attr]
    assert Room.from_data((Plan("welcome"),), at.to_data()).step is None
