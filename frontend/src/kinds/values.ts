// What an answer is, beside its control: what the server can hold of it, and how it reads.
import type { BoardItem, Card, Column, Item, NumberItem, Placed, Point, PositionItem, Status, TableItem, Value } from "../types";
import { language, many, number, t } from "../words";

export const UNKNOWN = "unknown";

/** Length as the server counts it: in code points, so that an emoji is one and not two. */
export const length = (text: string): number => [...text].length;
export const rows = (value: Value | undefined): Card[] => (Array.isArray(value) ? (value as Card[]) : []);
export const cells = (value: Value | undefined): Record<string, number | string> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, number | string>) : {};

/** What each row, thing or card was given, where that is more than a number or a word. */
export const parts = <T>(value: Value | undefined): Record<string, T> => cells(value) as unknown as Record<string, T>;

/** Agree, pass and disagree, in the order they stand. */
export const STANCES = [1, 0, -1] as const;
export const stance = (n: number): string => t(n > 0 ? "agree_yes" : n < 0 ? "agree_no" : "agree_pass");
/** What a thing is called on the map: A, B, C … */
export const letter = (index: number): string => String.fromCharCode(65 + (index % 26));

/** A number as a Swede or a Briton types it, or null. */
export function parseNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^[-+−]?\d+(\.\d+)?$/.test(plain) ? Number(plain.replace("−", "-")) : null;
}

/** Why a cell cannot be kept as it is, or null. */
export function cellFault(column: Column, cell: string | number | undefined): string | null {
  if (cell === undefined || cell === "") return null;
  if (column.type === "text" && typeof cell === "string" && length(cell) > column.at_most) return tooLong(length(cell) - column.at_most);
  if (column.type === "number") {
    if (typeof cell !== "number") return t("not_a_number");
    if (column.low != null && cell < column.low) return t("at_least", { n: number(column.low) });
    if (column.high != null && cell > column.high) return t("at_most", { n: number(column.high) });
  }
  return null;
}
/** A number with its unit. */
export function measured(item: NumberItem, value: number): string {
  return number(value, 6) + (item.unit ? `${item.unit === "%" && language.value === "en" ? "" : "\u00a0"}${item.unit}` : "");
}

/** Why a number cannot be kept as it is, or null. */
export function numberFault(item: NumberItem, value: Value | undefined): string | null {
  if (value == null || value === UNKNOWN) return null;
  if (typeof value !== "number") return t("not_a_number");
  if (value < item.low) return t("at_least", { n: number(item.low, 6) });
  if (value > item.high) return t("at_most", { n: number(item.high, 6) });
  const steps = (value - item.low) / item.step;
  return Math.abs(steps - Math.round(steps)) > 1e-6 ? t("number_step", { n: number(item.step, 6) }) : null;
}

/** A few values along the way, ends included, for an axis. */
export function ticks({ low, high, step }: NumberItem): Point[] {
  const steps = Math.round((high - low) / step);
  const along = [0, 1, 2, 3].map((fourth) => Number((low + Math.round((steps * fourth) / 4) * step).toFixed(9)));
  return [...new Set([...along, high])].map((value) => ({ value, label: number(value, 6) }));
}

export const tooLong = (n: number): string => t(n === 1 ? "too_long_one" : "too_long_many", { n });

/** What the server can hold of a value: without unfinished cards and faulty cells; `undefined` when nothing of it can go. */
export function complete(item: Item, value: Value): Value | undefined {
  switch (item.kind) {
    case "text":
      if (typeof value !== "string" || !value.trim()) return null;
      return length(value) > item.at_most ? undefined : value;
    case "notes": {
      const cards = rows(value)
        .filter((card) => card.text?.trim() && length(card.text) <= item.length && (!item.categories.length || card.category))
        .map(({ id, text, category }) => (item.categories.length ? { id, text: text!, category: category! } : { id, text: text! }));
      return cards.length ? cards : null;
    }
    case "table": {
      const kept = rows(value).map((row) => wholeCells(item, row)).filter((row) => Object.keys(row).length > 1);
      return kept.length ? kept : null;
    }
    case "board":
      return placed(item, parts<Status>(value));
    case "number":
      return numberFault(item, value) === null ? value : undefined;
    case "position": {
      const kept = rows(value).map((row) => whole(item, row as unknown as Placed)).filter((row) => row !== null);
      return kept.length ? (kept as unknown as Card[]) : null;
    }
    case "matrix": case "votes": case "agree": case "place":
      return Object.keys(cells(value)).length ? value : null;
    case "choice": case "rank":
      return Array.isArray(value) && !value.length ? null : value;
    default:
      return value;
  }
}

function wholeCells(item: TableItem, row: Card): Card {
  const whole: Card = { id: row.id };
  for (const column of item.columns) {
    const cell = row[column.id];
    if (cell !== undefined && cell !== "" && !cellFault(column, cell)) whole[column.id] = cell;
  }
  return whole;
}

/** Something on a plane as it is stored; nothing while it lacks its place, or its words. */
function whole(item: PositionItem, { id, text, x, y }: Placed): Placed | null {
  if (x === undefined || y === undefined) return null;
  if (item.things.some((thing) => thing.id === id)) return { id, x, y };
  return text?.trim() && length(text) <= item.length ? { id, text, x, y } : null;
}

/** The cards that have a status, without notes that are too long. */
function placed(item: BoardItem, given: Record<string, Status>): Value {
  const kept = Object.entries(given).filter(([, said]) => said.status).map(([card, { status, note }]) => [card, note?.trim() && length(note) <= item.note ? { status, note } : { status }]);
  return kept.length ? (Object.fromEntries(kept) as Record<string, Status>) : null;
}

export const isEmpty = (item: Item, value: Value | undefined): boolean => value == null || (complete(item, value) ?? null) === null;

/** A point as it reads in a sentence: `2 Samsyn`. */
export const pointText = (point: Point): string => (point.value < 0 ? point.label : `${point.value} ${point.label}`);

export function readPoint(points: Point[], value: number | string | undefined): string {
  if (value === UNKNOWN) return t("unknown");
  const point = points.find((one) => one.value === value);
  return point ? pointText(point) : "";
}

/** An answer in lines of words, e.g. beside a joint answer or when the exercise has closed. */
export function read(item: Item, value: Value | undefined): string[] {
  if (value == null) return [];
  switch (item.kind) {
    case "scale": case "ladder":
      return [readPoint(item.points, value as number | string)];
    case "choice": {
      const chosen = Array.isArray(value) ? (value as string[]) : [String(value)];
      return chosen.map((id) => (id === UNKNOWN ? t("unknown") : item.options.find((option) => option.id === id)?.label ?? id));
    }
    case "quiz":
      return [value === UNKNOWN ? t("unknown") : item.options.find((option) => option.id === value)?.label ?? String(value)];
    case "agree":
      return item.statements.filter((one) => one.id in cells(value)).map((one) => `${one.label.replace(/\.$/, "")}: ${stance(parts<number>(value)[one.id]!)}`);
    case "place":
      return item.things.filter((thing) => thing.id in cells(value)).map((thing) => `${thing.label}: ${parts<string[]>(value)[thing.id]!.map((code) => item.municipalities.find((one) => one.code === code)?.name ?? code).join(", ")}`);
    case "board":
      return item.cards.flatMap((card) => {
        const said = parts<Status>(value)[card.id];
        if (!said) return [];
        const status = item.statuses.find((one) => one.id === said.status)?.label ?? said.status;
        return [`${card.label}: ${status}${said.note ? ` – ${said.note}` : ""}`];
      });
    case "number":
      return [value === UNKNOWN ? t("unknown") : typeof value === "number" ? measured(item, value) : String(value)];
    case "rank":
      return (value as string[]).map((id, i) => `${i + 1}. ${item.options.find((option) => option.id === id)?.label ?? id}`);
    case "position":
      return (rows(value) as unknown as Placed[]).flatMap(({ id, text, x, y }) => {
        const label = text ?? item.things.find((thing) => thing.id === id)?.label ?? id;
        return x === undefined || y === undefined ? (text ? [text] : []) : [`${label}: ${item.x.label} ${x} · ${item.y.label} ${y}`];
      });
    case "text":
      return [String(value)];
    case "matrix":
      return item.rows.filter((row) => row.id in cells(value)).map((row) => `${row.label}: ${readPoint(item.points, cells(value)[row.id])}`);
    case "notes":
      return rows(value).map((card) => {
        const category = item.categories.find((one) => one.id === card.category)?.label;
        return category ? `${category}: ${card.text ?? ""}` : card.text ?? "";
      });
    case "votes":
      // others' notes are known by their ids only
      if (!item.options.length) return [many("dots_on", Object.values(cells(value)).reduce<number>((sum, n) => sum + Number(n), 0))];
      return item.options.filter((option) => cells(value)[option.id]).map((option) => `${option.label}: ${cells(value)[option.id]}`);
    case "table":
      return rows(value).map((row) => item.columns.filter((column) => row[column.id] !== undefined).map((column) => `${column.label}: ${readCell(column, row[column.id])}`).join(" · "));
  }
}

function readCell(column: Column, cell: string | number | undefined): string {
  if (column.type === "choice") return column.options.find((option) => option.id === cell)?.label ?? String(cell);
  if (typeof cell === "number") return `${number(cell)}${column.unit ? ` ${column.unit}` : ""}`;
  return String(cell ?? "");
}
