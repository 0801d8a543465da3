// The room's joint answer, written by the facilitator while everyone looks on.
import { useEffect, useRef, useState } from "preact/hooks";
import words from "../../../../samhandling/words/worksheet.yaml";
import { get, newId, post } from "../../api";
import { CONTROLS } from "../../kinds";
import { read } from "../../kinds/values";
import { on } from "../../live";
import type { Exercise, Item, Room, SavedAnswer, SaveResult, Value } from "../../types";
import { learn, t } from "../../words";
import { explain } from "./state";
import "../../style/kinds.css";

learn(words);

const PAUSE = 700;

export function Plenary({ now, definition }: { now: Room; definition: Exercise }) {
  const named = definition.phases[now.phase]?.items ?? [];
  const items = definition.items.filter((item) => !named.length || named.includes(item.id));
  const [values, setValues] = useState<Record<string, Value> | null>(null);
  const writing = useRef(new Set<string>());
  useEffect(() => {
    let alive = true;
    const load = async () => {
      const { answers } = await get<{ answers: SavedAnswer[] }>("/api/answers/mine").catch(() => ({ answers: [] as SavedAnswer[] }));
      if (!alive) return;
      const found = Object.fromEntries(answers.filter((one) => one.level === "plenary" && one.exercise === definition.id && one.round === now.round).map((one) => [one.item, one.value]));
      // what is being written here is newer than what the server has
      setValues((old) => ({ ...found, ...Object.fromEntries([...writing.current].map((id) => [id, old?.[id] ?? null])) }));
    };
    void load();
    const stop = on("answers", (data: { exercise: string }) => data.exercise === definition.id && void load());
    return () => {
      alive = false;
      stop();
    };
  }, [definition.id, now.round, now.run]);
  if (!values) return <p class="soft" role="status">{t("f_loading")}</p>;
  return (
    <section class="plenary" aria-labelledby="plenary-title">
      <h2 id="plenary-title">{t("f_plenary")}</h2>
      <p class="soft small">{t(now.state === "open" ? "f_plenary_help" : "f_plenary_closed")}</p>
      {items.map((item) => <Answer key={`${item.id} ${now.run}`} item={item} start={values[item.id] ?? null} now={now} exercise={definition.id} writing={writing.current} />)}
    </section>
  );
}

function Answer({ item, start, now, exercise, writing }: { item: Item; start: Value; now: Room; exercise: string; writing: Set<string> }) {
  const [value, setValue] = useState<Value>(start);
  const [state, setState] = useState<"idle" | "saving" | "saved" | "lost">("idle");
  const [fault, setFault] = useState<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const latest = useRef<Value>(start);
  const Control = CONTROLS[item.kind];
  useEffect(() => {
    if (!writing.has(item.id)) {
      latest.current = start;
      setValue(start);
    }
  }, [start]);
  const save = async (sent: Value) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setState("saving");
    try {
      const answer = { id: newId(), exercise, item: item.id, value: sent, round: now.round, level: "plenary", run: now.run };
      const { rejected } = await post<SaveResult>("/api/answers", { answers: [answer] });
      setFault(rejected[0] ? rejected[0].message : null);
      setState(rejected.length ? "idle" : "saved");
      if (latest.current === sent) writing.delete(item.id);
    } catch (error) {
      setFault(explain(error));
      setState("lost");
      timer.current = window.setTimeout(() => void save(latest.current), 4000);
    }
  };
  const change = (next: Value, settled: boolean) => {
    writing.add(item.id);
    latest.current = next;
    setValue(next);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void save(next), settled ? 0 : PAUSE);
  };
  const settle = () => timer.current !== undefined && void save(latest.current);
  if (now.state !== "open") {
    return <div class="plenary-item"><p><b>{item.label}</b></p><p dir="auto">{told(item, value)}</p></div>;
  }
  return (
    <div class="plenary-item">
      <Control item={item} value={value ?? undefined} change={change} settle={settle} fault={fault} exercise={exercise} round={now.round} first={false} />
      <p class="saved-mark" role="status">{state === "idle" ? "" : t(`f_save_${state}`)}</p>
    </div>
  );
}

/** An answer in words, where it is only read. */
function told(item: Item, value: Value): string {
  if (value === "unknown") return t("f_unknown_word");
  return read(item, value).join("; ") || t("f_no_answer");
}
