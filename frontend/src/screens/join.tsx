// The door: a code, who one is, and in.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { get, post, Refusal } from "../api";
import type { Language, Me, Option } from "../types";
import { language, t } from "../words";
import { Mark } from "./header";
import { Languages } from "./menu";

interface Found {
  code: string; ended: boolean; meeting: { id: string; number: number; title: string }; series: { title: string; organiser: string };
  simulated: number; tables: number; actor_types: Option[]; municipalities: { code: string; name: string; near: boolean }[]; you: Me | null;
}

const plain = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
/** A personal short code, as it is written on paper; null for anything else, e.g. a room's code. */
export function personalCode(text: string): string | null {
  const code = plain(text);
  return /^[A-Z0-9]{10}$/.test(code) ? `${code.slice(0, 5)}-${code.slice(5)}` : null;
}
const fromAddress = (): string => /^\/j\/([^/]+)/.exec(location.pathname)?.[1] ?? "";
const lite = (): string => (new URLSearchParams(location.search).get("lite") ? "?lite=1" : "");

export function Join() {
  const query = new URLSearchParams(location.search);
  const code = useSignal(decodeURIComponent(fromAddress()));
  const found = useSignal<Found | null>(null);
  const busy = useSignal(false);
  const fault = useSignal(query.has("expired") ? t("expired") : query.has("unknown") ? t("unknown_link") : query.has("ended") ? t("ended_room") : "");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  const look = async () => {
    const personal = personalCode(code.value);
    if (personal) return location.assign(`/r/${personal}${lite()}`);
    const wanted = plain(code.value);
    if (!wanted) {
      fault.value = t("code_missing");
      return field.current?.focus();
    }
    busy.value = true;
    fault.value = "";
    try {
      const room = await get<Found>(`/api/rooms/${encodeURIComponent(wanted)}`);
      if (room.ended) fault.value = t("ended_room");
      else found.value = room;
    } catch (error) {
      fault.value = why(error, wanted);
    } finally {
      busy.value = false;
      if (fault.value) field.current?.focus();
    }
  };
  useEffect(() => {
    if (code.value && !fault.value) void look();
  }, []);
  const switchTo = (next: Language) => {
    language.value = next;
    document.documentElement.lang = next;
    // labels of the room come in the visitor's language
    if (found.value) void get<Found>(`/api/rooms/${found.value.code}?lang=${next}`).then((room) => (found.value = room)).catch(() => undefined);
  };

  return (
    <main class="main door">
      <div class="top"><span class="brand"><Mark /> <b>{t("kit")}</b></span><Languages choose={switchTo} /></div>
      {found.value ? <Profile key={found.value.code} found={found.value} back={() => { found.value = null; }} /> : (
        <form onSubmit={(e) => { e.preventDefault(); void look(); }} novalidate>
          <h1 class="title" tabIndex={-1}>{t("join_title")}</h1>
          <p class="lead">{t("join_lead")}</p>
          <div class="cell">
            <label for={id}>{t("code")}</label>
            <input ref={field} id={id} class="code" value={code.value} onInput={(e) => (code.value = e.currentTarget.value)} autocomplete="off" autocapitalize="characters" spellcheck={false} translate={false}
              enterkeyhint="go" maxLength={24} aria-invalid={fault.value ? true : undefined} aria-describedby={`${id}-about`} />
            <p id={`${id}-about`} class={fault.value ? "fault" : "soft small"} role={fault.value ? "alert" : undefined}>{fault.value || t("code_help")}</p>
          </div>
          <button type="submit" class="wide" disabled={busy.value}>{busy.value ? t("looking") : t("go_on")}</button>
        </form>
      )}
    </main>
  );
}

function why(error: unknown, code: string): string {
  if (!(error instanceof Refusal)) return t("no_contact_join");
  if (error.status === 404) return t("unknown_code", { code });
  if (error.status === 429) return t("too_many_tries");
  return error.problem.message || t("no_contact_join");
}

function Profile({ found, back }: { found: Found; back: () => void }) {
  const { you } = found;
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const actor = useSignal(you?.actor_type?.id ?? "");
  const place = useSignal(you?.municipality?.code ?? "");
  const table = useSignal<number | null>(you?.table ?? null);
  const asking = useSignal(!you);
  const busy = useSignal(false);
  const fault = useSignal("");
  useLayoutEffect(() => title.current?.focus(), [asking.value]);

  const join = async (fresh: boolean) => {
    busy.value = true;
    fault.value = "";
    const profile: Record<string, string | number> = {};
    if (fresh && actor.value) profile["actor_type"] = actor.value;
    if (fresh && place.value) profile["municipality"] = place.value;
    if (fresh && table.value !== null) profile["table"] = table.value;
    try {
      await post("/api/join", { code: found.code, lang: language.value, profile });
      location.assign(`/worksheet${lite()}`);
    } catch (error) {
      fault.value = why(error, found.code);
      busy.value = false;
    }
  };
  const near = found.municipalities.filter((one) => one.near);
  const others = found.municipalities.filter((one) => !one.near);
  const options = (list: Found["municipalities"]) => list.map((one) => <option key={one.code} value={one.code}>{one.name}</option>);
  const head = (
    <>
      <p class="soft small">{found.series.title} · {t("meeting_n", { n: found.meeting.number })}</p>
      <h1 class="title" tabIndex={-1} ref={title}>{you && !asking.value ? t("welcome_back") : found.meeting.title}</h1>
      {found.simulated > 0 && <p class="banner calm small">{t("simulated", { n: found.simulated })}</p>}
    </>
  );
  if (you && !asking.value)
    return (
      <div class="form">
        {head}
        <p class="lead">{found.meeting.title}</p>
        <ul class="plain facts">{[you.actor_type?.label, you.municipality?.name, you.table !== null ? t("table_n", { n: you.table }) : null].filter(Boolean).map((one) => <li key={String(one)}>{one}</li>)}</ul>
        {fault.value && <p class="fault" role="alert">{fault.value}</p>}
        <button type="button" class="wide" disabled={busy.value} onClick={() => void join(false)}>{busy.value ? t("going_in") : t("go_in_again")}</button>
        <p><button type="button" class="link" onClick={() => (asking.value = true)}>{t("change_profile")}</button></p>
        <p class="soft small">{t("not_you")}</p>
      </div>
    );
  return (
    <form class="form" onSubmit={(e) => { e.preventDefault(); void join(true); }}>
      {head}
      <p class="lead">{t("profile_lead")}</p>
      <fieldset class="item">
        <legend>{t("actor_type")}</legend>
        <div class="rows">
          {found.actor_types.map((one) => (
            <label key={one.id} class={`row ${actor.value === one.id ? "on" : ""}`}>
              <input type="radio" name={`${id}-actor`} checked={actor.value === one.id} onChange={() => (actor.value = one.id)} /><span class="dot" aria-hidden="true" />
              <span class="says"><b>{one.label}</b>{one.help && <span class="small help">{one.help}</span>}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="cell item">
        <label for={`${id}-place`}>{t("municipality")} <span class="soft small optional">{t("optional")}</span></label>
        <select id={`${id}-place`} value={place.value} onChange={(e) => (place.value = e.currentTarget.value)}>
          <option value="">{t("no_municipality")}</option>
          {near.length > 0 && others.length > 0 ? <><optgroup label={t("near")}>{options(near)}</optgroup><optgroup label={t("others")}>{options(others)}</optgroup></> : options(found.municipalities)}
        </select>
      </div>
      {found.tables > 0 && (
        <fieldset class="item">
          <legend>{t("which_table")}</legend>
          <p class="soft small">{t("which_table_help")}</p>
          <div class="numbers">
            {Array.from({ length: found.tables }, (_, i) => i + 1).map((n) => (
              <label key={n} class={table.value === n ? "on" : ""}>
                <input type="radio" name={`${id}-table`} checked={table.value === n} onChange={() => (table.value = n)} aria-label={t("table_n", { n })} /><span aria-hidden="true">{n}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {fault.value && <p class="fault" role="alert">{fault.value}</p>}
      <button type="submit" class="wide" disabled={busy.value}>{busy.value ? t("going_in") : t("go_in")}</button>
      <p class="soft small">{t("privacy")}</p>
      <p><button type="button" class="link" onClick={back}>{t("other_code")}</button></p>
    </form>
  );
}
