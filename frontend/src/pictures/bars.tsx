// Bars for options: how many chose each, or how many dots each has.
import type { ItemResult, Value } from "../types";
import { many, t } from "../words";
import { spoken } from "./frame";

interface BarProps {
  label: string; n: number; most: number; mine?: boolean; unknown?: boolean; text?: string;
  /** The right answer of a quiz, and the others beside it. */
  right?: boolean; dim?: boolean;
}

export function Bar({ label, n, most, mine, unknown, text, right, dim }: BarProps) {
  return (
    <div class={`bar-row${unknown ? " bar-unknown" : ""}${right ? " bar-right" : ""}${dim ? " bar-dim" : ""}`}>
      <span class="bar-name">{right && <span class="right"><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 8.5l3.8 3.8L13.5 4" fill="none" stroke="currentColor" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round" /></svg>{t("pic_right")}</span>}{label}{mine && <span class="you">{t("pic_you")}</span>}</span>
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
