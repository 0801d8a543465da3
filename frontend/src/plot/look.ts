// A figure in the page's own colours and type, light or dark.
export interface Figure {
  data: unknown[];
  layout: Record<string, unknown>;
}

const merged = (part: unknown, more: object): object => ({ ...(part as object | undefined), ...more });

/** A figure as it was sent, with its tokens (`var(--warm)`) looked up, and with the paper, ink and lines that surround `element`. */
export function inLook(figure: string, element: Element): Figure {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const { data, layout } = JSON.parse(figure.replace(/var\((--[\w-]+)\)/g, (_, name: string) => token(name))) as Figure;
  const ink = { family: token("--font"), color: token("--ink") };
  const lines = { gridcolor: token("--line"), linecolor: token("--line-strong"), zerolinecolor: token("--line") };
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  return {
    data,
    layout: {
      ...layout,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: merged(layout["font"], ink),
      hoverlabel: { bgcolor: token("--surface"), bordercolor: token("--line-strong"), font: ink },
      ...Object.fromEntries(axes.map((key) => [key, merged(layout[key], lines)])),
    },
  };
}
