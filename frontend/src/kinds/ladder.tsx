import { useId } from "preact/hooks";
import type { LadderItem } from "../types";
import { Apart, Group, type ControlProps } from "./frame";

/** The staircase: the highest step stands highest, and one places oneself on it. */
export function Ladder(props: ControlProps<LadderItem>) {
  const { item, value, change } = props;
  const name = useId();
  const last = item.points.length - 1;
  return (
    <Group props={props}>
      <div class="stairs">
        {item.points.map((point, rank) => (
          <label key={point.value} class={`step ${value === point.value ? "on" : ""}`} data-step={1 + Math.round((rank * 3) / Math.max(1, last))} style={{ "--rank": rank / Math.max(3, last) }}>
            <input type="radio" name={name} checked={value === point.value} onChange={() => change(point.value, true)} />
            <span class="n">{point.value}</span>
            <span dir="auto"><b>{point.label}</b>{point.help && <span class="small help">{point.help}</span>}</span>
            <svg class="person" width="26" height="34" viewBox="0 0 26 34" aria-hidden="true"><circle cx="13" cy="7" r="6" fill="currentColor" /><path d="M2 34c0-11 5-17 11-17s11 6 11 17z" fill="currentColor" /></svg>
          </label>
        )).reverse()}
      </div>
      <Apart name={name} unknown={item.unknown} value={value} pick={(next) => change(next, true)} />
    </Group>
  );
}
