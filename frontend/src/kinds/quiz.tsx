import type { ChoiceItem, QuizItem } from "../types";
import { Choice } from "./choice";
import type { ControlProps } from "./frame";

/** A question with a right answer, which this page does not have: it comes with the group's picture. */
export function Quiz(props: ControlProps<QuizItem>) {
  return <Choice {...props} item={{ ...props.item, several: false } as unknown as ChoiceItem} />;
}
