// The widget manager: models and views of ipywidgets and anywidget, and nothing else.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import type { Kernel } from "@jupyterlab/services";
import type { JSONObject } from "@lumino/coreutils";
import { Widget } from "@lumino/widgets";
import { t } from "../words";
import * as anywidget from "./anywidget";
import * as output from "./output";

type Module = Record<string, unknown>;
const MODULES: Record<string, Module> = {
  "@jupyter-widgets/base": base as unknown as Module,
  "@jupyter-widgets/controls": controls as unknown as Module,
  "@jupyter-widgets/output": output as unknown as Module,
  anywidget: anywidget as unknown as Module,
};

/** What a model keeps about messages on their way; ipywidgets has no public way to put it right. */
interface Sending {
  _pending_msgs: number;
  _msg_buffer: JSONObject | null;
  _msg_buffer_callbacks: unknown;
  _expectedEchoMsgIds: Map<string, string>;
  rememberLastUpdateFor(id: string): void;
}

export class Widgets extends ManagerBase {
  readonly #models = new Set<Promise<base.WidgetModel>>();

  constructor(readonly kernel: Kernel.IKernelConnection) {
    super();
    kernel.registerCommTarget(this.comm_target_name, async (comm, message) => {
      await this.handle_comm_open(new base.shims.services.Comm(comm), message);
    });
  }

  /** Fetches the state of every widget in the kernel. */
  load(): Promise<void> {
    return this._loadFromKernel();
  }

  override register_model(id: string, model: Promise<base.WidgetModel>): void {
    super.register_model(id, model);
    this.#models.add(model);
  }

  /** Draws a widget in its place on the page. */
  async show(id: string, place: HTMLElement): Promise<void> {
    try {
      const model = await this.get_model(id);
      const view = await this.create_view<base.DOMWidgetView>(model as base.DOMWidgetModel);
      await drawn(view);
      place.replaceChildren();
      Widget.attach(view.luminoWidget, place);
      nameControls(place);
      new MutationObserver(() => nameControls(place)).observe(place, { childList: true, subtree: true });
    } catch (error) {
      console.error(error);
      place.textContent = t("widget_failed");
    }
    place.inert = false;
  }

  /**
   * After a silence: a message that was lost leaves its widget waiting for ever for an answer. Sends what
   * was changed meanwhile, and what never was confirmed, once more.
   */
  async catchUp(): Promise<void> {
    for (const promise of this.#models) {
      const model = await promise.catch(() => null);
      if (!model?.comm_live) continue;
      const sending = model as unknown as Sending;
      const lost = [...sending._expectedEchoMsgIds.keys()].map((key) => [key, model.get(key) as unknown] as const);
      const state = { ...model.serialize(Object.fromEntries(lost) as JSONObject), ...sending._msg_buffer };
      sending._pending_msgs = 0;
      sending._msg_buffer = null;
      sending._msg_buffer_callbacks = null;
      if (!Object.keys(state).length) continue;
      const id = model.send_sync_message(state as JSONObject, model.callbacks());
      for (const key of Object.keys(state)) sending._expectedEchoMsgIds.set(key, id);
    }
  }

  /** Stops the widgets of a kernel that is gone. */
  leave(): void {
    this.disconnect();
  }

  protected async loadClass(name: string, module: string, version: string): Promise<typeof base.WidgetModel | typeof base.WidgetView> {
    const found = MODULES[module]?.[name];
    if (!found) throw new Error(`no ${name} in ${module} ${version}`);
    return found as typeof base.WidgetModel | typeof base.WidgetView;
  }

  protected async _create_comm(
    target: string, id?: string, data?: JSONObject, metadata?: JSONObject, buffers?: ArrayBuffer[] | ArrayBufferView[],
  ): Promise<base.IClassicComm> {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) comm.open(data, metadata, buffers);
    return new base.shims.services.Comm(comm);
  }

  protected async _get_comm_info(): Promise<object> {
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return reply.content.status === "ok" ? reply.content.comms : {};
  }
}

/** When all that a box holds has been drawn too: until then nobody misses what stands in its place. */
async function drawn(view: base.WidgetView & { children_views?: { views: Promise<base.WidgetView>[] } }): Promise<void> {
  for (const inside of view.children_views?.views ?? []) await drawn(await inside);
}

/** Gives sliders the names that ipywidgets leaves out, so that a screen reader can tell one from another. */
function nameControls(root: HTMLElement): void {
  for (const box of root.querySelectorAll<HTMLElement>(".widget-slider")) {
    const name = box.querySelector(".widget-label")?.textContent?.trim() || t("value_of", { name: "" }).replace(/[\s:]+$/, "");
    for (const handle of box.querySelectorAll(".noUi-handle")) if (handle.getAttribute("aria-label") !== name) handle.setAttribute("aria-label", name);
    const value = box.querySelector(".widget-readout[contenteditable]");
    if (value && !value.hasAttribute("role")) {
      value.setAttribute("role", "textbox");
      value.setAttribute("aria-label", t("value_of", { name }));
    }
  }
}
