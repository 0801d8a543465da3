// The notebook's module (anywidget): the same screens as on the phone, in preview.
import { useSignal } from "@preact/signals";
import { render } from "preact";
import board from "../../samhandling/words/register_board.yaml";
import words from "../../samhandling/words/worksheet.yaml";
import "../../samhandling/look/tokens.css";
import "./style/base.css";
import "./style/kinds.css";
import "./style/worksheet.css";
import { Mark } from "./screens/header";
import { Preview } from "./screens/exercise";
import type { Exercise, Language } from "./types";
import { language, learn, t } from "./words";

learn(words);
learn(board);

interface Model {
  get(name: "screen" | "exercise" | "language"): string;
  get(name: "definitions"): Exercise[];
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

function Screen({ screen, exercise, definitions }: { screen: string; exercise: string; definitions: Exercise[] }) {
  if (screen === "exercise") {
    const one = definitions.find((definition) => definition.id === exercise) ?? (definitions.length === 1 ? definitions[0] : undefined);
    return one ? <Preview key={one.id} exercise={one} /> : <p class="note">{t("preview_missing", { id: exercise })}</p>;
  }
  if (screen === "register") return <p class="note">{t("r_offline")}</p>;
  if (screen === "worksheet") return <Chooser definitions={definitions} />;
  return (
    <div class="note">
      <p class="brand"><Mark size={26} /> <b>{t("kit")}</b></p>
      <p>{t("preview_steer")}</p>
      <pre><code>samhandling serve</code></pre>
    </div>
  );
}

function Chooser({ definitions }: { definitions: Exercise[] }) {
  const chosen = useSignal(definitions[0]?.id ?? "");
  const one = definitions.find((definition) => definition.id === chosen.value);
  return (
    <>
      {definitions.length > 1 && (
        <nav class="phases" aria-label={t("exercises")}>
          {definitions.map(({ id, title }) => <button key={id} type="button" class="quiet" aria-current={id === chosen.value ? "true" : undefined} onClick={() => (chosen.value = id)}>{title}</button>)}
        </nav>
      )}
      {one ? <Preview key={one.id} exercise={one} /> : <p class="note">{t("preview_none")}</p>}
    </>
  );
}

const TRAITS = ["change:screen", "change:exercise", "change:language", "change:definitions"];

export default {
  render({ model, el }: { model: Model; el: HTMLElement }): () => void {
    const place = document.createElement("div");
    place.className = "samhandling";
    el.append(place);
    const draw = () => {
      const screen = model.get("screen");
      const lang: Language = model.get("language") === "en" ? "en" : "sv";
      language.value = lang;
      place.lang = lang;
      place.dataset["screen"] = screen;
      render(<Screen screen={screen} exercise={model.get("exercise")} definitions={model.get("definitions")} />, place);
    };
    for (const event of TRAITS) model.on(event, draw);
    draw();
    return () => {
      for (const event of TRAITS) model.off(event, draw);
      render(null, place);
      place.remove();
    };
  },
};
