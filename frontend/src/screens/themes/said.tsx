// The answers one by one, each with its themes, where whoever leads can put it in others.
import { useState } from "preact/hooks";
import { many, t } from "../../words";
import type { Answer, Coded, Send, Theme } from "./themes";

const AT_ONCE = 25;

function Line({ answer, themes, change }: { answer: Answer; themes: Theme[]; change: Send }) {
  const [open, setOpen] = useState(false);
  // what has been chosen and is on its way
  const [wanted, setWanted] = useState<string[] | null>(null);
  const here = wanted ?? answer.themes;
  const names = themes.filter((one) => here.includes(one.id)).map((one) => one.label);
  const put = async (theme: string, on: boolean) => {
    const next = [...here.filter((one) => one !== theme), ...(on ? [theme] : [])];
    setWanted(next);
    await change({ do: "move", answer: answer.id, themes: next }, null);
    setWanted((now) => (now === next ? null : now));
  };
  return (
    <li>
      <p dir="auto">{answer.text}</p>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary><span class="soft small">{names.length ? names.join(" · ") : t("t_other")}{answer.by_hand && ` (${t("t_by_hand")})`}</span><span class="small change">{t("t_change")}</span></summary>
        {open && (
          <fieldset><legend class="visually-hidden">{t("t_move")}</legend>
            {themes.map((one) => <label key={one.id} class="tick"><input type="checkbox" checked={here.includes(one.id)} onChange={(event) => void put(one.id, event.currentTarget.checked)} /> <span dir="auto">{one.label}</span></label>)}
          </fieldset>
        )}
      </details>
    </li>
  );
}

export function Said({ found, shown, show, change }: { found: Coded; shown: string | null; show: (theme: string | null) => void; change: Send }) {
  const [most, setMost] = useState(AT_ONCE);
  const here = found.answers.filter((one) => shown === null || (shown === found.other.id ? !one.themes.length : one.themes.includes(shown)));
  return (
    <section class="said" aria-labelledby="theme-answers">
      <h3 id="theme-answers" tabIndex={-1}>{t("t_answers")}</h3>
      <p class="field"><label for="theme-shown">{t("t_shown")}</label>
        <select id="theme-shown" value={shown ?? ""} onChange={(event) => { setMost(AT_ONCE); show(event.currentTarget.value || null); }}>
          <option value="">{t("t_all")}</option>
          {[...found.themes, found.other].map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}
        </select>
      </p>
      <p class="soft small" role="status">{many("t_lines", here.length)}</p>
      <ul class="plain">{here.slice(0, most).map((one) => <Line key={one.id} answer={one} themes={found.themes} change={change} />)}</ul>
      {here.length > most && <p><button type="button" class="button quiet cmd" onClick={() => setMost(most + 4 * AT_ONCE)}>{t("t_more", { n: here.length - most })}</button></p>}
    </section>
  );
}
