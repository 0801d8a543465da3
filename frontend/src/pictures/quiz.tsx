// A question with a right answer: how many chose each, which one is right, and why.
import type { ItemResult, Option, Value } from "../types";
import { t } from "../words";
import { Bar } from "./bars";
import { spoken } from "./frame";

const Why = ({ result }: { result: ItemResult }) => (result.why ? <p class="quiz-why"><b>{t("pic_why")}</b> {result.why}</p> : null);

/** The right answer alone, where too few have answered for a picture. */
export function Key({ result, options }: { result: ItemResult; options: Option[] }) {
  const right = options.find((option) => option.id === result.right);
  return right ? <div class="quiz-picture"><p><b>{t("pic_right_is", { answer: right.label })}</b></p><Why result={result} /></div> : null;
}

/** Whether one's own answer was the right one, in words. */
export const verdict = (result: ItemResult, mine: Value | undefined): string | null =>
  result.right === null || mine === "unknown" ? null : t(mine === result.right ? "pic_own_right" : "pic_own_other");

export function Quiz({ result, mine }: { result: ItemResult; mine?: Value | undefined }) {
  const most = Math.max(1, result.unknown, result.n);
  const right = result.counts.find((count) => count.value === result.right);
  return (
    <div class="quiz-picture">
      <div class="bars" role="img" data-whole="" aria-label={`${spoken(result)}${right ? ` ${t("pic_right_is", { answer: right.label })}` : ""}`}>
        {result.counts.map((count) => <Bar key={count.value} label={count.label} n={count.n} most={most} mine={count.value === mine} right={count === right} dim={right !== undefined && count !== right} />)}
        {result.unknown > 0 && <Bar label={t("pic_unknown")} n={result.unknown} most={most} mine={mine === "unknown"} unknown />}
      </div>
      <Why result={result} />
    </div>
  );
}
