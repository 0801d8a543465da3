// What every picture stands in: a spoken text, the number of answers, and the same figures as a table.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren, RefObject } from "preact";
import type { Count, Exercise, Item, ItemResult, Point, Quantiles, Value } from "../types";
import { ticks } from "../kinds/values";
import { number, t } from "../words";

export type Size = "phone" | "projector" | "cockpit";
export interface PictureProps { result: ItemResult; exercise: Exercise; mine?: Value | undefined; size: Size }

export const itemOf = (exercise: Exercise, id: string): Item | undefined => exercise.items.find((item) => item.id === id);

/** The points of an ordinal item, lowest first; from the counts when the definition has changed since. */
export function pointsOf(exercise: Exercise, result: ItemResult): Point[] {
  const item = itemOf(exercise, result.item);
  if (item && "points" in item) return item.points;
  if (item?.kind === "number") return ticks(item);
  return result.counts.filter((c) => typeof c.value === "number").map((c) => ({ value: c.value as number, label: c.label }));
}

export const countAt = (counts: Count[], value: string | number): number => counts.find((c) => c.value === value)?.n ?? 0;

/** Median and middle half in a sentence. */
export function summary(quantiles: Quantiles | null): string {
  if (!quantiles) return "";
  const fill = { median: number(quantiles.median), q25: number(quantiles.q25), q75: number(quantiles.q75) };
  return t(quantiles.q25 === quantiles.q75 ? "pic_median_same" : "pic_median_is", fill);
}

/** What a reader who does not see the picture hears: each answer's count, then the summary. */
export function spoken(result: Pick<ItemResult, "counts" | "unknown" | "quantiles">): string {
  const counts = result.counts.map((c) => t("pic_on_step", { n: c.n, label: c.label }));
  if (result.unknown) counts.push(t("pic_n_unknown", { n: result.unknown }));
  return `${counts.join(", ")}. ${summary(result.quantiles)}`.trim();
}

/** The size of an element in pixels, followed as it changes. */
export function useBox<T extends HTMLElement>(): [RefObject<T | null>, { width: number; height: number; text: number } | null] {
  const ref = useRef<T>(null);
  const [box, setBox] = useState<{ width: number; height: number; text: number } | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (!width || !height) return; // inside something folded up
      const text = parseFloat(getComputedStyle(element).fontSize);
      setBox((old) => (old && old.width === width && old.height === height && old.text === text ? old : { width, height, text }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, box];
}

export interface Figures { caption: string; head: string[]; rows: (string | number)[][] }

/** The figures behind a picture: folded up where there is a hand to open it, for screen readers only on the projector. */
export function DataTable({ tables, size }: { tables: Figures[]; size: Size }) {
  const drawn = tables.map(({ caption, head, rows }) => (
    <div key={caption} {...(size === "projector" ? {} : { class: "picture-scroll", tabIndex: 0, role: "region", "aria-label": caption })}>
    <table class="picture-table">
      <caption class="visually-hidden">{caption}</caption>
      <thead><tr>{head.map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr></thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>{row.map((cell, column) => (column ? <td key={column}>{cell}</td> : <th scope="row" key={column}>{cell}</th>))}</tr>
        ))}
      </tbody>
    </table>
    </div>
  ));
  if (size === "projector") return <div class="visually-hidden">{drawn}</div>;
  return <details class="picture-figures"><summary>{t("pic_as_table")}</summary>{drawn}</details>;
}

/** How many answers the picture stands on; `vet ej` grey and apart. */
export function Counted({ children, unknown }: { children: ComponentChildren; unknown: number }) {
  return (
    <p class="picture-n">
      <span>{children}</span>
      {unknown > 0 && <span class="picture-unknown"><i aria-hidden="true" />{t("pic_n_unknown", { n: unknown })}</span>}
    </p>
  );
}
