// The room as it is now: one event stream, a watchdog, and a state that a person can read.
import { computed, signal } from "@preact/signals";
import { get, Refusal, TAB } from "./api";
import type { Progress, Room } from "./types";

export const room = signal<Room | null>(null);
export const progress = signal<Progress | null>(null);
/** `ok`: in touch. `trying`: no contact, trying. `out`: the server no longer knows this visitor. */
export const contact = signal<"starting" | "ok" | "trying" | "out">("starting");
/** What the server's clock shows beyond ours, in ms; timers count by the server's. */
const ahead = signal(0);
/** Ticks while a timer runs, so that what depends on time is drawn again. */
export const tick = signal(Date.now());
setInterval(() => (tick.value = Date.now()), 500);

/** Seconds left of the timer, or null without one. */
export const secondsLeft = computed<number | null>(() => {
  const timer = room.value?.timer;
  if (!timer) return null;
  if (timer.ends_at === null) return timer.left;
  return Math.max(0, (timer.ends_at - (tick.value + ahead.value)) / 1000);
});
export const serverNow = computed(() => tick.value + ahead.value);

type Listener = (data: any) => void;
const listeners = new Map<string, Set<Listener>>();
/** Calls `listener` for each event of a name: `room`, `answers`, `results`, `progress`, `notes`, `pool`, `seated`, `registers`. Returns how to stop. */
export function on(event: string, listener: Listener): () => void {
  const set = listeners.get(event) ?? new Set();
  listeners.set(event, set.add(listener));
  return () => set.delete(listener);
}
const tell = (event: string, data: unknown) => listeners.get(event)?.forEach((listener) => listener(data));

const EVENTS = ["room", "answers", "results", "progress", "notes", "pool", "seated", "registers"];
const SILENCE = 40_000; // the server's heart beats every 15 s
const START = 5_000; // what stands between may hold a stream back; it lets an answer through
let source: EventSource | null = null;
let heard = 0;
let asleep: number | undefined;

export function take(next: Room): void {
  ahead.value = next.now - Date.now();
  const old = room.value;
  if (old && old.server === next.server && old.version > next.version) return;
  room.value = next.me || !old?.me ? next : { ...next, me: old.me };
}

function receive(event: string, text: string): void {
  heard = Date.now();
  contact.value = "ok";
  const data = text ? JSON.parse(text) : null;
  if (event === "room") take(data as Room);
  if (event === "seated" && room.value?.me) room.value = { ...room.value, me: { ...room.value.me, ...(data as { table: number }) } };
  if (event === "progress") progress.value = data as Progress;
  const own = event === "answers" && (data as { tab?: string }).tab === TAB;
  if (event !== "beat" && !own) tell(event, data);
}

function listen(): void {
  source?.close();
  source = new EventSource(`/api/events?tab=${TAB}`);
  heard = Date.now();
  for (const event of [...EVENTS, "beat"]) source.addEventListener(event, (e) => receive(event, (e as MessageEvent<string>).data));
  source.onopen = () => {
    heard = Date.now();
    contact.value = "ok";
    tell("reconnected", null);
  };
  source.onerror = () => {
    contact.value = "trying";
    // a browser gives up for good on an answer that is no stream; we never do
    if (source?.readyState === EventSource.CLOSED) void retry();
  };
}

let waiting: number | undefined;
let wait = 500;
async function retry(): Promise<void> {
  clearTimeout(waiting);
  try {
    take(await get<Room>("/api/room"));
    wait = 500;
    listen();
  } catch (error) {
    if (error instanceof Refusal && (error.status === 401 || error.status === 403)) {
      contact.value = "out";
      return;
    }
    contact.value = "trying";
    wait = Math.min(wait * 1.7, 8_000);
    waiting = window.setTimeout(() => void retry(), wait * (0.7 + Math.random() * 0.6));
  }
}

/** Starts following the room, and never stops trying. */
export function follow(): void {
  listen();
  setInterval(() => {
    if (source && Date.now() - heard > (room.value ? SILENCE : START)) {
      source.close();
      source = null;
      contact.value = "trying";
      void retry();
    }
  }, 5_000);
  const wake = () => {
    clearTimeout(asleep);
    // a stream that outlived the network says nothing until the next beat of the heart: ask at once
    if (contact.value === "trying" || !source || source.readyState === EventSource.CLOSED || Date.now() - heard > SILENCE) void retry();
  };
  addEventListener("online", wake);
  addEventListener("offline", () => (contact.value = "trying"));
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return wake();
    // a tab in the background gives its connection back: a browser has six of them for a server
    asleep = window.setTimeout(() => {
      source?.close();
      source = null;
    }, 60_000);
  });
}
