// What the server sends: the same shapes as its OpenAPI document (/api/openapi.json).
export type State = "waiting" | "open" | "closed" | "revealed";
export type Level = "individual" | "table" | "plenary";
export type Language = "sv" | "en";
/** An answer as it is stored; its shape depends on the item's kind. `null` takes an answer back. */
export type Value = null | string | number | string[] | Record<string, number | string> | Record<string, string[]> | Record<string, Status> | Card[];
export interface Card { id: string; text?: string; category?: string; [column: string]: string | number | undefined }

/** Where a card of a board stands, and perhaps why. */
export interface Status { status: string; note?: string }

/** Something on a plane: a thing of the question's, or one's own with a text. */
export interface Placed { id: string; text?: string; x?: number; y?: number }

export interface Option { id: string; label: string; help?: string | null }
export interface Point { value: number; label: string; help?: string | null }
export interface Column {
  id: string; label: string; help?: string | null; type: "text" | "number" | "date" | "choice"; options: Option[];
  required: boolean; at_most: number; low?: number | null; high?: number | null; unit?: string | null;
}
interface Base { id: string; label: string; help?: string | null; required: boolean; section?: string | null; beside?: string | null }
export interface ChoiceItem extends Base { kind: "choice"; options: Option[]; several: boolean; at_most?: number | null; unknown: boolean }
export interface ScaleItem extends Base { kind: "scale"; points: Point[]; unknown: boolean }
export interface MatrixItem extends Base { kind: "matrix"; rows: Option[]; points: Point[]; unknown: boolean }
export interface LadderItem extends Base { kind: "ladder"; points: Point[]; unknown: boolean }
export interface TextItem extends Base { kind: "text"; at_most: number; lines: number; shared: boolean }
export interface NotesItem extends Base { kind: "notes"; categories: Option[]; at_most: number; length: number; shared: boolean }
export interface VotesItem extends Base { kind: "votes"; options: Option[]; on: string[]; dots: number; each: number }
export interface TableItem extends Base { kind: "table"; columns: Column[]; at_most: number; row?: string | null; shared: boolean }
export interface AgreeItem extends Base { kind: "agree"; statements: Option[] }
/** The right answer is not here: it comes with the results. */
export interface QuizItem extends Base { kind: "quiz"; options: Option[]; unknown: boolean }
export interface PlaceItem extends Base { kind: "place"; things: Option[]; each: number; county: string | null; municipalities: { code: string; name: string }[] }
export interface BoardItem extends Base { kind: "board"; cards: Option[]; statuses: Option[]; note: number }
export interface NumberItem extends Base { kind: "number"; low: number; high: number; step: number; unit: string | null; low_label: string | null; high_label: string | null; unknown: boolean }
export interface RankItem extends Base { kind: "rank"; options: Option[]; top: number | null }
export interface Axis { label: string; low: string; high: string }
export interface PositionItem extends Base {
  kind: "position"; x: Axis; y: Axis; corners: Record<"low_low" | "high_low" | "low_high" | "high_high", string> | null;
  steps: number; things: Option[]; own: number; length: number; shared: boolean;
}
export type Item = ChoiceItem | ScaleItem | MatrixItem | LadderItem | TextItem | NotesItem | VotesItem | TableItem | AgreeItem | QuizItem | PlaceItem | BoardItem | NumberItem | RankItem | PositionItem;
export type Kind = Item["kind"];

export interface Phase { level: Level; minutes: number; title: string; instruction: string; items: string[]; script?: string; private?: string | null }
export interface Exercise {
  id: string; version: number; title: string; aim: string; mode: string; minutes: number;
  sections: { id: string; title: string; help?: string | null }[];
  phases: Phase[]; items: Item[]; debrief?: string[];
}

export interface Timer { ends_at: number | null; left: number | null; running: boolean; /** its whole length in s, where told */ total?: number }
export interface Me {
  participant: string; resume: string; language: Language; table: number | null;
  actor_type: Option | null; municipality: { code: string; name: string } | null; simulated: boolean;
}
/** `GET /api/room` and the event `room`; the event has no `me`. Times are ms since 1970, lengths s. */
export interface Room {
  server: string; version: number; now: number; code: string; /** where phones join */ join: string; ended: boolean; simulated: number; joined: number;
  meeting: { id: string; number: number; title: string }; series: { title: string; organiser: string };
  step: string | null; index: number | null; count: number; title: string | null; minutes: number | null; text: string | null;
  exercise: string | null; round: number; phase: number; phases: number; level: Level; state: State; run: number;
  timer: Timer | null; spotlight: string | null;
  /** Every step of the agenda that has been touched. */
  steps: Record<string, { state: State; phase: number; run: number }>;
  me?: Me;
}
export interface AgendaStep {
  step: string; title: string; minutes: number; exercise?: string | null; round?: number;
  /** Facilitators only: */
  script?: string | null; private?: string | null; started_at?: number | null; planned_at?: number | null; state?: State;
}
export interface Agenda { steps: AgendaStep[]; /** Exercises that no step plans; facilitators only. */ extra?: AgendaStep[]; started_at?: number | null; behind?: number | null }

export interface SavedAnswer { id: string; exercise: string; item: string; value: Value; round: number; level: Level; run: number }
export interface Rejected { id: string; reason: string; message: string }
export interface SaveResult { saved: string[]; rejected: Rejected[]; late: string[] }

export interface Quantiles { q25: number; median: number; q75: number }
export interface Count { value: string | number; label: string; n: number }
export interface Group { id: string; label: string; n: number | null; suppressed: boolean; quantiles: Quantiles | null }
export interface GroupNote { id: string; text: string; category?: string | null; dots?: number | null; x?: number; y?: number; hidden?: boolean }
export interface Entry { id: string; cells: Record<string, string | number>; hidden?: boolean }
export interface ItemResult {
  item: string; kind: Kind; label: string; section: string | null; n: number; unknown: number; suppressed: boolean;
  counts: Count[]; quantiles: Quantiles | null;
  /** matrix: one summary a row */
  rows: { row: string; label: string; n: number; unknown: number; counts: Count[]; quantiles: Quantiles | null }[];
  /** text (shared), notes, and votes on notes */
  notes: GroupNote[]; categories: Option[];
  /** position: where each thing lies, along both axes; none where too few placed it */
  positions: { row: string; label: string; n: number; x: Quantiles | null; y: Quantiles | null }[];
  /** table */
  columns: { id: string; label: string; type: string }[]; entries: Entry[];
  groups: { actor_type?: Group[]; table?: Group[] };
  /** the same item one level earlier, e.g. alone before the table agreed */
  before: { level: Level; n: number; quantiles: Quantiles | null } | null;
  /** quiz: the right option and the reason, once everyone has answered */
  right: string | null; why: string | null;
  /** what the picture says, in a sentence or two */
  sentence: string;
}
export interface GateRow { section: string | null; title: string; median: number | null; spread: number | null; n: number; stay: boolean }
export interface Results {
  exercise: string; title: string; round: number; run: number; level: Level; levels: Level[]; state: State;
  n: number; joined: number; simulated: number; late: number; items: ItemResult[]; gate: { rows: GateRow[]; sentence: string } | null;
}

export interface Person { participant: string; state: "done" | "writing" | "gone"; actor_type: string | null; municipality: string | null; simulated: boolean; joined_at: number }
/** `GET /api/progress` and the event `progress`; facilitators only. */
export interface Progress {
  joined: number; here: number; done: number; writing: number; late: number; simulated: number; devices: number;
  items: { item: string; label: string; n: number; of: number }[];
  tables: { table: number | null; people: Person[] }[];
  actor_types: { id: string | null; label: string; n: number }[];
  /** whether answers can be stored now; the message says what is wrong and what to do */
  storage: { ok: boolean; message: string | null };
}
/** `/api/pool` and the event `pool`; facilitators only. Pages with live widgets can have kernels for `most` participants. */
export interface Mix { pairs: number; same_kind: number; same_place: number; met: number }
export interface Seating { joined: number; seated: number; tables: number; suggested: number; mix: Mix; by_chance: Mix | null; met_before: boolean }
export interface Pool { ready: number; wanted: number; kernels: number; /** `forked`, or why kernels start more slowly */ start: string; most: number | null }
export interface Problem { error: string; message: string; details?: Record<string, unknown> }
