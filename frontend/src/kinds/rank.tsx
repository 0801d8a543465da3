import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Option, RankItem } from "../types";
import { many, t } from "../words";
import { Clear, Group, type ControlProps } from "./frame";
import { Cross } from "./notes";

/** An order that is built by tapping: the next one tapped gets the next place. */
export function Rank(props: ControlProps<RankItem>) {
  const { item, value, change } = props;
  const places = Math.min(item.top ?? item.options.length, item.options.length);
  const kept = (Array.isArray(value) ? (value as string[]) : []).filter((id) => item.options.some((one) => one.id === id));
  const [held, hold] = useState<{ id: string; to: number } | null>(null);
  const [told, tell] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);
  const order = held ? moved(kept, held.id, held.to) : kept;
  const left = item.options.filter((one) => !kept.includes(one.id));
  const option = (id: string) => item.options.find((one) => one.id === id)!;

  useLayoutEffect(() => {
    if (focus.current) list.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = null;
  });
  const put = (next: string[], id: string) => {
    const at = next.indexOf(id);
    tell(at < 0 ? t("rank_removed", { what: option(id).label }) : t("rank_now", { what: option(id).label, n: at + 1, of: places }));
    change(next.length ? next : null, true);
  };
  const add = (id: string) => (kept.length < places ? put([...kept, id], id) : tell(t("rank_full", { n: places })));
  const move = (id: string, by: 1 | -1) => {
    const to = kept.indexOf(id) + by;
    if (to < 0 || to >= kept.length) return;
    focus.current = `[data-option="${id}"] [data-by="${by}"]`;
    put(moved(kept, id, to), id);
  };
  const remove = (id: string) => {
    list.current?.closest("fieldset")?.querySelector<HTMLElement>("legend")?.focus();
    put(kept.filter((one) => one !== id), id);
  };
  /** Where the pointer is among the others, from above. */
  const drag = (id: string, y: number) => {
    const others = [...list.current!.children].filter((one) => (one as HTMLElement).dataset["option"] !== id);
    hold({ id, to: others.filter((one) => y > one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2).length });
  };
  const drop = () => {
    if (held && held.to !== kept.indexOf(held.id)) put(order, held.id);
    hold(null);
  };
  return (
    <Group props={props}>
      <p class="left" role="status">{kept.length < places ? many("rank_left", places - kept.length) : left.length ? t("rank_full", { n: places }) : t("rank_done")}</p>
      {order.length > 0 && (
        <ol class="ranking" ref={list}>
          {order.map((id, at) => (
            <li key={id} data-option={id} class={held?.id === id ? "held" : undefined}>
              <span class="grip" title={t("rank_drag")} onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); hold({ id, to: at }); }}
                onPointerMove={(event) => held?.id === id && drag(id, event.clientY)} onPointerUp={drop} onPointerCancel={() => hold(null)}>{at + 1}</span>
              <span class="says" dir="auto">{option(id).label}</span>
              <Arrow by={-1} can={at > 0} press={() => move(id, -1)} what={option(id).label} />
              <Arrow by={1} can={at < order.length - 1} press={() => move(id, 1)} what={option(id).label} />
              <button type="button" class="remove bare" onClick={() => remove(id)} aria-label={t("rank_remove", { what: option(id).label })}><Cross /></button>
            </li>
          ))}
        </ol>
      )}
      <p class="visually-hidden" role="status">{told}</p>
      {left.length > 0 && kept.length < places && (
        <div class="rows">
          {left.map((one) => <Pick key={one.id} option={one} next={kept.length + 1} pick={() => add(one.id)} />)}
        </div>
      )}
      {kept.length > 0 && <div class="apart"><span /><Clear clear={() => change(null, true)} /></div>}
    </Group>
  );
}

const moved = (order: string[], id: string, to: number): string[] => order.filter((one) => one !== id).toSpliced(to, 0, id);

/** An option that has no place yet; a tap gives it the next one. */
const Pick = ({ option, next, pick }: { option: Option; next: number; pick: () => void }) => (
  <button type="button" class="row pick" onClick={pick}>
    <span class="rank-next" aria-hidden="true">{next}</span>
    <span class="says" dir="auto"><b>{option.label}</b>{option.help && <span class="small help">{option.help}</span>}<span class="visually-hidden"> – {t("rank_pick", { n: next })}</span></span>
  </button>
);

const Arrow = ({ by, can, press, what }: { by: 1 | -1; can: boolean; press: () => void; what: string }) => (
  <button type="button" class="arrow bare" data-by={by} aria-disabled={!can} onClick={press} aria-label={t(by < 0 ? "rank_up" : "rank_down", { what })}>
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><path d={by < 0 ? "M3.5 11.5L9 6l5.5 5.5" : "M3.5 6.5L9 12l5.5-5.5"} fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" /></svg>
  </button>
);
