// What has been written and not yet been acknowledged: a queue that forgets nothing.
// It knows no page and no network; both are handed in, so that it can be tested as it stands.
import type { Level, SaveResult, SavedAnswer, Value } from "./types";

/** Where an answer belongs. */
export interface Place { exercise: string; round: number; run: number; level: Level; item: string }

/** One pending answer. `value` is as the person left it, `ready` what the server can hold of it (absent: nothing yet). */
export interface Entry extends Place {
  id: string;
  value: Value;
  ready?: Value;
  /** What stood there when the change began; joint answers are merged against it. */
  base: Value;
  /** Not sent before this time (ms), so that a text is not sent for every letter. */
  due: number;
  /** `ready` has been acknowledged, but `value` holds more, e.g. a card without a category. */
  draft?: boolean;
  /** Why the server would not have it; kept, shown, and sent again once it has changed. */
  refused?: { reason: string; message: string };
}

/** Where entries lie: `localStorage`, or something like it. Every method may throw. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

/** A whole request that was refused: `gone` the server no longer knows us, `bad` for what it holds, `later` otherwise. */
export class Unsent extends Error {
  constructor(readonly why: "gone" | "bad" | "later", message = "") {
    super(message);
  }
}

export interface Surroundings {
  shelf: Shelf;
  send(answers: SavedAnswer[], leaving: boolean): Promise<SaveResult>;
  newId(): string;
  now(): number;
  /** Calls back after so many ms; returns how to call it off. */
  later(ms: number, then: () => void): () => void;
  /** Something that a person can see has changed. */
  changed(): void;
  /** The server has committed this. */
  acknowledged(entry: Entry): void;
}

export interface Counts { pending: number; waiting: number; refused: number; failing: boolean; gone: boolean; durable: boolean }

const PREFIX = "samhandling:answer:";
const DEBOUNCE = 600;
/** Another tab sends what it has written; only when it has not for this long do we. */
const ORPHAN = 10_000;
const BATCH = 40;
const BATCH_SIZE = 200_000;

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export class Outbox {
  private readonly prefix: string;
  private readonly entries = new Map<string, Entry>();
  private readonly unshelved = new Set<string>();
  /** Answers that the server would not take now (`not_open`); tried again when the room changes. */
  private readonly waiting = new Set<string>();
  /** What is in a request; a newer value waits until it has landed, so that the older cannot arrive after it. */
  private readonly flying = new Set<string>();
  private flight: Promise<void> | null = null;
  private planned: (() => void) | null = null;
  private backoff: (() => void) | null = null;
  private failures = 0;
  private gone = false;
  private wakes = 0;

  /** `owner` is the participant in a room, so that neither another person's nor another meeting's answers go out here. */
  constructor(owner: string, private readonly around: Surroundings) {
    this.prefix = `${PREFIX}${owner}:`;
    for (const key of this.shelved()) {
      const entry = this.read(key);
      if (!entry) continue;
      delete entry.refused;
      this.entries.set(key, { ...entry, due: 0 });
    }
    this.plan();
  }

  key = (p: Place): string => `${this.prefix}${p.exercise}:${p.round}:${p.run}:${p.level}:${p.item}`;

  get(place: Place): Entry | undefined {
    return this.entries.get(this.key(place));
  }

  all(): Entry[] {
    return [...this.entries.values()];
  }

  /** Keeps a change and sends it: at once when `settled`, otherwise when the typing pauses. A newer change replaces an older one. */
  put(place: Place, value: Value, ready: Value | undefined, base: Value, settled: boolean): void {
    const { exercise, round, run, level, item } = place;
    const old = this.get(place);
    const entry: Entry = {
      exercise, round, run, level, item, value, base: old ? old.base : base,
      id: this.around.newId(), due: settled ? 0 : this.around.now() + DEBOUNCE,
    };
    if (ready !== undefined) entry.ready = ready;
    const key = this.key(place);
    this.waiting.delete(key);
    this.keep(key, entry);
    this.around.changed();
    if (settled) void this.flush();
    else this.plan();
  }

  /** The answer is again what the server has: nothing to send. */
  discard(place: Place): void {
    this.drop(this.key(place));
    this.around.changed();
  }

  /** Everything goes now: a field was left, the timer is at zero, the page is about to hide. */
  settle(leaving = false): void {
    for (const entry of this.entries.values()) entry.due = 0;
    // a page that goes away awaits nothing: what is unsent leaves beside what is in flight, unless it would
    // overtake an older value of the same answer; that one lies on the shelf for the next visit
    if (!leaving) return void this.flush();
    const landed = () => {
      this.around.changed();
      this.plan();
    };
    void this.deliver(this.batch(), true).then(landed, landed);
  }

  /** The room has changed, or the network is back: try what waited. */
  wake(): void {
    this.wakes++;
    this.waiting.clear();
    this.failures = 0;
    this.gone = false;
    this.backoff?.();
    this.backoff = null;
    void this.flush();
  }

  /** An exercise was reset: half-made answers of its earlier runs go; whole ones are still sent, and kept there. */
  forget(exercise: string, round: number, before: number): void {
    for (const [key, entry] of this.entries) {
      const old = entry.exercise === exercise && entry.round === round && entry.run < before;
      if (old && (entry.ready === undefined || entry.draft)) this.drop(key);
    }
    this.around.changed();
  }

  /** Another tab wrote on the shelf. What lies there now counts: we may have written since. */
  heard(key: string): void {
    if (!key.startsWith(this.prefix)) return;
    const mine = this.entries.get(key);
    const theirs = this.read(key);
    if (theirs && theirs.id !== mine?.id) this.entries.set(key, { ...theirs, due: this.around.now() + ORPHAN });
    else if (theirs?.draft && mine) mine.draft = true;
    // taken down: the other tab had it acknowledged. Asking again with the same id is harmless, and sure.
    else if (!theirs && mine) mine.due = 0;
    this.around.changed();
    this.plan();
  }

  counts(): Counts {
    let pending = 0;
    let waiting = 0;
    let refused = 0;
    for (const [key, entry] of this.entries) {
      if (entry.refused) refused++;
      else if (entry.ready === undefined || entry.draft) continue;
      else if (this.waiting.has(key)) waiting++;
      else pending++;
    }
    return { pending, waiting, refused, failing: this.failures > 0, gone: this.gone, durable: this.unshelved.size === 0 };
  }

  /** Sends what is due, one request at a time, so that nothing older can arrive after something newer. */
  flush(): Promise<void> {
    this.flight ??= this.run().finally(() => {
      this.flight = null;
      this.around.changed();
      this.plan();
    });
    return this.flight;
  }

  private async run(): Promise<void> {
    for (let batch = this.batch(); batch.length && !this.backoff; batch = this.batch()) {
      try {
        await this.deliver(batch, false);
        this.failures = 0;
      } catch (error) {
        this.failures++;
        this.gone = error instanceof Unsent && error.why === "gone";
        const wait = Math.min(1000 * 1.7 ** this.failures, 15_000) * (0.7 + Math.random() * 0.6);
        this.backoff = this.around.later(wait, () => {
          this.backoff = null;
          void this.flush();
        });
        return;
      }
    }
  }

  private async deliver(batch: Entry[], leaving: boolean): Promise<void> {
    if (!batch.length) return;
    for (const entry of batch) this.flying.add(this.key(entry));
    const { wakes } = this;
    try {
      const answers = batch.map(({ id, exercise, item, ready, round, level, run }) => ({ id, exercise, item, value: ready ?? null, round, level, run }));
      const result = await this.around.send(answers, leaving);
      const saved = new Set([...result.saved, ...result.late]);
      for (const entry of batch) if (saved.has(entry.id)) this.acknowledge(entry);
      for (const { id, reason, message } of result.rejected) {
        // the room has changed while we asked: what was not open may be so now
        if (reason === "not_open" && wakes !== this.wakes) continue;
        this.refuse(batch.find((entry) => entry.id === id), reason, message);
      }
      // an answer that the server did not mention would be sent for ever without a pause
      const silent = batch.filter((entry) => !saved.has(entry.id) && !result.rejected.some((one) => one.id === entry.id));
      if (silent.length) throw new Unsent("later");
    } catch (error) {
      if (!(error instanceof Unsent) || error.why !== "bad") throw error;
      // one answer in a batch must not hold up the others
      if (batch.length === 1) return this.refuse(batch[0], "invalid", error.message);
      const half = Math.ceil(batch.length / 2);
      await this.deliver(batch.slice(0, half), leaving);
      await this.deliver(batch.slice(half), leaving);
    } finally {
      for (const entry of batch) this.flying.delete(this.key(entry));
    }
  }

  private batch(): Entry[] {
    const now = this.around.now();
    const batch: Entry[] = [];
    let size = 0;
    for (const key of this.entries.keys()) {
      const entry = this.freshest(key);
      if (!this.sendable(key, entry) || entry.due > now) continue;
      size += JSON.stringify(entry.ready).length;
      if (batch.length && (batch.length === BATCH || size > BATCH_SIZE)) break;
      batch.push({ ...entry });
    }
    return batch;
  }

  private sendable(key: string, entry: Entry): boolean {
    return entry.ready !== undefined && !entry.refused && !entry.draft && !this.waiting.has(key) && !this.flying.has(key);
  }

  /** The entry as another tab may have left it since; never one older than what was sent. */
  private freshest(key: string): Entry {
    const mine = this.entries.get(key)!;
    if (this.unshelved.has(key)) return mine;
    const theirs = this.read(key);
    if (!theirs || theirs.id === mine.id) return mine;
    const entry = { ...theirs, due: this.around.now() + ORPHAN };
    this.entries.set(key, entry);
    return entry;
  }

  private acknowledge(sent: Entry): void {
    const key = this.key(sent);
    const now = this.entries.get(key);
    if (now?.id === sent.id) {
      if (same(sent.value, sent.ready)) this.drop(key, sent.id);
      else this.keep(key, { ...now, draft: true, base: sent.ready ?? null });
    } else if (now) {
      const next = { ...now, base: sent.ready ?? null };
      // another tab may have put something newer there, which we have not heard of yet
      if (this.unshelved.has(key) || this.read(key)?.id === now.id) this.keep(key, next);
      else this.entries.set(key, next);
    }
    this.around.acknowledged(sent);
  }

  private refuse(sent: Entry | undefined, reason: string, message: string): void {
    if (!sent) return;
    const key = this.key(sent);
    const now = this.entries.get(key);
    if (now?.id !== sent.id) return;
    if (reason === "not_open") this.waiting.add(key);
    else this.entries.set(key, { ...now, refused: { reason, message } });
  }

  private plan(): void {
    this.planned?.();
    this.planned = null;
    if (this.flight || this.backoff) return;
    const dues = [...this.entries].filter(([key, entry]) => this.sendable(key, entry)).map(([, entry]) => entry.due);
    if (!dues.length) return;
    this.planned = this.around.later(Math.max(0, Math.min(...dues) - this.around.now()), () => {
      this.planned = null;
      void this.flush();
    });
  }

  private keep(key: string, entry: Entry): void {
    this.entries.set(key, entry);
    try {
      this.around.shelf.setItem(key, JSON.stringify(entry));
      this.unshelved.delete(key);
    } catch {
      this.unshelved.add(key);
    }
  }

  private drop(key: string, id?: string): void {
    this.entries.delete(key);
    this.unshelved.delete(key);
    this.waiting.delete(key);
    try {
      if (id === undefined || this.read(key)?.id === id) this.around.shelf.removeItem(key);
    } catch { /* a blocked shelf holds nothing to remove */ }
  }

  private shelved(): string[] {
    try {
      return this.around.shelf.keys().filter((key) => key.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  private read(key: string): Entry | null {
    try {
      const text = this.around.shelf.getItem(key);
      return text === null ? null : parse(text);
    } catch {
      return null;
    }
  }
}

function parse(text: string): Entry | null {
  try {
    const entry = JSON.parse(text) as Entry;
    return typeof entry?.id === "string" && typeof entry.item === "string" ? entry : null;
  } catch {
    return null;
  }
}
