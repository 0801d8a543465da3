// The facilitator's own notes: saved as they are written, seen by nobody else.
import { useEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../../api";
import { t } from "../../words";
import { keepHere, keptHere } from "./kept";

const PAUSE = 800;
const DRAFT = "samhandling.private";

export function Notes({ code }: { code: string }) {
  const [text, setText] = useState<string | null>(null);
  const [state, setState] = useState<"idle" | "saving" | "saved" | "lost">("idle");
  const latest = useRef("");
  const timer = useRef<number | undefined>(undefined);
  const draft = `${DRAFT}.${code}`;
  const save = async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const sent = latest.current;
    setState("saving");
    try {
      await post("/api/private", { text: sent });
      if (latest.current === sent) {
        keepHere(draft, null);
        setState("saved");
      }
    } catch {
      setState("lost");
      timer.current = window.setTimeout(() => void save(), 4000);
    }
  };
  useEffect(() => {
    let alive = true;
    const load = async (): Promise<void> => {
      try {
        const saved = await get<{ text: string }>("/api/private");
        if (!alive) return;
        const own = keptHere(draft);
        latest.current = own ?? saved.text;
        setText(latest.current);
        if (own !== null && own !== saved.text) void save();
      } catch {
        if (alive) timer.current = window.setTimeout(() => void load(), 3000);
      }
    };
    void load();
    return () => {
      alive = false;
      clearTimeout(timer.current);
    };
  }, [code]);
  const write = (next: string) => {
    latest.current = next;
    setText(next);
    keepHere(draft, next);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void save(), PAUSE);
  };
  return (
    <section class="own-notes">
      <h2><label for="own-notes">{t("f_own_notes")}</label> <span class="saved-mark" role="status">{state === "idle" ? "" : t(`f_save_${state}`)}</span></h2>
      <textarea id="own-notes" value={text ?? ""} disabled={text === null} placeholder={t("f_own_notes_hint")} rows={6} maxLength={20_000}
        onInput={(event) => write(event.currentTarget.value)} onBlur={() => timer.current !== undefined && void save()} />
    </section>
  );
}
