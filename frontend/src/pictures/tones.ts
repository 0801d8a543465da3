// Colours of ordered answers: the staircase's own greens, or a diverging scale for agreement.
import type { Point } from "../types";

export interface Tone { background: string; color: string }

const mix = (from: string, to: string, share: number): string =>
  share <= 0 ? `var(--${from})` : share >= 1 ? `var(--${to})` : `color-mix(in srgb, var(--${to}) ${Math.round(share * 100)}%, var(--${from}))`;

/** Whether a scale has a middle to agree or disagree from: odd, and not counting up from nothing. */
export const diverges = (points: Point[]): boolean => points.length % 2 === 1 && points.length >= 5 && points[0]!.value !== 0;

/** The colour of point `index` out of `count`, and of text on it. */
export function tone(index: number, count: number, diverging = false): Tone {
  const at = count < 2 ? 1 : index / (count - 1);
  if (diverging) {
    const far = Math.abs(at - 0.5) * 2;
    const pole = at < 0.5 ? "low" : "high";
    return { background: mix("mid", pole, far < 1 ? far * 0.8 : 1), color: far < 1 ? "var(--ink)" : "var(--paper)" };
  }
  const step = at * 3;
  const under = Math.min(2, Math.floor(step));
  return { background: mix(`step-${under + 1}`, `step-${under + 2}`, step - under), color: `var(--on-step-${step < 1 ? 1 : step < 2 ? 2 : 4})` };
}
