// The participant's page: it follows the room, and shows what the step needs and no more.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { get, Refusal } from "../api";
import { contact, room, secondsLeft } from "../live";
import { counts, lastResume, sheet } from "../saving";
import type { Exercise, Room } from "../types";
import { language, many, t } from "../words";
import { Header, say, Voice } from "./header";
import { Menu, MyLink } from "./menu";
import { Answers, Main, Phase, Title, type Doing } from "./phase";
import { Reveal } from "./reveal";

const definitions = signal(new Map<string, Exercise>());
const asked = new Set<string>();

/** An exercise in the screen's language; asked for until it comes, and then kept. */
export function useExercise(id: string | null): Exercise | null {
  const lang = language.value;
  const key = `${lang}:${id}`;
  useEffect(() => {
    if (!id || asked.has(key)) return;
    asked.add(key);
    let failures = 0;
    const load = () =>
      get<Exercise>(`/api/exercises/${id}?lang=${lang}`)
        .then((found) => (definitions.value = new Map(definitions.value).set(key, found)))
        .catch((error: unknown) => {
          if (error instanceof Refusal && error.status < 500 && error.status !== 429) asked.delete(key);
          else setTimeout(load, Math.min(1000 * 1.7 ** failures++, 8_000));
        });
    void load();
  }, [key]);
  return definitions.value.get(key) ?? null;
}

/** What is written goes in when the time is out or the exercise closes, and not a keystroke later. */
export function useClosing(): void {
  const over = secondsLeft.value === 0;
  const state = room.value?.state;
  useEffect(() => {
    if (over || state !== "open") sheet.settle();
  }, [over, state]);
}

/** Moves focus to the new heading and says it, unless the page has just been opened. */
function useArrival(key: string, title: string | null): void {
  const before = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (before.current !== null && before.current !== key) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('[data-screen="worksheet"] [data-title]')?.focus({ preventScroll: true });
      if (title) say(title);
    }
    before.current = key;
  }, [key]);
}

export function Worksheet() {
  const now = room.value;
  useClosing();
  useArrival(now ? `${now.step}:${now.phase}:${now.run}:${now.state}:${now.ended}` : "", now?.title ?? null);
  return (
    <>
      <Header><Menu /></Header>
      <Voice />
      {contact.value === "out" ? <ComeBack /> : now ? <Step now={now} /> : <Main><p class="soft arriving" role="status">{t(contact.value === "trying" ? "arriving_lost" : "arriving")}</p></Main>}
    </>
  );
}

function Step({ now }: { now: Room }) {
  const exercise = useExercise(now.exercise);
  if (now.ended) return <Ended now={now} />;
  if (now.step === null) return <Welcome now={now} />;
  if (!now.exercise)
    return (
      <Main>
        <Title>{now.title}</Title>
        {now.text ? <Paragraphs text={now.text} /> : <p class="lead">{t("listen")}</p>}
      </Main>
    );
  if (!exercise || !sheet.ready()) return <Main><Title>{now.title}</Title><p class="soft" role="status">{t(contact.value === "trying" ? "arriving_lost" : "loading_exercise")}</p></Main>;
  return <Exercised now={now} exercise={exercise} />;
}

export const Paragraphs = ({ text }: { text: string }) => <div class="lead" dir="auto">{text.split(/\n\s*\n|\n/).filter(Boolean).map((one, i) => <p key={i}>{one}</p>)}</div>;

/** An exercise in the state that the room gives it. */
export function Exercised({ now, exercise, inside, past }: { now: Pick<Room, "phase" | "round" | "run" | "state" | "me">; exercise: Exercise; inside?: boolean; past?: boolean }) {
  const doing: Doing = { exercise, phase: now.phase, round: now.round, run: now.run, sheet, table: now.me?.table ?? null, inside: inside ?? false };
  const phase = exercise.phases[now.phase];
  if (!phase) return null;
  const key = `${exercise.id}:${now.round}:${now.run}:${now.phase}`;
  if (now.state === "revealed") return <Reveal key={key} {...doing} />;
  if (now.state === "open" && phase.level !== "plenary") return <Phase key={key} {...doing} />;
  const next = exercise.phases[now.phase + 1];
  return (
    <Main inside={inside}>
      <p class="soft small">{phase.title}</p>
      <Title inside={inside}>{exercise.title}</Title>
      {now.state === "waiting" && (
        <>
          <p class="lead" dir="auto">{exercise.aim}</p>
          <p class="next"><b>{t("soon")}</b> {t(`soon_${phase.level}`, { n: phase.minutes })}</p>
        </>
      )}
      {now.state === "open" && <><p class="lead" dir="auto">{phase.instruction}</p><p class="next"><b>{t("look_up")}</b> {t("look_up_help")}</p></>}
      {now.state === "closed" && <p class="next"><b>{t("closed")}</b> {t(past ? "closed_past" : next ? "closed_next" : "closed_help")}</p>}
      {(now.state !== "waiting" || now.phase > 0) && <Answers doing={doing} levels={["table", "individual"]} />}
    </Main>
  );
}

function Welcome({ now }: { now: Room }) {
  const me = now.me;
  return (
    <Main>
      <p class="soft small">{now.series.title} · {t("meeting_n", { n: now.meeting.number })}</p>
      <Title>{now.meeting.title}</Title>
      <p class="lead">{t("welcome")}</p>
      {me && <section class="keep"><h2>{t("write_down")}</h2><p class="soft">{t("write_down_help")}</p><MyLink me={me} /></section>}
      <section class="keep"><h2>{t("what_next")}</h2><ul class="plain"><li>{t("what_next_1")}</li><li>{t("what_next_2")}</li><li>{t("what_next_3")}</li></ul></section>
    </Main>
  );
}

function Ended({ now }: { now: Room }) {
  return (
    <Main>
      <p class="soft small">{now.meeting.title}</p>
      <Title>{t("ended")}</Title>
      <p class="lead">{t("ended_help")}</p>
      <p><a class="button" href="/api/answers/mine/file" download>{t("take_home")}</a></p>
      {now.me && <section class="keep"><h2>{t("your_link")}</h2><p class="soft">{t("ended_link")}</p><MyLink me={now.me} /></section>}
    </Main>
  );
}

/** The server no longer knows this browser: the way back, and that nothing is lost. */
export function ComeBack() {
  const resume = room.value?.me?.resume ?? lastResume();
  const { pending, waiting } = counts.value;
  const n = pending + waiting;
  return (
    <Main>
      <Title>{t("out")}</Title>
      <p class="lead">{t("out_help")}{n > 0 && <> {many("out_waiting", n)}</>}</p>
      {resume && <p><a class="button" href={`/r/${resume}`}>{t("out_link")}</a></p>}
      <p class={resume ? "soft" : ""}>{t("out_code")} <a href="/">{t("out_join")}</a></p>
    </Main>
  );
}
