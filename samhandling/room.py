"""The state of a meeting in progress: step, phase, open or closed, timer. Pure: time comes in, a new room goes out.

Every exercise of the agenda keeps a state of its own for each phase, so that going back to a step
finds it as it was left. Times are milliseconds since 1970.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

State = Literal["waiting", "open", "closed", "revealed"]
STATES: tuple[State, ...] = ("waiting", "open", "closed", "revealed")
LONGEST_TIMER = 4 * 60 * 60


class Impossible(ValueError):
    """A move that the room cannot make; `reason` is a key of the words."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass(frozen=True)
class Plan:
    """What the room must know of the agenda: a step's exercise, round and number of phases."""

    step: str
    exercise: str | None = None
    round: int = 1
    phases: int = 1


@dataclass(frozen=True)
class Timer:
    """Running until `ends_at`, or standing still with `left` seconds, of `total` seconds given."""

    ends_at: int | None = None
    left: float | None = None
    total: float = 0

    def seconds(self, now: int) -> float:
        """Seconds left at `now`, never below zero."""
        return max(0.0, (self.ends_at - now) / 1000) if self.ends_at is not None else (self.left or 0.0)


@dataclass(frozen=True)
class Progress:
    """How far one step has come: the phase it stands in and the state of each phase.

    `run` rises when the exercise is reset: answers of earlier runs are kept but no longer count.
    """

    phase: int = 0
    states: tuple[State, ...] = ("waiting",)
    run: int = 0
    started_at: int | None = None

    @property
    def state(self) -> State:
        """The state of the phase that the step stands in."""
        return self.states[self.phase]

    @property
    def opened(self) -> bool:
        """Whether anything of the exercise has been opened."""
        return any(state != "waiting" for state in self.states)


def _all_waiting(phases: int) -> tuple[State, ...]:
    return tuple("waiting" for _ in range(phases))


@dataclass(frozen=True)
class Room:
    """A meeting in progress."""

    agenda: tuple[Plan, ...]
    step: str | None = None
    steps: dict[str, Progress] = field(default_factory=dict)
    timer: Timer | None = None
    spotlight: str | None = None
    started_at: int | None = None
    ended_at: int | None = None

    def plan(self, step: str) -> Plan:
        """The agenda's line for a step; `Impossible` when there is none."""
        found = next((plan for plan in self.agenda if plan.step == step), None)
        if found is None:
            raise Impossible("unknown_step", step=step)
        return found

    def plan_of(self, exercise: str, round: int | None = None) -> Plan | None:
        """The step with an exercise: the given round, else the one begun last, else the first."""
        plans = [plan for plan in self.agenda if plan.exercise == exercise and round in (None, plan.round)]
        begun = [plan for plan in plans if self.of(plan.step).opened]
        if self.step in [plan.step for plan in plans] and round is None:
            return self.plan(self.step)
        return next(iter(begun[-1:] or plans), None)

    def of(self, step: str) -> Progress:
        """How far a step has come; untouched steps wait."""
        return self.steps.get(step) or Progress(states=_all_waiting(self.plan(step).phases))

    @property
    def now(self) -> Progress | None:
        """How far the current step has come."""
        return None if self.step is None else self.of(self.step)

    @property
    def state(self) -> State:
        """The state of the current step, `waiting` before the first."""
        return self.now.state if self.now else "waiting"

    # --- moves: each returns the room as it is afterwards ---

    def go(self, step: str, now: int) -> "Room":
        """Make `step` the current one. What was open closes, the timer stops."""
        self.plan(step)
        if step == self.step:
            return self
        left = self.close() if self.state == "open" else self
        progress = left.of(step)
        if progress.started_at is None:
            progress = replace(progress, started_at=now)
        return replace(
            left._put(step, progress), step=step, timer=None, spotlight=None, started_at=self.started_at or now
        )

    def to_phase(self, phase: int) -> "Room":
        """Stand in phase number `phase` (from 0) of the current step; an open phase closes."""
        step, progress = self._current()
        if not 0 <= phase < len(progress.states):
            raise Impossible("unknown_phase", phase=phase)
        if phase == progress.phase:
            return self
        left = self.close() if progress.state == "open" else self
        return replace(left._put(step, replace(left.of(step), phase=phase)), timer=None, spotlight=None)

    def set_state(self, state: State, now: int) -> "Room":
        """Open, close, reveal, or take back to waiting, the phase that the room stands in."""
        if state not in STATES:
            raise Impossible("unknown_state", state=str(state))
        step, progress = self._current()
        states = list(progress.states)
        states[progress.phase] = state
        timer = self.timer if state == "open" else None
        return replace(self._put(step, replace(progress, states=tuple(states))), timer=timer)

    def close(self) -> "Room":
        """Close the phase that the room stands in."""
        return self.set_state("closed", 0)

    def reset(self) -> "Room":
        """Start the current exercise over: all phases wait, and a new run begins."""
        step, progress = self._current()
        fresh = replace(progress, phase=0, states=_all_waiting(len(progress.states)), run=progress.run + 1)
        return replace(self._put(step, fresh), timer=None, spotlight=None)

    def set_timer(self, seconds: float | None, now: int) -> "Room":
        """Let the timer run from so many seconds; None takes it away."""
        if seconds is None:
            return replace(self, timer=None)
        if not 0 < seconds <= LONGEST_TIMER:
            raise Impossible("timer_out_of_range", at_most=LONGEST_TIMER // 60)
        self._current()
        return replace(self, timer=Timer(ends_at=now + round(seconds * 1000), total=seconds))

    def add_time(self, seconds: float, now: int) -> "Room":
        """Give more (or less) time. A timer that has run out starts again, and what it closed opens."""
        left = self.timer.seconds(now) if self.timer else 0.0
        total = max(1.0, (self.timer.total if self.timer else 0) + seconds)
        if self.timer and self.timer.ends_at is None:
            return replace(self, timer=Timer(left=max(0.0, left + seconds), total=total))
        more = self.set_timer(max(1.0, left + seconds), now)
        return replace(more, timer=replace(more.timer, total=total)) if more.timer else more

    def pause(self, paused: bool, now: int) -> "Room":
        """Stop the timer where it is, or let it run on."""
        if self.timer is None:
            return self
        left, total = self.timer.seconds(now), self.timer.total
        paused_at, running = Timer(left=left, total=total), Timer(ends_at=now + round(left * 1000), total=total)
        return replace(self, timer=paused_at if paused else running)

    def show(self, item: str | None) -> "Room":
        """Choose the item that the projector shows; None leaves the choice to the projector."""
        self._current()
        return replace(self, spotlight=item)

    def end(self, ended: bool, now: int) -> "Room":
        """End the meeting, or take the ending back."""
        left = self.close() if ended and self.state == "open" else self
        return replace(left, ended_at=now if ended else None, timer=None if ended else left.timer)

    def elapse(self, now: int) -> "Room":
        """What time alone does: a timer at zero closes what is open."""
        if self.timer is None or self.timer.ends_at is None or self.timer.ends_at > now:
            return self
        return self.close() if self.state == "open" else replace(self, timer=None)

    def _current(self) -> tuple[str, Progress]:
        if self.step is None:
            raise Impossible("no_step")
        return self.step, self.of(self.step)

    def _put(self, step: str, progress: Progress) -> "Room":
        return replace(self, steps={**self.steps, step: progress})

    # --- what may be answered now ---

    def may_answer(self, plan: Plan) -> bool:
        """Whether the exercise has been opened, so that answers are taken at all."""
        return self.of(plan.step).opened

    def is_late(self, plan: Plan, phases: "list[int]") -> bool:
        """Whether an answer belonging to `phases` comes after they closed."""
        states = self.of(plan.step).states
        return bool(phases) and all(states[phase] in ("closed", "revealed") for phase in phases)

    def is_revealed(self, plan: Plan, phases: "list[int]") -> bool:
        """Whether the picture of all `phases` has been shown, so that later answers no longer count."""
        states = self.of(plan.step).states
        return bool(phases) and all(states[phase] == "revealed" for phase in phases)

    # --- as data ---

    def to_data(self) -> dict[str, Any]:
        """The room as plain data, without its agenda, which comes from the content."""
        data = asdict(self)
        del data["agenda"]
        return data

    @classmethod
    def from_data(cls, agenda: tuple[Plan, ...], data: dict[str, Any]) -> "Room":
        """The room that `to_data` wrote, on an agenda that may have changed since."""
        known = {plan.step: plan for plan in agenda}
        steps = {}
        for step, saved in data.get("steps", {}).items():
            if step in known:
                states = tuple(saved["states"])[: known[step].phases]
                states += ("waiting",) * (known[step].phases - len(states))
                steps[step] = Progress(**{**saved, "states": states, "phase": min(saved["phase"], len(states) - 1)})
        timer = data.get("timer")
        step = data.get("step") if data.get("step") in known else None
        return cls(
            agenda=agenda, step=step, steps=steps, timer=Timer(**timer) if timer else None,
            spotlight=data.get("spotlight"), started_at=data.get("started_at"), ended_at=data.get("ended_at"),
        )  # fmt: skip
