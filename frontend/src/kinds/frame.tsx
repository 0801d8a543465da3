// What all controls share: the question, its help, what is wrong with the answer, and how to take it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item, Point, Value } from "../types";
import { t } from "../words";
import type { Note } from "./votes";
import { length, tooLong, UNKNOWN } from "./values";

export interface ControlProps<I extends Item = Item> {
  item: I;
  value: Value | undefined;
  /** `settled`: a whole change, to be saved at once; otherwise one more letter. */
  change: (value: Value, settled: boolean) => void;
  /** The field was left: what was typed is saved now. */
  settle: () => void;
  /** Why the server would not have the answer, in words. */
  fault: string | null;
  /** One's own answer, beside the table's. */
  own?: ComponentChildren;
  exercise: string;
  round: number;
  /** The first question of a screen; it takes the focus when the screen changes. */
  first: boolean;
  /** The exercise's items, for those that refer to one another. */
  items?: Item[] | undefined;
  /** The notes to vote on, where there is no server to ask. */
  notes?: Note[] | undefined;
}

/** The label, with what goes beside it. */
function Asked({ item }: { item: Item }) {
  return <><span class="asked" dir="auto">{item.label}</span>{!item.required && <> <span class="soft small optional">{t("optional")}</span></>}</>;
}

function Beneath({ item, fault, own, id }: { item: Item; fault: string | null; own?: ComponentChildren; id: string }) {
  return (
    <div id={id} class="beneath">
      {item.help && <p class="soft small" dir="auto">{item.help}</p>}
      {own}
      {fault && <p class="fault" role="alert"><b>{t("not_saved")}</b> {fault} {t("kept_here")}</p>}
    </div>
  );
}

/** A question with several inputs. */
export function Group({ props, children, tail }: { props: ControlProps; children: ComponentChildren; tail?: ComponentChildren }) {
  const { item, fault, own, first } = props;
  const id = useId();
  return (
    <fieldset class={`item ${item.kind}`} data-item={item.id} aria-describedby={id}>
      <legend tabIndex={-1} data-first={first || undefined}><Asked item={item} /></legend>
      <Beneath item={item} fault={fault} own={own} id={id} />
      {children}
      {tail}
    </fieldset>
  );
}

/** A question with one field. */
export function Single({ props, children }: { props: ControlProps; children: (input: { id: string; "aria-describedby": string }) => ComponentChildren }) {
  const { item, fault, own, first } = props;
  const id = useId();
  return (
    <div class={`item ${item.kind}`} data-item={item.id}>
      <label class="ask" for={id} tabIndex={-1} data-first={first || undefined}><Asked item={item} /></label>
      <Beneath item={item} fault={fault} own={own} id={`${id}-about`} />
      {children({ id, "aria-describedby": `${id}-about ${id}-length` })}
    </div>
  );
}

export interface RadioProps {
  type?: "radio" | "checkbox";
  name: string;
  checked: boolean;
  pick: () => void;
  class?: string;
  children: ComponentChildren;
  disabled?: boolean;
}

/** A row that is pressed anywhere, around a native radio or checkbox. */
export function Row({ type = "radio", name, checked, pick, class: kind = "", children, disabled }: RadioProps) {
  return (
    <label class={`row ${kind} ${checked ? "on" : ""} ${disabled ? "off" : ""}`}>
      <input type={type} name={name} checked={checked} aria-disabled={disabled || undefined}
        onChange={(event) => (disabled ? (event.currentTarget.checked = checked) : pick())} />
      <span class="dot" aria-hidden="true" />
      <span class="says" dir="auto">{children}</span>
    </label>
  );
}

/** *Vet ej*, apart from the scale, and a way to take the answer back. */
export function Apart({ name, unknown, value, pick, none }: { name: string; unknown: boolean; value: Value | undefined; pick: (value: Value) => void; none?: boolean }) {
  return (
    <div class="apart">
      {unknown ? <Row name={name} checked={value === UNKNOWN} pick={() => pick(UNKNOWN)} class="unknown">{t("unknown")}</Row> : <span />}
      {!none && value != null && <Clear clear={() => pick(null)} />}
    </div>
  );
}

export function Clear({ clear }: { clear: () => void }) {
  const press = (event: { currentTarget: HTMLButtonElement }) => {
    // the button goes away with the answer: focus stays in the question
    event.currentTarget.closest("fieldset")?.querySelector<HTMLElement>("legend")?.focus();
    clear();
  };
  return <button type="button" class="link small" onClick={press}>{t("clear_answer")}</button>;
}

/** The words at both ends of a scale, for rows that show only numbers. */
export const ends = (points: Point[]): [Point | undefined, Point | undefined] => [points[0], points.at(-1)];

export interface WordsProps {
  id?: string;
  text: string;
  write: (text: string, settled: boolean) => void;
  settle: () => void;
  most: number;
  lines: number;
  label?: string;
  describedby?: string;
}

const LONG = 20_000;
/** The direction follows the words; in a book pasted by mistake the search for it would halt the page for many seconds. */
const turn = (box: HTMLTextAreaElement, letters: number): void => void (box.dir = letters > LONG ? "" : "auto");
function fill(box: HTMLTextAreaElement, text: string): void {
  turn(box, text.length);
  box.value = text;
}

/** A text that grows with what is written, keeps all of it, and is not disturbed by others while one is in it. */
export function Words({ id, text, write, settle, most, lines, label, describedby }: WordsProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const own = useId();
  const name = id ?? own;
  const typed = useRef(text);
  const [theirs, setTheirs] = useState<string | null>(null);

  useLayoutEffect(() => {
    const box = field.current!;
    if (text === typed.current) return setTheirs(null);
    // someone else wrote: not under the fingers of whoever is in the field
    if (document.activeElement === box && box.value !== text) return setTheirs(text);
    fill(box, (typed.current = text));
    setTheirs(null);
  }, [text]);
  useEffect(() => {
    fill(field.current!, typed.current);
  }, []);
  const adopt = () => {
    fill(field.current!, (typed.current = theirs ?? ""));
    setTheirs(null);
    field.current!.focus();
  };
  const input = () => {
    typed.current = field.current!.value;
    turn(field.current!, typed.current.length);
    setTheirs(null);
    write(typed.current, false);
  };
  const n = length(text === typed.current || theirs !== null ? typed.current : text);
  const over = n - most;
  return (
    <div class="words">
      <textarea ref={field} id={name} rows={lines} dir="auto" aria-label={label} aria-describedby={describedby ?? `${name}-length`}
        aria-invalid={over > 0 || undefined} onInput={input} onBlur={settle}
        onBeforeInput={(event) => turn(event.currentTarget, event.currentTarget.value.length + (event.data?.length ?? 0))} />
      <p id={`${name}-length`} class={over > 0 ? "fault" : "soft small count"} aria-live="polite">
        {over > 0 ? `${tooLong(over)} ${t("saved_when_shorter")}` : n > most * 0.8 ? t("letters_left", { n: most - n }) : ""}
      </p>
      {theirs !== null && <p class="theirs" role="status"><b>{t("mate_wrote")}</b> <span dir="auto">{theirs}</span> <button type="button" class="link" onClick={adopt}>{t("use_theirs")}</button></p>}
    </div>
  );
}

/** What was just removed can be had back. */
export function useUndo<T>(restore: (removed: T) => void) {
  const [removed, setRemoved] = useState<T | null>(null);
  const line = (
    <p class="undo small" role="status">
      {removed !== null && <>{t("removed")} <button type="button" class="link" onClick={() => { restore(removed); setRemoved(null); }}>{t("undo")}</button></>}
    </p>
  );
  return { remember: setRemoved, line };
}
