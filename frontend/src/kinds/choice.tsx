import { useId } from "preact/hooks";
import type { ChoiceItem } from "../types";
import { many, t } from "../words";
import { Apart, Group, Row, type ControlProps } from "./frame";
import { UNKNOWN } from "./values";

/** One option, or several. */
export function Choice(props: ControlProps<ChoiceItem>) {
  const { item, value, change } = props;
  const name = useId();
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const full = item.at_most != null && chosen.length >= item.at_most;
  const toggle = (id: string) => change(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id], true);
  return (
    <Group props={props}>
      {item.several && item.at_most != null && <p class="soft small" role="status">{full ? t("no_more_choices", { n: item.at_most }) : many("choose_at_most", item.at_most)}</p>}
      <div class="rows">
        {item.options.map((option) => (
          <Row key={option.id} name={name} type={item.several ? "checkbox" : "radio"}
            checked={item.several ? chosen.includes(option.id) : value === option.id}
            disabled={item.several && full && !chosen.includes(option.id)}
            pick={() => (item.several ? toggle(option.id) : change(option.id, true))}>
            <b>{option.label}</b>{option.help && <span class="small help">{option.help}</span>}
          </Row>
        ))}
      </div>
      <Apart name={item.several ? `${name}-none` : name} unknown={item.unknown} value={value === UNKNOWN || !item.several ? value : null} pick={(next) => change(next, true)} />
    </Group>
  );
}
