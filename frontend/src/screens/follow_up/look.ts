// What is looked at in the follow-up. It stands in the page's address, so that it can be sent, kept, and gone back to.
import { signal } from "@preact/signals";

export type View = "answers" | "compare" | "themes" | "registers" | "files";
const VIEWS: readonly View[] = ["answers", "compare", "themes", "registers", "files"];

export interface Look {
  view: View;
  /** The code of a room; the facilitator's own when empty, and "all" for all of them. */
  room: string;
  exercise: string;
  split: string;
  /** A group by itself, as "actor_type:region". */
  only: string;
  /** The question of the exercise whose words are read. */
  item: string;
}
const PLAIN: Look = { view: "answers", room: "", exercise: "", split: "", only: "", item: "" };

function read(): Look {
  const given = new URLSearchParams(location.search);
  const wanted = given.get("view") ?? location.hash.slice(1);
  const view = VIEWS.find((one) => one === wanted) ?? "answers";
  return { view, room: given.get("room") ?? "", exercise: given.get("exercise") ?? "", split: given.get("split") ?? "", only: given.get("only") ?? "", item: given.get("item") ?? "" };
}

/** The query of a look, without what is plain. */
export function query(look: Look): string {
  const parts = Object.entries(look).filter(([key, value]) => value && value !== PLAIN[key as keyof Look]);
  return new URLSearchParams(parts).toString();
}

export const look = signal<Look>(read());
addEventListener("popstate", () => (look.value = read()));

/** The same look but for some of it. What no longer fits is let go: a group of another room, a question in words. */
export function turned(change: Partial<Look>): Look {
  const next = { ...look.value, ...change };
  if (change.room !== undefined || next.view === "compare") next.only = "";
  if (next.view !== "themes") next.item = "";
  if (look.value.view === "themes" && next.view !== "themes") next.exercise = "";
  return next;
}
/** The address of a look. */
export const address = (next: Look): string => `${location.pathname}${query(next) ? `?${query(next)}` : ""}`;

/** Looks at something else; the way back is the browser's own. */
export function turn(change: Partial<Look>): void {
  const next = turned(change);
  history.pushState(null, "", address(next));
  look.value = next;
}
