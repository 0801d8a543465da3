// The timer that everyone sees. At zero it closes what is open; before opening it is chosen here.
import { useEffect } from "preact/hooks";
import { room, secondsLeft } from "../../live";
import type { Exercise, Room } from "../../types";
import { clock, many, t } from "../../words";
import { pending, steer } from "./state";
import { armed, minutesToOpen } from "./steering";

/** The planned length first, then round ones. */
function presets(planned: number | null): number[] {
  const all = new Set([3, 5, 10, 15]);
  if (planned) all.add(planned);
  return [...all].sort((a, b) => a - b);
}

export const addMinute = (): void => {
  if (room.value?.step && !room.value.ended) void steer("add", { timer: { add: 60 } });
};

export function Timer({ now, definition }: { now: Room; definition: Exercise | null }) {
  const left = secondsLeft.value;
  const planned = definition?.phases[now.phase]?.minutes ?? now.minutes;
  useEffect(() => {
    armed.value = undefined;
  }, [now.step, now.phase, now.run]);
  if (now.ended || !now.step) return null;
  if (now.timer && left !== null) {
    const share = planned ? left / (planned * 60) : 1;
    return (
      <div class="timer" role="group" aria-label={t("f_timer")}>
        <b class={left <= 0 || share <= 0.05 ? "time-out" : share <= 0.2 ? "late" : undefined}>{clock(left)}</b>
        <button type="button" class="button quiet cmd" aria-busy={pending.value === "add"} onClick={addMinute}>{t("f_add_minute")}</button>
        <button type="button" class="button quiet cmd" aria-busy={pending.value === "pause"} onClick={() => void steer("pause", { timer: { pause: now.timer!.running } })}>{t(now.timer.running ? "f_pause" : "f_go_on")}</button>
        <button type="button" class="button quiet cmd" aria-busy={pending.value === "clear"} onClick={() => void steer("clear", { timer: null })}>{t("f_timer_reset")}</button>
      </div>
    );
  }
  const waiting = now.exercise !== null && now.state === "waiting";
  if (waiting) {
    const chosen = minutesToOpen(now, definition);
    return (
      <fieldset class="choose timer-choice">
        <legend>{t("f_timer_on_open")}</legend>
        <div class="segments">
          {[...presets(planned), null].map((minutes) => (
            <label key={minutes} class={minutes === chosen ? "on" : undefined}>
              <input type="radio" name="timer" checked={minutes === chosen} onChange={() => (armed.value = minutes)} />
              {minutes === null ? t("f_no_timer") : t("f_min", { n: minutes })}{minutes !== null && minutes === planned && <span class="visually-hidden"> ({t("f_planned")})</span>}
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  return (
    <div class="timer" role="group" aria-label={t("f_timer")}>
      <span class="soft">{t("f_start_timer")}</span>
      {presets(planned && planned <= 60 ? planned : null).map((minutes) => (
        <button type="button" class="button quiet cmd" key={minutes} aria-label={many("f_start_minutes", minutes)} onClick={() => void steer("timer", { timer: minutes * 60 })}>{t("f_min", { n: minutes })}</button>
      ))}
    </div>
  );
}
