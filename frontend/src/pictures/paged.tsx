// A wall larger than the projector is shown page by page: by the arrow keys, from the cockpit, or by itself until then.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { t } from "../words";

const SECONDS = 15;
/** How the cockpit turns the projector's pages, when both are open in one browser. */
export const CHANNEL = "samhandling-projector";
export type Turn = { turn: 1 | -1 } | { page: number; pages: number };

/** Rows below each other; more than the projector holds are shown page by page. */
export function Rows({ size, name, children }: { size: "phone" | "projector" | "cockpit"; name: string; children: ComponentChildren }) {
  return size === "projector" ? <Paged columns={1} name={name}>{children}</Paged> : <div class={name}>{children}</div>;
}

export function Paged({ children, columns, name }: { children: ComponentChildren; columns: number; name: string }) {
  const ref = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState(1);
  const [page, setPage] = useState(0);
  const [led, setLed] = useState(false);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const gap = parseFloat(getComputedStyle(element).columnGap) || 0;
      setPages(Math.max(1, Math.round((element.scrollWidth + gap) / (element.clientWidth + gap))));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  });

  useEffect(() => setPage((old) => Math.min(old, pages - 1)), [pages]);
  useEffect(() => {
    const turn = (by: number) => {
      setLed(true);
      setPage((old) => (old + by + pages) % pages);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
      if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
    };
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = (event: MessageEvent<Turn>) => "turn" in event.data && turn(event.data.turn);
    channel.postMessage({ page, pages });
    addEventListener("keydown", onKey);
    const timer = pages > 1 && !led ? setInterval(() => setPage((old) => (old + 1) % pages), SECONDS * 1000) : undefined;
    return () => {
      removeEventListener("keydown", onKey);
      clearInterval(timer);
      channel.postMessage({ page: 0, pages: 1 });
      channel.close();
    };
  }, [pages, page, led]);

  return (
    <div class="paged">
      <div class="paged-window">
        <div class={`paged-columns ${name}`} ref={ref} style={{ columnCount: columns, "--page": page }}>{children}</div>
      </div>
      {pages > 1 && <p class="paged-mark">{t("pic_page_of", { page: page + 1, pages })}</p>}
    </div>
  );
}
