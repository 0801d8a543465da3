// Who is here, table by table; and the way back in for someone who has lost their link.
import { useState } from "preact/hooks";
import { post } from "../../api";
import { progress } from "../../live";
import type { Person } from "../../types";
import { language, many, t } from "../../words";
import { Dialog } from "./dialog";
import { Seating } from "./seating";
import { attempt, pending } from "./state";

const tableName = (table: number | null) => (table === null ? t("f_no_table") : t("f_table", { n: table }));

function tally(people: Person[]): string {
  const n = (state: Person["state"]) => people.filter((person) => person.state === state).length;
  return [["done", n("done")], ["writing", n("writing")], ["gone", n("gone")]]
    .filter(([, count]) => count).map(([state, count]) => many(`f_people_${state}`, count as number)).join(", ");
}

export function Roster() {
  const [open, setOpen] = useState<number | null | undefined>(undefined);
  const told = progress.value;
  if (!told) return null;
  const tables = [...told.tables].sort((a, b) => (a.table ?? Infinity) - (b.table ?? Infinity));
  const shown = open === undefined ? undefined : tables.find((one) => one.table === open);
  return (
    <section class="roster" aria-labelledby="roster-title">
      <h2 id="roster-title">{t("f_tables")}</h2>
      {!tables.length && <p class="soft">{t("f_nobody")}</p>}
      <ul class="tables">
        {tables.map(({ table, people }) => (
          <li key={table}>
            <button type="button" class="table-row" onClick={() => setOpen(table)}>
              <span>{tableName(table)}</span>
              <span class="dots" aria-hidden="true">{people.map((person) => <i key={person.participant} class={person.state} />)}</span>
              <span class="visually-hidden">{tally(people)}. {t("f_open_table")}</span>
            </button>
          </li>
        ))}
      </ul>
      {tables.length > 0 && <p class="soft small">{t("f_dots_mean")}</p>}
      {told.actor_types.length > 0 && (
        <details class="fold">
          <summary>{t("f_by_actor")}</summary>
          <ul class="plain">{told.actor_types.map((type) => <li key={type.id}><span>{type.label || t("f_not_given")}</span><span class="soft">{type.n}</span></li>)}</ul>
        </details>
      )}
      {told.joined > 1 && <Seating />}
      {shown && <People title={tableName(shown.table)} people={shown.people} close={() => setOpen(undefined)} />}
    </section>
  );
}

interface Return { resume: string; url: string; svg: string }

function People({ title, people, close }: { title: string; people: Person[]; close: () => void }) {
  const [back, setBack] = useState<Return | null>(null);
  const time = new Intl.DateTimeFormat(language.value === "sv" ? "sv-SE" : "en-GB", { hour: "2-digit", minute: "2-digit" });
  const letIn = async (person: Person) => {
    const found = await attempt(`return ${person.participant}`, () => post<Return>("/api/returns", { participant: person.participant }));
    if (found) setBack(found);
  };
  if (back) {
    return (
      <Dialog title={t("f_return_title")} close={close}>
        <p>{t("f_return_text")}</p>
        <div class="invite">
          <img class="qr" src={`data:image/svg+xml,${encodeURIComponent(back.svg)}`} alt={t("f_return_qr")} />
          <div>
            <p class="soft small">{t("f_short_code")}</p><p class="code-large">{back.resume}</p>
            <p class="soft small">{t("f_link")}</p><p class="join-link">{back.url}</p>
            <Copy text={back.url} />
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} close={close} wide>
      <p class="soft">{t("f_return_help")}</p>
      <ul class="people">
        {people.map((person, i) => (
          <li key={person.participant}>
            <span class="dots" aria-hidden="true"><i class={person.state} /></span>
            <span>
              <b>{t(`f_person_${person.state}`)}</b>
              <small>{[person.actor_type ?? t("f_not_given"), person.municipality, t("f_joined_at", { time: time.format(person.joined_at) }), person.simulated ? t("f_is_simulated") : null].filter(Boolean).join(" · ")}</small>
            </span>
            {!person.simulated && <button type="button" class="button quiet cmd" aria-busy={pending.value === `return ${person.participant}`} aria-label={t("f_let_in_n", { n: i + 1 })} onClick={() => void letIn(person)}>{t("f_let_in")}</button>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Copies where the browser allows it: a page over plain http may not. */
export function Copy({ text }: { text: string }) {
  const [done, setDone] = useState(false);
  if (!navigator.clipboard) return null;
  return <button type="button" class="button quiet cmd" onClick={() => void navigator.clipboard.writeText(text).then(() => setDone(true), () => undefined)}><span aria-live="polite">{t(done ? "f_copied" : "f_copy_link")}</span></button>;
}
