// Typing in what was answered on paper: one form after another, by keyboard alone.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import words from "../../../../samhandling/words/worksheet.yaml";
import { get, newId, post } from "../../api";
import { CONTROLS } from "../../kinds";
import { complete } from "../../kinds/values";
import type { Exercise, Item, Level, Option, Room, SaveResult, Value } from "../../types";
import { language, learn, many, t } from "../../words";
import { Dialog } from "./dialog";
import { keepHere, keptHere } from "./kept";
import { agenda, attempt, exercise as current, explain, failure, pending } from "./state";
import "../../style/kinds.css";

learn(words);

interface Known { forms: number; actor_types: Option[]; tables: number }
/** A form under way; its respondent and the answers' ids stay the same when it must be sent again. */
interface Draft { answers: Record<string, Value>; whose: string | null; ids: Record<string, { id: string; sent: string }> }
/** What this browser keeps until it is saved: a form for each exercise and level, and whose paper it was. */
interface Kept { step: string; level: Level; kind: string; table: string; drafts: Record<string, Draft> }
/** What was saved last, so that it can be taken back. */
interface Last { whose: string; answers: { exercise: string; item: string; round: number; level: Level }[] }

const EMPTY: Draft = { answers: {}, whose: null, ids: {} };
const kept = (code: string): Kept | null => {
  try {
    return JSON.parse(keptHere(`samhandling paper ${code}`) ?? "null") as Kept | null;
  } catch {
    return null;
  }
};

const LEVELS: Level[] = ["individual", "table", "plenary"];

/** The questions that are asked at a level, in their order. */
const asked = (exercise: Exercise, level: Level): Item[] =>
  exercise.items.filter((item) => exercise.phases.some((phase) => phase.level === level && (!phase.items.length || phase.items.includes(item.id))));

/** Fetches until it succeeds or is no longer wanted; what is in the way is told meanwhile. */
function load(work: (alive: () => boolean) => Promise<void>): () => void {
  let wanted = true;
  const go = () => void work(() => wanted).then(() => (failure.value = null)).catch((error: unknown) => {
    if (!wanted) return;
    failure.value = explain(error);
    setTimeout(go, 3000);
  });
  go();
  return () => {
    wanted = false;
  };
}

export function PaperForms({ now, close }: { now: Room; close: () => void }) {
  const [known, setKnown] = useState<Known | null>(null);
  const steps = [...(agenda.value?.steps ?? []), ...(agenda.value?.extra ?? [])].filter((one) => one.exercise);
  // an unfinished form comes back as it was left, also when its dialog was closed
  const [before] = useState(() => kept(now.code));
  const begun = steps.find((one) => one.step === (before?.step ?? now.step)) ?? steps[0];
  const [step, setStep] = useState(begun?.step ?? "");
  const [definition, setDefinition] = useState<Exercise | null>(null);
  const [wanted, setLevel] = useState<Level>(before?.level ?? "individual");
  const [kind, setKind] = useState(before?.kind ?? "");
  const [table, setTable] = useState(before?.table ?? "");
  const [drafts, setDrafts] = useState<Record<string, Draft>>(before?.drafts ?? {});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [last, setLast] = useState<Last | null>(null);
  const [typed, setTyped] = useState(0);
  const [told, setTold] = useState(before ? t("f_paper_kept") : "");
  const [nth, setNth] = useState(0);
  const questions = useRef<HTMLDivElement>(null);
  const id = useId();
  const chosen = steps.find((one) => one.step === step);

  useEffect(() => load(async () => setKnown(await get<Known>("/api/paper"))), []);
  useEffect(() => {
    const wants = chosen?.exercise;
    if (!wants) return;
    if (current.value?.id === wants) return setDefinition(current.value);
    setDefinition(null);
    return load(async (alive) => {
      const found = await get<Exercise>(`/api/exercises/${encodeURIComponent(wants)}?lang=${language.value}`);
      if (alive()) setDefinition(found);
    });
  }, [chosen?.exercise]);
  const focusFirst = () => questions.current?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select, button")?.focus();
  useLayoutEffect(() => {
    if (nth) focusFirst();
  }, [nth]);

  const levels = definition ? LEVELS.filter((level) => definition.phases.some((phase) => phase.level === level)) : [];
  const level = levels.includes(wanted) ? wanted : (levels[0] ?? "individual");
  const items = definition ? asked(definition, level) : [];
  const form = `${step} ${level}`;
  const { answers } = drafts[form] ?? EMPTY;
  const put = (change: (old: Draft) => Draft | null) => setDrafts((old) => {
    const next = change(old[form] ?? EMPTY);
    const { [form]: _, ...others } = old;
    return next ? { ...others, [form]: next } : others;
  });
  useEffect(() => {
    const some = Object.keys(drafts).length > 0;
    keepHere(`samhandling paper ${now.code}`, some ? JSON.stringify({ step, level, kind, table, drafts } satisfies Kept) : null);
  }, [drafts, step, level, kind, table]);

  const save = async () => {
    if (!definition || !chosen) return;
    const filled = items.flatMap((item) => {
      const value = complete(item, answers[item.id] ?? null);
      return value == null ? [] : [{ item: item.id, value }];
    });
    setTold("");
    if (!filled.length) return setTold(t("f_paper_empty"));
    if (level === "table" && !table) return setTold(t("f_paper_no_table"));
    const done = await attempt("paper-save", async () => {
      const sending = drafts[form] ?? EMPTY;
      const whose = sending.whose ?? (level === "plenary" ? "room" : level === "table" ? `table:${table}`
        : (await post<{ participant: string }>("/api/paper", { ...(kind && { actor_type: kind }), ...(table && { table: Number(table) }) })).participant);
      const ids = { ...sending.ids };
      const rows = filled.map(({ item, value }) => {
        const sent = JSON.stringify(value);
        // the same answer keeps its id when it is sent again; a changed one is a new answer
        const known = ids[item];
        const one = known?.sent === sent ? known : { id: newId(), sent };
        ids[item] = one;
        return { id: one.id, exercise: definition.id, item, value, round: chosen.round ?? 1, level };
      });
      put((old) => ({ ...old, whose, ids }));
      const { rejected } = await post<SaveResult>("/api/answers", { answers: rows, for: whose });
      setFaults(Object.fromEntries(rejected.map((one) => [rows.find((row) => row.id === one.id)?.item ?? "", one.message])));
      return rejected.length ? null : { whose, answers: rows.map(({ exercise, item, round }) => ({ exercise, item, round, level })) };
    });
    if (!done) return failure.value || setTold(t("f_paper_faults"));
    setLast(done);
    setTyped((n) => n + 1);
    setTold(t("f_paper_saved"));
    put(() => null);
    setFaults({});
    setNth((n) => n + 1);
  };

  const undo = async () => {
    if (!last) return;
    const back = await attempt("paper-undo", async () => {
      if (/^(room$|table:)/.test(last.whose)) await post("/api/answers", { for: last.whose, answers: last.answers.map((one) => ({ ...one, id: newId(), value: null })) });
      else await post("/api/paper/undo", { participant: last.whose });
      return true;
    });
    if (!back) return;
    setLast(null);
    setTyped((n) => n - 1);
    setTold(t("f_paper_undone"));
  };

  /** Enter goes to the next question, number keys choose, Ctrl+Enter saves. */
  const key = (event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    const question = at.closest<HTMLElement>("[data-item]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return void save();
    }
    if (!question || event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = at instanceof HTMLInputElement && (at.type === "radio" || at.type === "checkbox");
    if (event.key === "Enter" && (choice || (at instanceof HTMLInputElement && at.type !== "button"))) {
      event.preventDefault();
      const all = [...(questions.current?.querySelectorAll<HTMLElement>("[data-item]") ?? [])];
      const next = all[all.indexOf(question) + 1];
      (next?.querySelector<HTMLElement>("input, textarea, select, button") ?? document.getElementById(`${id}-save`))?.focus();
    } else if (choice && /^[0-9]$/.test(event.key)) {
      const same = [...question.querySelectorAll<HTMLInputElement>("input")].filter((one) => one.name === at.name);
      const numbers = same.map((one) => one.closest("label")?.querySelector(".n")?.textContent ?? null);
      const to = numbers.some((n) => n !== null) ? same[numbers.indexOf(event.key)] : same[Number(event.key) - 1];
      if (!to) return;
      event.preventDefault();
      to.focus();
      to.click();
    }
  };

  return (
    <Dialog title={t("f_paper")} close={close} wide>
      <p class="soft small">{t("f_paper_help")}</p>
      {known && <div class="paper-who">
        <p class="pick"><label for={`${id}-step`}>{t("f_paper_exercise")}</label>
          <select id={`${id}-step`} value={step} onChange={(event) => { setStep(event.currentTarget.value); setFaults({}); }}>
            {steps.map((one) => <option key={one.step} value={one.step}>{one.exercise} {one.title}</option>)}
          </select></p>
        {levels.length > 1 && <p class="pick"><label for={`${id}-level`}>{t("f_paper_level")}</label>
          <select id={`${id}-level`} value={level} onChange={(event) => { setLevel(event.currentTarget.value as Level); setFaults({}); }}>
            {levels.map((one) => <option key={one} value={one}>{t(`f_level_${one}`)}</option>)}
          </select></p>}
        {level === "individual" && <p class="pick"><label for={`${id}-kind`}>{t("f_paper_kind")}</label>
          <select id={`${id}-kind`} value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
            <option value="">{t("f_paper_not_said")}</option>
            {known.actor_types.map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}
          </select></p>}
        {level !== "plenary" && <p class="pick"><label for={`${id}-table`}>{t("f_paper_table")}</label>
          <input id={`${id}-table`} type="number" min={1} max={99} inputMode="numeric" value={table} onInput={(event) => setTable(event.currentTarget.value)} /></p>}
      </div>}
      {definition && known && <div ref={questions} onKeyDown={key} key={`${form} ${nth}`}>
        {items.map((item, place) => {
          const Control = CONTROLS[item.kind];
          return <Control key={item.id} item={item} value={answers[item.id]} change={(value) => put((old) => ({ ...old, answers: { ...old.answers, [item.id]: value } }))} settle={() => undefined}
            fault={faults[item.id] ?? null} exercise={definition.id} round={chosen?.round ?? 1} first={place === 0} items={definition.items} />;
        })}
      </div>}
      <div class="paper-end">
        <button id={`${id}-save`} type="button" class="button cmd" aria-busy={pending.value === "paper-save"} onClick={() => void save()}>{t("f_paper_next")}</button>
        {last && <button type="button" class="button quiet cmd" aria-busy={pending.value === "paper-undo"} onClick={() => void undo()}>{t("f_paper_undo")}</button>}
        <p role="status" class="soft small">{told} {typed > 0 && many("f_paper_typed", typed)}</p>
      </div>
    </Dialog>
  );
}
