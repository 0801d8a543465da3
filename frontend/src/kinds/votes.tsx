import { useEffect, useState } from "preact/hooks";
import { get } from "../api";
import { on } from "../live";
import type { GroupNote, VotesItem } from "../types";
import { many, t } from "../words";
import { Group, type ControlProps } from "./frame";
import { cells } from "./values";

interface Target { id: string; label: string; help?: string | null; about?: string | null }

/** Dots on options, or on the notes of others. */
export function Votes(props: ControlProps<VotesItem>) {
  const { item, value, change } = props;
  const given = cells(value) as Record<string, number>;
  const targets = useTargets(props);
  const left = item.dots - Object.values(given).reduce((sum, n) => sum + n, 0);
  const set = (id: string, n: number) => {
    const { [id]: _, ...rest } = given;
    const next = n > 0 ? { ...rest, [id]: n } : rest;
    change(Object.keys(next).length ? next : null, true);
  };
  return (
    <Group props={props}>
      <p class="left" role="status"><Dots n={item.dots - left} of={item.dots} /> {many("dots_left", left)}</p>
      {targets === null && <p class="soft">{t("loading_notes")}</p>}
      {targets?.length === 0 && <p class="soft">{t("no_notes")}</p>}
      <ul class="ballot">
        {targets?.map((target) => {
          const n = given[target.id] ?? 0;
          const full = left <= 0 || n >= item.each;
          return (
            <li key={target.id} class={n ? "on" : ""}>
              <span class="says" dir="auto">{target.label}{(target.help || target.about) && <span class="soft small help">{target.help ?? target.about}</span>}</span>
              <span class="stepper">
                <button type="button" class="round bare" aria-disabled={n === 0} onClick={() => n > 0 && set(target.id, n - 1)} aria-label={t("take_dot", { what: target.label })}>−</button>
                <output aria-label={t("dots_on", { n })}>{n}</output>
                <button type="button" class="round bare" aria-disabled={full} onClick={() => !full && set(target.id, n + 1)} aria-label={t("give_dot", { what: target.label })}>+</button>
              </span>
            </li>
          );
        })}
      </ul>
    </Group>
  );
}

function Dots({ n, of }: { n: number; of: number }) {
  return <span class="dots" aria-hidden="true">{Array.from({ length: of }, (_, i) => <i key={i} class={i < n ? "" : "free"} />)}</span>;
}

/** What is voted on; others' notes come from the server and follow what is added or hidden. */
function useTargets({ item, exercise, round, notes: given }: ControlProps<VotesItem>): Target[] | null {
  const [notes, setNotes] = useState<Target[] | null>(null);
  useEffect(() => {
    if (item.options.length || given) return;
    let gone = false;
    let timer = 0;
    const load = () =>
      get<{ notes: (GroupNote & { item: string })[] }>(`/api/notes/${exercise}?round=${round}`)
        .then(({ notes }) => !gone && setNotes(notes.filter((note) => item.on.includes(note.item) && !note.hidden).map((note) => ({ id: note.id, label: note.text, about: note.category ?? null }))))
        .catch(() => !gone && (timer = window.setTimeout(load, 3000)));
    void load();
    const stops = [on("notes", (data: { exercise: string }) => data.exercise === exercise && void load()), on("reconnected", () => void load())];
    return () => {
      gone = true;
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [exercise, round, item.id]);
  if (given && !item.options.length) return given.filter((card) => card.text).map((card) => ({ id: card.id, label: card.text! }));
  return item.options.length ? item.options : notes;
}
