// A county's municipalities as a map: to touch, and to show where things were placed. What it shows is always in a list beside it too.
import { useEffect, useState } from "preact/hooks";
import { get } from "./api";

interface County { county: string; width: number; height: number; places: { code: string; name: string; x: number; y: number; path: string }[] }
export interface MapMark { code: string; text: string; on?: boolean }

const fetched = new Map<string, Promise<County>>();
/** A notebook in JupyterLab has no server of ours to ask, and goes without a map. */
const hosted = () => document.body.dataset["host"] === "server";

function useCounty(county: string | null): County | null {
  const [found, setFound] = useState<County | null>(null);
  useEffect(() => {
    if (!county || !hosted()) return;
    let gone = false;
    let asked = fetched.get(county);
    if (!asked) {
      asked = get<County>(`/api/map/${county}`);
      fetched.set(county, asked);
      asked.catch(() => fetched.delete(county));
    }
    asked.then((map) => !gone && setFound(map)).catch(() => undefined);
    return () => void (gone = true);
  }, [county]);
  return found;
}

interface MapProps {
  county: string | null;
  marks: MapMark[];
  /** How full each municipality is, from 0 to 1. */
  shares?: Record<string, number>;
  caption?: string;
  pick?: (code: string) => void;
  /** Names on those that have no mark too. */
  named?: boolean;
}

export function CountyMap({ county, marks, shares, caption, pick, named }: MapProps) {
  const map = useCounty(county);
  if (!map) return null;
  // writing for the size of what it stands in
  const unit = map.width / (map.places.length > 20 ? 25 : 20);
  return (
    <div class="county" aria-hidden="true">
      {caption && <p class="small soft">{caption}</p>}
      <svg viewBox={`0 0 ${map.width} ${map.height}`} class={pick ? "county-pick" : undefined} style={{ "--unit": `${unit}px`, aspectRatio: `${map.width} / ${map.height}` }}>
        {map.places.map((place) => {
          const share = shares?.[place.code] ?? 0;
          const on = marks.some((mark) => mark.code === place.code && mark.on);
          return <path key={place.code} d={place.path} data-code={place.code} class={on ? "on" : undefined} style={share ? { "--share": `${Math.round(share * 100)}%` } : undefined} onClick={pick && (() => pick(place.code))}><title>{place.name}</title></path>;
        })}
        {map.places.map((place) => {
          const here = marks.filter((mark) => mark.code === place.code);
          if (!here.length && !named) return null;
          return (
            <g key={place.code} transform={`translate(${place.x} ${place.y})`}>
              {here.length > 0 && <text class="county-mark" y={unit * 0.3}>{here.map((mark) => mark.text).join(" ")}</text>}
              {named && <text class="county-name" y={unit * (here.length ? 1.05 : 0.25)}>{place.name}</text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
