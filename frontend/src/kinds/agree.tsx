import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { AgreeItem, Option } from "../types";
import { t } from "../words";
import { Clear, Group, type ControlProps } from "./frame";
import { parts, stance, STANCES } from "./values";

/** Statements, one at a time; at the end all of them in a list, where each can be changed. */
export function Agree(props: ControlProps<AgreeItem>) {
  const { item, value, change } = props;
  const given = parts<number>(value);
  const said = item.statements.filter((one) => one.id in given).length;
  const unanswered = item.statements.findIndex((one) => !(one.id in given));
  // null: the list of all
  const [at, setAt] = useState<number | null>(unanswered < 0 ? null : unanswered);
  const root = useRef<HTMLDivElement>(null);
  const moved = useRef(false);

  useLayoutEffect(() => {
    if (moved.current) root.current?.querySelector<HTMLElement>("[data-now]")?.focus();
    moved.current = false;
  }, [at]);
  const go = (next: number | null) => {
    moved.current = true;
    setAt(next);
  };
  const vote = (statement: Option, n: number, from: number) => {
    const isNew = !(statement.id in given);
    const after = { ...given, [statement.id]: n };
    change(after, true);
    // on to the next that has no answer; one that was only changed leads back to the list
    const rest = [...item.statements.keys()].map((i) => (from + 1 + i) % item.statements.length);
    go(isNew ? (rest.find((i) => !(item.statements[i]!.id in after)) ?? null) : unanswered < 0 ? null : unanswered);
  };
  const clear = () => {
    change(null, true);
    setAt(0);
  };
  const here = at === null ? undefined : item.statements[at];
  return (
    <Group props={props}>
      <div ref={root}>
        <p class="left progressing" role="status">
          <progress value={said} max={item.statements.length} aria-hidden="true" />{t("agree_progress", { n: said, of: item.statements.length })}
        </p>
        {here ? <Statement key={here.id} statement={here} n={given[here.id]} vote={(n) => vote(here, n, at!)} /> : <All item={item} given={given} go={go} />}
        <div class="apart">
          {here ? (
            <>
              {at ? <button type="button" class="link small" onClick={() => go(at - 1)}>{t("agree_back")}</button> : <span />}
              <button type="button" class="link small" onClick={() => go(null)}>{t("agree_all")}</button>
            </>
          ) : (
            <>
              {unanswered >= 0 ? <button type="button" class="link small" onClick={() => go(unanswered)}>{t("agree_go_on")}</button> : <span />}
              {said > 0 && <Clear clear={clear} />}
            </>
          )}
        </div>
      </div>
    </Group>
  );
}

/** One statement and its three answers; the keys 1, 2 and 3 give them too. */
function Statement({ statement, n, vote }: { statement: Option; n: number | undefined; vote: (n: number) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const stance = STANCES[Number(event.key) - 1];
    if (stance === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    vote(stance);
  };
  return (
    <div class="statement" ref={box} onKeyDown={press}>
      <p tabIndex={-1} data-now dir="auto"><b>{statement.label}</b>{statement.help && <span class="soft small help">{statement.help}</span>}</p>
      <div class="stances">
        {STANCES.map((one, i) => (
          <button key={one} type="button" data-stance={one} aria-pressed={n === one} aria-keyshortcuts={String(i + 1)} onClick={() => vote(one)}>
            <Sign n={one} />{stance(one)}
          </button>
        ))}
      </div>
    </div>
  );
}

function All({ item, given, go }: { item: AgreeItem; given: Record<string, number>; go: (at: number) => void }) {
  return (
    <ol class="summary" tabIndex={-1} data-now>
      {item.statements.map((one, i) => (
        <li key={one.id}>
          <div><span dir="auto">{one.label}</span><span class={one.id in given ? "stance" : "soft"}>{one.id in given ? <><Sign n={given[one.id]!} />{stance(given[one.id]!)}</> : t("no_answer")}</span></div>
          <button type="button" class="link" onClick={() => go(i)}>{t(one.id in given ? "change" : "answer")}<span class="visually-hidden"> {one.label}</span></button>
        </li>
      ))}
    </ol>
  );
}

/** The answer as a sign, so that it is not told by colour alone. */
const Sign = ({ n }: { n: number }) => (
  <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
    <path d={n > 0 ? "M3 9.5l4.2 4.2L15 5" : n < 0 ? "M4 4l10 10M14 4L4 14" : "M3 9h12"} fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" />
  </svg>
);
