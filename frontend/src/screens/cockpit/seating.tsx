// Tables that mix people: a suggestion, carried out with one press, and how much better than chance it is.
import { useId, useState } from "preact/hooks";
import { get, post } from "../../api";
import type { Seating as Told } from "../../types";
import { many, number, t } from "../../words";
import { Confirm } from "./dialog";
import { attempt, explain, pending } from "./state";

const MOST = 99;

export function Seating() {
  const [told, setTold] = useState<Told | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const id = useId();
  const load = () => get<Told>("/api/seating").then((now) => { setTold(now); setProblem(null); }, (error: unknown) => setProblem(explain(error)));
  const tables = Number(typed ?? (told?.tables || told?.suggested || 1));
  const wrong = !(Number.isInteger(tables) && tables >= 1 && tables <= MOST);
  const seat = async (keep: boolean) => {
    const now = await attempt("seating", () => post<Told>("/api/seating", { tables, keep }));
    if (!now) return;
    setTold(now);
    setDone(true);
  };
  return (
    <details class="fold seating" onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>{t("f_seating")}</summary>
      <p class="soft small">{t("f_seating_help")}</p>
      {problem && <p class="fault" role="alert">{problem}</p>}
      {told && (
        <>
          <p class="pick"><label for={id}>{t("f_seating_tables")}</label>
            <input id={id} type="number" inputMode="numeric" min={1} max={MOST} step={1} value={typed ?? tables} aria-invalid={wrong || undefined} onInput={(event) => setTyped(event.currentTarget.value)} /></p>
          <div class="cmds">
            <button type="button" class="button cmd" aria-busy={pending.value === "seating"} aria-disabled={wrong} onClick={() => !wrong && (told.seated ? setAsking(true) : void seat(false))}>{t("f_seat_all")}</button>
            {told.seated > 0 && told.seated < told.joined && <button type="button" class="button quiet cmd" aria-disabled={wrong} onClick={() => !wrong && void seat(true)}>{t("f_seat_rest")}</button>}
          </div>
          <div role="status">
            {done && <p>{t("f_seated", { n: told.seated, tables: told.tables })}</p>}
            {told.by_chance && told.seated > 1 && (
              <ul class="pairs">
                <Pairs label={t("f_pairs_kind")} now={told.mix.same_kind} chance={told.by_chance.same_kind} />
                <Pairs label={t("f_pairs_place")} now={told.mix.same_place} chance={told.by_chance.same_place} />
                {told.met_before && <Pairs label={t("f_pairs_met")} now={told.mix.met} chance={told.by_chance.met} />}
              </ul>
            )}
          </div>
        </>
      )}
      {asking && told && <Confirm title={t("f_seat_all")} text={[many("f_seat_moves", told.seated), t("f_seat_keeps")]} go={t("f_seat_go")} act={() => void seat(false)} close={() => setAsking(false)} />}
    </details>
  );
}

function Pairs({ label, now, chance }: { label: string; now: number; chance: number }) {
  return <li><b>{number(now)}</b> {label} <span class="soft small">({t("f_pairs_chance", { n: number(Math.round(chance)) })})</span></li>;
}
