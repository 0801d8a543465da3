// Each kind's control in the browser.
import type { ComponentType } from "preact";
import type { Kind } from "../types";
import { Choice } from "./choice";
import type { ControlProps } from "./frame";
import { Ladder } from "./ladder";
import { Matrix } from "./matrix";
import { Notes } from "./notes";
import { Scale } from "./scale";
import { Table } from "./table";
import { Text } from "./text";
import { Votes } from "./votes";

export const CONTROLS = {
  choice: Choice, scale: Scale, matrix: Matrix, ladder: Ladder, text: Text, notes: Notes, votes: Votes, table: Table,
} as unknown as Record<Kind, ComponentType<ControlProps>>;
