import { useId, useState } from "preact/hooks";
import type { BoardItem, Option, Status } from "../types";
import { many, t } from "../words";
import { Clear, Group, Words, type ControlProps } from "./frame";
import { parts } from "./values";

/** So many short statuses stand side by side; more, or longer ones, are chosen from a list. */
const FEW = 4;
const SHORT = 14;
/** So many statuses can be columns where the screen is wide. */
const COLUMNS = 5;

/** Cards, each with a status and perhaps a note. */
export function Board(props: ControlProps<BoardItem>) {
  const { item, value, change, settle } = props;
  const given = parts<Status>(value);
  const left = item.cards.filter((card) => !given[card.id]?.status).length;
  const set = (card: string, said: Status | null, settled: boolean) => {
    const { [card]: _, ...rest } = given;
    const next = said ? { ...rest, [card]: said } : rest;
    change(Object.keys(next).length ? next : null, settled);
  };
  const inColumns = item.statuses.length <= COLUMNS;
  return (
    <Group props={props}>
      <p class="left" role="status">{left === 0 ? t("board_all") : many("board_left", left)}</p>
      <div class="board-room">
        {inColumns && (
          <div class="board-heads" aria-hidden="true" style={{ "--columns": item.statuses.length + 1 }}>
            <span class="soft">{t("board_none")}</span>{item.statuses.map((status) => <span key={status.id}>{status.label}</span>)}
          </div>
        )}
        <ol class={`cards ${inColumns ? "board-cards" : ""}`} style={{ "--columns": item.statuses.length + 1 }}>
          {item.cards.map((card) => <Card key={card.id} card={card} item={item} said={given[card.id]} set={(said, settled) => set(card.id, said, settled)} settle={settle} />)}
        </ol>
      </div>
    </Group>
  );
}

function Card({ card, item, said, set, settle }: { card: Option; item: BoardItem; said: Status | undefined; set: (said: Status | null, settled: boolean) => void; settle: () => void }) {
  const name = useId();
  const [writes, setWrites] = useState(false);
  const side = item.statuses.length <= FEW && item.statuses.every((status) => status.label.length <= SHORT);
  const place = (status: string) => set(status ? { ...said, status } : null, true);
  return (
    <li class="card" style={{ "--column": 2 + item.statuses.findIndex((status) => status.id === said?.status) }} data-card={card.id}>
      <fieldset>
        <legend dir="auto"><b>{card.label}</b>{card.help && <span class="soft small help">{card.help}</span>}</legend>
        {side ? (
          <div class="points">
            {item.statuses.map((status) => (
              <label key={status.id} class={said?.status === status.id ? "on" : ""}>
                <input type="radio" name={name} checked={said?.status === status.id} onChange={() => place(status.id)} /><span>{status.label}</span>
              </label>
            ))}
          </div>
        ) : (
          <select class={said ? "set" : ""} aria-label={t("board_status", { what: card.label })} value={said?.status ?? ""} onChange={(event) => place(event.currentTarget.value)}>
            <option value="">{t("board_none")}</option>
            {item.statuses.map((status) => <option key={status.id} value={status.id}>{status.label}</option>)}
          </select>
        )}
        {item.note > 0 && said && ((writes || said.note) ? (
          <Words text={said.note ?? ""} label={t("board_note_on", { what: card.label })} lines={1} most={item.note}
            write={(note, settled) => set(note ? { ...said, note } : { status: said.status }, settled)} settle={settle} />
        ) : <button type="button" class="link small" onClick={() => setWrites(true)}>{t("board_note")}<span class="visually-hidden"> {card.label}</span></button>)}
        {side && said && <Clear clear={() => set(null, true)} />}
      </fieldset>
    </li>
  );
}
