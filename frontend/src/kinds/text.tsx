import type { TextItem } from "../types";
import { Single, Words, type ControlProps } from "./frame";

/** Words of one's own. */
export function Text(props: ControlProps<TextItem>) {
  const { item, value, change, settle } = props;
  return (
    <Single props={props}>
      {(input) => (
        <Words id={input.id} describedby={input["aria-describedby"]} text={typeof value === "string" ? value : ""} lines={item.lines} most={item.at_most}
          write={(text, settled) => change(text || null, settled)} settle={settle} />
      )}
    </Single>
  );
}
