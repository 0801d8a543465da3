import { useLayoutEffect, useRef } from "preact/hooks";
import { newId } from "../api";
import type { Card, NotesItem } from "../types";
import { many, t } from "../words";
import { Group, useUndo, Words, type ControlProps } from "./frame";
import { rows } from "./values";

/** Many short cards. Each is written in place and saved as it is typed, so that no draft can be forgotten. */
export function Notes(props: ControlProps<NotesItem>) {
  const { item, value, change, settle } = props;
  const cards = rows(value);
  const list = useRef<HTMLOListElement>(null);
  const added = useRef<string | null>(null);
  const left = item.at_most - cards.length;
  const { remember, line } = useUndo<{ card: Card; at: number }>(({ card, at }) => change(cards.toSpliced(at, 0, card), true));

  useLayoutEffect(() => {
    if (!added.current) return;
    list.current?.querySelector<HTMLElement>(`[data-card="${added.current}"] textarea`)?.focus();
    added.current = null;
  }, [cards.length]);

  const add = () => {
    const card: Card = { id: newId(), text: "" };
    const category = item.categories.length === 1 ? item.categories[0]!.id : undefined;
    if (category) card.category = category;
    added.current = card.id;
    change([...cards, card], false);
  };
  const edit = (id: string, part: Partial<Card>, settled: boolean) => change(cards.map((card) => (card.id === id ? { ...card, ...part } : card)), settled);
  const remove = (card: Card) => {
    remember({ card, at: cards.indexOf(card) });
    list.current?.closest("fieldset")?.querySelector<HTMLElement>("legend")?.focus();
    const rest = cards.filter((one) => one.id !== card.id);
    change(rest.length ? rest : null, true);
  };
  return (
    <Group props={props}>
      <ol class="cards" ref={list}>
        {cards.map((card, at) => (
          <li class="card" key={card.id} data-card={card.id}>
            {item.categories.length > 1 && (
              <select class={card.category ? "" : "unset"} aria-label={t("note_category", { n: at + 1 })} value={card.category ?? ""} onChange={(e) => edit(card.id, { category: e.currentTarget.value || undefined }, true)}>
                <option value="">{t("pick_category")}</option>
                {item.categories.map((category) => <option key={category.id} value={category.id}>{category.label}</option>)}
              </select>
            )}
            <button type="button" class="remove bare" onClick={() => remove(card)} aria-label={t("remove_note", { n: at + 1 })}><Cross /></button>
            <Words text={card.text ?? ""} label={t("note_number", { n: at + 1 })} lines={2} most={item.length} write={(text, settled) => edit(card.id, { text }, settled)} settle={settle} />
            {item.categories.length > 1 && !card.category && card.text?.trim() && <p class="fault" role="status">{t("category_first")}</p>}
          </li>
        ))}
      </ol>
      {line}
      <div class="add">
        <button type="button" class="quiet" onClick={add} disabled={left <= 0}>{t("add_note")}</button>
        <span class="soft small" role="status">{many("notes_left", left)}</span>
      </div>
    </Group>
  );
}

export const Cross = () => <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3l10 10M13 3L3 13" stroke="currentColor" stroke-width="2" stroke-linecap="round" /></svg>;
