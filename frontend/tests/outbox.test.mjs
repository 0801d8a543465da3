// The outbox, one situation at a time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page, PLACE, refused, saved, Unsent } from "./world.mjs";

const unreachable = () => {
  throw new TypeError("no network");
};

test("typing goes out when it pauses, only the last of it, and leaves nothing behind", async () => {
  const it = page();
  it.box.put(PLACE, "h", "h", null, false);
  await it.clock.pass(300);
  it.box.put(PLACE, "he", "he", null, false);
  await it.clock.pass(500);
  assert.deepEqual(it.sent, []);
  assert.equal(it.box.counts().pending, 1);
  await it.clock.pass(200);
  assert.deepEqual(it.sent, [["he"]]);
  assert.equal(it.box.counts().pending, 0);
  assert.equal(it.shelf.map.size, 0);
});

test("a whole change goes at once", async () => {
  const it = page();
  it.box.put(PLACE, 3, 3, null, true);
  await it.clock.pass(0);
  assert.deepEqual(it.sent, [[3]]);
});

test("a change while the one before is on its way follows it, and the older is not sent again", async () => {
  let arrive;
  const sent = [];
  const it = page({ send: (answers) => (sent.push(answers.map((one) => one.value)), new Promise((then) => (arrive = () => then(saved(answers))))) });
  it.box.put(PLACE, 1, 1, null, true);
  await it.clock.pass(10);
  it.box.put(PLACE, 2, 2, null, true);
  await it.clock.pass(10);
  assert.deepEqual(sent, [[1]]);
  arrive();
  await it.clock.pass(10);
  assert.equal(it.box.counts().pending, 1);
  assert.deepEqual(sent, [[1], [2]]);
  arrive();
  await it.clock.pass(10);
  assert.equal(it.box.counts().pending, 0);
  assert.equal(it.shelf.map.size, 0);
});

test("without a network it tries for ever, ever more seldom, and then sends the newest", async () => {
  const it = page({ answer: unreachable });
  it.box.put(PLACE, 1, 1, null, true);
  await it.clock.pass(60_000);
  assert.ok(it.sent.length > 3 && it.sent.length < 20, `${it.sent.length} tries in a minute`);
  assert.ok(it.box.counts().failing);
  it.box.put(PLACE, 2, 2, null, true);
  await it.clock.pass(5);
  it.answer = saved;
  it.box.wake();
  await it.clock.pass(10);
  assert.equal(it.box.counts().pending, 0);
  assert.equal(it.sent.at(-1)[0], 2);
});

test("what was not sent is there after a reload, and goes out then", async () => {
  const before = page({ answer: unreachable });
  before.box.put(PLACE, "kept", "kept", null, true);
  await before.clock.pass(10);
  const after = page({ map: before.shelf.map });
  assert.equal(after.box.get(PLACE).value, "kept");
  await after.clock.pass(10);
  assert.deepEqual(after.sent, [["kept"]]);
  assert.equal(after.shelf.map.size, 0);
});

test("an answer to what is not open waits without asking, and goes when the room changes", async () => {
  const it = page({ answer: (answers) => refused(answers, "not_open") });
  it.box.put(PLACE, 1, 1, null, true);
  await it.clock.pass(100_000);
  assert.equal(it.sent.length, 1);
  assert.equal(it.box.counts().waiting, 1);
  it.answer = saved;
  it.box.wake();
  await it.clock.pass(10);
  assert.deepEqual(it.sent, [[1], [1]]);
  assert.equal(it.box.counts().waiting, 0);
});

test("an answer that the room opened for while it was being refused goes at once", async () => {
  let arrive;
  const it = page({ send: (answers) => (it.sent.push(answers[0].value), new Promise((then) => (arrive = () => then(it.answer(answers))))) });
  it.answer = (answers) => refused(answers, "not_open");
  it.box.put(PLACE, 1, 1, null, true);
  await it.clock.pass(10);
  it.box.wake();
  arrive();
  await it.clock.pass(10);
  assert.deepEqual(it.sent, [1, 1]);
  it.answer = saved;
  arrive();
  await it.clock.pass(10);
  assert.equal(it.box.counts().waiting + it.box.counts().pending, 0);
});

test("a refused answer is kept, says why, is not sent again as it is, and goes when it has changed", async () => {
  const it = page({ answer: (answers) => refused(answers, "invalid", "no") });
  it.box.put(PLACE, 1, 1, null, true);
  await it.clock.pass(100_000);
  assert.equal(it.box.get(PLACE).refused.message, "no");
  assert.equal(it.box.counts().refused, 1);
  assert.equal(it.sent.length, 1);
  it.answer = saved;
  it.box.put(PLACE, 3, 3, null, true);
  await it.clock.pass(10);
  assert.equal(it.box.counts().refused, 0);
  assert.equal(it.shelf.map.size, 0);
});

test("a full shelf is said, and the answer goes all the same", async () => {
  const it = page({ answer: unreachable });
  it.shelf.full = true;
  it.box.put(PLACE, "x", "x", null, true);
  await it.clock.pass(10);
  assert.equal(it.box.counts().durable, false);
  assert.equal(it.box.get(PLACE).value, "x");
  it.answer = saved;
  it.box.wake();
  await it.clock.pass(10);
  assert.equal(it.box.counts().pending, 0);
  assert.equal(it.box.counts().durable, true);
});

test("one bad answer in a batch does not hold up the others", async () => {
  const it = page({
    answer: (answers) => {
      if (answers.some((one) => one.value === "bad")) throw new Unsent("bad", "too large");
      return saved(answers);
    },
  });
  for (const [i, value] of ["a", "bad", "c"].entries()) it.box.put({ ...PLACE, item: `i${i}` }, value, value, null, false);
  await it.clock.pass(2_000);
  assert.deepEqual(it.acknowledged.sort(), ["a", "c"]);
  assert.equal(it.box.counts().refused, 1);
  assert.equal(it.box.counts().pending, 0);
});

test("a server that does not know us is told apart from one that does not answer", async () => {
  const it = page({
    answer: () => {
      throw new Unsent("gone");
    },
  });
  it.box.put(PLACE, 1, 1, null, true);
  await it.clock.pass(10);
  assert.ok(it.box.counts().gone);
  assert.equal(it.box.counts().pending, 1);
});

test("an unfinished card stays here, is not pending, and is there after a reload", async () => {
  const it = page();
  it.box.put(PLACE, [{ id: "1", text: "a" }, { id: "2", text: "" }], [{ id: "1", text: "a" }], null, true);
  await it.clock.pass(10);
  assert.equal(it.box.counts().pending, 0);
  assert.equal(it.box.get(PLACE).value.length, 2);
  const after = page({ map: it.shelf.map });
  await after.clock.pass(100);
  assert.equal(after.box.get(PLACE).value.length, 2);
  assert.deepEqual(after.sent, []);
});

test("what the server could never hold is kept and not sent", async () => {
  const it = page();
  it.box.put(PLACE, "much too long", undefined, null, true);
  await it.clock.pass(10_000);
  assert.deepEqual(it.sent, []);
  assert.equal(it.box.counts().pending, 0);
  assert.equal(it.box.get(PLACE).value, "much too long");
});

test("a reset forgets what was half made in earlier runs, and nothing else", async () => {
  const it = page({ answer: unreachable });
  it.box.put(PLACE, "too long", undefined, null, true);
  it.box.put({ ...PLACE, item: "whole" }, 1, 1, null, true);
  it.box.put({ ...PLACE, run: 2 }, 2, 2, null, true);
  it.box.put({ ...PLACE, exercise: "E2" }, 3, 3, null, true);
  it.box.forget("E1", 1, 2);
  assert.equal(it.box.get(PLACE), undefined);
  assert.equal(it.box.counts().pending, 3);
  assert.equal(it.shelf.map.size, 3);
});

test("of two tabs the one that wrote last sends, and the other knows", async () => {
  const one = page({ name: "a" });
  const two = page({ name: "b", map: one.shelf.map, clock: one.clock });
  const key = one.box.key(PLACE);
  one.box.put(PLACE, 1, 1, null, false);
  two.box.heard(key);
  assert.equal(two.box.get(PLACE).value, 1);
  two.box.put(PLACE, 2, 2, null, false);
  one.box.heard(key);
  await one.clock.pass(700);
  assert.deepEqual(two.sent, [[2]]);
  assert.deepEqual(one.sent, []);
  one.box.heard(key);
  await one.clock.pass(10);
  assert.equal(one.box.counts().pending, 0);
  assert.deepEqual(one.sent, [[2]], "asked again with the same id, which is harmless");
});

test("what a closed tab left is sent by the other", async () => {
  const one = page({ name: "a" });
  const two = page({ name: "b", map: one.shelf.map });
  const key = one.box.key(PLACE);
  one.box.put(PLACE, 1, 1, null, false);
  two.box.heard(key);
  await two.clock.pass(20_000);
  assert.deepEqual(two.sent, [[1]]);
});

test("what lies on the shelf and cannot be read is left alone", () => {
  const it = page({ map: new Map([["samhandling:answer:p:E1:1:1:individual:a", "{bad"], ["other", "1"]]) });
  assert.equal(it.box.all().length, 0);
  assert.equal(it.shelf.map.size, 2);
});

test("another person's answers in the same browser are not sent", async () => {
  const it = page({ map: new Map([["samhandling:answer:q:E1:1:1:individual:a", JSON.stringify({ ...PLACE, id: "x", value: 1, ready: 1, base: null, due: 0 })]]) });
  await it.clock.pass(20_000);
  assert.deepEqual(it.sent, []);
  assert.equal(it.shelf.map.size, 1);
});

test("what leaves with the page does not overtake what is on its way", async () => {
  const arrive = [];
  const sent = [];
  const it = page({ send: (answers, leaving) => (sent.push([answers.map((one) => one.value), leaving]), new Promise((then) => arrive.push(() => then(saved(answers))))) });
  it.box.put(PLACE, 1, 1, null, true);
  it.box.put({ ...PLACE, item: "b" }, "b", "b", null, false);
  await it.clock.pass(10);
  it.box.put(PLACE, 2, 2, null, false);
  it.box.settle(true);
  await it.clock.pass(10);
  assert.deepEqual(sent, [[[1], false], [["b"], true]]);
});

test("who comes back and writes on waits for what left with the page", async () => {
  const arrive = [];
  const sent = [];
  const it = page({ send: (answers) => (sent.push(answers.map((one) => one.value)), new Promise((then) => arrive.push(() => then(saved(answers))))) });
  it.box.put(PLACE, 1, 1, null, false);
  it.box.settle(true);
  it.box.put(PLACE, 2, 2, null, true);
  await it.clock.pass(10);
  assert.deepEqual(sent, [[1]], "the newer must not overtake the older");
  arrive[0]();
  await it.clock.pass(10);
  assert.deepEqual(sent, [[1], [2]]);
  arrive[1]();
  await it.clock.pass(10);
  assert.equal(it.shelf.map.size, 0);
});
