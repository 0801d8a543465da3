import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get } from "../api";
import { on } from "../live";
import type { Item, VotesItem } from "../types";
import { many, t } from "../words";
import { Group, type ControlProps } from "./frame";
import { cells } from "./values";

/** A card to vote on, and the item it was written for. */
export interface Note { id: string; item: string; text: string; category?: string | undefined; hidden?: boolean }
interface Target { id: string; label: string; help?: string | null | undefined; item?: string }

/** Dots on options, or on the notes of others. */
export function Votes(props: ControlProps<VotesItem>) {
  const { item, value, change } = props;
  const given = cells(value) as Record<string, number>;
  const targets = useTargets(props);
  const lists = item.on.length > 1
    ? item.on.map((id) => ({ title: props.items?.find((one) => one.id === id)?.label ?? "", targets: (targets ?? []).filter((target) => target.item === id) })).filter((list) => list.targets.length)
    : [{ title: "", targets: targets ?? [] }];
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
      {lists.map((list) => (
        <Fragment key={list.title}>
          {list.title && <p class="about" dir="auto">{list.title}</p>}
          <ul class="ballot">{list.targets.map((target) => <Ballot key={target.id} target={target} n={given[target.id] ?? 0} left={left} each={item.each} set={set} />)}</ul>
        </Fragment>
      ))}
    </Group>
  );
}

function Ballot({ target, n, left, each, set }: { target: Target; n: number; left: number; each: number; set: (id: string, n: number) => void }) {
  const full = left <= 0 || n >= each;
  return (
    <li class={n ? "on" : ""}>
      <span class="says" dir="auto">{target.label}{target.help && <span class="soft small help">{target.help}</span>}</span>
      <span class="stepper">
        <button type="button" class="round bare" aria-disabled={n === 0} onClick={() => n > 0 && set(target.id, n - 1)} aria-label={t("take_dot", { what: target.label })}>−</button>
        <output aria-label={many("dots_on", n)}>{n}</output>
        <button type="button" class="round bare" aria-disabled={full} onClick={() => !full && set(target.id, n + 1)} aria-label={t("give_dot", { what: target.label })}>+</button>
      </span>
    </li>
  );
}

function Dots({ n, of }: { n: number; of: number }) {
  return <span class="dots" aria-hidden="true">{Array.from({ length: of }, (_, i) => <i key={i} class={i < n ? "" : "free"} />)}</span>;
}

/** What is voted on; others' notes come from the server and follow what is added or hidden. */
function useTargets({ item, items, exercise, round, notes: given }: ControlProps<VotesItem>): Target[] | null {
  const [notes, setNotes] = useState<Note[] | null>(null);
  const ask = !item.options.length && !given;
  useEffect(() => {
    if (!ask) return;
    let gone = false;
    let timer = 0;
    const load = () => {
      clearTimeout(timer);
      get<{ notes: Note[] }>(`/api/notes/${exercise}?round=${round}`)
        .then((found) => !gone && setNotes(found.notes))
        .catch(() => !gone && (timer = window.setTimeout(load, 3000)));
    };
    load();
    const stops = [on("notes", (data: { exercise: string }) => data.exercise === exercise && load()), on("reconnected", load)];
    return () => {
      gone = true;
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [exercise, round, item.id]);
  if (item.options.length) return item.options;
  const shown = given ?? notes;
  return shown?.filter((note) => note.text && item.on.includes(note.item) && !note.hidden).map((note) => ({ id: note.id, label: note.text, item: note.item, help: categoryOf(items, note) })) ?? null;
}

function categoryOf(items: Item[] | undefined, note: Note): string | undefined {
  const from = items?.find((one) => one.id === note.item);
  return from?.kind === "notes" ? from.categories.find((one) => one.id === note.category)?.label : undefined;
}
