// Answers in a page: what the server has, what is on its way, and what a person is told of it.
import { computed, signal } from "@preact/signals";
import { get, newId, post, Refusal } from "./api";
import { complete } from "./kinds/values";
import { contact, on, room } from "./live";
import { merge, restore } from "./merging";
import { Outbox, same, Unsent, type Counts, type Entry, type Place, type Shelf } from "./outbox";
import type { Item, Language, SavedAnswer, SaveResult, Value } from "./types";

/** What controls are filled in from and write to: the room's answers, or a preview's. */
export interface Sheet {
  value(place: Place): Value | undefined;
  write(place: Place, item: Item, value: Value, settled: boolean): void;
  /** Why the answer was not taken, in words. */
  fault(place: Place): string | null;
  settle(): void;
  /** Whether the answers are known yet. */
  ready(): boolean;
}

export type Saved = "saved" | "saving" | "lost" | "refused" | "waiting" | "out";

const stamp = signal(0);
const loaded = signal(false);
let box: Outbox | null = null;
let owner = "";
const server = new Map<string, SavedAnswer>();
const items = new Map<string, Item>();
/** What was lately acknowledged: a table-mate who wrote at the same moment did not know of it. */
const echoes = new Map<string, { entry: Entry; until: number }>();
const ECHO = 8_000;
let acknowledgements = 0;

const place = (p: Place | SavedAnswer): string => `${p.exercise}:${p.round}:${p.level}:${p.item}`;

const shelf: Shelf = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
  removeItem: (key) => localStorage.removeItem(key),
  keys: () => Object.keys(localStorage),
};

async function send(answers: SavedAnswer[], leaving: boolean): Promise<SaveResult> {
  try {
    if (!leaving) return await post<SaveResult>("/api/answers", { answers });
    // `keepalive` outlives the page, but browsers allow it 64 kB; a page that stayed must not wait for it for ever
    const body = JSON.stringify({ answers });
    const response = await fetch("/api/answers", {
      method: "POST", body, keepalive: new Blob([body]).size < 60_000, credentials: "same-origin", headers: { "Content-Type": "application/json" }, signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Unsent("later");
    return (await response.json()) as SaveResult;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 401) {
      contact.value = "out";
      throw new Unsent("gone");
    }
    throw new Unsent([400, 413, 422].includes(error.status) ? "bad" : "later", error.problem.message);
  }
}

/** Keeps answers for one person in one room; called whenever the room is known. */
function open(): void {
  const now = room.value;
  if (!now?.me) return;
  const next = `${now.me.participant}:${now.code}`;
  if (next !== owner) {
    owner = next;
    server.clear();
    loaded.value = false;
    box = new Outbox(next, {
      shelf, send, newId, now: () => Date.now(),
      later: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      changed: () => (stamp.value = stamp.peek() + 1),
      acknowledged: (entry) => {
        acknowledgements++;
        server.set(place(entry), { ...entry, value: entry.ready ?? null });
        echoes.set(place(entry), { entry, until: Date.now() + ECHO });
      },
    });
    try {
      localStorage.setItem("samhandling:me", JSON.stringify({ resume: now.me.resume }));
    } catch { /* the code is on the screen as well */ }
    void refresh();
  }
  if (now.exercise) {
    box?.forget(now.exercise, now.round, now.run);
    for (const [key, answer] of server) if (answer.exercise === now.exercise && answer.round === now.round && answer.run < now.run) server.delete(key);
  }
}

/** The short code of the person who last used this browser. */
export function lastResume(): string | null {
  try {
    return (JSON.parse(localStorage.getItem("samhandling:me") ?? "null") as { resume: string } | null)?.resume ?? null;
  } catch {
    return null;
  }
}

let refreshing: Promise<void> | null = null;
let again = false;
/** Fetches what the server has; pending changes stand, merged with what others wrote meanwhile. */
export function refresh(): Promise<void> {
  if (refreshing) {
    again = true;
    return refreshing;
  }
  refreshing = load().finally(() => {
    refreshing = null;
    if (again) {
      again = false;
      void refresh();
    }
  });
  return refreshing;
}

let failures = 0;
async function load(): Promise<void> {
  const asked = acknowledgements;
  const who = owner;
  try {
    const { answers } = await get<{ answers: SavedAnswer[] }>("/api/answers/mine");
    // answers acknowledged since we asked are newer than these
    if (asked !== acknowledgements || who !== owner) {
      again = true;
      return;
    }
    failures = 0;
    const there = new Set<string>();
    for (const answer of answers) {
      there.add(place(answer));
      receive(answer);
    }
    for (const key of server.keys()) if (!there.has(key)) server.delete(key);
    loaded.value = true;
    stamp.value++;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) contact.value = "out";
    else setTimeout(() => void refresh(), Math.min(1000 * 1.7 ** failures++, 10_000));
  }
}

function receive(answer: SavedAnswer): void {
  const key = place(answer);
  const known = server.get(key);
  server.set(key, answer);
  if (known?.id === answer.id) return;
  const item = items.get(`${answer.exercise}:${answer.item}`);
  const pending = box?.get(answer);
  const echo = echoes.get(key);
  const write = (value: Value, base: Value) => item && box?.put(answer, value, complete(item, value), base, true);
  if (pending) {
    const value = merge(pending.base, pending.value, answer.value);
    pending.base = answer.value;
    if (!same(value, pending.value)) write(value, answer.value);
  } else if (echo && echo.until > Date.now() && echo.entry.id !== answer.id) {
    const value = restore(echo.entry.base, echo.entry.value, answer.value);
    if (!same(value, answer.value)) write(value, answer.value);
  }
}

/** The sheet of the room that is followed. */
export const sheet: Sheet = {
  value(at) {
    void stamp.value;
    const pending = box?.get(at);
    if (pending) return pending.value;
    const answer = server.get(place(at));
    return answer && answer.run === at.run ? answer.value : undefined;
  },
  write(at, item, value, settled) {
    items.set(`${at.exercise}:${at.item}`, item);
    const answer = server.get(place(at));
    const there = answer?.run === at.run ? answer.value : null;
    const ready = complete(item, value);
    const pending = box?.get(at);
    // nothing is on its way, and the server has all that it can hold of this: an empty card needs no journey
    const idle = !pending || pending.draft || pending.ready === undefined;
    if (idle && ready !== undefined && same(ready, there)) {
      if (same(value, there)) box?.discard(at);
      else box?.put(at, value, undefined, there, settled);
      return;
    }
    box?.put(at, value, ready, there, settled);
  },
  fault(at) {
    void stamp.value;
    return box?.get(at)?.refused?.message ?? null;
  },
  settle: () => box?.settle(),
  ready: () => loaded.value,
};

/** A sheet that keeps answers as long as the page is open. */
export function previewSheet(): Sheet {
  const values = signal(new Map<string, Value>());
  return {
    value: (at) => values.value.get(`${place(at)}:${at.run}`),
    write: (at, _item, value) => (values.value = new Map(values.value).set(`${place(at)}:${at.run}`, value)),
    fault: () => null,
    settle: () => undefined,
    ready: () => true,
  };
}

const none: Counts = { pending: 0, waiting: 0, refused: 0, failing: false, gone: false, durable: true };
export const counts = computed<Counts>(() => {
  void stamp.value;
  return box?.counts() ?? none;
});
/** What the page says of its answers. */
export const saved = computed<Saved>(() => {
  const { pending, waiting, refused, failing } = counts.value;
  if (contact.value === "out") return "out";
  if (contact.value === "trying" || (pending && failing)) return "lost";
  if (pending) return "saving";
  if (refused) return "refused";
  return waiting ? "waiting" : "saved";
});

/** Changes what the server knows of this visitor. */
export async function changeMe(change: { language?: Language; table?: number | null; actor_type?: string }): Promise<void> {
  // an answer of the table belongs to the table one sits at while writing it
  await box?.flush();
  const me = await post<NonNullable<typeof room.value>["me"]>("/api/me", change);
  if (room.value && me) room.value = { ...room.value, me };
  void refresh();
}

/** Starts keeping answers for whoever the room says we are. */
export function keep(): void {
  room.subscribe(open);
  on("room", () => box?.wake());
  on("reconnected", () => {
    box?.wake();
    if (owner) void refresh();
  });
  on("answers", () => void refresh());
  addEventListener("online", () => box?.wake());
  addEventListener("storage", (event) => event.key && box?.heard(event.key));
  addEventListener("pagehide", () => box?.settle(true));
  document.addEventListener("visibilitychange", () => (document.hidden ? box?.settle(true) : box?.wake()));
}
