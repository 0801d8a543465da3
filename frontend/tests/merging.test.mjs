// Two who write the same answer: what becomes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, merge, restore } from "./world.mjs";

const ids = (rows) => rows.map((row) => row.id);

test("cards that both added stay, and what they changed is taken over", () => {
  const base = [{ id: "1", text: "a" }];
  const mine = [{ id: "1", text: "a" }, { id: "2", text: "mine" }];
  const theirs = [{ id: "1", text: "b" }, { id: "3", text: "theirs" }];
  assert.deepEqual(merge(base, mine, theirs), [{ id: "1", text: "b" }, { id: "3", text: "theirs" }, { id: "2", text: "mine" }]);
});

test("a card that I removed stays away, unless they have changed it", () => {
  assert.deepEqual(merge([{ id: "1", text: "a" }], null, [{ id: "1", text: "a" }, { id: "3", text: "t" }]), [{ id: "3", text: "t" }]);
  assert.deepEqual(merge([{ id: "1", text: "a" }], null, [{ id: "1", text: "better" }]), [{ id: "1", text: "better" }]);
});

test("a card that they removed stays away, unless I have changed it", () => {
  assert.deepEqual(merge([{ id: "1", text: "a" }], [{ id: "1", text: "a" }], []), []);
  assert.deepEqual(merge([{ id: "1", text: "a" }], [{ id: "1", text: "mine" }], []), [{ id: "1", text: "mine" }]);
});

test("fields of one card are merged one by one", () => {
  const merged = merge([{ id: "1", text: "a", category: "x" }], [{ id: "1", text: "mine", category: "x" }], [{ id: "1", text: "a", category: "y" }]);
  assert.deepEqual(merged, [{ id: "1", text: "mine", category: "y" }]);
});

test("rows of a matrix are merged one by one, and a row taken back stays taken back", () => {
  assert.deepEqual(merge({ a: 1 }, { a: 2 }, { a: 1, b: 3 }), { a: 2, b: 3 });
  assert.deepEqual(merge({ a: 1, b: 1 }, { b: 1 }, { a: 1, b: 2 }), { b: 2 });
});

test("where there is nothing to merge, mine stands", () => {
  assert.equal(merge(1, 2, 3), 2);
  assert.equal(merge("a", null, "b"), null);
  assert.deepEqual(merge(null, ["a"], ["b"]), ["a"]);
});

test("what I lately added is put back, and nothing is taken away", () => {
  assert.deepEqual(ids(restore([{ id: "1" }], [{ id: "1" }, { id: "2" }], [{ id: "1" }, { id: "3" }])), ["1", "3", "2"]);
  assert.deepEqual(restore({ a: 1 }, { a: 1, b: 2 }, { a: 5, c: 3 }), { a: 5, c: 3, b: 2 });
  assert.equal(restore(1, 2, 3), 3);
});

test("by chance: no card that anyone added or changed is lost, and none that nobody touched comes back", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const { below, happens } = chance(seed);
    const base = Array.from({ length: below(5) }, (_, i) => ({ id: `b${i}`, text: `b${i}` }));
    const change = (who) => [
      ...base.filter(() => happens(0.8)).map((row) => (happens(0.3) ? { ...row, text: `${row.text} ${who}` } : row)),
      ...Array.from({ length: below(3) }, (_, i) => ({ id: `${who}${i}`, text: `${who}${i}` })),
    ];
    const mine = change("mine");
    const theirs = change("theirs");
    const merged = merge(base, mine, theirs);
    const kept = new Map(merged.map((row) => [row.id, row]));
    assert.equal(kept.size, merged.length, `seed ${seed}: a card twice`);
    const old = new Map(base.map((row) => [row.id, row]));
    for (const [who, rows] of [["mine", mine], ["theirs", theirs]])
      for (const row of rows) {
        const touched = old.get(row.id)?.text !== row.text;
        if (touched) assert.ok(kept.has(row.id), `seed ${seed}: ${row.id} of ${who} is lost`);
        if (touched && who === "mine") assert.equal(kept.get(row.id).text, row.text, `seed ${seed}: my words stand`);
      }
    for (const row of merged) {
      const [my, their] = [mine, theirs].map((rows) => rows.find((one) => one.id === row.id));
      assert.ok(my || their, `seed ${seed}: ${row.id} from nowhere`);
      if (!my || !their) assert.notEqual(old.get(row.id)?.text, (my ?? their).text, `seed ${seed}: ${row.id} was removed and came back`);
    }
    assert.deepEqual(merge(theirs, merged, theirs), merged, `seed ${seed}: merging again changes nothing`);
  }
});

test("two who place cards and things at once both keep what they did", () => {
  const board = { a: { status: "wait" } };
  assert.deepEqual(merge(board, { a: { status: "go", note: "now" } }, { a: { status: "wait" }, b: { status: "done" } }), { a: { status: "go", note: "now" }, b: { status: "done" } });
  const map = { care: ["1280"] };
  assert.deepEqual(merge(map, { care: ["1280", "1281"] }, { care: ["1280"], industry: ["1283"] }), { care: ["1280", "1281"], industry: ["1283"] });
  assert.deepEqual(merge({ s1: 1 }, { s1: -1 }, { s1: 1, s2: 0 }), { s1: -1, s2: 0 });
});
