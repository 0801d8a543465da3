// Each kind's control in the browser.
import type { ComponentType } from "preact";
import type { Kind } from "../types";
import { Agree } from "./agree";
import { Board } from "./board";
import { Choice } from "./choice";
import type { ControlProps } from "./frame";
import { Ladder } from "./ladder";
import { Matrix } from "./matrix";
import { Notes } from "./notes";
import { NumberLine } from "./number";
import { Place } from "./place";
import { Position } from "./position";
import { Quiz } from "./quiz";
import { Rank } from "./rank";
import { Scale } from "./scale";
import { Table } from "./table";
import { Text } from "./text";
import { Votes } from "./votes";

export const CONTROLS = {
  choice: Choice, scale: Scale, matrix: Matrix, ladder: Ladder, text: Text, notes: Notes, votes: Votes, table: Table,
  agree: Agree, quiz: Quiz, place: Place, board: Board, number: NumberLine, rank: Rank, position: Position,
} as unknown as Record<Kind, ComponentType<ControlProps>>;
