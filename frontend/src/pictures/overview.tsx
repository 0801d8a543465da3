// Several questions on one scale at once, by section, with the rule that suggests staying or going on.
import type { Exercise, GateRow, ItemResult, Results } from "../types";
import { number, t } from "../words";
import { DataTable, pointsOf, type Size, spoken, summary } from "./frame";
import { Legend, Stack } from "./matrix";
import { Paged } from "./paged";
import { ends, Track } from "./track";

const ORDINAL = new Set(["scale", "ladder"]);
/** The items that an overview can show side by side. */
export const ordinal = (results: Results): ItemResult[] => results.items.filter((item) => ORDINAL.has(item.kind));

const spread = (item: ItemResult) => (item.quantiles ? item.quantiles.q75 - item.quantiles.q25 : null);
const maybe = (value: number | null) => (value === null ? "–" : number(value));

const Flag = ({ stay }: { stay: boolean }) => <span class={stay ? "flag flag-stay" : "flag"}>{t(stay ? "pic_gate_stay" : "pic_gate_go")}</span>;

export function Overview({ results, exercise, size }: { results: Results; exercise: Exercise; size: Size }) {
  const items = ordinal(results);
  const first = items[0];
  if (!first) return null;
  const points = pointsOf(exercise, first);
  const gates = results.gate?.rows ?? [];
  const ids = new Set(items.map((item) => item.label));
  const ofItem = (item: ItemResult) => gates.find((gate) => gate.title === item.label);
  const ofSection = (section: string | null) => gates.find((gate) => gate.section === section && !ids.has(gate.title));
  const sections = [...exercise.sections.map((s) => ({ id: s.id as string | null, title: s.title })), { id: null, title: "" }]
    .map((section) => ({ ...section, items: items.filter((item) => (exercise.sections.some((s) => s.id === item.section) ? item.section : null) === section.id) }))
    .filter((section) => section.items.length);
  const body = sections.map((section) => (
    <section class="overview-section" key={section.id ?? ""}>
      <Head title={section.title} gate={ofSection(section.id)} />
      {section.items.map((item) => <Row key={item.item} item={item} points={pointsOf(exercise, item)} gate={ofItem(item)} />)}
    </section>
  ));
  const figures = {
    caption: results.title,
    head: [t("pic_question"), t("pic_number"), t("pic_median"), t("pic_middle_half"), t("pic_spread"), ...(gates.length ? [t("pic_gate")] : [])],
    rows: items.map((item) => {
      const gate = ofItem(item) ?? ofSection(item.section);
      const half = item.quantiles ? `${number(item.quantiles.q25)}–${number(item.quantiles.q75)}` : "–";
      return [item.label, item.suppressed ? t("pic_too_few") : item.n, maybe(item.quantiles?.median ?? null), half, maybe(spread(item)),
        ...(gates.length ? [gate ? t(gate.stay ? "pic_gate_stay" : "pic_gate_go") : "–"] : [])];
    }),
  };
  return (
    <figure class={`picture picture-${size} overview`}>
      <div class="overview-top">
        <Legend points={points} unknown={items.some((item) => item.unknown > 0)} />
        <span class="overview-heads" aria-hidden="true"><span>{t("pic_median_half")}</span><span>{t("pic_median")}</span></span>
      </div>
      {size === "projector" ? <Paged columns={1} name="overview-body">{body}</Paged> : <div class="overview-body">{body}</div>}
      <DataTable tables={[figures]} size={size} />
    </figure>
  );
}

function Head({ title, gate }: { title: string; gate: GateRow | undefined }) {
  if (!title && !gate) return null;
  return <h2 class="overview-head"><span>{title || gate?.title}</span>{gate && <Flag stay={gate.stay} />}</h2>;
}

function Row({ item, points, gate }: { item: ItemResult; points: ReturnType<typeof pointsOf>; gate: GateRow | undefined }) {
  const says = item.suppressed ? t("pic_too_few") : spoken(item) || summary(item.quantiles);
  return (
    <div class="overview-row" role="img" aria-label={`${item.label} ${says} ${gate ? t(gate.stay ? "pic_gate_stay" : "pic_gate_go") : ""}`}>
      <span class="overview-name">{item.label}{gate && <Flag stay={gate.stay} />}</span>
      {item.suppressed ? <span class="overview-few">{t("pic_too_few")}</span> : (
        <>
          <Stack counts={item.counts} unknown={item.unknown} points={points} />
          <Track quantiles={item.quantiles} scale={ends(points)} />
          <span class="overview-median"><b>{maybe(item.quantiles?.median ?? null)}</b><span class="overview-n">{t("pic_n", { n: item.n })}</span></span>
        </>
      )}
    </div>
  );
}
