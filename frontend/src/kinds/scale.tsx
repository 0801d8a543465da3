import { useId } from "preact/hooks";
import type { ScaleItem } from "../types";
import { Apart, Group, Row, type ControlProps } from "./frame";

/** One point on an ordinal scale, from low to high. */
export function Scale(props: ControlProps<ScaleItem>) {
  const { item, value, change } = props;
  const name = useId();
  const numbered = item.points.every((point) => point.value >= 0);
  return (
    <Group props={props}>
      <div class="rows joined">
        {item.points.map((point) => (
          <Row key={point.value} name={name} checked={value === point.value} pick={() => change(point.value, true)}>
            {numbered && <span class="n">{point.value}</span>}<span><b>{point.label}</b>{point.help && <span class="small help">{point.help}</span>}</span>
          </Row>
        ))}
      </div>
      <Apart name={name} unknown={item.unknown} value={value} pick={(next) => change(next, true)} />
    </Group>
  );
}
