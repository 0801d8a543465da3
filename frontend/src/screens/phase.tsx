// One phase of an exercise, one question at a time.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { post } from "../api";
import { CONTROLS } from "../kinds";
import { isEmpty, read, rows } from "../kinds/values";
import type { Sheet } from "../saving";
import type { Exercise, Item, Level } from "../types";
import { many, t } from "../words";
import { TableChooser } from "./menu";

/** An exercise as it is being done: which phase, whose answers, on what. */
export interface Doing {
  exercise: Exercise;
  phase: number;
  round: number;
  run: number;
  sheet: Sheet;
  table: number | null;
  /** Stands in a page of something else: it must neither scroll that page nor take its focus, and has lower headings. */
  inside?: boolean;
  preview?: boolean;
}

export const levelOf = (doing: Doing): Level => doing.exercise.phases[doing.phase]?.level ?? "individual";

/** The questions of a phase, each with what stands beside it. */
export function questions({ exercise, phase }: Pick<Doing, "exercise" | "phase">): Item[][] {
  const wanted = exercise.phases[phase]?.items ?? [];
  const items = exercise.items.filter((item) => !wanted.length || wanted.includes(item.id));
  const here = new Set(items.map((item) => item.id));
  const stands = (item: Item) => item.beside != null && here.has(item.beside);
  return items.filter((item) => !stands(item)).map((main) => [main, ...items.filter((item) => stands(item) && item.beside === main.id)]);
}

const at = ({ exercise, round, run }: Doing, level: Level, item: Item) => ({ exercise: exercise.id, round, run, level, item: item.id });

/** Where one was, so that a reload comes back to the same question. */
function remembered(key: string): [number, (n: number) => void] {
  let n = 0;
  try {
    n = Number(sessionStorage.getItem(key) ?? 0);
  } catch { /* then we start at the first */ }
  return [n, (next) => {
    try {
      sessionStorage.setItem(key, String(next));
    } catch { /* as above */ }
  }];
}

export function Main({ inside, children }: { inside?: boolean | undefined; children: ComponentChildren }) {
  return inside ? <div class="main">{children}</div> : <main class="main">{children}</main>;
}
export function Title({ inside, small, children }: { inside?: boolean | undefined; small?: boolean; children: ComponentChildren }) {
  const H = inside ? "h2" : "h1";
  return <H class={small ? "title compact" : "title"} tabIndex={-1} data-title>{children}</H>;
}

/** The questions of the open phase. */
export function Phase(doing: Doing) {
  const { exercise, phase, round, run, sheet, table, inside, preview } = doing;
  const level = levelOf(doing);
  const groups = useMemo(() => questions(doing), [exercise, phase]);
  const key = `samhandling:at:${exercise.id}:${round}:${run}:${phase}`;
  const [start, remember] = useMemo(() => remembered(key), [key]);
  const now = useSignal(preview ? 0 : Math.min(start, groups.length));
  const root = useRef<HTMLDivElement>(null);
  const moved = useRef(false);

  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    if (inside) root.current?.scrollIntoView({ block: "nearest" });
    else scrollTo(0, 0);
    const to = root.current?.querySelector<HTMLElement>("[data-first]") ?? root.current?.querySelector<HTMLElement>("[data-title]");
    to?.focus({ preventScroll: true });
  }, [now.value]);

  const go = (next: number) => {
    sheet.settle();
    const done = next >= groups.length;
    if (!preview && done !== now.value >= groups.length) void post("/api/presence", { done }).catch(() => undefined);
    moved.current = true;
    now.value = next;
    if (!preview) remember(next);
  };

  if (level === "table" && table === null && !preview)
    return <Main inside={inside}><Title inside={inside}>{exercise.title}</Title><p class="lead">{t("choose_table_first")}</p><TableChooser /></Main>;
  const here = exercise.phases[phase]!;
  if (now.value >= groups.length) return <div class="phase" ref={root}><Done doing={doing} groups={groups} go={go} /></div>;

  const group = groups[now.value]!;
  const section = exercise.sections.find((one) => one.id === group[0]!.section);
  const first = now.value === 0;
  const last = now.value === groups.length - 1;
  const H = inside ? "h3" : "h2";
  return (
    <div class="phase" ref={root}>
      <Main inside={inside}>
        <Title inside={inside} small={!first}>{exercise.title}</Title>
        {first && <p class="lead" dir="auto">{here.instruction}</p>}
        {level === "table" && <p class="joint"><b>{t("joint_answer")}</b> {table === null ? t("joint_help") : t("joint_help_n", { n: table })}</p>}
        {section && <H class="section">{section.title}{section.help && <span class="soft small help">{section.help}</span>}</H>}
        <div class="questions" key={`${phase}:${now.value}`}>
          {group.map((item, i) => <Question key={item.id} doing={doing} item={item} level={level} first={i === 0} />)}
        </div>
      </Main>
      <footer class="steps">
        {first ? <span class="blank" /> : <button type="button" class="quiet" onClick={() => go(now.value - 1)}>{t("back")}</button>}
        <span class="small soft">{groups.length > 1 && t("question_of", { n: now.value + 1, of: groups.length })}</span>
        <button type="button" onClick={() => go(now.value + 1)}>{last ? t("done") : t("next")}</button>
      </footer>
    </div>
  );
}

function Question({ doing, item, level, first }: { doing: Doing; item: Item; level: Level; first: boolean }) {
  const { sheet, exercise, round } = doing;
  const place = at(doing, level, item);
  const Control = CONTROLS[item.kind];
  const alone = level === "table" ? read(item, sheet.value(at(doing, "individual", item))) : [];
  const own = alone.length > 0 && <div class="own small"><span class="soft">{t("you_answered")}</span> {alone.length === 1 ? <span dir="auto">{alone[0]}</span> : alone.map((line, i) => <p key={i} dir="auto">{line}</p>)}</div>;
  // a preview has no others whose notes could be voted on: one's own stand in for them
  const notes = doing.preview && item.kind === "votes" ? item.on.flatMap((id) => rows(sheet.value({ ...place, level: "table", item: id }) ?? sheet.value({ ...place, level: "individual", item: id })).map((card) => ({ id: card.id, item: id, text: card.text ?? "", category: card.category }))) : undefined;
  return (
    <Control item={item} value={sheet.value(place)} change={(value, settled) => sheet.write(place, item, value, settled)} settle={() => sheet.settle()}
      fault={sheet.fault(place)} own={own || undefined} exercise={exercise.id} round={round} first={first} items={exercise.items} notes={notes} />
  );
}

function Done({ doing, groups, go }: { doing: Doing; groups: Item[][]; go: (n: number) => void }) {
  const { sheet, exercise, inside, preview } = doing;
  const level = levelOf(doing);
  const missing = groups.filter((group) => group.some((item) => item.required && isEmpty(item, sheet.value(at(doing, level, item))))).length;
  return (
    <>
      <Main inside={inside}>
        <p class="soft small">{exercise.title}</p>
        <Title inside={inside}>{level === "table" ? t("table_done") : t("thanks")}</Title>
        <p class="lead">{missing > 0 ? many("unanswered", missing) : preview ? t("preview_done") : t("wait_for_others")}</p>
        <ol class="summary">
          {groups.map((group, i) => (
            <li key={group[0]!.id}>
              <div>{group.map((item) => <Read key={item.id} item={item} lines={read(item, sheet.value(at(doing, level, item)))} fault={sheet.fault(at(doing, level, item))} />)}</div>
              <button type="button" class="link" onClick={() => go(i)}>{t("change")}<span class="visually-hidden"> {group[0]!.label}</span></button>
            </li>
          ))}
        </ol>
      </Main>
      <footer class="steps"><button type="button" class="quiet" onClick={() => go(groups.length - 1)}>{t("back")}</button><span /><span /></footer>
    </>
  );
}

function Read({ item, lines, fault }: { item: Item; lines: string[]; fault: string | null }) {
  return (
    <div class="read">
      <p class="small soft" dir="auto">{item.label}</p>
      {lines.length ? lines.map((line, i) => <p key={i} dir="auto">{line}</p>) : <p class="soft none">{item.required ? t("no_answer") : "–"}</p>}
      {fault && <p class="fault"><b>{t("not_saved")}</b> {fault}</p>}
    </div>
  );
}

/** One's own answers to read, when they can no longer be changed. */
export function Answers({ doing, levels }: { doing: Doing; levels: Level[] }) {
  const { sheet, exercise } = doing;
  const parts = levels
    .map((level) => ({
      level,
      items: exercise.items.map((item) => ({ item, lines: read(item, sheet.value(at(doing, level, item))), fault: sheet.fault(at(doing, level, item)) })).filter(({ lines, fault }) => lines.length || fault),
    }))
    .filter(({ items }) => items.length);
  if (!parts.length) return <p class="soft">{t("no_answers_here")}</p>;
  return (
    <>
      {parts.map(({ level, items }) => (
        <section class="answers" key={level}>
          <h2>{t(level === "table" ? "table_answers" : "own_answers")}</h2>
          <ul class="summary">{items.map(({ item, lines, fault }) => <li key={item.id}><Read item={item} lines={lines} fault={fault} /></li>)}</ul>
        </section>
      ))}
    </>
  );
}
