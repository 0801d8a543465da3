// A square plane of two axes: to place things on, and to show where they were placed.
import type { ComponentChildren, RefObject } from "preact";
import type { PositionItem } from "./types";

export interface Spot { x: number; y: number }

/** Where something stands, as a style; `steps` is the length of both axes. */
export const standing = ({ x, y }: Spot, steps: number) => ({ "--x": x / steps, "--y": y / steps });

interface PlaneProps {
  item: Pick<PositionItem, "x" | "y" | "corners">;
  area?: RefObject<HTMLDivElement | null>;
  press?: (event: MouseEvent) => void;
  children: ComponentChildren;
}

export function Plane({ item, area, press, children }: PlaneProps) {
  const { x, y, corners } = item;
  return (
    <div class="plane">
      <p class="plane-y" aria-hidden="true"><span>{y.low}</span><b>{y.label}</b><span>{y.high}</span></p>
      <div class={press ? "plane-field plane-press" : "plane-field"} onClick={press}>
        {corners && (["low_low", "high_low", "low_high", "high_high"] as const).map((corner) => <span key={corner} class={`plane-corner ${corner}`} aria-hidden="true">{corners[corner]}</span>)}
        <div class="plane-area" ref={area}>{children}</div>
      </div>
      <p class="plane-x" aria-hidden="true"><span>{x.low}</span><b>{x.label}</b><span>{x.high}</span></p>
    </div>
  );
}
