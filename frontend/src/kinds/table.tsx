import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { newId } from "../api";
import type { Card, Column, TableItem } from "../types";
import { many, number, t } from "../words";
import { Group, useUndo, Words, type ControlProps } from "./frame";
import { Cross } from "./notes";
import { cellFault, parseNumber, rows } from "./values";

/** Rows with typed columns, each row a card of its own. */
export function Table(props: ControlProps<TableItem>) {
  const { item, value, change, settle } = props;
  const kept = rows(value);
  // an empty card to start in, which becomes an answer with its first letter
  const [blank, setBlank] = useState(newId);
  const shown: Card[] = kept.length ? kept : [{ id: blank }];
  const list = useRef<HTMLOListElement>(null);
  const added = useRef<string | null>(null);
  const left = item.at_most - shown.length;
  const name = item.row ?? t("row");
  const { remember, line } = useUndo<{ row: Card; at: number }>(({ row, at }) => change(kept.toSpliced(at, 0, row), true));

  useLayoutEffect(() => {
    if (!added.current) return;
    list.current?.querySelector<HTMLElement>(`[data-card="${added.current}"] :is(textarea, input, select)`)?.focus();
    added.current = null;
  }, [shown.length]);

  const add = () => {
    const row = { id: newId() };
    added.current = row.id;
    change([...shown, row], false);
  };
  const edit = (row: Card, column: string, cell: string | number | undefined, settled: boolean) => {
    const { [column]: _, ...rest } = row;
    const next = (cell === undefined || cell === "" ? rest : { ...rest, [column]: cell }) as Card;
    change(shown.map((one) => (one.id === row.id ? next : one)), settled);
  };
  const remove = (row: Card) => {
    remember({ row, at: kept.indexOf(row) });
    list.current?.closest("fieldset")?.querySelector<HTMLElement>("legend")?.focus();
    const rest = kept.filter((one) => one.id !== row.id);
    if (!rest.length) setBlank(newId());
    change(rest.length ? rest : null, true);
  };
  return (
    <Group props={props}>
      <ol class="cards" ref={list}>
        {shown.map((row, at) => (
          <li class="card" key={row.id} data-card={row.id}>
            <div class="cardhead"><b class="capital">{name} {at + 1}</b></div>
            {kept.length > 0 && <button type="button" class="remove bare" onClick={() => remove(row)} aria-label={t("remove_row", { what: `${name} ${at + 1}` })}><Cross /></button>}
            {item.columns.map((column) => <Cell key={column.id} column={column} row={row} edit={edit} settle={settle} />)}
          </li>
        ))}
      </ol>
      {line}
      {(item.at_most > 1) && (
        <div class="add">
          <button type="button" class="quiet" onClick={add} disabled={left <= 0}>{t("add_row", { what: name.toLowerCase() })}</button>
          <span class="soft small" role="status">{many("rows_left", left)}</span>
        </div>
      )}
    </Group>
  );
}

interface CellProps { column: Column; row: Card; edit: (row: Card, column: string, cell: string | number | undefined, settled: boolean) => void; settle: () => void }

function Cell({ column, row, edit, settle }: CellProps) {
  const id = useId();
  const cell = row[column.id];
  const fault = column.type === "text" ? null : cellFault(column, cell);
  const described = fault || column.help ? `${id}-about` : undefined;
  return (
    <div class={`cell ${column.type}`}>
      <label for={id}>{column.label}{column.unit && ` (${column.unit})`}{!column.required && <span class="soft small optional"> {t("optional")}</span>}</label>
      {(column.help || fault) && <div id={`${id}-about`} class="small">{column.help && <p class="soft">{column.help}</p>}{fault && <p class="fault">{fault}</p>}</div>}
      {column.type === "text" && <Words id={id} text={String(cell ?? "")} lines={column.at_most > 100 ? 2 : 1} most={column.at_most} write={(text, settled) => edit(row, column.id, text, settled)} settle={settle} />}
      {column.type === "number" && <Figure id={id} cell={cell} described={described} write={(next) => edit(row, column.id, next, false)} settle={settle} />}
      {column.type === "date" && <input id={id} type="date" value={String(cell ?? "")} aria-describedby={described} onChange={(e) => edit(row, column.id, e.currentTarget.value, true)} />}
      {column.type === "choice" && (
        <select id={id} value={String(cell ?? "")} aria-describedby={described} onChange={(e) => edit(row, column.id, e.currentTarget.value, true)}>
          <option value="">{t("pick_one")}</option>
          {column.options.map((option) => <option key={option.id} value={option.id}>{option.label}</option>)}
        </select>
      )}
    </div>
  );
}

/** A number, written as one writes it: a native number field takes no decimal comma everywhere. */
export function Figure({ id, cell, described, write, settle }: { id: string; cell: string | number | undefined; described: string | undefined; write: (cell: string | number | undefined) => void; settle: () => void }) {
  const [text, setText] = useState<string | null>(null);
  const shown = typeof cell === "number" ? number(cell, 6) : cell ?? "";
  return (
    <input id={id} type="text" inputMode="decimal" autocomplete="off" aria-describedby={described} value={text ?? shown}
      onInput={(e) => { setText(e.currentTarget.value); write(e.currentTarget.value.trim() === "" ? undefined : parseNumber(e.currentTarget.value) ?? e.currentTarget.value); }}
      onBlur={() => { setText(null); settle(); }} />
  );
}
