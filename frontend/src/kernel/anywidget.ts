// anywidget's model and view: a widget is an ES module with `initialize` and `render`.
import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";
import type { JSONValue } from "@lumino/coreutils";
import { newId } from "../api";

type Cleanup = void | (() => unknown);
interface Definition {
  initialize?: (context: object) => Promise<Cleanup> | Cleanup;
  render?: (context: object) => Promise<Cleanup> | Cleanup;
}

const loaded = new Map<string, Promise<Definition>>();

/** A widget's module: at an address, or its source, which the page's policy lets in as a blob. */
function load(source: string): Promise<Definition> {
  const known = loaded.get(source);
  if (known) return known;
  const is_address = /^(https?:\/\/|\/)\S+$/.test(source.trim());
  const address = is_address ? source.trim() : URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const module = (import(address) as Promise<{ default?: Definition | (() => Promise<Definition>); render?: Definition["render"] }>)
    .then(async ({ default: given, render }) => (typeof given === "function" ? await given() : (given ?? { render })) as Definition)
    .finally(() => {
      if (!is_address) URL.revokeObjectURL(address);
    });
  loaded.set(source, module);
  return module;
}

/** The part of a model that a widget's author may use; what was listened to for `owner` stops with it. */
const proxy = (model: AnyModel, owner: object) => ({
  get: model.get.bind(model),
  set: model.set.bind(model),
  save_changes: model.save_changes.bind(model),
  send: model.send.bind(model),
  on: (name: string, listener: (...args: unknown[]) => void) => void model.on(name, listener, owner),
  off: (name?: string, listener?: (...args: unknown[]) => void) => void model.off(name, listener, owner),
  widget_manager: model.widget_manager,
});

/** Calls a Python method that a widget offers, and waits for its answer. */
function invoker(model: AnyModel) {
  return (name: string, message: unknown, { buffers = [] as DataView[], signal = AbortSignal.timeout(3000) } = {}): Promise<[unknown, DataView[]]> =>
    new Promise((resolve, reject) => {
      const id = newId();
      const stop = () => model.off("msg:custom", listener);
      const listener = (content: { id?: string; kind?: string; response?: unknown }, answers: DataView[]) => {
        if (content.id !== id || content.kind !== "anywidget-command-response") return;
        stop();
        resolve([content.response, answers]);
      };
      signal.addEventListener("abort", () => {
        stop();
        reject(signal.reason);
      });
      model.on("msg:custom", listener);
      model.send({ id, kind: "anywidget-command", name, msg: message as JSONValue }, undefined, buffers);
    });
}

export class AnyModel extends DOMWidgetModel {
  #ready: Promise<Definition> | undefined;

  /** The widget's module, loaded and initialised when it is first drawn. */
  ready(): Promise<Definition> {
    return (this.#ready ??= this.#start());
  }

  async #start(): Promise<Definition> {
    const definition = await load(String(this.get("_esm")));
    await definition.initialize?.({ model: proxy(this, this), signal: new AbortController().signal, experimental: { invoke: invoker(this) } });
    return definition;
  }
}

export class AnyView extends DOMWidgetView {
  readonly #gone = new AbortController();

  override async render(): Promise<void> {
    const model = this.model as AnyModel;
    const style = model.get("_css") as string | undefined;
    if (style) {
      const name = `style-${String(model.get("_anywidget_id")).replace(/\W/g, "-")}`;
      const element = document.getElementById(name) ?? document.head.appendChild(Object.assign(document.createElement("style"), { id: name }));
      if (element.textContent !== style) element.textContent = style;
    }
    const definition = await model.ready();
    const cleanup = await definition.render?.({
      model: proxy(model, this), el: this.el as HTMLElement, signal: this.#gone.signal, experimental: { invoke: invoker(model) },
    });
    this.#gone.signal.addEventListener("abort", () => {
      model.off(undefined, undefined, this);
      if (typeof cleanup === "function") void cleanup();
    });
  }

  override remove(): this {
    this.#gone.abort();
    return super.remove();
  }
}
