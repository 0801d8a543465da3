// A register on the wall and in the phone: to read, unsigned.
import { useRef } from "preact/hooks";
import { t } from "../../words";
import { day, useRegister, type Entry, type Register } from "./register";

/** By when, and whether that has passed: in words, since a colour alone is no sign. */
export function Due({ entry }: { entry: Entry }) {
  if (!entry.due) return null;
  return entry.overdue ? <p class="entry-due overdue"><span aria-hidden="true">! </span>{t("r_overdue", { day: day(entry.due) })}</p> : <p class="entry-due">{t("r_due_on", { day: day(entry.due) })}</p>;
}

/** What an entry says. */
export function Cells({ entry }: { entry: Entry }) {
  if (!entry.cells.length) return null;
  return <ul class="plain entry-cells">{entry.cells.map(({ label, text }) => <li key={label + text}>{label && <span class="soft">{label.endsWith("?") ? label : `${label}:`} </span>}{text}</li>)}</ul>;
}

function Card({ entry }: { entry: Entry }) {
  return (
    <li class="entry">
      <p class="entry-title">{entry.title}</p>
      {entry.owner && <p class="entry-meta">{t("r_owner_is", { role: entry.owner })}</p>}
      <Due entry={entry} />
      <p class="entry-meta soft">{entry.meeting && t("r_written_at", { n: entry.meeting.number, day: day(entry.written) })}{entry.simulated && <> · <span class="made-up">{t("r_simulated")}</span></>}</p>
    </li>
  );
}

function Columns({ register }: { register: Register }) {
  return (
    <div class="entry-columns">
      {register.statuses.map((status) => {
        const here = register.entries.filter((entry) => entry.status === status.id);
        return (
          <section key={status.id} class={here.length ? undefined : "bare"}>
            <h3>{status.label} <span class="soft">{here.length}</span></h3>
            {here.length ? <ul class="plain">{here.map((entry) => <Card key={entry.entry} entry={entry} />)}</ul> : <p class="soft small">{t("r_empty_status")}</p>}
          </section>
        );
      })}
    </div>
  );
}

export function RegisterBoard({ id }: { id: string }) {
  const { register, problem, load } = useRegister(id, true);
  const place = useRef<HTMLDivElement>(null);
  if (problem === "out") return <p class="note">{t("r_out")}</p>;
  if (!register)
    return problem ? <p class="note" role="alert">{t("r_unreachable")} <button type="button" class="quiet" onClick={() => void load()}>{t("r_again")}</button></p> : <p class="soft" role="status">{t("r_loading")}</p>;
  return (
    <div class="register-board" ref={place}>
      <div class="register-head">
        <h2>{register.title}</h2>
        {document.fullscreenEnabled && <button type="button" class="quiet" onClick={() => void place.current?.requestFullscreen().catch(() => undefined)}>{t("r_large")}</button>}
      </div>
      {register.n ? <><Columns register={register} /><p class="soft small">{t("r_unsigned")}</p></> : <p class="soft">{t("r_empty")}</p>}
    </div>
  );
}
