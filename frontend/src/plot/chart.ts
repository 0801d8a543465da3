// A chart on a page: its sentence and table stand in the page already, and its picture is drawn when it comes near the view.
import "./chart.css";
import { inLook } from "./look";
import { isHere, plotly, type Plotly } from "./plotly";

/** How far below the view a picture is drawn, so that it is there when one scrolls to it. */
const NEAR = "800px 0px";
/** Milliseconds until what could not be fetched is asked for again. */
const AGAIN = 5000;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** A chart from its markup, not yet on the page. */
export function made(html: string): Chart {
  const template = document.createElement("template");
  template.innerHTML = html;
  return document.importNode(template.content, true).firstElementChild as Chart;
}

export class Chart extends HTMLElement {
  #plotly: Plotly | undefined;
  #width = 0;
  #view: IntersectionObserver | undefined;
  #size: ResizeObserver | undefined;

  readonly #draw = async (): Promise<void> => {
    const place = this.#part(".drawn");
    try {
      const found = await plotly();
      if (!this.isConnected) return;
      this.#plotly = found;
      const { data, layout } = inLook(this.#part("script").textContent, this);
      this.#width = place.clientWidth;
      await found.react(place, data, { ...layout, width: this.#width }, { displayModeBar: false, staticPlot: !this.hasAttribute("live") });
      place.role = "img";
      place.ariaLabel = this.#part(".sentence").textContent;
      this.#part(".lost").hidden = true;
    } catch (error) {
      console.error(error);
      place.style.minHeight = "";
      this.#part(".lost").hidden = false;
      if (!this.#plotly) setTimeout(() => this.isConnected && void this.#draw(), AGAIN);
    }
  };

  connectedCallback(): void {
    const place = this.#part(".drawn");
    // the first thing that it tells is the size at the beginning
    this.#size = new ResizeObserver(() => void (place.clientWidth && place.clientWidth !== this.#width && this.#draw()));
    this.#view = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      this.#view?.disconnect();
      this.#size?.observe(place);
      dark.addEventListener("change", this.#draw);
    }, { rootMargin: NEAR });
    this.#view.observe(this);
    // takes the place of one that is seen: without a blink
    const { top, bottom } = this.getBoundingClientRect();
    if (isHere() && top < innerHeight && bottom > 0) void this.#draw();
  }

  disconnectedCallback(): void {
    this.#view?.disconnect();
    this.#size?.disconnect();
    dark.removeEventListener("change", this.#draw);
    this.#plotly?.purge(this.#part(".drawn"));
    this.#plotly = undefined;
    this.#width = 0;
  }

  /** Becomes another chart: what is open stays open, and the new sentence is read out. */
  become(next: Chart): void {
    for (const part of ["script", ".sentence", ".source", "table"]) {
      const [mine, other] = [this.querySelector(part), next.querySelector(part)];
      if (mine && other && mine.innerHTML !== other.innerHTML) mine.innerHTML = other.innerHTML;
    }
    this.#part(".drawn").style.minHeight = next.querySelector<HTMLElement>(".drawn")!.style.minHeight;
    if (this.#width) void this.#draw();
  }

  #part(selector: string): HTMLElement {
    return this.querySelector<HTMLElement>(selector)!;
  }
}
