// The staircase with people standing on it. All people are one colour: a colour by actor type would
// show the answers of a group too small to show.
import type { ItemResult, Point, Value } from "../types";
import { t } from "../words";
import { countAt, spoken, useBox } from "./frame";
import { tone } from "./tones";

const PERSON = { width: 34, height: 52 };

/** A person whose feet stand at (x, y), as a path; `unit` is the scale of the drawing. */
function person(x: number, y: number, unit: number): string {
  const p = (dx: number, dy: number) => `${(x + dx * unit).toFixed(1)} ${(y + dy * unit).toFixed(1)}`;
  const r = (8 * unit).toFixed(1);
  return `M${p(-8, -36)}a${r} ${r} 0 1 0 ${(16 * unit).toFixed(1)} 0a${r} ${r} 0 1 0 ${(-16 * unit).toFixed(1)} 0z`
    + `M${p(-14, 0)}C${p(-14, -15)} ${p(-8, -25)} ${p(0, -25)}C${p(8, -25)} ${p(14, -15)} ${p(14, 0)}z`;
}

interface Crowd { across: number; unit: number; each: number }

/** How large the people can be for every crowd to fit over its step; when too many, one stands for several. */
export function crowd(counts: number[], room: number[], column: number, largest: number): Crowd {
  for (const each of [1, 2, 5, 10, 20, 50, 100]) {
    for (let across = 6; across <= 14; across++) {
      const unit = Math.min(largest, (column - column * 0.08) / across / PERSON.width);
      if (unit * PERSON.width < 11 && across > 6) break;
      const fits = counts.every((n, i) => Math.ceil(Math.ceil(n / each) / across) * PERSON.height * unit <= room[i]!);
      if (fits) return { across, unit, each };
    }
  }
  return { across: 14, unit: column / 15 / PERSON.width, each: 100 };
}

export function Stairs({ result, points, mine }: { result: ItemResult; points: Point[]; mine?: Value | undefined }) {
  const [ref, box] = useBox<HTMLDivElement>();
  return (
    <div class="stairs-picture" role="img" aria-label={spoken(result)}>
      <div class="stairs-area" ref={ref}>{box && <Drawing {...box} result={result} points={points} mine={mine} />}</div>
      {box && cramped(points, box.width, box.text) && (
        <ol class="stairs-legend">{points.map((point) => <li key={point.value}><b>{point.value}</b> {point.label}</li>)}</ol>
      )}
    </div>
  );
}

const columnOf = (width: number, count: number) => (width - (count - 1) * 6) / count;
const cramped = (points: Point[], width: number, text: number) =>
  Math.max(...points.flatMap((p) => p.label.split(/\s+/).map((word) => word.length))) * text * 0.585 + text * 0.95 > columnOf(width, points.length);

function Drawing({ width, height, text, result, points, mine }: { width: number; height: number; text: number; result: ItemResult; points: Point[]; mine?: Value | undefined }) {
  const ground = result.unknown > 0 ? Math.max(width * 0.08, text * 3.2) : 0;
  const gap = Math.max(2, width * 0.005);
  const column = (width - ground - (ground ? gap : 0) - (points.length - 1) * gap) / points.length;
  const low = Math.max(height * 0.178, text * 3.7);
  const rise = points.length > 1 ? (height * 0.66 - low) / (points.length - 1) : 0;
  const counts = points.map((point) => countAt(result.counts, point.value));
  const heights = points.map((_, i) => low + rise * i);
  const label = mine === undefined || mine === null ? 0 : text * 1.5;
  const room = heights.map((h) => height - h - text * 0.5 - label);
  const { across, unit, each } = crowd([...counts, result.unknown], [...room, height - text * 2.6], column, text / 30);
  const step = { x: PERSON.width * unit, y: PERSON.height * unit };
  const stand = (n: number, left: number, floor: number, abreast = across) =>
    Array.from({ length: Math.ceil(n / each) }, (_, i) => ({
      x: left + column * 0.04 + step.x * ((i % abreast) + 0.5), y: floor - text * 0.22 - Math.floor(i / abreast) * step.y,
    }));
  const draw = (people: { x: number; y: number }[]) => people.map(({ x, y }) => person(x, y, unit)).join("");
  const lefts = points.map((_, i) => ground + (ground ? gap : 0) + i * (column + gap));
  const people = points.map((_, i) => stand(counts[i]!, lefts[i]!, height - heights[i]!));
  const own = points.findIndex((point) => point.value === mine);
  const me = own < 0 ? undefined : (people[own]!.pop() ?? { x: lefts[own]! + step.x, y: height - heights[own]! - text * 0.22 });
  const plain = cramped(points, width - ground, text);
  return (
    <>
      {points.map((point, i) => (
        <div class="stairs-step" key={point.value} style={{ ...tone(i, points.length), left: `${lefts[i]}px`, width: `${column}px`, height: `${heights[i]}px` }}>
          <b class="stairs-name">{plain ? point.value : point.label}</b>
          <b class="stairs-count">{counts[i]}</b>
        </div>
      ))}
      {ground > 0 && <div class="stairs-ground" style={{ width: `${ground}px` }}><span>{t("pic_unknown")}</span><b>{result.unknown}</b></div>}
      <svg class="stairs-people" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <path d={draw(people.flat())} fill="var(--ink)" />
        {ground > 0 && <path d={draw(stand(result.unknown, 0, height - text * 3.4, Math.max(1, Math.floor((ground - column * 0.04) / step.x))))} fill="var(--unknown)" />}
        {me && <path class="stairs-me" d={person(me.x, me.y, unit)} />}
      </svg>
      {me && <span class="you stairs-you" style={{ left: `${me.x}px`, top: `${me.y - step.y}px` }}>{t("pic_you")}</span>}
      {each > 1 && <span class="stairs-each">{t("pic_figure_is", { n: each })}</span>}
    </>
  );
}
