// After the meeting: what was answered, how it compares, and what lives on.
import { useState } from "preact/hooks";
import { Refusal } from "../api";
import { t } from "../words";
import { Mark } from "./cockpit/mark";
import { Answers } from "./follow_up/answers";
import { Files } from "./follow_up/files";
import { look, turn, type View } from "./follow_up/look";
import { Pin } from "./pin";
import { Registers } from "./registers/registers";
import { Themes } from "./themes/themes";

const VIEWS: [View, string][] = [["answers", "r_answers"], ["compare", "f_compare"], ["themes", "t_view"], ["registers", "r_title"], ["files", "f_files"]];

export function FollowUp() {
  const { view } = look.value;
  const [out, setOut] = useState(false);
  // the facilitator of this meeting is not known any more
  const lost = (error: unknown) => error instanceof Refusal && error.status === 401 && setOut(true);
  if (out) return <Pin />;
  return (
    <div class="follow-up">
      <header class="bar-top">
        <a href="/cockpit" class="home" aria-label={t("f_to_cockpit")}><Mark /></a>
        <h1>{t("f_follow_up")}</h1>
        <span class="sp" />
        <a class="button quiet cmd" href="/cockpit">{t("f_to_cockpit")}</a>
        <button type="button" class="button quiet cmd" onClick={() => print()}>{t("f_print")}</button>
      </header>
      <main>
        <fieldset class="choose"><legend>{t("r_view")}</legend>
          <div class="segments">{VIEWS.map(([id, name]) => (
            <label key={id} class={id === view ? "on" : undefined}><input type="radio" name="view" checked={id === view} onChange={() => turn({ view: id })} />{t(name)}</label>
          ))}</div>
        </fieldset>
        {view === "registers" ? <Registers />
          : view === "files" ? <Files lost={lost} />
          : view === "themes" ? <Themes lost={lost} />
          : <Answers lost={lost} />}
      </main>
    </div>
  );
}
