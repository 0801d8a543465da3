// One picture of the follow-up: what it says, its n, the figure, and the numbers behind it.
import { useEffect, useRef, useState } from "preact/hooks";
import { plotly, type Plotly } from "../../plot/plotly";
import { language, number, t } from "../../words";

interface Figure { data: unknown[]; layout: Record<string, unknown> }
export interface Block {
  id: string; title: string; sentence: string; n: number; synthetic: boolean; figure: Figure | null;
  table: { columns: string[]; rows: (string | number | null)[][] }; quotes: string[]; note: string;
}

/** Charts that nobody has scrolled to yet; they are drawn when the page has nothing else to do. */
const waiting = new Set<() => void>();
const idle: (work: () => void) => void = "requestIdleCallback" in window ? (work) => requestIdleCallback(work) : (work) => setTimeout(work, 50);
function drawNext(): void {
  const [next] = waiting;
  if (!next) return;
  waiting.delete(next);
  next();
  idle(drawNext);
}
addEventListener("beforeprint", () => {
  for (const draw of [...waiting]) draw();
  waiting.clear();
});

/** Calls once, when the element comes near what is seen, or when there is time for it. */
function whenNear(element: Element, draw: () => void): () => void {
  const now = () => {
    stop();
    draw();
  };
  const seen = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && now(), { rootMargin: "400px" });
  const stop = () => {
    seen.disconnect();
    waiting.delete(now);
  };
  seen.observe(element);
  if (!waiting.size) idle(drawNext);
  waiting.add(now);
  return stop;
}

const NARROW = 480;
const LETTERS = 17;
/** A text of plotly's, broken anew so that no line is longer than a phone has room for. */
function broken(text: string): string {
  const lines = [""];
  for (const word of text.replaceAll("<br>", " ").split(" ")) {
    if (lines.at(-1) && lines.at(-1)!.length + word.length >= LETTERS) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines.join("<br>");
}

type Layout = Record<string, unknown> & { font?: { size?: number }; yaxis?: { ticktext?: string[] }; annotations?: { font?: { size?: number } }[] };
/** A figure's layout on a phone: smaller letters, and the names of the rows on more lines, so that the picture keeps its room. */
function narrowed(layout: Layout): Layout {
  const smaller = (size?: number) => Math.max(10, Math.round((size ?? 15) * 0.78));
  const names = layout.yaxis?.ticktext;
  return {
    ...layout, font: { ...layout.font, size: smaller(layout.font?.size) },
    yaxis: { ...layout.yaxis, ...(names ? { ticktext: names.map((one) => broken(String(one))) } : {}) },
    annotations: layout.annotations?.map((one) => ({ ...one, font: { ...one.font, size: smaller(one.font?.size) } })) ?? [],
  };
}

function Chart({ block }: { block: Block }) {
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = place.current;
    const { figure } = block;
    if (!element || !figure) return;
    let alive = true;
    let drawn: Plotly | undefined;
    const style = getComputedStyle(element);
    const token = (name: string) => style.getPropertyValue(name).trim();
    // the server colours the groups; paper, ink and lines follow the page, light or dark
    const given = (element.clientWidth < NARROW ? narrowed(figure.layout) : figure.layout) as Record<string, unknown>;
    const axes = Object.keys(given).filter((key) => /^[xy]axis\d*$/.test(key));
    const layout = {
      ...given, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...(given["font"] as object | undefined), family: token("--font"), color: token("--ink") },
      ...Object.fromEntries(["xaxis", "yaxis", ...axes].map((key) => [key, { ...(given[key] as object | undefined), gridcolor: token("--line"), linecolor: token("--line-strong"), zerolinecolor: token("--line") }])),
    };
    const config = { displaylogo: false, displayModeBar: false, responsive: true, staticPlot: true, locale: language.value };
    const draw = (found: Plotly) => {
      if (alive) void (drawn = found).react(element, figure.data, layout, config);
    };
    const stop = whenNear(element, () => plotly().then(draw, () => alive && setFailed(true)));
    return () => {
      alive = false;
      stop();
      drawn?.purge(element);
    };
  }, [block]);
  if (!block.figure) return null;
  if (failed) return <p class="soft">{t("f_no_chart")}</p>;
  return <div class="chart" ref={place} role="img" aria-label={`${block.title}. ${block.sentence}`} />;
}

export function BlockView({ block, simulated }: { block: Block; simulated: boolean }) {
  const [open, setOpen] = useState(false);
  const cell = (value: string | number | null) => (typeof value === "number" ? number(value, 2) : (value ?? "–"));
  return (
    <article class="block" id={block.id}>
      <h3>{block.title}</h3>
      {block.sentence && <p class="sentence">{block.sentence}</p>}
      <p class="block-n">
        <span>{t("f_n", { n: block.n })}</span>
        {(simulated || block.synthetic) && <span class="simulated">{t(block.synthetic && !simulated ? "f_synthetic" : "f_simulated_chart")}</span>}
      </p>
      <Chart block={block} />
      {block.quotes.length > 0 && <ul class="quotes" aria-label={t("f_quotes")}>{block.quotes.map((one) => <li key={one}><q dir="auto">{one}</q></li>)}</ul>}
      {block.table.rows.length > 0 && (
        <details class="picture-figures" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t("f_as_table")}</summary>
          <div class="picture-scroll" tabIndex={0} role="region" aria-label={block.title}>
            <table class="picture-table">
              <caption class="visually-hidden">{block.title}</caption>
              <thead><tr>{block.table.columns.map((name, j) => <th scope="col" key={j}>{name}</th>)}</tr></thead>
              <tbody>{block.table.rows.map((row, i) => <tr key={i}>{row.map((value, j) => (j ? <td key={j}>{cell(value)}</td> : <th scope="row" key={j}>{cell(value)}</th>))}</tr>)}</tbody>
            </table>
          </div>
        </details>
      )}
      {block.note && <p class="soft small">{block.note}</p>}
    </article>
  );
}
