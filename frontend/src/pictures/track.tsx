// Median and middle half on a line: for all, for groups, and for one level beside another.
import type { Group, ItemResult, Level, Point, Quantiles } from "../types";
import { number, t } from "../words";
import { summary } from "./frame";

export interface Ends { low: number; high: number }
export const ends = (points: Point[]): Ends => ({ low: points[0]?.value ?? 0, high: points.at(-1)?.value ?? 1 });
const at = (value: number, { low, high }: Ends): string => `${(high > low ? (value - low) / (high - low) : 0.5) * 100}%`;

/** The line itself. `before` is drawn as a ring beside the filled dot. */
export function Track({ quantiles, before, scale, colour }: { quantiles: Quantiles | null; before?: Quantiles | null | undefined; scale: Ends; colour?: string }) {
  return (
    <span class="track" aria-hidden="true" style={colour ? { "--colour": colour } : undefined}>
      {quantiles && <i class="track-half" style={{ left: at(quantiles.q25, scale), right: `calc(100% - ${at(quantiles.q75, scale)})` }} />}
      {before && <i class="track-before" style={{ left: at(before.median, scale) }} />}
      {quantiles && <i class="track-median" style={{ left: at(quantiles.median, scale) }} />}
    </span>
  );
}

export function Axis({ points, scale = ends(points) }: { points: Point[]; scale?: Ends }) {
  return <div class="axis" aria-hidden="true">{points.map((p) => <span key={p.value} style={{ left: at(p.value, scale) }}>{number(p.value, 2)}</span>)}</div>;
}

/** The splits worth showing: those with at least one group that is large enough. */
export function splitsOf(result: ItemResult): ("actor_type" | "table")[] {
  return (["actor_type", "table"] as const).filter((split) => result.groups[split]?.some((group) => !group.suppressed && group.quantiles));
}

const levelName = (level: Level) => t(`pic_level_${level}`);

/** The change from one level to the next, in words. */
export function changeInWords(result: ItemResult, level: Level): string | null {
  const { before, quantiles } = result;
  if (!before?.quantiles || !quantiles) return null;
  const difference = quantiles.median - before.quantiles.median;
  const fill = {
    before: levelName(before.level), now: levelName(level), median: number(quantiles.median),
    earlier: number(before.quantiles.median), difference: number(Math.abs(difference)),
  };
  if (!difference) return t("pic_before_same", { ...fill, now: fill.now.toLowerCase() });
  return t(difference > 0 ? "pic_before_higher" : "pic_before_lower", { ...fill, before: fill.before.toLowerCase() });
}

function Row({ group, points, colour, ring }: { group: Group; points: Point[]; colour: string; ring?: boolean }) {
  return (
    <div class={ring ? "group group-before" : "group"}>
      <span class="group-name">{group.label}</span>
      <span class="group-n">{group.suppressed || group.n === null ? t("pic_too_few") : t("pic_n", { n: group.n })}</span>
      <Track quantiles={group.suppressed ? null : group.quantiles} scale={ends(points)} colour={colour} />
    </div>
  );
}

const spokenGroup = (group: Group) => `${group.label}: ${group.suppressed || group.n === null ? t("pic_too_few") : `${t("pic_n", { n: group.n })}. ${summary(group.quantiles)}`}`;

/** The panel of medians: one level beside the next when there are two, then group by group. */
export function Groups({ result, points, split, level }: { result: ItemResult; points: Point[]; split: "actor_type" | "table" | null; level: Level }) {
  const groups = split ? (result.groups[split] ?? []) : [];
  const { before } = result;
  const levels: Group[] = before
    ? [
        { id: "before", label: levelName(before.level), n: before.n, suppressed: !before.quantiles, quantiles: before.quantiles },
        { id: "now", label: levelName(level), n: result.n, suppressed: !result.quantiles, quantiles: result.quantiles },
      ]
    : [];
  if (!groups.length && !levels.length) return null;
  return (
    <section class="groups">
      <h2>{t("pic_median_half")}</h2>
      {before && <p class="groups-change">{changeInWords(result, level)}</p>}
      <div class="groups-rows" data-few={levels.length + groups.length < 5 ? "" : undefined} role="img" aria-label={[...levels, ...groups].map(spokenGroup).join(" ")}>
        {levels.map((group) => <Row key={group.id} group={group} points={points} colour="var(--ink)" ring={group.id === "before"} />)}
        {groups.map((group, index) => <Row key={group.id} group={group} points={points} colour={`var(--group-${(index % 9) + 1})`} />)}
        <Axis points={points} />
      </div>
    </section>
  );
}
