// Charts: in a notebook as a widget (anywidget), on a page without a kernel as they came with the page.
import { Chart, made } from "./chart";
import { bring } from "./plotly";

if (!customElements.get("samhandling-chart")) customElements.define("samhandling-chart", Chart);

interface Model {
  get(name: "html" | "plotly"): string;
  on(event: "change:html", listener: () => void): void;
  off(event: "change:html", listener: () => void): void;
}

export default {
  render({ model, el }: { model: Model; el: HTMLElement }): () => void {
    bring(model.get("plotly"));
    const chart = made(model.get("html"));
    chart.toggleAttribute("live", true);
    const changed = () => chart.become(made(model.get("html")));
    model.on("change:html", changed);
    el.append(chart);
    return () => {
      model.off("change:html", changed);
      chart.remove();
    };
  },
};
