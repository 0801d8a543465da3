// Statements with those who agree to the right and those who do not to the left of a middle line.
import type { ItemResult, Value } from "../types";
import { t } from "../words";
import { countAt, type Size } from "./frame";
import { Rows } from "./paged";

type Row = ItemResult["rows"][number];
const at = (row: Row, value: number) => countAt(row.counts, value);
const leaning = (row: Row) => (row.n ? (at(row, 1) - at(row, -1)) / row.n : -2);
const CLASSES: Record<string, string> = { "-1": "no", 0: "pass", 1: "yes" };

export function Agreement({ result, mine, size }: { result: ItemResult; mine?: Value | undefined; size: Size }) {
  const own = (typeof mine === "object" && mine !== null && !Array.isArray(mine) ? mine : {}) as Record<string, number>;
  // the most agreed first
  const rows = [...result.rows].sort((a, b) => leaning(b) - leaning(a));
  const labels = rows.find((row) => row.counts.length)?.counts ?? [];
  return (
    <div class="agreement">
      <div class="legend" aria-hidden="true">{labels.map((one) => <span key={one.value}><i class={`agree-${CLASSES[one.value]}`} />{one.label}</span>)}</div>
      <Rows size={size} name="agreement-rows">
        {rows.map((row) => (
          <div class="agreement-row" key={row.row}>
            <span class="agreement-name" dir="auto">{row.label}{own[row.row] !== undefined && <span class="you">{t("pic_you")} {labels.find((one) => one.value === own[row.row])?.label.toLowerCase()}</span>}</span>
            {row.counts.length ? <Diverging row={row} /> : <span class="soft">{t(row.n ? "pic_too_few" : "pic_no_answers")}</span>}
          </div>
        ))}
      </Rows>
    </div>
  );
}

function Diverging({ row }: { row: Row }) {
  const [no, pass, yes] = [at(row, -1), at(row, 0), at(row, 1)];
  const share = (n: number) => `${(n / row.n) * 50}%`;
  const spoken = row.counts.map((count) => `${count.label}: ${count.n}`).join(", ");
  return (
    <span class="diverging" role="img" aria-label={spoken}>
      <b class="diverging-no" style={{ width: `calc(50% - ${share(no + pass / 2)})` }}>{no}</b>
      {no > 0 && <i class="agree-no" style={{ width: share(no) }} />}
      {pass > 0 && <i class="agree-pass" style={{ width: share(pass) }} />}
      {yes > 0 && <i class="agree-yes" style={{ width: share(yes) }} />}
      <b>{yes}</b>
    </span>
  );
}
