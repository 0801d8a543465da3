// Plotly, or the part of it that the charts need: large, so it is fetched when the first chart comes into view.
export interface Plotly {
  react(place: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>;
  purge(place: HTMLElement): void;
  Plots: { resize(place: HTMLElement): Promise<unknown> };
}

/** The address beside this module, with the version of what is there; the build fills it in. */
declare const PLOTLY: string;

const scope = window as { Plotly?: Plotly };
let source = "";
let loading: Promise<Plotly> | undefined;
let here = false;

/** Whether plotly has been fetched already. */
export const isHere = (): boolean => here;

/** Gives plotly's source, where it cannot be fetched from beside this module: in a notebook. */
export function bring(text: string): void {
  source ||= text;
}

/** Plotly; what failed once is tried again at the next call. */
export function plotly(): Promise<Plotly> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Plotly> {
  const blob = source && URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  // a notebook may have a plotly of its own, which must stay
  const other = scope.Plotly;
  try {
    await run(blob || new URL(PLOTLY, import.meta.url).href);
    here = true;
    return scope.Plotly!;
  } finally {
    scope.Plotly = other;
    if (blob) URL.revokeObjectURL(blob);
  }
}

/** Runs a script; unlike a module, one that was lost on its way can be asked for again. */
function run(src: string): Promise<unknown> {
  const script = Object.assign(document.createElement("script"), { src });
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error("plotly could not be fetched"));
    document.head.append(script);
  }).finally(() => script.remove());
}
