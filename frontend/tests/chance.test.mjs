// The outbox through days of bad luck: whatever happens in whatever order, the last word is not lost, and no older
// word takes its place. Each seed is a day of its own; a failing one can be run again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, Clock, Outbox, PLACE, Shelf } from "./world.mjs";

const SEEDS = 150;

/** A server behind a bad network. It stores each id once, in the order of arrival, as the real one does. */
class Server {
  up = true;
  opened = true;
  stored = [];
  ids = new Map();
  travelling = new Set();

  constructor(clock, luck) {
    this.clock = clock;
    this.luck = luck;
  }

  /** A request: lost on the way there, lost on the way back, or answered; each way takes its time. */
  send = (page, answers) =>
    new Promise((resolve, reject) => {
      const { luck, clock } = this;
      const lost = !this.up || luck.happens(0.15);
      const arrive = () => {
        this.travelling.delete(request);
        if (lost) return void clock.later(luck.between(5, 900), () => page.alive && reject(new TypeError("lost")));
        const result = this.take(answers);
        const unheard = luck.happens(0.15);
        clock.later(luck.between(5, 900), () => page.alive && (unheard ? reject(new TypeError("unheard")) : resolve(result)));
      };
      const request = { page, arrive, cancel: clock.later(luck.between(5, 900), arrive) };
      this.travelling.add(request);
    });

  /** The page is gone: what it sent has come, or never will. */
  forsake(page) {
    for (const request of [...this.travelling].filter((one) => one.page === page)) {
      request.cancel();
      this.travelling.delete(request);
      if (this.luck.happens(0.5)) request.arrive();
    }
  }

  take(answers) {
    const result = { saved: [], rejected: [], late: [] };
    for (const { id, item, value } of answers) {
      if (!this.ids.has(id) && !this.opened) {
        result.rejected.push({ id, reason: "not_open", message: "" });
        continue;
      }
      if (!this.ids.has(id)) this.stored.push({ item, value });
      this.ids.set(id, value);
      result.saved.push(id);
    }
    return result;
  }

  last = (item) => this.stored.findLast((one) => one.item === item)?.value;
}

let ids = 0;
/** A page on a shelf; `tell` hears what it writes there, as other tabs do. */
function open(server, clock, shelf) {
  const page = { alive: true };
  page.box = new Outbox("p", {
    shelf, now: () => clock.now, newId: () => `id${++ids}`, changed: () => undefined, acknowledged: () => undefined,
    send: (answers) => server.send(page, answers),
    later: (ms, then) => {
      return clock.later(ms, () => page.alive && then());
    },
  });
  page.close = () => {
    page.alive = false;
    server.forsake(page);
  };
  return page;
}

const items = ["a", "b", "c"];
const at = (item) => ({ ...PLACE, item });

function inOrder(server, day) {
  for (const item of items) {
    const values = server.stored.filter((one) => one.item === item).map((one) => one.value);
    assert.deepEqual(values, [...values].sort((a, b) => a - b), `${day}: an older ${item} was stored after a newer`);
  }
}

async function day(seed) {
  const luck = chance(seed);
  Math.random = luck.next;
  const clock = new Clock();
  const server = new Server(clock, luck);
  const shelf = new Shelf();
  let page = open(server, clock, shelf);
  const written = new Map();
  let n = 0;
  const acts = {
    async write() {
      const item = items[luck.below(items.length)];
      written.set(item, ++n);
      page.box.put(at(item), n, n, null, luck.happens(0.4));
    },
    async wait() {
      await clock.pass(luck.between(1, luck.happens(0.2) ? 20_000 : 1_200));
    },
    async network() {
      server.up = !server.up;
      if (server.up) page.box.wake();
    },
    async room() {
      server.opened = !server.opened;
      page.box.wake();
    },
    async settle() {
      page.box.settle();
    },
    async hide() {
      page.box.settle(true);
      await clock.pass(luck.between(0, 500));
      page.box.wake();
    },
    async reload() {
      if (luck.happens(0.7)) page.box.settle(true);
      page.close();
      page = open(server, clock, shelf);
      await clock.pass(luck.between(1, 50));
    },
  };
  const names = ["write", "write", "write", "write", "wait", "wait", "wait", ...Object.keys(acts)];
  for (let i = 0; i < 60; i++) {
    await acts[names[luck.below(names.length)]]();
    // what a person sees is always the last word: from the outbox, or else it is with the server
    for (const [item, value] of written) assert.equal(page.box.get(at(item))?.value ?? server.last(item), value, `seed ${seed}, act ${i}: ${item}`);
  }
  Object.assign(server, { up: true, opened: true });
  luck.happens = () => false;
  page.box.wake();
  await clock.pass(120_000);
  inOrder(server, `seed ${seed}`);
  for (const [item, value] of written) assert.equal(server.last(item), value, `seed ${seed}: ${item} in the end`);
  assert.equal(page.box.counts().pending + page.box.counts().waiting, 0, `seed ${seed}`);
  assert.equal(shelf.map.size, 0, `seed ${seed}: the shelf is clean`);
}

test(`${SEEDS} days of one page: changes, failures, reloads, a closed room`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) await day(seed);
});

/**
 * A day with two tabs side by side; each hears what the other put on the shelf. One hand writes in one of them at a
 * time, and not while the other is sending: two requests of two tabs know nothing of each other.
 */
async function dayOfTwo(seed) {
  const luck = chance(seed);
  Math.random = luck.next;
  const clock = new Clock();
  const server = new Server(clock, luck);
  const map = new Map();
  const tabs = [];
  const shelfOf = (n) => {
    const shelf = new Shelf(map);
    const tell = (key) => clock.later(luck.between(1, 4), () => tabs[1 - n]?.box.heard(key));
    return {
      ...shelf, getItem: shelf.getItem, keys: shelf.keys,
      setItem: (key, value) => (shelf.setItem(key, value), tell(key)),
      removeItem: (key) => (shelf.removeItem(key), tell(key)),
    };
  };
  const start = (n) => (tabs[n] = open(server, clock, shelfOf(n)));
  start(0);
  start(1);
  const quiet = async (n) => {
    while ([...server.travelling].some((one) => one.page === tabs[n])) await clock.pass(50);
  };
  const written = new Map();
  let n = 0;
  for (let i = 0; i < 60; i++) {
    const which = luck.below(2);
    const tab = tabs[which];
    if (luck.happens(0.5)) {
      await quiet(1 - which);
      const item = items[luck.below(items.length)];
      written.set(item, ++n);
      tab.box.put(at(item), n, n, null, luck.happens(0.4));
    } else if (luck.happens(0.2)) {
      server.up = !server.up;
      if (server.up) for (const one of tabs) one.box.wake();
    } else if (luck.happens(0.15)) {
      await quiet(1 - which);
      tab.close();
      start(which);
    } else await clock.pass(luck.between(100, 3_000));
    await clock.pass(5); // the hand goes from one tab to the other
    for (const [item, value] of written)
      assert.ok(tabs.some((one) => one.box.get(at(item))?.value === value) || server.last(item) === value, `seed ${seed}, act ${i}: ${item}`);
  }
  server.up = true;
  luck.happens = () => false;
  for (const one of tabs) one.box.wake();
  await clock.pass(120_000);
  inOrder(server, `seed ${seed}, two tabs`);
  for (const [item, value] of written) assert.equal(server.last(item), value, `seed ${seed}, two tabs: ${item} in the end`);
  assert.equal(map.size, 0, `seed ${seed}, two tabs: the shelf is clean`);
}

test(`${SEEDS} days of two tabs`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) await dayOfTwo(seed);
});
