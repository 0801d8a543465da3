// What the cockpit and the projector know beyond the room itself, and the one way to steer.
import { effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { get, post, Refusal } from "../../api";
import { on, room, take } from "../../live";
import type { Agenda, Exercise, Level, Pool, Results, Room } from "../../types";
import { language, t } from "../../words";

export const agenda = signal<Agenda | null>(null);
/** The definition of the room's exercise. */
export const exercise = signal<Exercise | null>(null);
/** The places that are made ready for those who are expected. */
export const pool = signal<Pool | null>(null);
/** The command under way, by name, so that its button can say so. */
export const pending = signal<string | null>(null);
/** What went wrong last, and what to do about it. */
export const failure = signal<string | null>(null);

/** What happened, in words: the server's own when it gave any. */
export function explain(error: unknown): string {
  if (error instanceof Refusal) return error.problem.message || t("f_refused", { status: error.status });
  return t("f_unreachable");
}

let line: Promise<unknown> = Promise.resolve();
const inLine = new Set<string>();
let failures = 0;
/**
 * Does one thing at a time, in the order of the presses; the same thing pressed again before it is done is done once.
 * A failure stays on the screen until the next press, and what was pressed before it was seen is not done.
 */
export async function attempt<T>(name: string, work: () => Promise<T>, which = name): Promise<T | null> {
  if (inLine.has(which)) return null;
  inLine.add(which);
  failure.value = null;
  const seen = failures;
  const mine = line.then(async () => {
    pending.value = name;
    try {
      return seen === failures ? await work() : null;
    } catch (error) {
      failures += 1;
      failure.value = explain(error);
      return null;
    } finally {
      inLine.delete(which);
      pending.value = null;
    }
  });
  line = mine;
  return mine;
}

let added = 0;
export interface Move {
  step?: string; state?: Room["state"]; phase?: number; timer?: number | null | { add: number } | { pause: boolean };
  spotlight?: string | null; reset?: true; ended?: boolean;
}
/** Moves the room, for everyone. A minute more is a minute more each time that it is pressed. */
export const steer = (name: string, move: Move): Promise<unknown> =>
  attempt(name, async () => take(await post<Room>("/api/room", move)), `${name} ${JSON.stringify(move)}${name === "add" ? ++added : ""}`);

let loaded = "";
/** Keeps agenda and exercise in step with the room. `withAgenda` is for the cockpit only. */
export function keepUp(withAgenda: boolean): () => void {
  let stamp = "";
  const stop = effect(() => {
    const now = room.value;
    if (!now) return;
    const wanted = now.exercise ? `${now.exercise} ${language.value}` : "";
    if (wanted !== loaded) {
      loaded = wanted;
      exercise.value = null;
      if (now.exercise) void fetchExercise(now.exercise, wanted);
    }
    const next = `${now.server} ${now.step} ${now.ended} ${JSON.stringify(now.steps)}`;
    if (withAgenda && next !== stamp) {
      stamp = next;
      void refreshAgenda();
    }
  });
  const stops = [stop, on("reconnected", () => withAgenda && void refreshAgenda()), on("pool", (told: Pool) => (pool.value = told))];
  // ahead or behind changes with the clock alone
  const timer = withAgenda ? setInterval(() => void refreshAgenda(), 60_000) : undefined;
  return () => {
    for (const stop of stops) stop();
    clearInterval(timer);
  };
}

async function fetchExercise(id: string, wanted: string, wait = 1000): Promise<void> {
  try {
    const found = await get<Exercise>(`/api/exercises/${encodeURIComponent(id)}?lang=${language.value}`);
    if (loaded === wanted) exercise.value = found;
  } catch {
    if (loaded === wanted) setTimeout(() => void fetchExercise(id, wanted, Math.min(wait * 2, 10_000)), wait);
  }
}

async function refreshAgenda(): Promise<void> {
  agenda.value = await get<Agenda>(`/api/agenda?lang=${language.value}`).catch(() => agenda.value);
}

const THROTTLE = 400;
/** The results of an exercise at one level, fetched again as answers come. Null until there are any to show. */
export function useResults(id: string | null, round: number, level: Level | null): { results: Results | null; error: string | null } {
  const [state, setState] = useState<{ key: string; results: Results | null; error: string | null }>({ key: "", results: null, error: null });
  const run = room.value?.run;
  const key = `${id} ${round} ${level} ${run} ${language.value}`;
  useEffect(() => {
    if (!id || !level) return;
    let alive = true;
    let waiting: number | undefined;
    let asked = 0;
    const fetchNow = async () => {
      waiting = undefined;
      asked = Date.now();
      try {
        const results = await get<Results>(`/api/results/${encodeURIComponent(id)}?round=${round}&level=${level}&lang=${language.value}`);
        if (alive) setState({ key, results, error: null });
      } catch (error) {
        if (alive) setState((old) => ({ key, results: old.key === key ? old.results : null, error: explain(error) }));
      }
    };
    const soon = () => (waiting ??= window.setTimeout(() => void fetchNow(), Math.max(0, asked + THROTTLE - Date.now())));
    soon();
    const stops = [on("results", (data: { exercise: string }) => data.exercise === id && soon()), on("reconnected", soon)];
    return () => {
      alive = false;
      clearTimeout(waiting);
      for (const stop of stops) stop();
    };
  }, [key]);
  return state.key === key ? state : { results: null, error: null };
}

export interface RoomRow { code: string; meeting: string; title: string; ended: boolean; joined: number; here: boolean }
export interface Rooms { rooms: RoomRow[]; meetings: { id: string; number: number; title: string }[] }

/** Where participants go: as the server says, else where this page came from. */
export function joinLink(now: Room): string {
  return now.join && /^https?:/.test(now.join) ? now.join : `${location.origin}/j/${now.code}`;
}
/** The short form to read from a wall. */
export const joinHost = (now: Room): string => new URL(joinLink(now)).host;

/** Where in the agenda the room is, in words. */
export const stepOf = (now: Room): string => (now.step && now.index === null ? t("f_beside") : t("f_step_of", { n: (now.index ?? 0) + 1, count: now.count }));
