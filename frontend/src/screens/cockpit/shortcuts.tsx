// One-letter shortcuts. They can be switched off, since speech input may type letters by mistake (WCAG 2.1.4).
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { room } from "../../live";
import { t } from "../../words";
import { keepHere, keptHere } from "./kept";
import { steer } from "./state";
import { neighbour, setState } from "./steering";
import { addMinute } from "./timer";

const KEPT = "samhandling.keys";
export const keysOn = signal(keptHere(KEPT) !== "off");
export function setKeysOn(on: boolean): void {
  keysOn.value = on;
  keepHere(KEPT, on ? "on" : "off");
}

const KEYS: [key: string, words: string, act: () => void][] = [
  ["n", "f_key_next", () => step(1)],
  ["p", "f_key_previous", () => step(-1)],
  ["o", "f_key_open", () => setState("open")],
  ["c", "f_key_close", () => setState("closed")],
  ["v", "f_key_reveal", () => setState("revealed")],
  ["m", "f_key_minute", addMinute],
];

function step(by: 1 | -1): void {
  const now = room.value;
  const next = neighbour(by);
  // leaving an open exercise asks first, which a letter cannot
  if (!now || now.ended || !next || (now.exercise && now.state === "open")) return;
  void steer(`step ${next}`, { step: next });
}

export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysOn.value || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
      KEYS.find(([key]) => key === event.key.toLowerCase())?.[2]();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

export const ShortcutList = () => (
  <dl class="keys">{KEYS.map(([key, words]) => <div key={key}><dt><kbd>{key.toUpperCase()}</kbd></dt><dd>{t(words)}</dd></div>)}</dl>
);
