// Things on a map: how many placed each of them where; the list says it too.
import { CountyMap } from "../map";
import { letter } from "../kinds/values";
import type { Exercise, ItemResult } from "../types";
import { t } from "../words";
import { itemOf, type Size } from "./frame";

/** So many municipalities of a thing stand in the list; the rest are in the table. */
const SHOWN = { phone: 6, cockpit: 8, projector: 5 };
/** So many municipalities are many: then each has room for one mark only. */
const CROWD = 16;

export function Places({ result, exercise, size }: { result: ItemResult; exercise: Exercise; size: Size }) {
  const item = itemOf(exercise, result.item);
  const county = item?.kind === "place" ? item.county : null;
  const room = (item?.kind === "place" ? item.municipalities.length : 0) > CROWD ? 1 : 2;
  const single = result.rows.length === 1;
  const all = result.rows.flatMap((row, i) => row.counts.filter((count) => count.n > 0).map((count) => ({ code: String(count.value), n: count.n, thing: letter(i) })));
  const totals: Record<string, number> = {};
  for (const { code, n } of all) totals[code] = (totals[code] ?? 0) + n;
  const most = Math.max(1, ...Object.values(totals));
  const shares = Object.fromEntries(Object.entries(totals).map(([code, n]) => [code, n / most]));
  const marks = Object.keys(totals).flatMap((code) => {
    const here = all.filter((one) => one.code === code).sort((a, b) => b.n - a.n);
    const shown = here.slice(0, room).map((one) => ({ code, text: single ? String(one.n) : `${one.thing}${one.n > 1 ? one.n : ""}` }));
    return here.length > room ? [...shown, { code, text: "+" }] : shown;
  });
  return (
    <div class="places-picture">
      <CountyMap county={county} marks={marks} shares={shares} />
      <dl class="places-list">
        {result.rows.map((row, i) => {
          const there = row.counts.filter((count) => count.n > 0).sort((a, b) => b.n - a.n);
          const shown = there.slice(0, SHOWN[size]);
          return (
            <div key={row.row}>
              <dt dir="auto">{!single && <span class="letter">{letter(i)}</span>} {row.label}</dt>
              <dd>
                {there.length ? shown.map((count) => <span key={count.value}>{count.label} <b>{count.n}</b></span>) : <span class="soft">{t(row.n ? "pic_too_few" : "pic_nowhere")}</span>}
                {there.length > shown.length && <span class="soft">{t("pic_more", { n: there.length - shown.length })}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
