import { useId } from "preact/hooks";
import type { MatrixItem } from "../types";
import { t } from "../words";
import { Clear, ends, Group, type ControlProps } from "./frame";
import { cells, readPoint, UNKNOWN } from "./values";

/** Several rows rated on one scale: one small question a row. */
export function Matrix(props: ControlProps<MatrixItem>) {
  const { item, value, change } = props;
  const name = useId();
  const rated = cells(value);
  const [low, high] = ends(item.points);
  const numbered = item.points.every((point) => point.value >= 0);
  const pick = (row: string, point: number | string) => change({ ...rated, [row]: point }, true);
  const clear = (row: string) => {
    const { [row]: _, ...rest } = rated;
    change(Object.keys(rest).length ? rest : null, true);
  };
  return (
    <Group props={props}>
      {numbered && low && high && <p class="soft small key">{t("scale_ends", { low: low.value, lowest: low.label, high: high.value, highest: high.label })}</p>}
      {item.rows.map((row) => (
        <fieldset class="rated" key={row.id}>
          <legend tabIndex={-1} dir="auto">{row.label}{row.help && <span class="soft small help">{row.help}</span>}</legend>
          <div class="points">
            {item.points.map((point) => (
              <label key={point.value} class={rated[row.id] === point.value ? "on" : ""}>
                <input type="radio" name={`${name}-${row.id}`} checked={rated[row.id] === point.value} onChange={() => pick(row.id, point.value)} />
                <span aria-hidden={numbered || undefined}>{numbered ? point.value : point.label}</span>
                {numbered && <span class="visually-hidden">{`${point.value} ${point.label}`}</span>}
              </label>
            ))}
            {item.unknown && (
              <label class={`unknown ${rated[row.id] === UNKNOWN ? "on" : ""}`}>
                <input type="radio" name={`${name}-${row.id}`} checked={rated[row.id] === UNKNOWN} onChange={() => pick(row.id, UNKNOWN)} />
                <span>{t("unknown")}</span>
              </label>
            )}
          </div>
          <p class="chosen small">{rated[row.id] !== undefined && <><b>{readPoint(item.points, rated[row.id])}</b> <Clear clear={() => clear(row.id)} /></>}</p>
        </fieldset>
      ))}
    </Group>
  );
}
