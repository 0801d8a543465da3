import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { newId } from "../api";
import { Plane, standing, type Spot } from "../plane";
import type { Placed, PositionItem } from "../types";
import { many, t } from "../words";
import { Clear, Group, Row, useUndo, Words, type ControlProps } from "./frame";
import { Cross } from "./notes";
import { letter, rows } from "./values";

const KEYS: Record<string, Spot> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: 1 }, ArrowDown: { x: 0, y: -1 } };
const isPlaced = (one: Placed | undefined): one is Placed & Spot => one?.x !== undefined && one.y !== undefined;

/** Things on a plane: tapped or dragged into place, moved with the arrow keys, or placed by two numbers. */
export function Position(props: ControlProps<PositionItem>) {
  const { item, value, change, settle } = props;
  const placed = rows(value) as unknown as Placed[];
  const known = new Set(item.things.map((thing) => thing.id));
  const own = placed.filter((one) => !known.has(one.id));
  const all = [...item.things.map((thing) => ({ id: thing.id, label: thing.label })), ...own.map((one, i) => ({ id: one.id, label: one.text?.trim() || t("position_own_n", { n: i + 1 }) }))];
  const at = (id: string) => placed.find((one) => one.id === id);
  const unplaced = (except = "") => all.find((one) => one.id !== except && !isPlaced(at(one.id)))?.id ?? null;
  const [chosen, choose] = useState<string | null>(() => unplaced());
  const [held, hold] = useState<(Spot & { id: string }) | null>(null);
  const [told, tell] = useState("");
  const area = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const added = useRef<string | null>(null);
  const name = useId();
  const { remember, line } = useUndo<Placed>((row) => save([...placed, row], true));
  const now = all.find((one) => one.id === chosen);

  useLayoutEffect(() => {
    if (added.current) list.current?.querySelector<HTMLElement>(`[data-card="${added.current}"] textarea`)?.focus();
    added.current = null;
  }, [own.length]);

  const save = (next: Placed[], settled: boolean) => change(next.length ? (next as unknown as typeof value & object) : null, settled);
  const edit = (id: string, part: Partial<Placed>, settled: boolean) => save(at(id) ? placed.map((one) => (one.id === id ? { ...one, ...part } : one)) : [...placed, { id, ...part }], settled);
  const drop = (id: string) => save(placed.filter((one) => one.id !== id), true);
  const said = ({ x, y }: Spot) => `${item.x.label} ${x} · ${item.y.label} ${y}`;
  const move = (id: string, spot: Spot) => {
    edit(id, spot, true);
    tell(`${all.find((one) => one.id === id)?.label}: ${said(spot)}`);
  };
  const inside = (n: number) => Math.min(item.steps, Math.max(0, Math.round(n)));
  const under = (event: MouseEvent): Spot => {
    const box = area.current!.getBoundingClientRect();
    return { x: inside(((event.clientX - box.left) / box.width) * item.steps), y: inside(((box.bottom - event.clientY) / box.height) * item.steps) };
  };
  const press = (event: MouseEvent) => {
    if (!chosen) return tell(t("position_choose"));
    move(chosen, under(event));
    // on to the next that has no place; one that was only moved stays chosen no longer
    choose(unplaced(chosen));
  };
  const add = () => {
    const id = newId();
    added.current = id;
    choose(id);
    save([...placed, { id, text: "" }], false);
  };
  const remove = (row: Placed) => {
    remember(row);
    list.current?.closest("fieldset")?.querySelector<HTMLElement>("legend")?.focus();
    if (chosen === row.id) choose(unplaced(row.id));
    drop(row.id);
  };
  const spots = all.flatMap(({ id, label }, i) => {
    const one = held?.id === id ? held : at(id);
    return one && isPlaced(one) ? [{ id, label, mark: letter(i), x: one.x, y: one.y }] : [];
  });
  return (
    <Group props={props}>
      <p class="position-now" role="status">{now ? <><span class="letter" aria-hidden="true">{letter(all.indexOf(now))}</span> {t("position_put", { what: now.label })}</> : t(all.length ? "position_all" : "position_start")}</p>
      <Plane item={item} area={area} press={press}>
        {spots.map((spot, i) => (
          <button key={spot.id} type="button" class={`plane-chip bare ${spot.id === chosen ? "on" : ""}`} style={{ ...standing(spot, item.steps), "--over": spots.slice(0, i).filter((one) => one.x === spot.x && one.y === spot.y).length }}
            aria-label={`${spot.mark} ${spot.label}: ${said(spot)}. ${t("position_keys")}`}
            onClick={(event) => { event.stopPropagation(); choose(spot.id); }}
            onKeyDown={(event) => {
              const by = KEYS[event.key];
              if (!by) return;
              event.preventDefault();
              move(spot.id, { x: inside(spot.x + by.x), y: inside(spot.y + by.y) });
            }}
            onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); hold({ id: spot.id, x: spot.x, y: spot.y }); }}
            onPointerMove={(event) => held?.id === spot.id && hold({ id: spot.id, ...under(event) })}
            onPointerUp={() => { const was = at(spot.id); if (held && was && (was.x !== held.x || was.y !== held.y)) move(held.id, { x: held.x, y: held.y }); hold(null); }}
            onPointerCancel={() => hold(null)}><span class="letter">{spot.mark}</span></button>
        ))}
      </Plane>
      <p class="visually-hidden" role="status">{told}</p>
      <div class="rows">
        {item.things.map((thing, i) => (
          <div class="thing" key={thing.id}>
            <Row name={name} checked={chosen === thing.id} pick={() => choose(thing.id)}>
              <span class="letter" aria-hidden="true">{letter(i)}</span> <b>{thing.label}</b>{thing.help && <span class="small help">{thing.help}</span>}
              {isPlaced(at(thing.id)) && chosen !== thing.id && <span class="small help">{said(at(thing.id) as Spot)}</span>}
            </Row>
            {chosen === thing.id && <Numbers item={item} what={thing.label} row={at(thing.id)} set={(part) => edit(thing.id, part, true)} clear={() => drop(thing.id)} />}
          </div>
        ))}
      </div>
      {item.own > 0 && (
        <>
          <ol class="cards" ref={list}>
            {own.map((one, i) => (
              <li class="card own-thing" key={one.id} data-card={one.id} onFocusIn={() => choose(one.id)}>
                <span class="letter" aria-hidden="true">{letter(item.things.length + i)}</span>
                <Words text={one.text ?? ""} label={t("position_own_n", { n: i + 1 })} lines={1} most={item.length} write={(text, settled) => edit(one.id, { text }, settled)} settle={settle} />
                <button type="button" class="remove bare" onClick={() => remove(one)} aria-label={t("position_remove_own", { n: i + 1 })}><Cross /></button>
                <Numbers item={item} what={t("position_own_n", { n: i + 1 })} row={one} set={(part) => edit(one.id, part, true)} />
                {isPlaced(one) !== Boolean(one.text?.trim()) && <p class="fault" role="status">{t(isPlaced(one) ? "position_words_first" : "position_place_first")}</p>}
              </li>
            ))}
          </ol>
          {line}
          <div class="add">
            <button type="button" class="quiet" onClick={add} disabled={own.length >= item.own}>{t("position_add")}</button>
            <span class="soft small" role="status">{many("rows_left", item.own - own.length)}</span>
          </div>
        </>
      )}
      {placed.length > 0 && <div class="apart"><span /><Clear clear={() => { tell(""); choose(item.things[0]?.id ?? null); change(null, true); }} /></div>}
    </Group>
  );
}

interface NumbersProps { item: PositionItem; what: string; row: Placed | undefined; set: (part: Partial<Spot>) => void; clear?: () => void }

/** The same place as two numbers, for those who neither point nor drag. */
function Numbers({ item, what, row, set, clear }: NumbersProps) {
  const values = Array.from({ length: item.steps + 1 }, (_, n) => n);
  return (
    <div class="place-numbers">
      {(["x", "y"] as const).map((axis) => (
        <label key={axis}>
          <span class="small">{item[axis].label}<span class="visually-hidden"> – {what}</span></span>
          <select value={row?.[axis] ?? ""} onChange={(event) => event.currentTarget.value !== "" && set({ [axis]: Number(event.currentTarget.value) })}>
            <option value="">–</option>
            {values.map((n) => <option key={n} value={n}>{n}{n === 0 ? ` ${item[axis].low}` : n === item.steps ? ` ${item[axis].high}` : ""}</option>)}
          </select>
        </label>
      ))}
      {clear && row && <button type="button" class="link small" onClick={clear}>{t("position_take_off")}<span class="visually-hidden"> {what}</span></button>}
    </div>
  );
}
