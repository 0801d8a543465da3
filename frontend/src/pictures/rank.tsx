// Options by their points, most first; each bar is the places that people gave it.
import type { ItemResult, RankItem, Value } from "../types";
import { number, t } from "../words";
import type { Size } from "./frame";
import { Rows } from "./paged";
import { tone, type Tone } from "./tones";

type Row = ItemResult["rows"][number];
/** So many places have a name each under the picture; of more, only the first and the last. */
const NAMED = 6;
/** The first place has the deepest colour. */
const colour = (place: number, places: number): Tone => tone(places - place, places);

export function Order({ result, item, mine, size }: { result: ItemResult; item: RankItem; mine?: Value | undefined; size: Size }) {
  const places = Math.min(item.top ?? item.options.length, item.options.length);
  const own = Array.isArray(mine) ? (mine as string[]) : [];
  const points = new Map(result.counts.map((count) => [count.value, count.n]));
  const named = Array.from({ length: places }, (_, i) => i + 1).filter((place) => places <= NAMED || place === 1 || place === places);
  const leftOut = result.rows.some((row) => row.unknown > 0);
  return (
    <div class="matrix order">
      <div class="order-top">
        <div class="legend" aria-hidden="true">
          {named.map((place) => <span key={place}><i style={{ background: colour(place, places).background }} />{t("pic_rank_place", { n: place })}</span>)}
          {leftOut && <span class="picture-unknown"><i />{t("pic_rank_left_out")}</span>}
        </div>
        <span class="matrix-median order-head">{t("pic_points")}</span>
      </div>
      <Rows size={size} name="order-rows">
        {result.rows.map((row) => (
          <div class="order-row" key={row.row}>
            <span class="matrix-name" dir="auto">{row.label}{own.includes(row.row) && <span class="you">{t("pic_you")} {own.indexOf(row.row) + 1}</span>}</span>
            {row.counts.length && row.n ? <Places row={row} /> : <span class="soft">{t(row.n ? "pic_too_few" : "pic_rank_none")}</span>}
            <span class="matrix-median">{points.get(row.row) ?? 0}</span>
          </div>
        ))}
      </Rows>
      <p class="order-how">{t("pic_borda", { n: places })}</p>
    </div>
  );
}

function Places({ row }: { row: Row }) {
  const places = row.counts.length;
  const total = row.n + row.unknown;
  const said = row.counts.filter((count) => count.n).map((count) => t("pic_rank_spoken", { place: count.label, n: count.n }));
  if (row.unknown) said.push(`${row.unknown} ${t("pic_rank_left_out").toLowerCase()}`);
  if (row.quantiles) said.push(`${t("pic_median")} ${number(row.quantiles.median)}`);
  return (
    <span class="stack" role="img" aria-label={said.join(", ")}>
      {row.counts.map((count) => count.n > 0 && <i key={count.value} style={{ flexGrow: count.n, ...colour(Number(count.value), places) }}>{count.n / total > 0.05 && count.n}</i>)}
      {row.unknown > 0 && <i class="stack-unknown" style={{ flexGrow: row.unknown }}>{row.unknown / total > 0.05 && row.unknown}</i>}
    </span>
  );
}
