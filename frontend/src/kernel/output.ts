// The output widget: what a cell or an interaction prints and shows, drawn as the page draws its outputs.
import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";
import type { KernelMessage } from "@jupyterlab/services";
import { t } from "../words";
import type { Widgets } from "./manager";

interface Shown {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}
const text = (value: unknown): string => (Array.isArray(value) ? value.join("") : String(value ?? ""));

export class OutputModel extends DOMWidgetModel {
  // only declared: a model is initialised before its fields would be
  declare private stop: (() => void) | undefined;
  declare private clearNext: boolean | undefined;

  override defaults() {
    return { ...super.defaults(), _model_name: "OutputModel", _view_name: "OutputView", _model_module: "@jupyter-widgets/output", _view_module: "@jupyter-widgets/output", msg_id: "", outputs: [] };
  }

  override initialize(...[attributes, options]: Parameters<DOMWidgetModel["initialize"]>): void {
    super.initialize(attributes, options);
    this.on("change:msg_id", () => this.listen());
    this.listen();
  }

  /** While the kernel works on the message `msg_id`, what it prints and shows belongs here. */
  private listen(): void {
    this.stop?.();
    this.stop = undefined;
    const id = this.get("msg_id") as string;
    const kernel = (this.widget_manager as unknown as Widgets).kernel;
    if (!id) return;
    const hook = (message: KernelMessage.IIOPubMessage) => this.take(message);
    kernel.registerMessageHook(id, hook);
    this.stop = () => kernel.isDisposed || kernel.removeMessageHook(id, hook);
  }

  private take(message: KernelMessage.IIOPubMessage): boolean {
    const kind = message.header.msg_type;
    if (kind === "clear_output") {
      this.clearNext = (message.content as { wait?: boolean }).wait === true;
      if (!this.clearNext) this.set("outputs", []);
    } else if (["stream", "display_data", "execute_result", "error"].includes(kind)) {
      const before = this.clearNext ? [] : (this.get("outputs") as Shown[]);
      this.clearNext = false;
      this.set("outputs", [...before, { output_type: kind, ...message.content }]);
    } else return true;
    this.save_changes();
    return false;
  }
}

export class OutputView extends DOMWidgetView {
  #drawn = Promise.resolve();

  override render(): void {
    super.render();
    this.el.classList.add("jupyter-widgets", "widget-output", "output");
    this.listenTo(this.model, "change:outputs", () => this.#draw());
    this.#draw();
  }

  #draw(): void {
    this.#drawn = this.#drawn.then(async () => {
      const parts: Node[] = [];
      for (const shown of this.model.get("outputs") as Shown[]) parts.push(...(await this.#part(shown)));
      this.el.replaceChildren(...parts);
    });
  }

  async #part({ output_type, name, text: printed, data }: Shown): Promise<Node[]> {
    const box = document.createElement("div");
    if (output_type === "error") {
      box.className = "failed";
      box.textContent = t("failed");
    } else if (output_type === "stream") {
      if (name === "stderr") return [];
      box.append(Object.assign(document.createElement("pre"), { textContent: text(printed) }));
    } else {
      const view = data?.["application/vnd.jupyter.widget-view+json"] as { model_id: string } | undefined;
      const picture = ["image/png", "image/jpeg"].find((kind) => data?.[kind]);
      if (view && !text(data?.["text/html"]).includes("data-screen=")) await (this.model.widget_manager as unknown as Widgets).show(view.model_id, box);
      else if (data?.["text/html"]) box.innerHTML = text(data["text/html"]);
      else if (data?.["image/svg+xml"]) box.innerHTML = text(data["image/svg+xml"]);
      else if (picture) box.append(Object.assign(new Image(), { src: `data:${picture};base64,${text(data?.[picture])}`, alt: text(data?.["text/plain"]) }));
      else box.append(Object.assign(document.createElement("pre"), { textContent: text(data?.["text/plain"]) }));
    }
    return [box];
  }
}
