// How the answers spread over a scale, with the median and the middle half on a line below.
import type { ItemResult, Point, Value } from "../types";
import { t } from "../words";
import { Bar } from "./bars";
import { countAt, spoken, useBox } from "./frame";
import { Axis, ends, Track } from "./track";

export function Distribution({ result, points, mine, beside }: { result: ItemResult; points: Point[]; mine?: Value | undefined; beside: boolean }) {
  const [ref, box] = useBox<HTMLDivElement>();
  const most = Math.max(1, ...points.map((p) => countAt(result.counts, p.value)));
  const word = Math.max(...points.flatMap((p) => p.label.split(/\s+/).map((w) => w.length)));
  const narrow = box !== null && word * box.text * 0.6 > box.width / points.length;
  const scale = ends(points);
  return (
    <div class={narrow ? "distribution distribution-rows" : "distribution"} role="img" aria-label={spoken(result)} ref={ref} style={{ "--points": points.length }}>
      {narrow ? (
        <>
          <div class="bars">
            {points.map((p) => <Bar key={p.value} label={`${p.value}  ${p.label}`} n={countAt(result.counts, p.value)} most={most} mine={p.value === mine} />)}
          </div>
          {!(beside && result.before) && <div class="distribution-line"><span>{t(beside ? "pic_everyone" : "pic_median_half")}</span><Track quantiles={result.quantiles} before={result.before?.quantiles} scale={scale} /><Axis points={points} /></div>}
        </>
      ) : (
        <>
          <div class="columns">
            {points.map((p) => {
              const n = countAt(result.counts, p.value);
              return (
                <div class="column" key={p.value}>
                  <b>{n}{p.value === mine && <span class="you">{t("pic_you")}</span>}</b>
                  <i style={{ "--share": n / most }} />
                </div>
              );
            })}
          </div>
          <div class="distribution-line"><Track quantiles={result.quantiles} before={result.before?.quantiles} scale={scale} /></div>
          <div class="column-names">{points.map((p) => <span key={p.value}>{p.label}</span>)}</div>
        </>
      )}
    </div>
  );
}
