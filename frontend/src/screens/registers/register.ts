// A register as the server tells it, and how it is kept up with.
import { useCallback, useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../../api";
import { on, room as live } from "../../live";
import type { Level } from "../../types";
import { language } from "../../words";

export interface Status { id: string; label: string; help: string | null; open: boolean; n: number }
export interface Said { at: number; by: "meeting" | "facilitator"; status: string | null; owner: string | null; due: string | null; note: string | null }
export interface Entry {
  entry: string; title: string; cells: { label: string; text: string }[]; meeting: { id: string; number: number; title: string } | null; written: string;
  level: Level; actor_type: string | null; status: string; owner: string | null; due: string | null; overdue: boolean; simulated: boolean; hidden: boolean; history: Said[];
}
export interface Figures { columns: string[]; rows: (string | number)[][] }
export interface Short { id: string; title: string; entry: string; shown_to_room: boolean; statuses: Status[]; n: number; overdue: number; simulated: number }
export interface Register extends Short { entries: Entry[]; sentences: string[]; table: Figures | null; chain: { sentences: string[]; table: Figures } | null }

export type Problem = "out" | "unreachable";

/** A day as it is written in the screen's language. */
export const day = (when: string | number): string =>
  new Intl.DateTimeFormat(language.value === "sv" ? "sv-SE" : "en-GB", { day: "numeric", month: "short", year: "numeric" }).format(new Date(when));

/** A register, fetched again when something is said of it; `room` is how the room reads it. */
export function useRegister(id: string, room: boolean): { register: Register | null; problem: Problem | null; load: () => Promise<void> } {
  const [state, setState] = useState<{ id: string; register: Register | null; problem: Problem | null }>({ id, register: null, problem: null });
  const load = useCallback(async () => {
    try {
      const register = await get<Register>(`/api/registers/${encodeURIComponent(id)}?lang=${language.value}${room ? "&view=room" : ""}`);
      setState({ id, register, problem: null });
    } catch (error) {
      const problem = error instanceof Refusal && error.status === 401 ? "out" : "unreachable";
      setState((old) => ({ id, register: old.id === id ? old.register : null, problem }));
    }
  }, [id, room, language.value]);
  // what the room has been shown can be read: a move may have shown more
  const moves = JSON.stringify(live.value?.steps ?? null);
  useEffect(() => {
    const soon = setTimeout(() => void load(), Math.random() * 500);
    return () => clearTimeout(soon);
  }, [moves]);
  useEffect(() => {
    void load();
    const stops = [on("registers", (told: { register: string }) => told.register === id && void load()), on("results", () => void load()), on("reconnected", () => void load())];
    return () => stops.forEach((stop) => stop());
  }, [load]);
  return state.id === id ? { ...state, load } : { register: null, problem: null, load };
}
