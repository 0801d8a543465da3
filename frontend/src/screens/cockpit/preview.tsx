// The picture before the room sees it, what the projector shows, and what to hide.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../api";
import { CHANNEL, ordinal, Overview, Picture, type Turn } from "../../pictures";
import type { Exercise, ItemResult, Level, Results, Room } from "../../types";
import { t } from "../../words";
import { chosen, showable } from "../projector/exercise";
import { attempt, pending, steer, useResults } from "./state";

const OVERVIEW = "";
/** Whether the picture is unfolded; it stays so from step to step. */
const unfolded = signal(false);

export function Preview({ now, definition }: { now: Room; definition: Exercise }) {
  const open = unfolded.value;
  return (
    <details class="fold preview" open={open} onToggle={(event) => (unfolded.value = event.currentTarget.open)}>
      <summary>{t("f_preview")} <span class="soft small">{t(now.state === "revealed" ? "f_preview_shown" : "f_preview_only_you")}</span></summary>
      {open && <Inside now={now} definition={definition} />}
    </details>
  );
}

function Inside({ now, definition }: { now: Room; definition: Exercise }) {
  const [level, setLevel] = useState<Level>(now.level);
  const [picked, setPicked] = useState<string | null>(null);
  const [split, setSplit] = useState<"actor_type" | "table">("actor_type");
  useEffect(() => setLevel(now.level), [now.level, now.step]);
  useEffect(() => setPicked(null), [now.step, level]);
  const { results, error } = useResults(now.exercise, now.round, level);
  if (!results) return <p class="soft" role="status">{error ?? t("f_loading")}</p>;
  const many = ordinal(results).length > 1;
  const onShow = chosen(results, definition, now.spotlight)?.item ?? OVERVIEW;
  const at = picked ?? onShow;
  const result = results.items.find((item) => item.item === at) ?? (many ? null : (results.items[0] ?? null));
  const isShown = level === now.level && (result?.item ?? OVERVIEW) === onShow;
  const may = !result || showable(result, definition);
  const levels = [...new Set([...results.levels, now.level])];
  return (
    <div class="preview-inside">
      <div class="preview-tools">
        {levels.length > 1 && (
          <label class="pick">{t("f_whose")}
            <select value={level} onChange={(event) => setLevel(event.currentTarget.value as Level)}>{levels.map((one) => <option key={one} value={one}>{t(`f_level_${one}`)}</option>)}</select>
          </label>
        )}
        {(results.items.length > 1 || many) && (
          <label class="pick">{t("f_picture")}
            <select value={result?.item ?? OVERVIEW} onChange={(event) => setPicked(event.currentTarget.value)}>
              {many && <option value={OVERVIEW}>{t("f_overview")}</option>}
              {results.items.map((item) => <option key={item.item} value={item.item}>{item.label}</option>)}
            </select>
          </label>
        )}
        {result && (result.groups.table?.length ?? 0) > 0 && (
          <label class="pick">{t("f_split_by")}
            <select value={split} onChange={(event) => setSplit(event.currentTarget.value as "actor_type" | "table")}><option value="actor_type">{t("f_actor_types")}</option><option value="table">{t("f_tables")}</option></select>
          </label>
        )}
        {may && level === now.level && (isShown
          ? <span class="on-show">{t(now.state === "revealed" ? "f_on_show" : "f_will_show")}</span>
          : <button type="button" class="button quiet cmd" aria-busy={pending.value === "spotlight"} onClick={() => void steer("spotlight", { spotlight: result?.item ?? null })}>{t("f_show_on_projector")}</button>)}
        <Pages />
      </div>
      {!may && <p class="soft">{t("f_private_answers")}</p>}
      {result?.sentence && <p class="sentence">{result.sentence}</p>}
      {!result && results.gate && <p class="sentence">{results.gate.sentence}</p>}
      {result ? <Picture result={result} exercise={definition} size="cockpit" level={results.level} split={split} /> : many ? <Overview results={results} exercise={definition} size="cockpit" /> : <p class="soft">{t("f_nothing_to_show")}</p>}
      {result && may && <Moderation exercise={definition.id} result={result} />}
    </div>
  );
}

export const Debrief = ({ lines }: { lines: string[] }) => (lines.length ? <><h3>{t("f_debrief")}</h3><ul class="debrief">{lines.map((line) => <li key={line}>{line}</li>)}</ul></> : null);

/** Turns the projector's pages, when it is open in this browser and has more than one. */
function Pages() {
  const [told, setTold] = useState<{ page: number; pages: number }>({ page: 0, pages: 1 });
  const channel = useRef<BroadcastChannel | null>(null);
  useEffect(() => {
    const opened = new BroadcastChannel(CHANNEL);
    channel.current = opened;
    opened.onmessage = (event: MessageEvent<Turn>) => "pages" in event.data && setTold(event.data);
    return () => opened.close();
  }, []);
  if (told.pages < 2) return null;
  const turn = (by: 1 | -1) => channel.current?.postMessage({ turn: by } satisfies Turn);
  return (
    <span class="pages" role="group" aria-label={t("f_pages")}>
      <button type="button" class="button quiet cmd" aria-label={t("f_page_back")} onClick={() => turn(-1)}>‹</button>
      <span>{t("f_page_of", { page: told.page + 1, pages: told.pages })}</span>
      <button type="button" class="button quiet cmd" aria-label={t("f_page_on")} onClick={() => turn(1)}>›</button>
    </span>
  );
}

interface Said { id: string; text: string; hidden: boolean }
const said = (result: ItemResult): Said[] => [
  ...result.notes.map((note) => ({ id: note.id, text: note.text, hidden: note.hidden === true })),
  ...result.entries.map((entry) => ({ id: entry.id, text: Object.values(entry.cells).join(" · "), hidden: entry.hidden === true })),
];

/** Hides what should not be on the wall; nothing is deleted, and it can be shown again. */
function Moderation({ exercise, result }: { exercise: string; result: Results["items"][number] }) {
  const [changed, setChanged] = useState<Record<string, boolean>>({});
  const lines = said(result);
  if (!lines.length) return null;
  const hide = async (note: string, hidden: boolean) => {
    const done = await attempt(`note ${note}`, () => post("/api/notes", { exercise, note, hidden }));
    if (done !== null) setChanged((old) => ({ ...old, [note]: hidden }));
  };
  const hiddenCount = lines.filter((line) => changed[line.id] ?? line.hidden).length;
  return (
    <details class="fold moderation">
      <summary>{t("f_moderate")}{hiddenCount > 0 && <span class="soft small"> {t("f_hidden_count", { n: hiddenCount })}</span>}</summary>
      <p class="soft small">{t("f_moderate_help")}</p>
      <ul>
        {lines.map((line) => {
          const hidden = changed[line.id] ?? line.hidden;
          return (
            <li key={line.id} class={hidden ? "hidden-note" : undefined}>
              <span dir="auto">{line.text}{hidden && <small> {t("f_is_hidden")}</small>}</span>
              <button type="button" class="button quiet cmd" aria-busy={pending.value === `note ${line.id}`} aria-label={`${t(hidden ? "f_unhide" : "f_hide")}: ${line.text.slice(0, 60)}`} onClick={() => void hide(line.id, !hidden)}>{t(hidden ? "f_unhide" : "f_hide")}</button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
