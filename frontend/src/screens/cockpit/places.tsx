// How many participants are expected, and how many places have been made ready for them.
import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { post } from "../../api";
import type { Pool } from "../../types";
import { many, number, t } from "../../words";
import { attempt, pool } from "./state";

const MOST = 2000;
/** So long the arrows of the field may be pressed again before the number is sent, in ms. */
const PAUSE = 400;

export function Places({ children }: { children?: ComponentChildren }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  const id = useId();
  const told = pool.value;
  if (!told) return null;
  const expect = async (field: HTMLInputElement) => {
    clearTimeout(timer.current);
    setWrong(!field.validity.valid);
    if (!field.validity.valid) return;
    const sent = field.value;
    if (Number(sent) !== pool.value?.wanted) {
      const now = await attempt("expected", () => post<Pool>("/api/pool", { expected: Number(sent) }));
      if (!now) return; // what was typed stays, to be sent again
      pool.value = now;
    }
    setTyped((typed) => (typed === sent ? null : typed));
  };
  const soon = (field: HTMLInputElement) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void expect(field), PAUSE);
  };
  const { wanted } = told;
  const of = possible(told);
  const ready = Math.min(told.ready, of);
  const done = ready === of;
  return (
    <section class="places">
      <h2><label for={id}>{t("f_expected")}</label></h2>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void expect(event.currentTarget.querySelector("input")!); }}>
        <input id={id} type="number" inputMode="numeric" required min={0} max={MOST} step={1} value={typed ?? wanted} aria-invalid={wrong || undefined} aria-describedby={wrong ? `${id}-wrong` : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)} onChange={(event) => soon(event.currentTarget)} />
        <div>
          {!done && <p>{many("f_places_ready", of, { ready })}</p>}
          <p role="status">{done && of > 0 && many("f_places_all", of)}</p>
          {of > 0 && <progress value={ready} max={of} aria-label={t("f_places")} />}
        </div>
      </form>
      <p id={`${id}-wrong`} class="fault" role="alert">{wrong && t("f_expected_wrong", { most: number(MOST), wanted })}</p>
      <p class="soft small" role="status">{note(told)}</p>
      {children}
    </section>
  );
}

/** How many places there can be: pages with sliders need room in the computer. */
const possible = ({ wanted, most }: Pool): number => Math.min(wanted, most ?? wanted);

/** What there is to know of the places beyond their number. */
function note(told: Pool): string {
  const { ready, wanted, most, start } = told;
  if (!wanted) return t("f_places_none");
  const notes = [
    most !== null && start !== "forked" && ready < possible(told) && t("f_places_slow"),
    most !== null && most < wanted && many("f_places_most", most),
  ].filter(Boolean);
  return notes.join(" ") || t("f_places_help");
}
