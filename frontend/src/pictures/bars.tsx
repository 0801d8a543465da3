// Bars for options: how many chose each, or how many dots each has.
import type { ItemResult, Value } from "../types";
import { many, t } from "../words";
import { spoken } from "./frame";

export function Bar({ label, n, most, mine, unknown, text }: { label: string; n: number; most: number; mine?: boolean; unknown?: boolean; text?: string }) {
  return (
    <div class={unknown ? "bar-row bar-unknown" : "bar-row"}>
      <span class="bar-name">{label}{mine && <span class="you">{t("pic_you")}</span>}</span>
      <span class="bar"><i style={{ width: `${most ? (n / most) * 100 : 0}%` }} /></span>
      <b class="bar-n">{text ?? n}</b>
    </div>
  );
}

const chosen = (mine: Value | undefined, value: string | number): boolean =>
  mine === value || (Array.isArray(mine) && (mine as unknown[]).includes(value)) || (typeof mine === "object" && mine !== null && !Array.isArray(mine) && Boolean(mine[value]));

/** The options in their own order (a choice), or the most dots first (votes). */
export function Bars({ result, mine, ranked }: { result: ItemResult; mine?: Value | undefined; ranked?: boolean }) {
  const counts = result.counts.filter((c) => c.value !== "unknown");
  if (ranked) counts.sort((a, b) => b.n - a.n);
  // a choice is measured against everyone who answered, dots against the most dots
  const most = Math.max(1, result.unknown, ...counts.map((c) => c.n), ranked ? 0 : result.n);
  const label = ranked ? counts.map((c) => `${c.label}: ${many("pic_dots", c.n)}`).join(", ") : spoken(result);
  return (
    <div class="bars" role="img" aria-label={label} data-many={counts.length > 7 ? "" : undefined} data-whole={ranked ? undefined : ""}>
      {counts.map((c) => <Bar key={c.value} label={c.label} n={c.n} most={most} mine={chosen(mine, c.value)} />)}
      {result.unknown > 0 && <Bar label={t("pic_unknown")} n={result.unknown} most={most} mine={mine === "unknown"} unknown />}
    </div>
  );
}
