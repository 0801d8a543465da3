// The head of the participant's pages: where we are, how long is left, saved or not.
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { contact, room, secondsLeft } from "../live";
import { counts, saved } from "../saving";
import { clock, many, t } from "../words";

export const Mark = ({ size = 34 }: { size?: number }) => (
  <svg class="mark" width={size} height={(size * 28) / 34} viewBox="0 0 34 28" aria-hidden="true">
    <path fill="var(--step-1)" d="M0 22h8v6H0z" /><path fill="var(--step-2)" d="M8.7 15h8v13h-8z" /><path fill="var(--step-3)" d="M17.4 8h8v20h-8z" /><path fill="var(--step-4)" d="M26 0h8v28h-8z" />
  </svg>
);

/** Says something to a screen reader, when it has time. */
export function say(text: string): void {
  const voice = document.querySelector(".samhandling [data-voice]");
  if (!voice) return;
  voice.textContent = "";
  setTimeout(() => (voice.textContent = text), 50);
}
export const Voice = () => <div class="visually-hidden" data-voice role="status" aria-live="polite" />;

/** How long the timer runs in all: told by the server, or the most that has been seen of it. */
function useTotal(): number {
  const most = useRef({ key: "", seconds: 0 });
  const now = room.value;
  const left = secondsLeft.value ?? 0;
  const key = `${now?.step}:${now?.phase}:${now?.run}:${now?.timer === null}`;
  if (key !== most.current.key) most.current = { key, seconds: left };
  most.current.seconds = Math.max(most.current.seconds, left);
  return now?.timer?.total ?? most.current.seconds;
}

/** Time left in words: minutes while there is plenty, then seconds; orange at a fifth, red at a twentieth. */
export function TimeLeft() {
  const left = secondsLeft.value;
  const total = useTotal();
  const before = useRef<number | null>(null);
  useEffect(() => {
    const was = before.current;
    before.current = left;
    if (left === null || was === null) return;
    if (was > 60 && left <= 60) say(t("one_minute"));
    if (was > 0 && left <= 0) say(t("time_up"));
  }, [left]);
  const now = room.value;
  if (left === null || !now || now.state !== "open" && now.exercise) return null;
  const share = total > 0 ? left / total : 1;
  const tone = share <= 0.05 ? "stop" : share <= 0.2 ? "warm" : "soft";
  const text = left <= 0 ? t("time_up") : left >= 120 ? t("minutes_left", { n: Math.round(left / 60) }) : t("clock_left", { clock: clock(left) });
  return <span class={`time ${tone}`} role="timer">{text}{now.timer && !now.timer.running && left > 0 && ` · ${t("paused")}`}</span>;
}

/** *Sparat*, *Sparar* or *Ingen kontakt*. */
export function SavedState() {
  const state = saved.value;
  const { pending, waiting, refused } = counts.value;
  const n = pending + waiting;
  const more = state === "lost" && n ? many("wait_to_be_saved", n) : state === "refused" ? many("not_taken", refused) : "";
  return <span class="saved" role="status" data-state={state}>{t(`state_${state}`)}{more && <span class="visually-hidden">. {more}</span>}</span>;
}

/** What a person needs to know when all is not well; nothing otherwise. */
export function Banner() {
  const state = saved.value;
  const { pending, waiting, durable, refused } = counts.value;
  const n = pending + waiting;
  // a blink of the network is no news
  const patient = useSignal(false);
  useSignalEffect(() => {
    if (saved.value !== "lost") return void (patient.value = false);
    const timer = setTimeout(() => (patient.value = true), 800);
    return () => clearTimeout(timer);
  });
  if (contact.value === "out") return null;
  return (
    <>
      {!durable && <p class="banner warm" role="alert">{t("not_durable")}</p>}
      {state === "lost" && patient.value && <p class="banner warm"><b>{t("lost")}</b> {n > 0 ? many("wait_to_be_saved", n) : t("lost_calm")}</p>}
      {state === "refused" && <p class="banner warm">{many("not_taken", refused)}</p>}
      {state === "waiting" && <p class="banner">{many("wait_for_opening", waiting)}</p>}
      {room.value && room.value.simulated > 0 && <p class="banner calm small">{t("simulated", { n: room.value.simulated })}</p>}
    </>
  );
}

export function Header({ children }: { children?: ComponentChildren }) {
  const now = room.value;
  const table = now?.me?.table;
  return (
    <>
      <header class="head">
        <Mark />
        <div class="where small">
          <span>{now && now.index !== null && !now.ended ? <b>{t("step_of", { n: now.index + 1, of: now.count })}</b> : <b>{now ? t("meeting_n", { n: now.meeting.number }) : t("kit")}</b>}{table != null && <> · {t("table_n", { n: table })}</>}</span>
          <TimeLeft />
        </div>
        <SavedState />
        {children}
      </header>
      <Banner />
    </>
  );
}
