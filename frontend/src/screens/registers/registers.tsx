// What lives on after the meetings: whoever leads says how it goes, one change at a time.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, newId, post } from "../../api";
import { follow } from "../../live";
import { language, many, t } from "../../words";
import { explain } from "../cockpit/state";
import { Cells, Due } from "./board";
import { day, useRegister, type Entry, type Figures, type Register, type Said, type Short } from "./register";

type Told = Partial<Pick<Said, "status" | "owner" | "due" | "note">>;
interface Change extends Told { id: string; entry: string }
interface Answer { saved: string[]; rejected: { id: string; message: string }[] }
/** What became of the last change of an entry; one that was not saved is kept, to be sent again. */
interface Fate { state: "saving" | "saved" | "lost"; change: Change; why?: string }

let following = false;

function Table({ figures, title }: { figures: Figures; title: string }) {
  return (
    <details class="picture-figures">
      <summary>{t("r_as_table")}</summary>
      <div class="picture-scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="picture-table">
          <caption class="visually-hidden">{title}</caption>
          <thead><tr>{figures.columns.map((name) => <th scope="col" key={name}>{name}</th>)}</tr></thead>
          <tbody>{figures.rows.map((row, i) => <tr key={i}>{row.map((value, j) => (j ? <td key={j}>{value}</td> : <th scope="row" key={j}>{value}</th>))}</tr>)}</tbody>
        </table>
      </div>
    </details>
  );
}

function History({ entry, label }: { entry: Entry; label: (status: string) => string }) {
  const parts = (said: Said): [string, string][] => [
    ...(said.status !== null ? [[t("r_status"), label(said.status)] as [string, string]] : []),
    ...(said.owner !== null ? [[t("r_owner"), said.owner || t("r_taken_away")] as [string, string]] : []),
    ...(said.due !== null ? [[t("r_due"), said.due ? day(said.due) : t("r_taken_away")] as [string, string]] : []),
    ...(said.note !== null ? [[t("r_note"), said.note] as [string, string]] : []),
  ];
  return (
    <details>
      <summary>{t("r_history", { n: entry.history.length })}</summary>
      <ol class="plain entry-history">
        {entry.history.map((said, i) => (
          <li key={i}><span class="soft">{day(said.at)}, {t(`r_by_${said.by}`)}</span><ul class="plain">{parts(said).map(([what, value]) => <li key={what}>{t("r_said", { what, value })}</li>)}</ul></li>
        ))}
      </ol>
    </details>
  );
}

function Card({ entry, register, fate, say }: { entry: Entry; register: Register; fate: Fate | undefined; say: (told: Told) => void }) {
  const id = useId();
  const [note, setNote] = useState("");
  const label = (status: string) => register.statuses.find((one) => one.id === status)?.label ?? status;
  useEffect(() => {
    if (fate?.state === "saved" && fate.change.note !== undefined) setNote("");
  }, [fate]);
  const about = [
    entry.meeting && t("r_written_at", { n: entry.meeting.number, day: day(entry.written) }),
    entry.actor_type, entry.simulated && t("r_simulated"), entry.hidden && t("r_hidden"),
  ].filter(Boolean);
  return (
    <article class="entry" aria-labelledby={`${id}-title`}>
      <h4 class="entry-title" id={`${id}-title`}>{entry.title}</h4>
      <Cells entry={entry} />
      <p class="entry-meta">{entry.owner ? t("r_owner_is", { role: entry.owner }) : <span class="soft">{t("r_no_owner")}</span>}</p>
      {entry.due ? <Due entry={entry} /> : <p class="entry-due soft">{t("r_no_due")}</p>}
      <p class="entry-meta soft">{about.join(" · ")}</p>
      <div class="cell">
        <label class="small" for={`s-${entry.entry}`}>{t("r_status")}</label>
        <select id={`s-${entry.entry}`} value={entry.status} aria-describedby={`${id}-title`} onChange={(event) => say({ status: event.currentTarget.value })}>
          {register.statuses.map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}
        </select>
      </div>
      <details>
        <summary>{t("r_change")}</summary>
        <div class="cell">
          <label for={`${id}-owner`}>{t("r_owner")}</label>
          <input key={entry.owner ?? ""} id={`${id}-owner`} defaultValue={entry.owner ?? ""} maxLength={80} autocomplete="off" aria-describedby={`${id}-role`}
            onChange={(event) => say({ owner: event.currentTarget.value.trim() })} />
          <p class="soft small" id={`${id}-role`}>{t("r_owner_help")}</p>
        </div>
        <div class="cell">
          <label for={`${id}-due`}>{t("r_due")}</label>
          {/* while a year is typed it passes through the first centuries */}
          <input key={entry.due ?? ""} id={`${id}-due`} type="date" defaultValue={entry.due ?? ""}
            onChange={(event) => event.currentTarget.value > "2000" && say({ due: event.currentTarget.value })}
            onBlur={(event) => event.currentTarget.value === "" && !event.currentTarget.validity.badInput && say({ due: "" })} />
        </div>
        <div class="cell">
          <label for={`${id}-note`}>{t("r_note")}</label>
          <textarea id={`${id}-note`} rows={2} maxLength={1000} value={note} aria-describedby={`${id}-help`} onInput={(event) => setNote(event.currentTarget.value)} />
          <p class="soft small" id={`${id}-help`}>{t("r_note_help")}</p>
          <button type="button" class="quiet" disabled={!note.trim()} onClick={() => say({ note: note.trim() })}>{t("r_note_add")}</button>
        </div>
      </details>
      <History entry={entry} label={label} />
      {fate?.state === "lost"
        ? <p class="alert" role="alert">{fate.why} {t("r_not_saved")} <button type="button" class="quiet" onClick={() => say(fate.change)}>{t("r_again")}</button></p>
        : <p class="saved-mark" role="status">{fate ? t(`r_${fate.state}`) : ""}</p>}
    </article>
  );
}

function List({ id, changed }: { id: string; changed: () => void }) {
  const { register, problem, load } = useRegister(id, false);
  const [fates, setFates] = useState<Record<string, Fate>>({});
  const [told, setTold] = useState("");
  const moved = useRef<string | null>(null);
  useLayoutEffect(() => {
    // a row that changes column is drawn anew there; whoever steers by keyboard stays with it
    const place = moved.current && document.getElementById(moved.current);
    if (place && register) {
      moved.current = null;
      place.focus();
    }
  }, [register]);
  if (!register)
    return problem ? <p class="alert" role="alert">{t("r_unreachable")} <button type="button" class="quiet" onClick={() => void load()}>{t("r_again")}</button></p> : <p class="soft" role="status">{t("r_loading")}</p>;
  const say = async (entry: Entry, said: Told) => {
    const values = Object.entries({ status: said.status, owner: said.owner, due: said.due, note: said.note });
    const news = Object.fromEntries(values.filter(([name, value]) => value !== undefined && value !== null && (name === "note" || value !== ((entry as never)[name] ?? ""))));
    if (!Object.keys(news).length) return;
    // what is sent again keeps its id, and can do no harm twice
    const change: Change = { ...news, id: (said as Change).id ?? newId(), entry: entry.entry };
    const put = (fate: Fate) => setFates((old) => ({ ...old, [entry.entry]: fate }));
    put({ state: "saving", change });
    setTold("");
    try {
      const { saved, rejected } = await post<Answer>(`/api/registers/${encodeURIComponent(id)}?lang=${language.value}`, { changes: [change] });
      if (!saved.includes(change.id)) return put({ state: "lost", change, why: rejected[0]?.message ?? "" });
      put({ state: "saved", change });
      if (change.status) {
        moved.current = `s-${entry.entry}`;
        setTold(t("r_moved", { title: entry.title, status: register.statuses.find((one) => one.id === change.status)?.label ?? "" }));
      }
      await load();
      changed();
    } catch (error) {
      put({ state: "lost", change, why: explain(error) });
    }
  };
  return (
    <>
      {register.simulated > 0 && <p class="simulated">{many("r_rehearsal", register.simulated)}</p>}
      <p class="sentence">{register.sentences.join(" ")}</p>
      {register.table && register.n > 0 && <Table figures={register.table} title={register.title} />}
      {register.n > 0 && (
        <div class="entry-columns">
          {register.statuses.map((status) => {
            const here = register.entries.filter((entry) => entry.status === status.id);
            return (
              <section key={status.id} class={here.length ? undefined : "bare"} aria-label={status.label}>
                <h3 title={status.help ?? undefined}>{status.label} <span class="soft">{here.length}</span></h3>
                {here.length ? here.map((entry) => <Card key={entry.entry} entry={entry} register={register} fate={fates[entry.entry]} say={(change) => void say(entry, change)} />) : <p class="soft small">{t("r_empty_status")}</p>}
              </section>
            );
          })}
        </div>
      )}
      {register.chain && <section class="register-chain"><h3>{t("r_chain")}</h3><p class="sentence">{register.chain.sentences.join(" ")}</p><Table figures={register.chain.table} title={t("r_chain")} /></section>}
      <p class="visually-hidden" role="status">{told}</p>
      <div class="cmds register-files">
        <a class="button quiet cmd" href={`/api/registers/${encodeURIComponent(id)}.ics?lang=${language.value}`} download>{t("r_calendar")}</a>
        <a class="button quiet cmd" href="/api/export/registers.csv?excel=1" download>{t("r_csv")}</a>
      </div>
    </>
  );
}

/** The registers of the series, one at a time. */
export function Registers() {
  const [all, setAll] = useState<Short[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = async () => {
    setProblem(null);
    try {
      const { registers } = await get<{ registers: Short[] }>(`/api/registers?lang=${language.value}`);
      setAll(registers);
      setChosen((old) => old ?? (registers.find((one) => one.n) ?? registers[0])?.id ?? null);
    } catch (error) {
      setProblem(explain(error));
    }
  };
  useEffect(() => {
    if (!following) follow();
    following = true;
    void load();
  }, []);
  return (
    <section class="registers" aria-labelledby="registers-title">
      <h2 id="registers-title">{t("r_title")}</h2>
      <p class="soft">{t("r_lead")}</p>
      {problem && <p class="alert" role="alert">{problem} <button type="button" class="quiet" onClick={() => void load()}>{t("r_again")}</button></p>}
      {!all && !problem && <p class="soft" role="status">{t("r_loading")}</p>}
      {all?.length === 0 && <p class="soft">{t("r_none")}</p>}
      {all && all.length > 0 && (
        <fieldset class="choose"><legend>{t("r_choose")}</legend>
          <div class="segments">{all.map((one) => (
            <label key={one.id} class={one.id === chosen ? "on" : undefined}><input type="radio" name="register" checked={one.id === chosen} onChange={() => setChosen(one.id)} /><span>{one.title} <span class="soft">{one.n}</span></span></label>
          ))}</div>
        </fieldset>
      )}
      {chosen && <List key={chosen} id={chosen} changed={() => void load()} />}
    </section>
  );
}
