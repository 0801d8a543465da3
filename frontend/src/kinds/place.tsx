import { useId, useState } from "preact/hooks";
import { CountyMap } from "../map";
import type { Option, PlaceItem } from "../types";
import { t } from "../words";
import { Clear, Group, Row, type ControlProps } from "./frame";
import { Cross } from "./notes";
import { letter, parts } from "./values";

/** Things to place in municipalities: the list takes it all, the map does too for those who see and point. */
export function Place(props: ControlProps<PlaceItem>) {
  const { item, value, change } = props;
  const given = parts<string[]>(value);
  const name = useId();
  const [chosen, choose] = useState(() => (item.things.find((thing) => !given[thing.id]?.length) ?? item.things[0]!).id);
  const [told, tell] = useState("");
  const nameOf = (code: string) => item.municipalities.find((one) => one.code === code)?.name ?? code;
  const set = (thing: Option, codes: string[]) => {
    const { [thing.id]: _, ...rest } = given;
    const next = codes.length ? { ...rest, [thing.id]: codes } : rest;
    change(Object.keys(next).length ? next : null, true);
  };
  /** One more municipality, or one less; where only one may be, the new one takes its place. */
  const toggle = (thing: Option, code: string) => {
    const there = given[thing.id] ?? [];
    const fill = { what: thing.label, where: nameOf(code) };
    if (there.includes(code)) {
      tell(t("place_removed", fill));
      return set(thing, there.filter((one) => one !== code));
    }
    if (item.each > 1 && there.length >= item.each) return tell(t("place_full", { what: thing.label, n: item.each }));
    tell(t("place_added", fill));
    set(thing, item.each > 1 ? [...there, code] : [code]);
  };
  const now = item.things.find((thing) => thing.id === chosen) ?? item.things[0]!;
  const marks = item.things.flatMap((thing, i) => (given[thing.id] ?? []).map((code) => ({ code, text: letter(i), on: thing.id === chosen })));
  return (
    <Group props={props}>
      <div class="rows">
        {item.things.map((thing, i) => (
          <div class="thing" key={thing.id}>
            {item.things.length > 1
              ? <Row name={name} checked={chosen === thing.id} pick={() => choose(thing.id)}><Thing thing={thing} mark={letter(i)} /></Row>
              : <p class="thing-only" dir="auto"><Thing thing={thing} mark={letter(i)} /></p>}
            {(chosen === thing.id || (given[thing.id]?.length ?? 0) > 0) && (
              <div class="thing-where">
                {(given[thing.id] ?? []).map((code) => (
                  <span class="chip" key={code}>{nameOf(code)}<button type="button" class="bare" onClick={() => toggle(thing, code)} aria-label={t("place_remove", { what: thing.label, where: nameOf(code) })}><Cross /></button></span>
                ))}
                {chosen === thing.id && (given[thing.id]?.length ?? 0) < item.each && (
                  <select aria-label={t("place_where", { what: thing.label })} value="" onChange={(event) => { const code = event.currentTarget.value; if (code) toggle(thing, code); event.currentTarget.value = ""; }}>
                    <option value="">{t("place_pick")}</option>
                    {item.municipalities.filter((one) => !given[thing.id]?.includes(one.code)).map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
                  </select>
                )}
              </div>
            )}
          </div>
        ))}
      </div>
      <p class="small soft told" role="status">{told}</p>
      <CountyMap county={item.county} marks={marks} caption={t("place_touch", { what: now.label })} pick={(code) => toggle(now, code)} />
      {Object.keys(given).length > 0 && <div class="apart"><span /><Clear clear={() => { tell(""); change(null, true); }} /></div>}
    </Group>
  );
}

const Thing = ({ thing, mark }: { thing: Option; mark: string }) => <><span class="letter" aria-hidden="true">{mark}</span> <b>{thing.label}</b>{thing.help && <span class="small help">{thing.help}</span>}</>;
