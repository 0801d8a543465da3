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

/** Settles when the page is looked at. */
const seen = (): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    look();
  });

/** What moves a control of a kernel that nobody listens to would be lost: until it is drawn anew it does not move. */
function rest(root: Element, resting: boolean): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-widget-view]")) place.inert = resting;
}

async function run(root: Element, page: string, first: string): Promise<void> {
  let id = first;
  let renewed = false;
  say("kernel_connecting", 1000);
  for (;;) {
    const line = new Line(id, (state) => say(state === "ok" ? null : "kernel_lost", state === "ok" ? 0 : 1500));
    const told = renewed;
    const widgets = draw(line, root).then((drawn) => {
      say(told ? "kernel_renewed" : null);
      if (told) window.setTimeout(() => say(null), 8000);
      return drawn;
    });
    widgets.catch((error: unknown) => console.error("The controls could not be drawn", error));
    const why = await line.ended;
    void widgets.then((drawn) => drawn.leave(), () => undefined);
    rest(root, true);
    renewed = why === "gone";
    if (!renewed) {
      // the kernel is kept for a while, and picked up where it was
      await seen();
      continue;
    }
    say("kernel_renewing");
    const next = await renew(page, root, say);
    if (!next) return rest(root, false);
    id = next;
  }
}

language.value = document.documentElement.lang === "en" ? "en" : "sv";
if (status && content) void run(content, status.dataset["page"]!, status.dataset["kernel"]!);
