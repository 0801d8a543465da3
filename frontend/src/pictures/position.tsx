// Things on a plane: each at its median with its middle half, and people's own things where they put them.
import type { GroupNote, ItemResult, Placed, PositionItem, Value } from "../types";
import { letter, rows } from "../kinds/values";
import { Plane, standing, type Spot } from "../plane";
import { number, t } from "../words";
import type { Size } from "./frame";
import { Rows } from "./paged";

/** What lies nearer than this many steps would cover one another. */
const NEAR = 0.6;

/** People's own things by where they lie: those on one spot share a dot. */
export function spotsOf(notes: GroupNote[]): (Spot & { texts: GroupNote[] })[] {
  const here = new Map<string, Spot & { texts: GroupNote[] }>();
  for (const note of notes) {
    if (note.hidden || note.x === undefined || note.y === undefined) continue;
    const key = `${note.x} ${note.y}`;
    const spot = here.get(key) ?? { x: note.x, y: note.y, texts: [] };
    spot.texts.push(note);
    here.set(key, spot);
  }
  return [...here.values()].sort((a, b) => b.x + b.y - a.x - a.y || b.x - a.x);
}

export function Positions({ result, item, mine, size }: { result: ItemResult; item: PositionItem; mine?: Value | undefined; size: Size }) {
  const own = rows(mine) as unknown as Placed[];
  const things = result.positions.map((one, i) => ({ ...one, mark: letter(i), own: own.find((each) => each.id === one.row) }));
  const spots = spotsOf(result.notes);
  const end = item.steps;
  return (
    <div class="position-picture">
      <div class="position-plane" role="img" aria-label={t("pic_plane", { x: item.x.label, y: item.y.label })}>
        <Plane item={item}>
          {spots.map((spot, i) => {
            const over = things.filter(({ x, y }) => x && y && Math.abs(x.median - spot.x) <= NEAR && Math.abs(y.median - spot.y) <= NEAR).length;
            return <span key={`${spot.x} ${spot.y}`} class="plane-own" style={{ ...standing(spot, end), "--over": over }}>{i + 1}</span>;
          })}
          {things.map(({ x, y, row }) => x && y && <Half key={row} x={x} y={y} end={end} />)}
          {things.map((one) => one.own?.x !== undefined && one.own.y !== undefined && <span key={one.row} class="plane-mine" style={standing(one.own as Spot, end)}>{one.mark}</span>)}
          {things.map((one, i) => {
            if (!one.x || !one.y) return null;
            const spot = { x: one.x.median, y: one.y.median };
            const over = things.slice(0, i).filter((other) => other.x?.median === spot.x && other.y?.median === spot.y).length;
            return <span key={one.row} class="letter plane-median" style={{ ...standing(spot, end), "--over": over }}>{one.mark}</span>;
          })}
        </Plane>
      </div>
      <Rows size={size} name="position-list">
        {things.length > 0 && own.length > 0 && size === "phone" && <p class="soft position-key"><span class="plane-mine" aria-hidden="true" /> {t("pic_plane_you")}</p>}
        {things.map((one) => (
          <p key={one.row} class="position-thing" dir="auto">
            <span class="letter">{one.mark}</span>
            <span>{one.label} {one.x && one.y ? <small>{t("pic_plane_at", { x: number(one.x.median), y: number(one.y.median) })}</small> : <small>{t(one.n ? "pic_too_few" : "pic_nowhere")}</small>}</span>
          </p>
        ))}
        {spots.map((spot, i) => (
          <p key={`${spot.x} ${spot.y}`} class="position-thing" dir="auto">
            <span class="letter plane-n">{i + 1}</span>
            <span>{spot.texts.map((note, k) => <span key={note.id}>{k > 0 && " · "}{note.text}</span>)}</span>
          </p>
        ))}
      </Rows>
    </div>
  );
}

/** The middle half of a thing's places, along both axes. */
function Half({ x, y, end }: { x: { q25: number; median: number; q75: number }; y: { q25: number; median: number; q75: number }; end: number }) {
  return (
    <>
      <i class="plane-half-x" style={{ ...standing({ x: x.q25, y: y.median }, end), "--long": (x.q75 - x.q25) / end }} />
      <i class="plane-half-y" style={{ ...standing({ x: x.median, y: y.q25 }, end), "--long": (y.q75 - y.q25) / end }} />
    </>
  );
}
