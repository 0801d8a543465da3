// What the tests of the outbox share: the modules as they are built, a clock that is turned by hand, and a shelf.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: { contents: 'export * from "./outbox"; export * from "./merging";', resolveDir: fileURLToPath(new URL("../src", import.meta.url)), loader: "ts" },
  bundle: true,
  format: "esm",
  write: false,
  logLevel: "error",
});
export const { Outbox, Unsent, merge, restore } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

/** Lets everything that has been promised happen. */
const breathe = () => new Promise((then) => setImmediate(then));

/** Time that passes only when it is told to. */
export class Clock {
  now = 1_000_000;
  timers = [];

  later(ms, then) {
    const timer = { at: this.now + Math.max(0, ms), then };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((one) => one !== timer));
  }

  async pass(ms) {
    const end = this.now + ms;
    for (;;) {
      await breathe();
      this.timers.sort((a, b) => a.at - b.at);
      const next = this.timers[0];
      if (!next || next.at > end) break;
      this.timers.shift();
      this.now = next.at;
      next.then();
    }
    this.now = end;
    await breathe();
  }
}

/** `localStorage`, which can be full. */
export class Shelf {
  full = false;

  constructor(map = new Map()) {
    this.map = map;
  }
  getItem = (key) => this.map.get(key) ?? null;
  setItem = (key, value) => {
    if (this.full) throw new Error("full");
    this.map.set(key, value);
  };
  removeItem = (key) => void this.map.delete(key);
  keys = () => [...this.map.keys()];
}

export const saved = (answers) => ({ saved: answers.map((one) => one.id), rejected: [], late: [] });
export const refused = (answers, reason, message = "") => ({ saved: [], rejected: answers.map((one) => ({ id: one.id, reason, message })), late: [] });

/** An outbox on a shelf, with a server that says `answer`; `sent` are the values of each request. */
export function page({ map, name = "i", answer = saved, send, clock = new Clock() } = {}) {
  const shelf = new Shelf(map);
  const it = { clock, shelf, answer, sent: [], acknowledged: [] };
  let ids = 0;
  const around = {
    shelf,
    send: send ?? (async (answers) => (it.sent.push(answers.map((one) => one.value)), it.answer(answers))),
    newId: () => `${name}${++ids}`,
    now: () => clock.now,
    later: (ms, then) => clock.later(ms, then),
    changed: () => undefined,
    acknowledged: (entry) => it.acknowledged.push(entry.ready),
  };
  it.box = new Outbox("p", around);
  return it;
}

export const PLACE = { exercise: "E1", round: 1, run: 1, level: "individual", item: "a" };

/** Chance that can be repeated. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (n) => Math.floor(next() * n), between: (a, b) => a + next() * (b - a), happens: (p) => next() < p };
}
