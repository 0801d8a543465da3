// After the meeting: who answered, and what, block by block; each figure with its table beside it.
import { useEffect, useRef, useState } from "preact/hooks";
import { get, Refusal } from "../api";
import { plotly, type Plotly } from "../plot/plotly";
import { many, number, t, language } from "../words";
import { Mark } from "./cockpit/mark";
import { explain } from "./cockpit/state";
import { Exports } from "./cockpit/exports";
import { Pin } from "./pin";
import { Registers } from "./registers/registers";

interface Figure { data: unknown[]; layout: Record<string, unknown> }
interface Block { id: string; title: string; sentence: string; n: number; synthetic: boolean; figure: Figure | null; table: { columns: string[]; rows: (string | number | null)[][] } }
interface Section { id: string; title: string; exercise: string | null; level: string | null; round: number | null; blocks: Block[] }
interface Report { split: string; splits: { id: string; label: string }[]; joined: number; simulated: number; sections: Section[] }

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
    const axes = Object.keys(figure.layout).filter((key) => /^[xy]axis\d*$/.test(key));
    const layout = {
      ...figure.layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...(figure.layout.font as object | undefined), family: token("--font"), color: token("--ink") },
      ...Object.fromEntries(["xaxis", "yaxis", ...axes].map((key) => [key, { ...(figure.layout[key] as object | undefined), gridcolor: token("--line"), linecolor: token("--line-strong"), zerolinecolor: token("--line") }])),
    };
    const config = { displaylogo: false, displayModeBar: false, responsive: true, staticPlot: true, locale: language.value };
    const draw = (found: Plotly) => {
      if (alive) void (drawn = found).react(element, figure.data, layout, config);
    };
    plotly().then(draw, () => alive && setFailed(true));
    return () => {
      alive = false;
      drawn?.purge(element);
    };
  }, [block]);
  if (!block.figure) return null;
  if (failed) return <p class="soft">{t("f_no_chart")}</p>;
  return <div class="chart" ref={place} role="img" aria-label={`${block.title}. ${block.sentence}`} />;
}

function BlockView({ block, simulated }: { block: Block; simulated: boolean }) {
  const [open, setOpen] = useState(false);
  const cell = (value: string | number | null) => (typeof value === "number" ? number(value, 2) : (value ?? "–"));
  return (
    <article class="block">
      <h3>{block.title}</h3>
      {block.sentence && <p class="sentence">{block.sentence}</p>}
      <p class="block-n">
        <span>{t("f_n", { n: block.n })}</span>
        {(simulated || block.synthetic) && <span class="simulated">{t(block.synthetic && !simulated ? "f_synthetic" : "f_simulated_chart")}</span>}
      </p>
      <Chart block={block} />
      <details class="picture-figures" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("f_as_table")}</summary>
        <div class="picture-scroll" tabIndex={0} role="region" aria-label={block.title}>
          <table class="picture-table">
            <caption class="visually-hidden">{block.title}</caption>
            <thead><tr>{block.table.columns.map((name) => <th scope="col" key={name}>{name}</th>)}</tr></thead>
            <tbody>{block.table.rows.map((row, i) => <tr key={i}>{row.map((value, j) => (j ? <td key={j}>{cell(value)}</td> : <th scope="row" key={j}>{cell(value)}</th>))}</tr>)}</tbody>
          </table>
        </div>
      </details>
    </article>
  );
}

const LIVES_ON = "#registers";

export function FollowUp() {
  const [view, setView] = useState(location.hash === LIVES_ON ? LIVES_ON : "");
  useEffect(() => history.replaceState(null, "", view || location.pathname + location.search), [view]);
  const [split, setSplit] = useState("actor_type");
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [out, setOut] = useState(false);
  const [busy, setBusy] = useState(false);
  const load = async (wanted: string) => {
    setBusy(true);
    setProblem(null);
    try {
      setReport(await get<Report>(`/api/follow-up?split=${encodeURIComponent(wanted)}&lang=${language.value}`));
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) setOut(true);
      setProblem(explain(error));
    }
    setBusy(false);
  };
  useEffect(() => void load(split), [split]);
  if (out) return <Pin />;
  return (
    <div class="follow-up" aria-busy={busy}>
      <header class="bar-top">
        <a href="/cockpit" class="home" aria-label={t("f_to_cockpit")}><Mark /></a>
        <h1>{t("f_follow_up")}</h1>
        <span class="sp" />
        <a class="button quiet cmd" href="/cockpit">{t("f_to_cockpit")}</a>
        <button type="button" class="button quiet cmd" onClick={() => print()}>{t("f_print")}</button>
      </header>
      <main>
        <fieldset class="choose"><legend>{t("r_view")}</legend>
          <div class="segments">{[["", t("r_answers")], [LIVES_ON, t("r_title")]].map(([id, name]) => (
            <label key={id} class={id === view ? "on" : undefined}><input type="radio" name="view" checked={id === view} onChange={() => setView(id!)} />{name}</label>
          ))}</div>
        </fieldset>
        {view === LIVES_ON ? <Registers /> : <>
        <div class="follow-tools">
          {report && report.splits.length > 1 && (
            <fieldset class="choose"><legend>{t("f_split_by")}</legend>
              <div class="segments">{report.splits.map((one) => (
                <label key={one.id} class={one.id === split ? "on" : undefined}><input type="radio" name="split" checked={one.id === split} onChange={() => setSplit(one.id)} />{one.label}</label>
              ))}</div>
            </fieldset>
          )}
          <Exports simulated={report?.simulated ?? 0} />
        </div>
        {problem && <p class="alert" role="alert">{problem} <button type="button" class="button quiet cmd" onClick={() => void load(split)}>{t("f_again")}</button></p>}
        {!report && !problem && <p class="soft" role="status">{t("f_loading")}</p>}
        {report && (
          <>
            {report.simulated > 0 && <p class="simulated">{many("f_simulated", report.simulated)}</p>}
            {report.sections.length === 0 && <p class="soft">{t("f_nothing_yet")}</p>}
            {report.sections.map((section) => (
              <section class="follow-section" key={section.id} aria-labelledby={`s-${section.id}`}>
                <h2 id={`s-${section.id}`}>{section.title}{section.level && <span class="soft"> · {t(`f_level_${section.level}`)}</span>}{(section.round ?? 1) > 1 && <span class="soft"> · {t("f_round", { n: section.round! })}</span>}</h2>
                <div class="blocks">{section.blocks.map((block) => <BlockView key={block.id} block={block} simulated={report.simulated > 0} />)}</div>
              </section>
            ))}
          </>
        )}
        </>}
      </main>
    </div>
  );
}
