// The group's picture, with one's own answer beside it.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../api";
import { isEmpty, read } from "../kinds/values";
import { on, room } from "../live";
import { Overview, Picture } from "../pictures";
import type { Exercise, Item, ItemResult, Level, Results, Value } from "../types";
import { language, t } from "../words";
import { levelOf, Main, Title, type Doing } from "./phase";

const answered = (one: ItemResult): boolean => one.n + one.unknown + one.notes.length + one.entries.length > 0;
const lines = (item: Item, value: Value | undefined): string[] => (isEmpty(item, value) ? [] : read(item, value));

/** Whose answers to show: the phase's; a talk in plenary is about what came before it as well, the latest first. */
function levelsOf(exercise: Exercise, phase: number): Level[] {
  const level = exercise.phases[phase]?.level ?? "individual";
  return level === "plenary" ? [...new Set(exercise.phases.slice(0, phase + 1).map((one) => one.level).reverse())] : [level];
}

function useResults({ exercise, phase, round, run }: Doing): Results[] | null {
  const results = useSignal<Results[] | null>(null);
  useEffect(() => {
    let gone = false;
    let timer = 0;
    let failures = 0;
    const one = (level: Level) => get<Results>(`/api/results/${exercise.id}?round=${round}&level=${level}`);
    const load = async () => {
      clearTimeout(timer);
      try {
        const [level, ...earlier] = levelsOf(exercise, phase);
        const first = await one(level!);
        // what has not been shown itself stays unseen
        const rest = await Promise.all(earlier.filter((each) => first.levels.includes(each)).map(one));
        if (!gone) results.value = [first, ...rest];
      } catch {
        if (!gone) timer = window.setTimeout(() => void load(), Math.min(1000 * 1.7 ** failures++, 8_000));
      }
    };
    void load();
    const stops = [on("results", (data: { exercise: string }) => data.exercise === exercise.id && void load()), on("reconnected", () => void load())];
    return () => {
      gone = true;
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [exercise.id, phase, round, run, language.value]);
  return results.value;
}

export function Reveal(doing: Doing) {
  const { exercise, inside } = doing;
  const found = useResults(doing);
  const spotlight = room.value?.spotlight;
  // each item once, at the latest level that answered it
  const seen = new Set<string>();
  const shown = (found ?? []).flatMap((results) =>
    results.items.flatMap((result) => {
      const item = exercise.items.find((one) => one.id === result.item);
      if (!item || seen.has(item.id) || (levelOf(doing) === "plenary" && !answered(result))) return [];
      seen.add(item.id);
      return [{ item, result, level: results.level }];
    }),
  );
  shown.sort((a, b) => Number(b.item.id === spotlight) - Number(a.item.id === spotlight));
  const whole = found?.find((results) => results.items.filter((one) => (one.kind === "scale" || one.kind === "ladder") && answered(one)).length > 2);
  return (
    <Main inside={inside}>
      <Title inside={inside}>{exercise.title}</Title>
      <p class="lead">{t(levelOf(doing) === "individual" ? "revealed" : "revealed_together")}</p>
      {!found && <p class="soft" role="status">{t("loading_results")}</p>}
      {found && !shown.length && <p class="soft">{t("nothing_revealed")}</p>}
      {whole && <section class="result"><Overview results={whole} exercise={exercise} size="phone" /></section>}
      {shown.map(({ item, result, level }) => <Shown key={item.id} doing={doing} item={item} result={result} level={level} told={whole !== undefined} spot={item.id === spotlight} />)}
    </Main>
  );
}

/** One item's picture. `told`: an overview above has said already what is too little to draw. */
function Shown({ doing, item, result, level, told, spot }: { doing: Doing; item: Item; result: ItemResult; level: Level; told: boolean; spot: boolean }) {
  const { exercise, round, run, sheet, inside } = doing;
  const answer = (whose: Level) => sheet.value({ exercise: exercise.id, round, run, level: whose, item: item.id });
  const mine = answer("individual");
  // the picture itself says a single answer of one's own; what it cannot say, or what the table agreed on, is said here
  const said = level === "individual" && !result.suppressed && (typeof mine !== "object" || item.kind === "agree") && item.kind !== "text";
  const own = !said ? lines(item, mine) : [];
  const joint = level === "individual" ? [] : lines(item, answer("table"));
  const H = inside ? "h3" : "h2";
  return (
    <section class="result" data-item={item.id}>
      {spot && <p class="small now">{t("on_projector")}</p>}
      <H dir="auto">{item.label}</H>
      {joint.length > 0 && <Own label={t("table_answered")} lines={joint} />}
      {own.length > 0 && <Own label={t("you_answered")} lines={own} />}
      {!(told && result.suppressed) && <Picture result={result} exercise={exercise} {...(level === "individual" && mine !== undefined ? { mine } : {})} size="phone" level={level} />}
    </section>
  );
}

const Own = ({ label, lines }: { label: string; lines: string[] }) => (
  <div class="own"><span class="soft small">{label}</span>{lines.map((line, i) => <p key={i} dir="auto">{line}</p>)}</div>
);
