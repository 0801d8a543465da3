// Steering one step: its phases, its state, and the one thing to do next.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { room } from "../../live";
import type { AgendaStep, Exercise, Room, State } from "../../types";
import { t } from "../../words";
import { Confirm } from "./dialog";
import { agenda, exercise, type Move, pending, steer } from "./state";

export const STATES: State[] = ["waiting", "open", "closed", "revealed"];

/** Minutes that the timer will start with when the phase opens; undefined: as planned; null: no timer. */
export const armed = signal<number | null | undefined>(undefined);
export function minutesToOpen(now: Room, definition: Exercise | null): number | null {
  if (armed.value !== undefined) return armed.value;
  return definition?.phases[now.phase]?.minutes ?? now.minutes;
}

const opening = (now: Room): Move => {
  const minutes = minutesToOpen(now, exercise.value);
  return { state: "open", timer: minutes === null ? null : minutes * 60 };
};
/** Sets the state; opening starts the timer that was chosen. */
export function setState(state: State): void {
  const now = room.value;
  if (!now?.exercise || now.ended || now.state === state) return;
  void steer(`state ${state}`, state === "open" && now.state === "waiting" ? opening(now) : { state });
}

export function neighbour(by: 1 | -1): string | null {
  const steps = agenda.value?.steps ?? [];
  // an exercise that was brought in comes after the last step that had begun
  const planned = steps.some((one) => one.step === room.value?.step);
  const begun = (one: AgendaStep) => (planned ? one.step === room.value?.step : Boolean(one.started_at));
  const at = steps.map(begun).lastIndexOf(true);
  return at < 0 ? (by === 1 ? (steps[0]?.step ?? null) : null) : (steps[at + by]?.step ?? null);
}

/** The next thing to do, in the order of a meeting; one at a time. */
export function nextThing(now: Room, definition: Exercise | null): { name: string; label: string; move: Move; end?: boolean } | null {
  if (now.ended) return { name: "ended", label: t("f_reopen"), move: { ended: false } };
  const next = neighbour(1);
  if (!now.step) return next ? { name: `step ${next}`, label: t("f_start_meeting"), move: { step: next } } : null;
  if (now.exercise) {
    if (now.state === "waiting") return { name: "state open", label: t("f_do_open"), move: opening(now) };
    if (now.state === "open") return { name: "state closed", label: t("f_do_close"), move: { state: "closed" } };
    if (now.state === "closed") return { name: "state revealed", label: t("f_do_reveal"), move: { state: "revealed" } };
    if (now.phase + 1 < now.phases) {
      return { name: `phase ${now.phase + 1}`, label: t("f_next_phase", { title: definition?.phases[now.phase + 1]?.title ?? "" }), move: { phase: now.phase + 1 } };
    }
  }
  if (next) return { name: `step ${next}`, label: t("f_next_step"), move: { step: next } };
  return { name: "ended", label: t("f_end_meeting"), move: { ended: true }, end: true };
}

export function Steering({ now, definition }: { now: Room; definition: Exercise | null }) {
  const [resetting, setResetting] = useState(false);
  const [ending, setEnding] = useState(false);
  const next = nextThing(now, definition);
  return (
    <div class="steering">
      {definition && now.phases > 1 && <Phases now={now} definition={definition} />}
      <div class="steering-row">
        {now.exercise && !now.ended && (
          <div class="state" role="group" aria-label={t("f_state")}>
            {STATES.map((state) => (
              <button type="button" key={state} aria-pressed={now.state === state} aria-busy={pending.value === `state ${state}`} onClick={() => setState(state)}>{t(`f_state_${state}`)}</button>
            ))}
          </div>
        )}
        {next && (
          <button type="button" class="button cmd next-thing" aria-busy={pending.value === next.name}
            onClick={() => (next.end ? setEnding(true) : void steer(next.name, next.move))}>{next.label}</button>
        )}
      </div>
      <p class="hint">{t(`f_hint_${hint(now)}`)}{now.exercise && !now.ended && (now.state !== "waiting" || now.phase > 0) && <> <button type="button" class="link small" onClick={() => setResetting(true)}>{t("f_reset")}</button></>}</p>
      {resetting && (
        <Confirm title={t("f_reset_title", { title: now.title ?? "" })} text={[t("f_reset_text"), t("f_reset_kept")]} go={t("f_reset_go")}
          act={() => void steer("reset", { reset: true })} close={() => setResetting(false)} />
      )}
      {ending && <EndMeeting close={() => setEnding(false)} />}
    </div>
  );
}

export const EndMeeting = ({ close }: { close: () => void }) => (
  <Confirm title={t("f_end_title")} text={[t("f_end_text"), t("f_end_kept")]} go={t("f_end_meeting")} act={() => void steer("ended", { ended: true })} close={close} />
);

function hint(now: Room): string {
  if (now.ended) return "ended";
  if (!now.step) return "start";
  if (!now.exercise) return "talk";
  return now.state === "open" ? `open_${now.level}` : now.state;
}

function Phases({ now, definition }: { now: Room; definition: Exercise }) {
  return (
    <ol class="phases" aria-label={t("f_phases")}>
      {definition.phases.map((phase, i) => (
        <li key={i} class={i === now.phase ? "now" : i < now.phase ? "done" : undefined}>
          <button type="button" aria-current={i === now.phase ? "step" : undefined} aria-busy={pending.value === `phase ${i}`} aria-disabled={now.ended || undefined}
            onClick={() => i !== now.phase && !now.ended && void steer(`phase ${i}`, { phase: i })}>
            <span class="phase-n" aria-hidden="true">{i + 1}</span>
            <span><b>{phase.title}</b><small>{t(`f_level_${phase.level}`)} · {t("f_min", { n: phase.minutes })}</small></span>
          </button>
        </li>
      ))}
    </ol>
  );
}
