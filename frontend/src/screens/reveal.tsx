// The group's picture, with one's own answer beside it.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../api";
import { isEmpty, read } from "../kinds/values";
import { on, room } from "../live";
import { Overview, Picture } from "../pictures";
import type { Item, Level, Results, Value } from "../types";
import { language, t } from "../words";
import { levelOf, Main, Title, type Doing } from "./phase";

export function Reveal(doing: Doing) {
  const { exercise, round, run, sheet, inside } = doing;
  const level = levelOf(doing);
  const results = useSignal<Results | null>(null);
  useEffect(() => {
    let gone = false;
    let timer = 0;
    let failures = 0;
    const load = () => {
      clearTimeout(timer);
      get<Results>(`/api/results/${exercise.id}?round=${round}&level=${level}`)
        .then((found) => !gone && (results.value = found))
        .catch(() => !gone && (timer = window.setTimeout(load, Math.min(1000 * 1.7 ** failures++, 8_000))));
    };
    load();
    const stops = [on("results", (data: { exercise: string }) => data.exercise === exercise.id && load()), on("reconnected", load)];
    return () => {
      gone = true;
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [exercise.id, round, run, level, language.value]);

  const found = results.value;
  const scales = found?.items.filter((one) => one.kind === "scale" || one.kind === "ladder") ?? [];
  const spotlight = room.value?.spotlight;
  const items = found ? [...found.items].sort((a, b) => Number(b.item === spotlight) - Number(a.item === spotlight)) : [];
  return (
    <Main inside={inside}>
      <Title inside={inside}>{exercise.title}</Title>
      <p class="lead">{t("revealed")}</p>
      {!found && <p class="soft" role="status">{t("loading_results")}</p>}
      {found && scales.length > 2 && <section class="result"><Overview results={found} exercise={exercise} size="phone" /></section>}
      {items.map((result) => {
        const item = exercise.items.find((one) => one.id === result.item);
        if (!item) return null;
        const answer = (whose: Level) => sheet.value({ exercise: exercise.id, round, run, level: whose, item: item.id });
        const mine = answer("individual");
        // the picture itself says a single answer of one's own; what it cannot say, or what the table agreed on, is said here
        const own = level !== "individual" || result.suppressed || typeof mine === "object" || item.kind === "text" ? lines(item, mine) : [];
        const joint = level === "table" ? lines(item, answer("table")) : [];
        return (
          <section class="result" key={result.item} data-item={result.item}>
            {result.item === spotlight && <p class="small now">{t("on_projector")}</p>}
            <h2 dir="auto">{item.label}</h2>
            {joint.length > 0 && <Own label={t("table_answered")} lines={joint} />}
            {own.length > 0 && <Own label={t("you_answered")} lines={own} />}
            <Picture result={result} exercise={exercise} {...(level === "individual" && mine !== undefined ? { mine } : {})} size="phone" level={level} />
          </section>
        );
      })}
    </Main>
  );
}

const lines = (item: Item, value: Value | undefined): string[] => (isEmpty(item, value) ? [] : read(item, value));

export const Own = ({ label, lines }: { label: string; lines: string[] }) => (
  <div class="own"><span class="soft small">{label}</span>{lines.map((line, i) => <p key={i} dir="auto">{line}</p>)}</div>
);
