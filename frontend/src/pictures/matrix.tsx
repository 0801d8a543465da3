// Several rows on one scale: each a stacked bar of ordered answers, `vet ej` after a gap.
import type { Count, ItemResult, Point, Value } from "../types";
import { number, t } from "../words";
import { countAt, spoken } from "./frame";
import { diverges, tone } from "./tones";

/** One row's answers, lowest point first. A share too small for its number leaves it to the table. */
export function Stack({ counts, unknown, points, mine }: { counts: Count[]; unknown: number; points: Point[]; mine?: string | number | undefined }) {
  const total = counts.reduce((sum, c) => sum + c.n, 0) + unknown;
  const across = diverges(points);
  return (
    <span class="stack">
      {points.map((point, i) => {
        const n = countAt(counts, point.value);
        return n > 0 && (
          <i key={point.value} style={{ flexGrow: n, ...tone(i, points.length, across) }} class={point.value === mine ? "stack-mine" : undefined}>
            {n / total > 0.05 && n}
          </i>
        );
      })}
      {unknown > 0 && <i class="stack-unknown" style={{ flexGrow: unknown }}>{unknown / total > 0.05 && unknown}</i>}
    </span>
  );
}

export function Legend({ points, unknown }: { points: Point[]; unknown: boolean }) {
  const across = diverges(points);
  return (
    <div class="legend" aria-hidden="true">
      {points.map((p, i) => <span key={p.value}><i style={{ background: tone(i, points.length, across).background }} />{p.label}</span>)}
      {unknown && <span class="picture-unknown"><i />{t("pic_unknown")}</span>}
    </div>
  );
}

export function Matrix({ result, points, mine }: { result: ItemResult; points: Point[]; mine?: Value | undefined }) {
  const own = typeof mine === "object" && mine !== null && !Array.isArray(mine) ? (mine as Record<string, number | string>) : {};
  const label = result.rows.map((row) => t("pic_row_spoken", { label: row.label, counts: spoken(row), summary: "" }).trim()).join(" ");
  return (
    <div class="matrix">
      <Legend points={points} unknown={result.rows.some((row) => row.unknown > 0)} />
      <div class="matrix-rows" role="img" aria-label={label}>
        {result.rows.map((row) => (
          <div class="matrix-row" key={row.row}>
            <span class="matrix-name">{row.label}{own[row.row] !== undefined && <span class="you">{t("pic_you")} {points.find((p) => p.value === own[row.row])?.label ?? t("pic_unknown")}</span>}</span>
            <Stack counts={row.counts} unknown={row.unknown} points={points} mine={own[row.row]} />
            <span class="matrix-median">{row.quantiles ? number(row.quantiles.median) : "–"}</span>
          </div>
        ))}
        <span class="matrix-head">{t("pic_median")}</span>
      </div>
    </div>
  );
}
