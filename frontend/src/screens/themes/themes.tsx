// What people wrote, by theme: a suggestion that whoever leads makes their own, one change at a time.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../../api";
import { language, many, t } from "../../words";
import { explain } from "../cockpit/state";
import { look, turn } from "../follow_up/look";
import { Said } from "./said";

interface Question { exercise: string; title: string; item: string; question: string; n: number | null; simulated: boolean; shared: boolean }
export interface Theme { id: string; label: string; includes: string[]; n: number | null; quotes: string[] }
export interface Answer { id: string; text: string; themes: string[]; by_hand: boolean }
export interface Coded {
  question: string; n: number | null; simulated: boolean; by: "suggestion" | "facilitator"; changed: number | null;
  answers: Answer[]; keywords: { word: string; n: number | null }[]; keywords_note: string;
  themes: Theme[]; other: Theme; agreement: { sentence: string } | null;
}
export type Change =
  | { do: "suggest" } | { do: "undo" } | { do: "merge"; themes: string[] } | { do: "rename"; theme: string; label: string }
  | { do: "move"; answer: string; themes: string[] } | { do: "add"; label: string; includes: string[] } | { do: "remove"; theme: string };

/** Sends a change, and moves the focus to what a selector finds once it is made; whether it was. */
export type Send = (what: Change, focus: string | null) => Promise<boolean>;

function Keywords({ found }: { found: Coded }) {
  const most = Math.max(1, ...found.keywords.map((one) => one.n ?? 0));
  return (
    <section aria-labelledby="keywords">
      <h3 id="keywords">{t("t_keywords")}</h3>
      <p class="soft small">{found.keywords_note}</p>
      <ul class="plain keywords">
        {found.keywords.map((one) => (
          <li key={one.word}><span dir="auto">{one.word}</span><span class="bar" aria-hidden="true"><i style={{ width: `${(100 * (one.n ?? 0)) / most}%` }} /></span><span class="soft">{one.n ?? t("t_few_short")}</span></li>
        ))}
      </ul>
    </section>
  );
}

function ThemeCard({ theme, chosen, choose, change, show }: { theme: Theme; chosen: boolean; choose: (on: boolean) => void; change: Send; show: () => void }) {
  const id = useId();
  const rename = (label: string) => label && label !== theme.label && void change({ do: "rename", theme: theme.id, label }, `[data-theme="${CSS.escape(theme.id)}"] input[type=text]`);
  return (
    <li class="theme" data-theme={theme.id}>
      <div class="theme-head">
        <input type="checkbox" checked={chosen} aria-label={t("t_choose", { theme: theme.label })} onChange={(event) => choose(event.currentTarget.checked)} />
        <label class="visually-hidden" for={id}>{t("t_name")}</label>
        <input key={theme.label} id={id} type="text" defaultValue={theme.label} maxLength={80} dir="auto" autocomplete="off" onChange={(event) => rename(event.currentTarget.value.trim())} />
      </div>
      <p class="small"><span class={theme.n === null ? "soft" : "theme-n"}>{theme.n === null ? t("t_few_speak") : many("t_speakers", theme.n)}</span>{theme.includes.length > 0 && <span class="soft" dir="auto"> · {theme.includes.join(", ")}</span>}</p>
      {theme.quotes.length > 0 && <ul class="quotes">{theme.quotes.map((one) => <li key={one}><q dir="auto">{one}</q></li>)}</ul>}
      <div class="cmds">
        <button type="button" class="link small" onClick={show}>{t("t_show")}<span class="visually-hidden">: {theme.label}</span></button>
        <button type="button" class="link small" onClick={() => void change({ do: "remove", theme: theme.id }, "#themes-list")}>{t("t_remove")}<span class="visually-hidden">: {theme.label}</span></button>
      </div>
    </li>
  );
}

function Add({ change }: { change: Send }) {
  const [label, setLabel] = useState("");
  const [words, setWords] = useState("");
  const id = useId();
  const add = (event: Event) => {
    event.preventDefault();
    if (!label.trim()) return document.getElementById(`${id}-label`)?.focus();
    void change({ do: "add", label: label.trim(), includes: words.split(/[,\n]/).map((one) => one.trim()).filter(Boolean) }, `#${CSS.escape(`${id}-label`)}`).then((done) => {
      if (!done) return;
      setLabel("");
      setWords("");
    });
  };
  return (
    <form class="theme-add" onSubmit={add}>
      <h3>{t("t_add")}</h3>
      <p class="field"><label for={`${id}-label`}>{t("t_name")}</label><input id={`${id}-label`} type="text" value={label} maxLength={80} autocomplete="off" onInput={(event) => setLabel(event.currentTarget.value)} /></p>
      <p class="field"><label for={`${id}-words`}>{t("t_add_words")}</label><input id={`${id}-words`} type="text" value={words} maxLength={400} autocomplete="off" onInput={(event) => setWords(event.currentTarget.value)} /></p>
      <button type="submit" class="button quiet cmd">{t("t_add_go")}</button>
    </form>
  );
}

/** The themes of one question. */
function Sorted({ question, lost }: { question: Question; lost: (error: unknown) => void }) {
  const [found, setFound] = useState<Coded | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const [shown, setShown] = useState<string | null>(null);
  const [fate, setFate] = useState<"saving" | "saved" | "">("");
  const [problem, setProblem] = useState<{ why: string; again: () => void } | null>(null);
  const to = useRef<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const asked = `exercise=${encodeURIComponent(question.exercise)}&item=${encodeURIComponent(question.item)}&lang=${language.value}`;
  const load = () => get<Coded>(`/api/themes?${asked}`, AbortSignal.timeout(120_000)).then((coded) => { setFound(coded); setProblem(null); }, (error: unknown) => { lost(error); setProblem({ why: explain(error), again: () => void load() }); });
  useEffect(() => void load(), []);
  useLayoutEffect(() => {
    // whoever steers by keyboard stays with what was changed
    if (to.current) root.current?.querySelector<HTMLElement>(to.current)?.focus();
    to.current = null;
  }, [found]);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const change: Send = (what, focus) => {
    setFate("saving");
    setProblem(null);
    const mine = line.current.then(async () => {
      try {
        const coded = await post<Coded>(`/api/themes?lang=${language.value}`, { exercise: question.exercise, item: question.item, change: what });
        to.current = focus;
        setFound(coded);
        setChosen((old) => old.filter((one) => coded.themes.some((theme) => theme.id === one)));
        setShown((old) => (old === null || old === coded.other.id || coded.themes.some((theme) => theme.id === old) ? old : null));
        setFate("saved");
        return true;
      } catch (error) {
        setFate("");
        setProblem({ why: explain(error), again: () => void change(what, focus) });
        lost(error);
        return false;
      }
    });
    line.current = mine;
    return mine;
  };
  const again = problem && <p class="alert" role="alert">{problem.why} {found && t("t_not_saved")} <button type="button" class="button quiet cmd" onClick={problem.again}>{t("f_again")}</button></p>;
  if (!found) return again || <p class="soft" role="status">{t("t_loading")}</p>;
  const show = (theme: string) => {
    setShown(theme);
    document.getElementById("theme-answers")?.focus();
  };
  return (
    <div ref={root}>
      <p class="soft small">
        <span>{found.n === null ? t("t_few") : many("t_answered", found.n)}</span>{found.simulated && <> · <span class="simulated">{t("f_simulated_chart")}</span></>}
        {" · "}{found.changed === null ? t("t_suggested") : found.by === "suggestion" ? t("t_suggested_again") : t("t_kept", { day: new Intl.DateTimeFormat(language.value === "sv" ? "sv-SE" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(found.changed) })}
      </p>
      <div class="theme-tools cmds">
        <button type="button" class="button quiet cmd" aria-disabled={chosen.length < 2} onClick={() => chosen.length > 1 && (void change({ do: "merge", themes: chosen }, `[data-theme="${CSS.escape(chosen[0]!)}"] input[type=text]`), setChosen([]))}>{t("t_merge", { n: chosen.length })}</button>
        <button type="button" class="button quiet cmd" aria-disabled={found.changed === null} onClick={() => found.changed !== null && void change({ do: "undo" }, null)}>{t("t_undo")}</button>
        <button type="button" class="button quiet cmd" onClick={() => void change({ do: "suggest" }, "#themes-list")}>{t("t_suggest")}</button>
        <span class="saved-mark" role="status">{fate ? t(`t_${fate}`) : ""}</span>
      </div>
      {again}
      <h3 id="themes-list" tabIndex={-1}>{t("t_themes")}</h3>
      {found.themes.length === 0 && <p class="soft">{t(found.n === null ? "t_too_few" : "t_none")}</p>}
      <ul class="plain theme-list" aria-labelledby="themes-list">
        {found.themes.map((theme) => (
          <ThemeCard key={theme.id} theme={theme} chosen={chosen.includes(theme.id)} change={change} show={() => show(theme.id)}
            choose={(on) => setChosen((old) => (on ? [...old, theme.id] : old.filter((one) => one !== theme.id)))} />
        ))}
      </ul>
      <Add change={change} />
      <Said found={found} shown={shown} show={setShown} change={change} />
      <Keywords found={found} />
      {found.agreement && <p class="soft small">{found.agreement.sentence}</p>}
    </div>
  );
}

/** The questions that people answered in their own words, one at a time. */
export function Themes({ lost }: { lost: (error: unknown) => void }) {
  const [all, setAll] = useState<Question[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const load = () => get<{ questions: Question[] }>(`/api/themes/questions?lang=${language.value}`, AbortSignal.timeout(120_000)).then(({ questions }) => { setAll(questions); setProblem(null); }, (error: unknown) => { lost(error); setProblem(explain(error)); });
  useEffect(() => void load(), []);
  const { exercise, item } = look.value;
  // the one in the address; else the first that enough have answered
  const chosen = all?.find((one) => one.exercise === exercise && one.item === item) ?? all?.find((one) => one.exercise === exercise && one.n !== null) ?? all?.find((one) => one.n !== null) ?? all?.[0];
  return (
    <section class="themes" aria-labelledby="themes-title">
      <h2 id="themes-title">{t("t_title")}</h2>
      <p>{t("t_intro")}</p>
      {problem && <p class="alert" role="alert">{problem} <button type="button" class="button quiet cmd" onClick={() => void load()}>{t("f_again")}</button></p>}
      {!all && !problem && <p class="soft" role="status">{t("t_loading")}</p>}
      {all && !chosen && <p class="soft">{t("t_no_questions")}</p>}
      {all && chosen && (
        <>
          <p class="field"><label for={id}>{t("t_question")}</label>
            <select id={id} value={`${chosen.exercise} ${chosen.item}`} onChange={(event) => { const [of, one] = event.currentTarget.value.split(" "); turn({ exercise: of!, item: one! }); }}>
              {all.map((one) => <option key={`${one.exercise} ${one.item}`} value={`${one.exercise} ${one.item}`}>{one.title}: {one.question} ({one.n ?? t("t_few_short")})</option>)}
            </select>
          </p>
          {!chosen.shared && <p class="theme-private"><b>{t("t_private")}</b> {t("t_private_help")}</p>}
          <Sorted key={`${chosen.exercise} ${chosen.item} ${language.value}`} question={chosen} lost={lost} />
        </>
      )}
    </section>
  );
}
