// What was answered, question by question, or compared across groups and meetings; and the choice of what to see.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { get } from "../../api";
import { language, many, t } from "../../words";
import { explain } from "../cockpit/state";
import { BlockView, type Block } from "./block";
import { address, look, query, turn, turned, type Look } from "./look";

interface Named { id: string; title: string }
interface Section { id: string; title: string; lead: string; exercise: string | null; level: string | null; round: number | null; blocks: Block[] }
interface Report {
  room: string | null; rooms: Named[]; exercise: string | null; exercises: Named[];
  split: string; splits: { id: string; label: string }[];
  only: { split: string; id: string } | null; groups: { split: string; id: string; label: string }[];
  joined: number; simulated: number; sections: Section[];
}

function Choice({ label, value, change, children }: { label: string; value: string; change: (value: string) => void; children: preact.ComponentChildren }) {
  const id = useId();
  return <p class="field"><label for={id}>{label}</label><select id={id} value={value} onChange={(event) => change(event.currentTarget.value)}>{children}</select></p>;
}

/** Which meeting, exercise, split and group; each changes the address. */
function Choices({ report, now }: { report: Report; now: Look }) {
  const asked = now.view === "answers";
  // where nobody has come yet
  const unheard = report.room !== null && !report.rooms.some((one) => one.id === report.room);
  return (
    <div class="looking">
      {(report.rooms.length > (unheard ? 0 : 1) || report.room === null) && (
        <Choice label={t("f_look_room")} value={report.room ?? "all"} change={(room) => turn({ room })}>
          {unheard && <option value={report.room!}>{t("f_report_meeting")}</option>}
          {report.rooms.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
          <option value="all">{t("f_look_all_rooms")}</option>
        </Choice>
      )}
      {report.exercises.length > 0 && (
        <Choice label={t("f_look_exercise")} value={report.exercise ?? ""} change={(exercise) => turn({ exercise })}>
          <option value="">{t("f_look_all_exercises")}</option>
          {report.exercises.map((one) => <option key={one.id} value={one.id}>{one.id} {one.title}</option>)}
        </Choice>
      )}
      {asked && report.groups.length > 0 && (
        <Choice label={t("f_look_only")} value={report.only ? `${report.only.split}:${report.only.id}` : ""} change={(only) => turn({ only })}>
          <option value="">{t("f_look_everyone")}</option>
          {report.splits.map((split) => {
            const groups = report.groups.filter((one) => one.split === split.id);
            return groups.length > 0 && <optgroup key={split.id} label={split.label}>{groups.map((one) => <option key={one.id} value={`${one.split}:${one.id}`}>{one.label}</option>)}</optgroup>;
          })}
        </Choice>
      )}
      {asked && !report.only && (
        <fieldset class="choose"><legend>{t("f_split_by")}</legend>
          <div class="segments">{report.splits.map((one) => (
            <label key={one.id} class={one.id === report.split ? "on" : undefined}><input type="radio" name="split" checked={one.id === report.split} onChange={() => turn({ split: one.id })} />{one.label}</label>
          ))}</div>
        </fieldset>
      )}
    </div>
  );
}

/** In words what is seen, for the paper and for those who listen. */
function seen(report: Report, now: Look): string {
  const named = (some: Named[], id: string | null) => some.find((one) => one.id === id)?.title;
  const group = report.only && report.groups.find((one) => one.split === report.only!.split && one.id === report.only!.id)?.label;
  const pictures = report.sections.reduce((n, section) => n + section.blocks.length, 0);
  const parts = [
    report.room === null ? t("f_look_all_rooms") : named(report.rooms, report.room),
    named(report.exercises, report.exercise), group,
    now.view === "answers" && !group ? t("f_seen_split", { split: report.splits.find((one) => one.id === report.split)!.label.toLowerCase() }) : null,
    many("f_seen_pictures", pictures),
  ];
  return parts.filter(Boolean).join(" · ");
}

function SectionView({ section, report }: { section: Section; report: Report }) {
  const alone = section.exercise && section.exercise !== report.exercise;
  return (
    <section class="follow-section" aria-labelledby={`s-${section.id}`}>
      <h2 id={`s-${section.id}`}>{section.title}</h2>
      {section.lead && <p class="soft">{section.lead}</p>}
      {alone && (
        <p class="small"><a href={address(turned({ exercise: section.exercise! }))} onClick={(event) => { event.preventDefault(); turn({ exercise: section.exercise! }); scrollTo(0, 0); }}>{t("f_look_this")}<span class="visually-hidden">: {section.title}</span></a></p>
      )}
      <div class="blocks">{section.blocks.map((block) => <BlockView key={block.id} block={block} simulated={report.simulated > 0} />)}</div>
    </section>
  );
}

export function Answers({ lost }: { lost: (error: unknown) => void }) {
  const now = look.value;
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(true);
  const latest = useRef("");
  const asked = `/api/follow-up?${[query(now), `lang=${language.value}`].filter(Boolean).join("&")}`;
  const load = async () => {
    latest.current = asked;
    setBusy(true);
    setProblem(null);
    try {
      // a large room split by table takes its time the first time
      const found = await get<Report>(asked, AbortSignal.timeout(180_000));
      if (latest.current === asked) setReport(found);
    } catch (error) {
      if (latest.current !== asked) return;
      lost(error);
      setProblem(explain(error));
    }
    if (latest.current === asked) setBusy(false);
  };
  useEffect(() => void load(), [asked]);
  const empty = report && !report.sections.some((section) => section.blocks.length);
  return (
    <>
      {report && <Choices report={report} now={now} />}
      {problem && (
        <p class="alert" role="alert">{problem}{" "}
          <button type="button" class="button quiet cmd" onClick={() => void load()}>{t("f_again")}</button>{" "}
          {query(now) && <button type="button" class="button quiet cmd" onClick={() => turn({ room: "", exercise: "", split: "", only: "" })}>{t("f_look_reset")}</button>}
        </p>
      )}
      <p class="seen soft" role="status">{busy ? t(report ? "f_counting" : "f_loading") : report && !problem ? seen(report, now) : ""}</p>
      {report && !problem && (
        <div aria-busy={busy}>
          {report.simulated > 0 && <p class="simulated">{many("f_simulated", report.simulated)}</p>}
          {now.view === "answers" && report.room === null && report.exercise === null && <p>{t("f_look_over_time")}</p>}
          {report.only && <p class="soft">{t("f_look_only_help")}</p>}
          {empty && <p class="soft">{t(now.view === "compare" ? "f_compare_nothing" : "f_nothing_yet")}</p>}
          {report.sections.map((section) => <SectionView key={section.id} section={section} report={report} />)}
        </div>
      )}
    </>
  );
}
