// The words of the screens. Each screen registers its own, so that phones load no facilitator's words.
import { signal } from "@preact/signals";
import type { Language } from "./types";

export type Words = Record<string, { sv: string; en: string }>;
const known: Words = {};

/** The language of the screen. */
export const language = signal<Language>(document.documentElement.lang === "en" ? "en" : "sv");

export function learn(words: Words): void {
  Object.assign(known, words);
}

/** The text for a key in the screen's language, with `{name}` filled in. */
export function t(key: string, fill: Record<string, string | number> = {}): string {
  const text = known[key];
  if (!text) throw new Error(`no words for "${key}"`);
  return text[language.value].replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

/** Plural: looks up `key_one` for 1 and `key_many` otherwise, with `{n}` filled in. */
export const many = (key: string, n: number, fill: Record<string, string | number> = {}): string =>
  t(n === 1 ? `${key}_one` : `${key}_many`, { n, ...fill });

/** A number as it is written in the screen's language. */
export const number = (value: number, digits = 1): string =>
  new Intl.NumberFormat(language.value === "sv" ? "sv-SE" : "en-GB", { maximumFractionDigits: digits }).format(value);

/** Seconds as m:ss. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
