// The group's pictures, drawn in HTML and SVG: on the projector, in the cockpit and on phones.
import words from "../../../samhandling/words/pictures.yaml";
import { learn } from "../words";
import "../style/pictures.css";

learn(words);

export { Overview, ordinal } from "./overview";
export { CHANNEL, type Turn } from "./paged";
export { Picture } from "./picture";
