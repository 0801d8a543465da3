// One exercise where it stands in the meeting's notebook: live when the room is there, a preview where there is no room.
import { signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { get } from "../api";
import { contact, room } from "../live";
import { previewSheet, lastResume, sheet } from "../saving";
import type { Agenda, Exercise as Definition, Room } from "../types";
import { many, t } from "../words";
import { Banner, Mark, SavedState, TimeLeft, Voice } from "./header";
import { Main, Phase, Title } from "./phase";
import { ComeBack, Exercised, Paragraphs, useClosing, useExercise } from "./worksheet";

/** An exercise to try: every phase can be stepped through, and nothing is saved. */
export function Preview({ exercise }: { exercise: Definition }) {
  const phase = useSignal(0);
  const own = useMemo(previewSheet, [exercise.id]);
  const here = exercise.phases[phase.value] ?? exercise.phases[0]!;
  return (
    <div class="preview">
      <p class="banner warm" role="note">{t("preview")}</p>
      {exercise.phases.length > 1 && (
        <nav class="phases" aria-label={t("phases")}>
          {exercise.phases.map((one, i) => <button key={i} type="button" class="quiet" aria-current={i === phase.value ? "step" : undefined} onClick={() => (phase.value = i)}>{i + 1}. {one.title}</button>)}
        </nav>
      )}
      {here.level === "plenary"
        ? <Main inside><Title inside>{exercise.title}</Title><Paragraphs text={here.instruction} /><p class="next"><b>{t("look_up")}</b> {t("look_up_help")}</p></Main>
        : <Phase key={phase.value} exercise={exercise} phase={phase.value} round={1} run={1} sheet={own} table={null} inside preview />}
    </div>
  );
}

const agenda = signal<Agenda | null>(null);
let asked: string | undefined;
/** The room's agenda; a page has many exercises, and asks once. */
function useAgenda(): Agenda | null {
  const code = room.value?.code;
  useEffect(() => {
    if (!code || asked === code) return;
    asked = code;
    get<Agenda>("/api/agenda").then((found) => (agenda.value = found)).catch(() => (asked = undefined));
  }, [code]);
  return agenda.value;
}

/** The exercise at its place in the agenda: which round it is in now, and in what state. */
function usePlace(id: string): Pick<Room, "phase" | "round" | "run" | "state" | "me"> | null {
  const steps = useAgenda()?.steps;
  const now = room.value;
  if (!now) return null;
  if (now.exercise === id) return now;
  const touched = steps?.filter((step) => step.exercise === id && now.steps[step.step]) ?? [];
  const step = touched.at(-1);
  if (!step) return null;
  const { state, phase, run } = now.steps[step.step]!;
  // the room has gone on: an exercise left open takes no more answers on this page
  return { phase, run, state: state === "open" ? "closed" : state, round: step.round ?? 1, ...(now.me ? { me: now.me } : {}) };
}

export function Exercise({ id, server }: { id: string; server: boolean }) {
  const now = room.value;
  const exercise = useExercise(server ? id : null);
  const place = usePlace(id);
  useClosing();
  const stranger = server && (now ? !now.me : contact.value === "out" && !lastResume());
  if (contact.value === "out" && !stranger) return <ComeBack />;
  if (!exercise || (!now && !stranger)) return <Main inside><p class="soft" role="status">{t(contact.value === "trying" ? "arriving_lost" : "loading_exercise")}</p></Main>;
  if (stranger) return <Preview exercise={exercise} />;
  const live = place && sheet.ready();
  return (
    <>
      <div class="head"><Mark size={26} /><div class="where small">{live && now?.exercise === id && <TimeLeft />}</div><SavedState /></div>
      <Voice />
      <Banner />
      {live ? <Exercised now={place} exercise={exercise} inside past={now?.exercise !== id} /> : (
        <Main inside>
          <Title inside>{exercise.title}</Title>
          <Paragraphs text={exercise.aim} />
          <p class="next"><b>{t("not_yet")}</b> {many("not_yet_help", exercise.minutes)}</p>
        </Main>
      )}
    </>
  );
}
