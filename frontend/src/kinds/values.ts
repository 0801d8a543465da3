// What an answer is, beside its control: what the server can hold of it, and how it reads.
import type { Card, Column, Item, Point, TableItem, Value } from "../types";
import { many, number, t } from "../words";

export const UNKNOWN = "unknown";

/** Length as the server counts it: in code points, so that an emoji is one and not two. */
export const length = (text: string): number => [...text].length;
export const rows = (value: Value | undefined): Card[] => (Array.isArray(value) ? (value as Card[]) : []);
export const cells = (value: Value | undefined): Record<string, number | string> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

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
    case "matrix": case "votes":
      return Object.keys(cells(value)).length ? value : null;
    case "choice":
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
