// What one seldom needs, and must be able to find: language, table, personal link, own answers.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { get } from "../api";
import { room } from "../live";
import { changeMe } from "../saving";
import type { Language, Me } from "../types";
import { language, t } from "../words";
import { say } from "./header";

export const personalLink = (me: Me): string => `${location.origin}/r/${me.resume}`;

/** Copies; plain http has no clipboard of its own, hence the old way as well. */
export async function copy(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "visually-hidden";
    near.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    near.focus();
    return done;
  }
}

/** The personal link and the short code to write down. */
export function MyLink({ me }: { me: Me }) {
  const told = useSignal("");
  const press = async (button: HTMLButtonElement) => {
    told.value = (await copy(personalLink(me), button)) ? t("copied") : t("copy_by_hand");
  };
  return (
    <div class="mine">
      <p class="soft small">{t("code_to_keep")}</p>
      <p class="code" translate={false}>{me.resume}</p>
      <p class="small address"><a href={`/r/${me.resume}`} translate={false}>{personalLink(me)}</a></p>
      <div class="add"><button type="button" class="quiet" onClick={(e) => void press(e.currentTarget)}>{t("copy_link")}</button><span class="small" role="status">{told}</span></div>
    </div>
  );
}

/** Svenska or English; the names stand in their own language. */
export function Languages({ choose }: { choose: (language: Language) => void }) {
  const each: [Language, string][] = [["sv", "Svenska"], ["en", "English"]];
  return (
    <div class="switch" role="group" aria-label={t("language")}>
      {each.map(([id, name]) => <button key={id} type="button" lang={id} aria-pressed={language.value === id} onClick={() => choose(id)}>{name}</button>)}
    </div>
  );
}

const tables = new Map<string, number>();
/** How many tables the room has; asked once. */
function useTables(): number {
  const code = room.value?.code ?? "";
  const n = useSignal(tables.get(code) ?? 12);
  useEffect(() => {
    if (!code || tables.has(code)) return;
    void get<{ tables: number }>(`/api/rooms/${code}`).then((found) => tables.set(code, (n.value = found.tables))).catch(() => undefined);
  }, [code]);
  return n.value;
}

/** Where one sits; changed at once. */
export function TableChooser() {
  const id = useId();
  const count = Math.max(useTables(), room.value?.me?.table ?? 0);
  const told = useSignal("");
  const table = room.value?.me?.table ?? null;
  const choose = async (value: string) => {
    const next = value ? Number(value) : null;
    try {
      await changeMe({ table: next });
      told.value = next === null ? "" : t("now_at_table", { n: next });
    } catch {
      told.value = t("try_again_contact");
    }
  };
  return (
    <div class="cell">
      <label for={id}>{t("your_table")}</label>
      <select id={id} value={table ?? ""} onChange={(e) => void choose(e.currentTarget.value)}>
        <option value="">{t("no_table_yet")}</option>
        {Array.from({ length: count }, (_, i) => <option key={i} value={i + 1}>{t("table_n", { n: i + 1 })}</option>)}
      </select>
      <p class="small" role="status">{told}</p>
    </div>
  );
}

/** A calendar file of what one has written with a date oneself; nothing while there is no such thing. */
function Reminders() {
  const n = useSignal(0);
  useEffect(() => void get<{ mine: number }>("/api/registers").then(({ mine }) => (n.value = mine)).catch(() => undefined), []);
  return n.value ? <section><h3>{t("r_mine")}</h3><p class="soft small">{t("r_remind_help")}</p><p><a class="button quiet" href={`/api/registers/mine.ics?lang=${language.value}`} download>{t("r_remind")}</a></p></section> : null;
}

export function Menu({ children }: { children?: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useSignal(false);
  const title = useId();
  useLayoutEffect(() => {
    if (open.value) dialog.current?.showModal();
  }, [open.value]);
  const now = room.value;
  const me = now?.me;
  const switchTo = (next: Language) => {
    language.value = next;
    document.documentElement.lang = next;
    void changeMe({ language: next }).catch(() => say(t("try_again_contact")));
  };
  return (
    <>
      <button type="button" class="menu bare" aria-haspopup="dialog" aria-label={t("menu")} onClick={() => (open.value = true)}>
        <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><path d="M3 6h16M3 11h16M3 16h16" stroke="currentColor" stroke-width="2" stroke-linecap="round" /></svg>
      </button>
      {open.value && <dialog ref={dialog} aria-labelledby={title} onClose={() => (open.value = false)} onClick={(e) => e.target === e.currentTarget && dialog.current?.close()}>
        <div class="sheet">
          <div class="top"><h2 id={title} tabIndex={-1} autofocus>{t("menu")}</h2><button type="button" class="quiet" onClick={() => dialog.current?.close()}>{t("close")}</button></div>
          {now && <p class="soft">{now.series.title} · {t("meeting_n", { n: now.meeting.number })}<br />{now.meeting.title}</p>}
          <section><h3>{t("language")}</h3><Languages choose={switchTo} /></section>
          {me && !now.ended && <section><TableChooser /></section>}
          {me && <section><h3>{t("your_link")}</h3><p class="soft small">{t("your_link_help")}</p><MyLink me={me} /></section>}
          {me && <section><h3>{t("your_answers")}</h3><p class="soft small">{t("take_home_help")}</p><p><a class="button quiet" href="/api/answers/mine/file" download>{t("take_home")}</a></p></section>}
          {me && <Reminders />}
          {children}
        </div>
      </dialog>}
    </>
  );
}
