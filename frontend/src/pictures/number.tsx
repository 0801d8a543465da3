// How numbers spread over their range, with the median and the middle half on a line below.
import type { ItemResult, NumberItem, Value } from "../types";
import { ticks } from "../kinds/values";
import { t } from "../words";
import { spoken } from "./frame";
import { Axis, Track, type Ends } from "./track";

export function Amounts({ result, item, mine }: { result: ItemResult; item: NumberItem; mine?: Value | undefined }) {
  const most = Math.max(1, ...result.counts.map((count) => count.n));
  // the columns stand on the steps: the line reaches half a step beyond the outermost
  const scale: Ends = { low: Math.min(item.low, Number(result.counts[0]?.value ?? item.low)) - item.step / 2, high: item.high + item.step / 2 };
  const own = typeof mine === "number" ? result.counts.findLast((count) => Number(count.value) <= mine) : undefined;
  const counts = result.counts.filter((count) => count.n > 0);
  return (
    <div class="distribution amounts" role="img" aria-label={spoken({ ...result, counts })} style={{ "--points": result.counts.length }}>
      <div class="columns">
        {result.counts.map((count) => (
          <div class="column" key={count.value}>
            <b>{count.n || ""}{count === own && <span class="you">{t("pic_you")}</span>}</b>
            <i style={{ "--share": count.n / most }} />
          </div>
        ))}
      </div>
      <div class="amounts-line"><Track quantiles={result.quantiles} before={result.before?.quantiles} scale={scale} /><Axis points={ticks(item)} scale={scale} /></div>
      {(item.low_label || item.high_label) && <p class="amounts-ends"><span>{item.low_label}</span><span>{item.high_label}</span></p>}
    </div>
  );
}
