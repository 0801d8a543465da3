// Cards by their status: in columns where the room has agreed, else how many put each card where.
import type { Exercise, ItemResult } from "../types";
import { t } from "../words";
import { countAt, itemOf, type Size } from "./frame";
import { Rows } from "./paged";
import { tone, type Tone } from "./tones";
import { Wall } from "./wall";

/** A few statuses are steps of one colour; many are told apart by theirs. */
const STEPS = 5;
const colour = (index: number, count: number): Tone => (count <= STEPS ? tone(index, count) : { background: `var(--group-${(index % 9) + 1})`, color: "var(--paper)" });

interface BoardProps { result: ItemResult; exercise: Exercise; size: Size; joint: boolean }

export function Board({ result, exercise, size, joint }: BoardProps) {
  const said = result.notes.filter((note) => !note.hidden);
  const helps = new Map(boardOf(exercise, result)?.cards.map((card) => [card.id, card.help]) ?? []);
  if (joint) return <Columns result={result} said={said} size={size} />;
  return (
    <div class="matrix board-picture">
      <div class="legend" aria-hidden="true">{result.categories.map((status, i) => <span key={status.id}><i style={{ background: colour(i, result.categories.length).background }} />{status.label}</span>)}</div>
      <Rows size={size} name="board-rows">
        {result.rows.map((row) => (
          <div class="board-row" key={row.row}>
            <span class="matrix-name" dir="auto">{row.label}{helps.get(row.row) && size !== "projector" && <small class="soft">{helps.get(row.row)}</small>}</span>
            {row.counts.length ? <Stack row={row} /> : <span class="soft">{t(row.n ? "pic_too_few" : "pic_no_answers")}</span>}
            {size !== "projector" && said.filter((note) => note.category === row.row).map((note) => <p class="board-said" key={note.id} dir="auto">{note.text}</p>)}
          </div>
        ))}
      </Rows>
    </div>
  );
}

function Stack({ row }: { row: ItemResult["rows"][number] }) {
  const spoken = row.counts.filter((count) => count.n).map((count) => `${count.label}: ${count.n}`).join(", ");
  return (
    <span class="stack" role="img" aria-label={spoken}>
      {row.counts.map((count, i) => count.n > 0 && <i key={count.value} style={{ flexGrow: count.n, ...colour(i, row.counts.length) }}>{count.n / row.n > 0.05 && count.n}</i>)}
    </span>
  );
}

/** The joint board: each status a column, with its cards and what was noted on them. */
function Columns({ result, said, size }: { result: ItemResult; said: ItemResult["notes"]; size: Size }) {
  const columns = result.categories.map((status) => ({ id: status.id, label: status.label, cards: result.rows.filter((row) => countAt(row.counts, status.id) > 0) }));
  const rest = result.rows.filter((row) => !row.counts.some((count) => count.n));
  if (rest.length) columns.push({ id: "", label: t("pic_no_status"), cards: rest });
  const filled = columns.filter((column) => column.cards.length);
  return (
    <Wall size={size} columns={Math.min(4, Math.max(2, filled.length))} name="wall board-wall">
      {filled.map((column) => (
        <section class="wall-group" key={column.id}>
          <h2>{column.label} <span class="soft">{column.cards.length}</span></h2>
          <ul>
            {column.cards.map((card) => (
              <li class={column.id ? "note" : "note note-unset"} key={card.row} dir="auto">
                {card.label}
                {said.filter((note) => note.category === card.row).map((note) => <small key={note.id} dir="auto">{note.text}</small>)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Wall>
  );
}

function boardOf(exercise: Exercise, result: ItemResult) {
  const item = itemOf(exercise, result.item);
  return item?.kind === "board" ? item : undefined;
}
