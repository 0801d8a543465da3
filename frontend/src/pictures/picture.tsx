// One item's picture: what is drawn depends on its kind, what stands around it never does.
import type { Item, ItemResult, Level } from "../types";
import { measured } from "../kinds/values";
import { many, number, t } from "../words";
import { Agreement } from "./agreement";
import { Bars } from "./bars";
import { Board } from "./board";
import { Distribution } from "./distribution";
import { Counted, DataTable, type Figures, itemOf, type PictureProps, pointsOf } from "./frame";
import { Matrix } from "./matrix";
import { Amounts } from "./number";
import { Places } from "./place";
import { Positions } from "./position";
import { Key, Quiz, verdict } from "./quiz";
import { Order } from "./rank";
import { Stairs } from "./stairs";
import { Groups, splitsOf } from "./track";
import { EntriesWall, NotesWall, RankedNotes, TextsWall } from "./wall";

const onNotes = (result: ItemResult) => result.kind === "votes" && result.notes.length > 0;
const isWall = (result: ItemResult) => result.kind === "text" || result.kind === "notes" || result.kind === "table" || onNotes(result);

const itemIsPrivate = (item: Item | undefined) => Boolean(item && "shared" in item && !item.shared);

function figuresOf(result: ItemResult): Figures {
  const caption = result.label;
  const unknown: Figures["rows"] = result.unknown ? [[t("pic_unknown"), result.unknown]] : [];
  if (result.kind === "matrix") {
    const labels = result.rows[0]?.counts.map((c) => c.label) ?? [];
    return { caption, head: [t("pic_question"), ...labels, t("pic_unknown"), t("pic_median")], rows: result.rows.map((row) => [row.label, ...row.counts.map((c) => c.n), row.unknown, row.quantiles ? number(row.quantiles.median) : "–"]) };
  }
  if (result.kind === "agree" || result.kind === "board") {
    const labels = result.rows.find((row) => row.counts.length)?.counts.map((c) => c.label) ?? [];
    return { caption, head: [t("pic_question"), ...labels], rows: result.rows.map((row) => [row.label, ...(row.counts.length ? row.counts.map((c) => c.n) : labels.map(() => (row.n ? t("pic_too_few") : 0)))]) };
  }
  if (result.kind === "place") return { caption, head: [t("pic_question"), t("pic_place"), t("pic_number")], rows: result.rows.flatMap((row) => row.counts.filter((c) => c.n).map((c) => [row.label, c.label, c.n])) };
  if (result.kind === "rank") {
    const points = new Map(result.counts.map((c) => [c.value, c.n]));
    return { caption, head: [t("pic_answer"), t("pic_points"), t("pic_number"), t("pic_median")], rows: result.rows.map((row) => [row.label, points.get(row.row) ?? 0, row.n && !row.quantiles ? t("pic_too_few") : row.n, row.quantiles ? number(row.quantiles.median) : "–"]) };
  }
  if (result.kind === "position") {
    const [x, y] = result.columns.map((column) => column.label) as [string, string];
    return {
      caption, head: [t("pic_answer"), t("pic_number"), x, y],
      rows: [
        ...result.positions.map((one) => [one.label, one.n && !one.x ? t("pic_too_few") : one.n, one.x ? number(one.x.median) : "–", one.y ? number(one.y.median) : "–"]),
        ...result.notes.filter((note) => !note.hidden).map((note) => [note.text, "", note.x ?? "", note.y ?? ""]),
      ],
    };
  }
  if (onNotes(result)) return { caption, head: [t("pic_text"), t("pic_number")], rows: result.notes.filter((n) => !n.hidden).map((n) => [n.text, n.dots ?? 0]) };
  return { caption, head: [t("pic_answer"), t("pic_number")], rows: [...result.counts.filter((c) => c.value !== "unknown").map((c) => [c.label, c.n]), ...unknown] };
}

function groupFigures(result: ItemResult, split: "actor_type" | "table"): Figures {
  return {
    caption: t("pic_median_half"),
    head: [t("pic_group"), t("pic_number"), t("pic_median"), t("pic_middle_half")],
    rows: (result.groups[split] ?? []).map((g) => (g.suppressed || g.n === null || !g.quantiles
      ? [g.label, t("pic_too_few"), "–", "–"]
      : [g.label, g.n, number(g.quantiles.median), `${number(g.quantiles.q25)}–${number(g.quantiles.q75)}`])),
  };
}

function counted(result: ItemResult, level: Level): string {
  const visible = result.notes.filter((note) => !note.hidden).length;
  if (result.kind === "text") return many("pic_n_texts", visible);
  if (result.kind === "notes") return many("pic_n_notes", visible);
  if (result.kind === "table") return many("pic_n_entries", result.entries.filter((entry) => !entry.hidden).length);
  return many(level === "table" ? "pic_n_tables" : "pic_n_answers", result.n);
}

function ownInWords({ result, exercise, mine }: PictureProps): string | null {
  const item = itemOf(exercise, result.item);
  if (!item || mine === undefined || mine === null || typeof mine === "object") return null;
  if (mine === "unknown") return t("pic_unknown").toLowerCase();
  if (item.kind === "number") return typeof mine === "number" ? measured(item, mine) : null;
  if ("points" in item) return item.points.find((p) => p.value === mine)?.label ?? null;
  return item.kind === "choice" || item.kind === "quiz" ? (item.options.find((o) => o.id === mine)?.label ?? null) : null;
}

interface Shown extends PictureProps { level?: Level; split?: "actor_type" | "table" }

/** The group's picture of one item. `level` is whose answers they are, `split` which groups stand beside. */
export function Picture(props: Shown) {
  const { result, exercise, mine, size, level = result.before ? nextLevel(result.before.level) : "individual" } = props;
  const splits = splitsOf(result);
  const split = props.split && splits.includes(props.split) ? props.split : (splits[0] ?? null);
  const item = itemOf(exercise, result.item);
  const name = `picture picture-${size} picture-${result.kind}`;
  if (itemIsPrivate(item) && size !== "cockpit") return null;
  if (result.suppressed) return <figure class={name}><p class="picture-none">{t(level === "individual" ? "pic_too_few_picture" : "pic_too_few_level")}</p>{item?.kind === "quiz" && <Key result={result} options={item.options} />}</figure>;
  const visible = isWall(result) ? [...result.notes, ...result.entries].some((one) => !one.hidden) : result.n + result.unknown > 0;
  if (!visible) return <figure class={name}><p class="picture-none">{t("pic_no_answers")}</p></figure>;
  const points = pointsOf(exercise, result);
  const own = ownInWords(props);
  const aside = (result.kind === "ladder" || result.kind === "scale" || result.kind === "number") && (split || result.before);
  const tables = [...(!isWall(result) || onNotes(result) ? [figuresOf(result)] : []), ...(split && aside ? [groupFigures(result, split)] : [])];
  return (
    <figure class={name}>
      <div class={aside ? "picture-parts" : "picture-whole"}>
        <Drawn result={result} exercise={exercise} mine={mine} size={size} beside={Boolean(aside)} level={level} />
        {aside && <Groups result={result} points={points} split={split} level={level} />}
      </div>
      <figcaption class="picture-caption">
        <Counted unknown={result.unknown}>{counted(result, level)}</Counted>
        {item?.kind === "choice" && item.several && <p>{t("pic_several")}</p>}
        {own && <p class="picture-own">{verdict(result, mine) ?? t("pic_your_answer", { answer: own })}</p>}
      </figcaption>
      {tables.length > 0 && <DataTable tables={tables} size={size} />}
    </figure>
  );
}

const nextLevel = (level: Level): Level => (level === "individual" ? "table" : "plenary");

function Drawn({ result, exercise, mine, size, beside, level }: PictureProps & { beside: boolean; level: Level }) {
  const points = pointsOf(exercise, result);
  const item = itemOf(exercise, result.item);
  switch (result.kind) {
    case "choice": return <Bars result={result} mine={mine} />;
    case "scale": return <Distribution result={result} points={points} mine={mine} beside={beside} />;
    case "matrix": return <Matrix result={result} points={points} mine={mine} />;
    case "ladder": return <Stairs result={result} points={points} mine={mine} />;
    case "text": return <TextsWall result={result} size={size} />;
    case "notes": return <NotesWall result={result} size={size} />;
    case "votes": return onNotes(result) ? <RankedNotes result={result} size={size} /> : <Bars result={result} mine={mine} ranked />;
    case "agree": return <Agreement result={result} mine={mine} size={size} />;
    case "quiz": return <Quiz result={result} mine={mine} />;
    case "place": return <Places result={result} exercise={exercise} size={size} />;
    case "board": return <Board result={result} exercise={exercise} size={size} joint={level === "plenary" && result.n === 1} />;
    case "number": return item?.kind === "number" ? <Amounts result={result} item={item} mine={mine} /> : null;
    case "rank": return item?.kind === "rank" ? <Order result={result} item={item} mine={mine} size={size} /> : null;
    case "position": return item?.kind === "position" ? <Positions result={result} item={item} mine={mine} size={size} /> : null;
    case "table": return <EntriesWall result={result} exercise={exercise} size={size} />;
  }
}
