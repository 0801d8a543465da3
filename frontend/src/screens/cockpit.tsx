// The facilitator's cockpit: the agenda, the step that is on, and who is here.
import { useEffect, useState } from "preact/hooks";
import { contact, follow, room } from "../live";
import type { Exercise, Room } from "../types";
import { many, t } from "../words";
import { AgendaView } from "./cockpit/agenda";
import { Counts, Storage } from "./cockpit/counts";
import { Mark } from "./cockpit/mark";
import { Invite, JoinCard, Meeting } from "./cockpit/meeting";
import { Notes } from "./cockpit/notes";
import { PaperForms } from "./cockpit/paper";
import { Places } from "./cockpit/places";
import { Plenary } from "./cockpit/plenary";
import { Debrief, Preview } from "./cockpit/preview";
import { Roster } from "./cockpit/roster";
import { useShortcuts } from "./cockpit/shortcuts";
import { agenda, exercise, failure, keepUp, stepOf } from "./cockpit/state";
import { Steering } from "./cockpit/steering";
import { Pin } from "./pin";

export function Cockpit() {
  useEffect(() => {
    follow();
    return keepUp(true);
  }, []);
  useShortcuts();
  if (contact.value === "out") return <Pin />;
  const now = room.value;
  if (!now) return <main class="starting"><p role="status">{t(contact.value === "trying" ? "f_no_contact" : "f_starting")}</p></main>;
  return (
    <div class="cockpit">
      <Header now={now} />
      <AgendaView />
      <Main now={now} definition={exercise.value} />
      <aside aria-label={t("f_people")}>
        <Roster />
        <Notes code={now.code} />
      </aside>
    </div>
  );
}

function Header({ now }: { now: Room }) {
  const [dialog, setDialog] = useState<"invite" | "meeting" | "paper" | null>(null);
  return (
    <header class="bar-top">
      <Mark />
      <h1>{now.meeting.title}</h1>
      <span class="soft">{t("f_meeting_n", { n: now.meeting.number })}</span>
      <span class="sp" />
      {now.simulated > 0 && <span class="simulated">{many("f_simulated", now.simulated)}</span>}
      <span class="head-code">{t("f_code")} <b>{now.code}</b></span>
      <span class="head-joined"><b>{now.joined}</b> {t(now.joined === 1 ? "f_in_one" : "f_in_many")}</span>
      <span class="cmds">
      <button type="button" class="button quiet cmd" onClick={() => setDialog("invite")}>{t("f_invite")}</button>
      <button type="button" class="button quiet cmd" onClick={() => setDialog("meeting")}>{t("f_meeting")}</button>
      <a class="button quiet cmd" href="/projector" target="samhandling-projector" rel="opener">{t("f_projector")}<span class="visually-hidden"> {t("f_new_window")}</span></a>
      </span>
      {dialog === "invite" && <Invite close={() => setDialog(null)} />}
      {dialog === "meeting" && <Meeting close={() => setDialog(null)} paper={() => setDialog("paper")} />}
      {dialog === "paper" && <PaperForms now={now} close={() => setDialog(null)} />}
    </header>
  );
}

function where(now: Room): string {
  if (!now.step) return now.series.title;
  const parts = [stepOf(now)];
  if (now.exercise) parts.push(t(`f_level_${now.level}`).toLowerCase());
  if (now.exercise && now.round > 1) parts.push(t("f_round", { n: now.round }));
  return parts.join(" · ");
}

function Main({ now, definition }: { now: Room; definition: Exercise | null }) {
  const contactLost = contact.value !== "ok";
  return (
    <main>
      <div class="banners">
        {contactLost && <p class="alert" role="alert"><b>{t("f_no_contact")}</b> {t("f_no_contact_help")}</p>}
        <Storage />
        {failure.value && <p class="alert" role="alert">{failure.value}</p>}
      </div>
      <p class="soft small">{where(now)}</p>
      <h1>{now.ended ? t("f_meeting_ended") : (now.title ?? t("f_not_started"))}</h1>
      <Steering now={now} definition={definition} />
      {!now.step && !now.ended && <><JoinCard now={now} /><Places /></>}
      <Counts now={now} definition={definition} />
      {definition && now.level === "plenary" && now.state !== "waiting" && <Plenary now={now} definition={definition} />}
      <Script now={now} definition={definition} />
      {now.exercise && definition && <Preview now={now} definition={definition} />}
    </main>
  );
}

const paragraphs = (text: string) => text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);

/** What to say, and what only the facilitator needs to know. */
function Script({ now, definition }: { now: Room; definition: Exercise | null }) {
  const step = [...(agenda.value?.steps ?? []), ...(agenda.value?.extra ?? [])].find((one) => one.step === now.step);
  const phase = definition?.phases[now.phase];
  const said = [step?.script, phase?.script].filter((text): text is string => Boolean(text));
  const told = [step?.private, phase?.private].filter((text): text is string => Boolean(text));
  const debrief = now.state === "revealed" && definition?.debrief ? definition.debrief : [];
  if (now.ended || (!said.length && !told.length && !debrief.length)) return null;
  return (
    <section class="script" aria-labelledby="script-title">
      <h2 id="script-title">{t(said.length ? "f_say" : "f_know")}</h2>
      {said.flatMap(paragraphs).map((part, i) => <p key={`s${i}`}>{part}</p>)}
      {told.flatMap(paragraphs).map((part, i) => <p class="soft" key={`p${i}`}>{part}</p>)}
      <Debrief lines={debrief} />
    </section>
  );
}
