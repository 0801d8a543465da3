// The participant's pages: finds where a screen should stand, and puts it there.
import { render } from "preact";
import board from "../../samhandling/words/register_board.yaml";
import words from "../../samhandling/words/worksheet.yaml";
import "./style/base.css";
import "./style/kinds.css";
import "./style/registers.css";
import "./style/worksheet.css";
import { follow, room } from "./live";
import { keep } from "./saving";
import { Exercise } from "./screens/exercise";
import { Join } from "./screens/join";
import { RegisterBoard } from "./screens/registers/board";
import { Worksheet } from "./screens/worksheet";
import { language, learn } from "./words";

learn(words);
learn(board);

let following = false;
/** Follows the room, once for all screens of a page. */
function start(): void {
  if (following) return;
  following = true;
  room.subscribe((now) => {
    if (!now?.me) return;
    language.value = now.me.language;
    document.documentElement.lang = now.me.language;
  });
  keep();
  follow();
}

const SCREENS: Record<string, (place: HTMLElement) => preact.VNode> = {
  join: () => <Join />,
  worksheet: () => (start(), <Worksheet />),
  exercise: (place) => {
    const server = document.body.dataset["host"] === "server";
    if (server) start();
    return <Exercise id={place.dataset["exercise"] ?? ""} server={server} />;
  },
  register: (place) => (start(), <RegisterBoard id={place.dataset["register"] ?? ""} />),
};

/** Puts the screens in their places, each once. */
export function mount(within: ParentNode = document): void {
  for (const place of within.querySelectorAll<HTMLElement>("[data-screen]")) {
    const screen = SCREENS[place.dataset["screen"] ?? ""];
    if (!screen || place.dataset["mounted"]) continue;
    place.dataset["mounted"] = "yes";
    place.textContent = "";
    render(screen(place), place);
  }
}

mount();
// a notebook's cells may come after the page
new MutationObserver(() => mount()).observe(document.body, { childList: true, subtree: true });
