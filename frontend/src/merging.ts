// Two people, or two devices, write the same answer: what one added must not vanish in what the other saved.
import type { Card, Value } from "./types";
import { same } from "./outbox";

type Rows = Card[];
type Cells = Record<string, number | string>;

const isRows = (value: unknown): value is Rows => Array.isArray(value) && value.every((row) => typeof row === "object");
const isCells = (value: unknown): value is Cells => typeof value === "object" && value !== null && !Array.isArray(value);

/** Mine and theirs, both grown from `base`, as one. Where both changed the same thing, mine stands. */
export function merge(base: Value, mine: Value, theirs: Value): Value {
  if (isRows(mine ?? []) && isRows(theirs ?? []) && (mine !== null || theirs !== null)) return mergeRows(isRows(base) ? base : [], (mine ?? []) as Rows, (theirs ?? []) as Rows);
  if (isCells(mine) && isCells(theirs)) return mergeCells(isCells(base) ? base : {}, mine, theirs) as Value;
  return mine;
}

/** What `theirs` lacks of the rows that I lately added to `base`. Takes nothing away, so that two pages never contend. */
export function restore(base: Value, mine: Value, theirs: Value): Value {
  if (isRows(mine) && isRows(theirs ?? [])) {
    const had = new Set((isRows(base) ? base : []).map((row) => row.id));
    const has = new Set(((theirs ?? []) as Rows).map((row) => row.id));
    return [...((theirs ?? []) as Rows), ...mine.filter((row) => !had.has(row.id) && !has.has(row.id))];
  }
  if (isCells(mine) && isCells(theirs ?? {})) {
    const old = isCells(base) ? base : {};
    const added = Object.entries(mine).filter(([key]) => !(key in old) && !(key in ((theirs ?? {}) as Cells)));
    return { ...((theirs ?? {}) as Cells), ...Object.fromEntries(added) };
  }
  return theirs;
}

function mergeRows(base: Rows, mine: Rows, theirs: Rows): Rows {
  const before = new Map(base.map((row) => [row.id, row]));
  const ours = new Map(mine.map((row) => [row.id, row]));
  const kept: Rows = [];
  for (const row of theirs) {
    const own = ours.get(row.id);
    const old = before.get(row.id);
    if (own) kept.push(mergeCells((old ?? {}) as Cells, own as Cells, row as Cells) as unknown as Card);
    // I removed it; what they have changed since stays all the same
    else if (!old || !same(old, row)) kept.push(row);
  }
  const there = new Set(theirs.map((row) => row.id));
  for (const row of mine) if (!there.has(row.id) && (!before.has(row.id) || !same(before.get(row.id), row))) kept.push(row);
  return kept;
}

function mergeCells(base: Cells, mine: Cells, theirs: Cells): Cells {
  const kept: Cells = { ...theirs };
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine)]))
    if (!same(base[key], mine[key])) {
      if (mine[key] === undefined) delete kept[key];
      else kept[key] = mine[key];
    }
  return kept;
}
