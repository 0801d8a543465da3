// The projector during an exercise: the question while it is open, the picture when it is revealed.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { progress, secondsLeft } from "../../live";
import { ordinal, Overview, Picture } from "../../pictures";
import type { Exercise, Item, ItemResult, Results, Room } from "../../types";
import { clock, many, t } from "../../words";
import { useResults } from "../cockpit/state";

/** What the picture on show stands on; the footer says it. */
export const onShow = signal<{ n: number; of: number; unknown: number } | null>(null);

/** How many have answered, and out of how many: the question that most have come to. */
export function answered(): { n: number; of: number } | null {
  const items = progress.value?.items ?? [];
  if (!items.length) return null;
  return items.reduce((most, item) => (item.n > most.n ? item : most), items[0]!);
}

/** The phase's questions that have a screen of their own. */
export function questions(definition: Exercise, phase: number): Item[] {
  const named = definition.phases[phase]?.items ?? [];
  return definition.items.filter((item) => (!named.length || named.includes(item.id)) && !item.beside);
}

const size = (text: string) => (text.length > 110 ? "h-long" : text.length > 64 ? "h-middle" : undefined);

function Time() {
  const left = secondsLeft.value;
  if (left === null) return null;
  return <p class={left <= 60 ? "time time-short" : "time"}><b>{clock(left)}</b><span>{t("f_time_left")}</span></p>;
}

function Counted({ now }: { now: Room }) {
  const count = answered();
  if (!count || now.level === "plenary") return null;
  return (
    <div class="counted">
      <p><b>{count.n}</b> {t(now.level === "table" ? "f_of_tables" : "f_of_answered", { of: count.of })}</p>
      <span class="count-bar" aria-hidden="true"><i style={{ width: `${count.of ? (count.n / count.of) * 100 : 0}%` }} /></span>
    </div>
  );
}

export function Open({ now, definition }: { now: Room; definition: Exercise }) {
  const asked = questions(definition, now.phase);
  const phase = definition.phases[now.phase];
  const title = asked.length === 1 ? asked[0]!.label : (now.title ?? definition.title);
  const sections = definition.sections.filter((section) => asked.some((item) => item.section === section.id));
  const list = asked.length > 1 && asked.length <= 6 ? asked.map((item) => item.label) : sections.map((section) => section.title);
  return (
    <div class="open">
      <header><h1 class={size(title)}>{title}</h1><p class="sub">{phase?.instruction}</p></header>
      <div class="open-body">
        <div class="open-questions">
          {asked.length === 1 && asked[0]!.kind === "ladder" ? <Steps item={asked[0]!} /> : (
            <>
              {asked.length > 6 && <p class="over">{many("f_questions", asked.length)}</p>}
              {list.length > 0 && <ol>{list.map((label) => <li key={label}>{label}</li>)}</ol>}
            </>
          )}
        </div>
        <div class="open-side"><Time /><Counted now={now} /></div>
      </div>
    </div>
  );
}

/** The empty staircase, while people choose where to stand. */
function Steps({ item }: { item: Item }) {
  if (!("points" in item)) return null;
  return (
    <ol class="steps">
      {item.points.map((point, i) => (
        <li key={point.value} data-tone={Math.min(4, Math.round((i / Math.max(1, item.points.length - 1)) * 3) + 1)} style={{ "--rise": (i + 1) / item.points.length }}>
          <b>{point.label}</b>{point.help && <span>{point.help}</span>}
        </li>
      ))}
    </ol>
  );
}

export function Closed({ now }: { now: Room }) {
  return (
    <div class="talk">
      <p class="over">{now.title}</p>
      <h1>{t("f_closed")}</h1>
      <Counted now={now} />
    </div>
  );
}

/** Whether a result has a picture that everyone may see: private words never do. */
export function showable(result: ItemResult, definition: Exercise): boolean {
  const item = definition.items.find((one) => one.id === result.item);
  return !(item && "shared" in item && !item.shared);
}

/** The item that the facilitator chose, else the only one, else the overview (null), else the first. */
export function chosen(results: Results, definition: Exercise, spotlight: string | null): ItemResult | null {
  const items = results.items.filter((result) => showable(result, definition));
  const picked = items.find((result) => result.item === spotlight);
  if (picked) return picked;
  return ordinal(results).length > 1 ? null : (items[0] ?? null);
}

const isEmpty = (result: ItemResult) => result.suppressed || result.n + result.unknown === 0;

export function Revealed({ now, definition }: { now: Room; definition: Exercise }) {
  const { results, error } = useResults(now.exercise, now.round, now.level);
  const result = results && chosen(results, definition, now.spotlight);
  useEffect(() => {
    onShow.value = results && now.level !== "plenary" ? { n: result?.n ?? results.n, of: now.level === "individual" ? results.joined : (answered()?.of ?? results.n), unknown: result?.unknown ?? 0 } : null;
  }, [results, result]);
  useEffect(() => () => void (onShow.value = null), []);
  if (!results) return <div class="talk"><p class="over">{now.title}</p><h1>{error ?? t("f_loading_picture")}</h1></div>;
  const nothing = !result && ordinal(results).length < 2;
  const title = result?.label ?? results.title;
  // an empty picture says so itself
  const sub = result ? (isEmpty(result) ? null : result.sentence) : results.gate?.sentence;
  return (
    <div class="revealed">
      <header><h1 class={size(title)}>{title}</h1>{sub && <p class="sub">{sub}</p>}</header>
      <div class="revealed-picture">
        {nothing ? <p class="lead">{t("f_nothing_to_show")}</p>
          : result ? <Picture key={result.item} result={result} exercise={definition} size="projector" level={results.level} />
          : <Overview results={results} exercise={definition} size="projector" />}
      </div>
    </div>
  );
}
