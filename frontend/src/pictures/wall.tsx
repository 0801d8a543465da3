// Words on a wall: shared texts, notes by category, notes with dots, and cards with several fields.
import type { ComponentChildren } from "preact";
import type { Column, Exercise, GroupNote, ItemResult } from "../types";
import { language, many, number, t } from "../words";
import { itemOf, type Size } from "./frame";
import { Paged } from "./paged";

export function Wall({ size, columns, name, children }: { size: Size; columns: number; name: string; children: ComponentChildren }) {
  return size === "projector" ? <Paged columns={columns} name={name}>{children}</Paged> : <div class={name}>{children}</div>;
}

const Dots = ({ n }: { n: number }) => (
  <span class="dots-given">
    <span aria-hidden="true">{Array.from({ length: Math.min(n, 12) }, (_, i) => <i key={i} />)}</span>
    <b>{n}</b> <span class="visually-hidden">{many("pic_dots", n)}</span>
  </span>
);

const Note = ({ note }: { note: GroupNote }) => (
  <li class="note" dir="auto">{note.text}{note.dots !== null && note.dots !== undefined && note.dots > 0 && <Dots n={note.dots} />}</li>
);

const most = (a: GroupNote, b: GroupNote) => (b.dots ?? 0) - (a.dots ?? 0);
const shown = (notes: GroupNote[]) => notes.filter((note) => !note.hidden);

/** Notes under their categories, the ones with the most dots first. */
export function NotesWall({ result, size }: { result: ItemResult; size: Size }) {
  const notes = shown(result.notes).sort(most);
  const known = new Set(result.categories.map((c) => c.id));
  const loose = notes.filter((note) => !note.category || !known.has(note.category));
  const groups = result.categories.map((c) => ({ id: c.id, label: c.label, notes: notes.filter((note) => note.category === c.id) }));
  if (loose.length) groups.push({ id: "", label: result.categories.length ? t("pic_no_category") : "", notes: loose });
  const filled = groups.filter((g) => g.notes.length);
  return (
    <Wall size={size} columns={3} name="wall">
      {filled.map((group) => (
        <section class="wall-group" key={group.id}>
          {group.label && <h2>{group.label} <span class="soft">{group.notes.length}</span></h2>}
          <ul>{group.notes.map((note) => <Note key={note.id} note={note} />)}</ul>
        </section>
      ))}
    </Wall>
  );
}

/** Notes by their dots, the most first; those without any are left out. */
export function RankedNotes({ result, size }: { result: ItemResult; size: Size }) {
  const notes = shown(result.notes).filter((note) => note.dots).sort(most);
  const label = new Map(result.categories.map((c) => [c.id, c.label]));
  return (
    <Wall size={size} columns={1} name="ranked">
      <ol>
        {notes.map((note) => (
          <li class="ranked-note" key={note.id}>
            <span dir="auto">{note.text}{note.category && label.has(note.category) && <small>{label.get(note.category)}</small>}</span>
            <Dots n={note.dots ?? 0} />
          </li>
        ))}
      </ol>
    </Wall>
  );
}

export function TextsWall({ result, size }: { result: ItemResult; size: Size }) {
  return (
    <Wall size={size} columns={2} name="texts">
      <ul>{shown(result.notes).map((note) => <li key={note.id} dir="auto"><p>{note.text}</p></li>)}</ul>
    </Wall>
  );
}

function cell(column: Column | undefined, value: string | number): string {
  if (column?.type === "choice") return column.options.find((option) => option.id === value)?.label ?? String(value);
  if (column?.type === "date" && /^\d{4}-\d\d-\d\d$/.test(String(value))) {
    return new Intl.DateTimeFormat(language.value === "sv" ? "sv-SE" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`));
  }
  if (typeof value === "number") return `${number(value, 2)}${column?.unit ? ` ${column.unit}` : ""}`;
  return value;
}

/** Rows of a table as cards: the first column is what the card is about. */
export function EntriesWall({ result, exercise, size }: { result: ItemResult; exercise: Exercise; size: Size }) {
  const item = itemOf(exercise, result.item);
  const columns = item?.kind === "table" ? item.columns : [];
  const entries = result.entries.filter((entry) => !entry.hidden);
  return (
    <Wall size={size} columns={2} name="entries">
      <ul>
        {entries.map((entry) => {
          const filled = result.columns.filter((c) => entry.cells[c.id] !== undefined && entry.cells[c.id] !== "");
          const [first, ...rest] = filled;
          if (!first) return null;
          const show = (id: string) => cell(columns.find((c) => c.id === id), entry.cells[id]!);
          return (
            <li class="entry" key={entry.id} dir="auto">
              <b>{show(first.id)}</b>
              <dl>{rest.map((c) => <div key={c.id}><dt>{c.label}</dt><dd>{show(c.id)}</dd></div>)}</dl>
            </li>
          );
        })}
      </ul>
    </Wall>
  );
}
