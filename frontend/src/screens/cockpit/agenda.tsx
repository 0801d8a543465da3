// The agenda: what has been, what is now, and when the rest will be at this pace.
import { useId, useState } from "preact/hooks";
import { room, serverNow } from "../../live";
import type { AgendaStep } from "../../types";
import { language, many, t } from "../../words";
import { Confirm } from "./dialog";
import { agenda, pending, steer } from "./state";

const MINUTE = 60_000;
const hours = (at: number) => new Intl.DateTimeFormat(language.value === "sv" ? "sv-SE" : "en-GB", { hour: "2-digit", minute: "2-digit" }).format(at).replace(":", language.value === "sv" ? "." : ":");

export interface Line { step: AgendaStep; kind: "done" | "now" | "coming"; at: number | null; minutes: number; late: boolean }

/** Each step with its time: as it was, or as it will be if the current step takes its planned minutes. */
export function timetable(steps: AgendaStep[], current: string | null, now: number): Line[] {
  const here = steps.findIndex((one) => one.step === current);
  // during an exercise that was brought in, the agenda stands after the last step that had begun
  const passed = here >= 0 ? here : steps.map((one) => Boolean(one.started_at)).lastIndexOf(true) + 1;
  let next: number | null = null;
  return steps.map((step, i) => {
    const began = step.started_at ?? null;
    if (i === here) {
      const at = began ?? now;
      next = Math.max(at + step.minutes * MINUTE, now);
      return { step, kind: "now", at, minutes: step.minutes, late: now > at + step.minutes * MINUTE + MINUTE / 2 };
    }
    if (i < passed) {
      const until = steps.slice(i + 1, passed + 1).find((one) => one.started_at)?.started_at;
      const took = began && until && until > began ? Math.round((until - began) / MINUTE) : null;
      return { step, kind: "done", at: began, minutes: took ?? step.minutes, late: took !== null && took > step.minutes };
    }
    const at = next ?? step.planned_at ?? null;
    if (at !== null) next = at + step.minutes * MINUTE;
    return { step, kind: "coming", at, minutes: step.minutes, late: false };
  });
}

export function pace(behind: number | null | undefined): { text: string; late: boolean } | null {
  if (behind === null || behind === undefined) return null;
  const minutes = Math.round(Math.abs(behind));
  if (!minutes) return { text: t("f_on_time"), late: false };
  return { text: many(behind > 0 ? "f_behind" : "f_ahead", minutes), late: behind > 0 };
}

export function AgendaView() {
  const [asked, setAsked] = useState<AgendaStep | null>(null);
  const now = room.value;
  const steps = agenda.value?.steps ?? [];
  if (!now) return null;
  const lines = timetable(steps, now.step, serverNow.value);
  const going = pace(agenda.value?.behind);
  const go = (step: AgendaStep) => {
    if (step.step === now.step || now.ended) return;
    if (now.state === "open" && now.exercise) setAsked(step);
    else void steer(`step ${step.step}`, { step: step.step });
  };
  return (
    <nav class="agenda" aria-label={t("f_agenda")}>
      <h2>{t("f_agenda")}</h2>
      <ol>
        {lines.map(({ step, kind, at, minutes, late }) => (
          <li key={step.step}>
            <button type="button" class={`agenda-step ${kind}`} aria-current={kind === "now" ? "step" : undefined} aria-disabled={now.ended || undefined} aria-busy={pending.value === `step ${step.step}`} onClick={() => go(step)}>
              <span class="agenda-at">{at === null ? "" : hours(at)}</span>
              <span class="agenda-title">{step.title}{kind === "done" && <span class="visually-hidden"> ({t("f_step_done")})</span>}</span>
              <span class={late ? "agenda-minutes late" : "agenda-minutes"}><span aria-hidden="true">{minutes}</span><span class="visually-hidden">{many("f_minutes", minutes)}{late ? `, ${t("f_longer")}` : ""}</span></span>
            </button>
          </li>
        ))}
      </ol>
      <Extra steps={agenda.value?.extra ?? []} here={now.step} go={go} />
      {going && <p class={going.late ? "pace late" : "pace"}>{going.text}</p>}
      {asked && (
        <Confirm title={t("f_leave_open_title", { title: now.title ?? "" })} text={[t("f_leave_open_text", { title: asked.title })]} go={t("f_leave_open_go")}
          act={() => void steer(`step ${asked.step}`, { step: asked.step })} close={() => setAsked(null)} />
      )}
    </nav>
  );
}

/** Every other exercise of the series, to bring in when the room needs it. */
function Extra({ steps, here, go }: { steps: AgendaStep[]; here: string | null; go: (step: AgendaStep) => void }) {
  const [wanted, setWanted] = useState("");
  const id = useId();
  if (!steps.length) return null;
  const found = steps.filter((one) => `${one.exercise} ${one.title}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  const open = steps.some((one) => one.step === here) || undefined;
  return (
    <details class="fold extra" open={open}>
      <summary>{t("f_extra")}</summary>
      <p class="soft small">{t("f_extra_help")}</p>
      <p class="pick"><label for={id}>{t("f_extra_find")}</label><input id={id} type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></p>
      <p class="visually-hidden" role="status">{wanted && many("f_extra_found", found.length)}</p>
      <ul class="plain">
        {found.map((step) => (
          <li key={step.step}>
            <button type="button" class={step.step === here ? "agenda-step now" : "agenda-step coming"} aria-current={step.step === here ? "step" : undefined} aria-busy={pending.value === `step ${step.step}`} onClick={() => go(step)}>
              <span class="agenda-at">{step.exercise}</span>
              <span class="agenda-title">{step.title}</span>
              <span class="agenda-minutes"><span aria-hidden="true">{step.minutes}</span><span class="visually-hidden">{many("f_minutes", step.minutes)}</span></span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
