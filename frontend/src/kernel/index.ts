// The widgets of a notebook page: connects to the page's kernel, draws them in their places, and
// keeps the connection alive. Loaded only on a page that has such widgets.
import { language, learn, t } from "../words";
import words from "../../../samhandling/words/pages.yaml";
import "./widgets.css";
import { Line } from "./line";
import { Widgets } from "./manager";
import { renew } from "./renew";

learn(words);

const status = document.getElementById("kernel");
const content = document.getElementById("content");

let said: number | undefined;
/** Tells the person how it stands with the controls; says nothing when all is well. */
function say(key: string | null, soon = 0): void {
  clearTimeout(said);
  said = window.setTimeout(() => {
    if (status) status.textContent = key ? t(key) : "";
  }, soon);
}

/** Draws the widgets that a kernel holds where the page has places for them. */
async function draw(line: Line, root: Element): Promise<Widgets> {
  const widgets = new Widgets(line.kernel);
  line.onReturn = () => widgets.catchUp();
  await widgets.load();
  for (const place of root.querySelectorAll<HTMLElement>("[data-widget-view]")) await widgets.show(place.dataset["widgetView"]!, place);
  return widgets;
}

async function run(root: Element, page: string, first: string): Promise<void> {
  let id = first;
  for (let round = 0; ; round++) {
    const line = new Line(id, (state) => say(state === "ok" ? null : "kernel_lost", state === "ok" ? 0 : 1500));
    if (round === 0) say("kernel_connecting", 1000);
    const widgets = draw(line, root).then((drawn) => {
      say(round ? "kernel_renewed" : null);
      if (round) window.setTimeout(() => say(null), 8000);
      return drawn;
    });
    widgets.catch((error: unknown) => console.error("The controls could not be drawn", error));
    await line.ended;
    say("kernel_renewing");
    void widgets.then((drawn) => drawn.leave(), () => undefined);
    const next = await renew(page, root, say);
    if (!next) return;
    id = next;
  }
}

language.value = document.documentElement.lang === "en" ? "en" : "sv";
if (status && content) void run(content, status.dataset["page"]!, status.dataset["kernel"]!);
