// How far the room has come: done and writing, and question by question. Counts only, nobody's answers.
import { progress } from "../../live";
import type { Exercise, Progress, Room } from "../../types";
import { many, t } from "../../words";
import { Timer } from "./timer";

export function Counts({ now, definition }: { now: Room; definition: Exercise | null }) {
  const told = progress.value;
  const asking = now.exercise && now.state !== "waiting" && now.level !== "plenary";
  return (
    <>
      <div class="big">
        {asking && told && (
          <>
            <div><b>{told.done}</b> {t(told.done === 1 ? "f_done_one" : "f_done_many")}</div>
            <div><b>{told.writing}</b> {t("f_writing")}</div>
          </>
        )}
        <Timer now={now} definition={definition} />
      </div>
      {asking && told && told.items.length > 0 && <Items items={own(told.items, definition)} />}
      {asking && told && told.late > 0 && <p class="late late-count">{many("f_late", told.late)}</p>}
    </>
  );
}

/** The questions that have a screen of their own; what stands beside them only when there are few. */
function own(items: Told[], definition: Exercise | null): Told[] {
  const beside = new Set(definition?.items.filter((item) => item.beside).map((item) => item.id));
  return items.length > 6 ? items.filter((item) => !beside.has(item.item)) : items;
}

type Told = Progress["items"][number];

function Items({ items }: { items: Told[] }) {
  return (
    <ul class={items.length > 6 ? "items items-many" : "items"} aria-label={t("f_items")}>
      {items.map(({ item, label, n, of }) => (
        <li key={item}>
          <span class="item-label" title={label}>{label}</span>
          <span class="progress-bar" aria-hidden="true"><i style={{ width: `${of ? (n / of) * 100 : 0}%` }} /></span>
          <span class="item-n">{t("f_n_of", { n, of })}</span>
        </li>
      ))}
    </ul>
  );
}

/** That answers cannot be stored now, and what to do about it. */
export function Storage() {
  const storage = progress.value?.storage;
  if (!storage || storage.ok) return null;
  return <p class="alert" role="alert"><b>{t("f_storage")}</b> {storage.message}</p>;
}
