import { useId } from "preact/hooks";
import type { NumberItem } from "../types";
import { number, t } from "../words";
import { Apart, Group, type ControlProps } from "./frame";
import { Figure } from "./table";
import { measured, numberFault, UNKNOWN } from "./values";

/** A number on a line, slid or written. Nothing is an answer until it has been touched. */
export function NumberLine(props: ControlProps<NumberItem>) {
  const { item, value, change, settle } = props;
  const id = useId();
  const said = typeof value === "number" ? value : null;
  const fault = numberFault(item, value);
  const span = item.high - item.low;
  const middle = item.low + Math.round(span / 2 / item.step) * item.step;
  const at = Math.min(item.high, Math.max(item.low, said ?? middle));
  const read = said === null ? t(value === UNKNOWN ? "unknown" : "no_answer") : measured(item, said);
  /** The place where it stands already is an answer too, when that is what is meant. */
  const keep = (field: HTMLInputElement) => said === null && change(field.valueAsNumber, true);
  return (
    <Group props={props}>
      <p class="amount" aria-hidden="true">{said === null ? "–" : <><b>{number(said, 6)}</b>{item.unit && ` ${item.unit}`}</>}</p>
      <input type="range" class={said === null ? "slide unset" : "slide"} min={item.low} max={item.high} step={item.step} value={at} style={{ "--at": (at - item.low) / span }}
        aria-label={item.label} aria-valuetext={read}
        onInput={(event) => change(event.currentTarget.valueAsNumber, false)} onChange={(event) => change(event.currentTarget.valueAsNumber, true)}
        onClick={(event) => keep(event.currentTarget)} onKeyDown={(event) => (event.key === "Enter" || event.key === " ") && keep(event.currentTarget)} />
      <p class="slide-ends small" aria-hidden="true"><End at={item.low} label={item.low_label} /><End at={item.high} label={item.high_label} /></p>
      <div class="written">
        <label for={id}>{t("number_write")}{item.unit && <span class="soft"> ({item.unit})</span>}</label>
        <Figure id={id} cell={value === UNKNOWN ? undefined : ((value ?? undefined) as number | string | undefined)} described={fault ? `${id}-fault` : undefined} write={(next) => change(next ?? null, false)} settle={settle} />
        {fault && <p id={`${id}-fault`} class="fault" role="status">{fault}</p>}
      </div>
      <Apart name={`${id}-unknown`} unknown={item.unknown} value={value} pick={(next) => change(next, true)} />
    </Group>
  );
}

/** An end of the line, and what it means; a meaning that begins with the number says it already. */
function End({ at, label }: { at: number; label?: string | null | undefined }) {
  const figure = number(at, 6);
  return <span>{!label?.startsWith(figure) && <b>{figure} </b>}{label && <span class="soft">{label}</span>}</span>;
}
