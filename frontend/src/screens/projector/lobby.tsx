// The projector while nothing is asked: how to join, what is said, and the end.
import type { Exercise, Room } from "../../types";
import { many, t } from "../../words";
import { joinHost, stepOf } from "../cockpit/state";

function Join({ now }: { now: Room }) {
  return (
    <section class="join-card" aria-label={t("f_join_title")}>
      <img class="qr" src={`/api/join.svg?code=${now.code}`} alt={t("f_qr_alt", { code: now.code })} />
      <p class="join-how">{t("f_join_go")} <b>{joinHost(now)}</b></p>
      <p class="join-code"><span>{t("f_code")}</span> <b>{now.code}</b></p>
    </section>
  );
}

/** Before the first step, and before an exercise opens. */
export function Lobby({ now, definition }: { now: Room; definition: Exercise | null }) {
  const phase = definition?.phases[now.phase];
  return (
    <div class="lobby">
      <div class="lobby-words">
        <p class="over">{now.step ? stepOf(now) : `${now.series.title} · ${t("f_meeting_n", { n: now.meeting.number })}`}</p>
        <h1>{now.step ? now.title : now.meeting.title}</h1>
        {phase && <p class="lead">{phase.title !== now.title && <b>{phase.title}. </b>}{phase.instruction}</p>}
        {!now.step && <p class="lead">{t("f_lobby_lead")}</p>}
        <p class="lobby-count"><b>{now.joined}</b> {t(now.joined === 1 ? "f_in_one" : "f_in_many")}</p>
      </div>
      <Join now={now} />
    </div>
  );
}

export function Talk({ now }: { now: Room }) {
  return (
    <div class="talk">
      <p class="over">{stepOf(now)}{now.minutes ? ` · ${many("f_minutes", now.minutes)}` : ""}</p>
      <h1>{now.title}</h1>
      {now.text?.split(/\n\s*\n|\n/).filter(Boolean).map((part, i) => <p class="lead" key={i}>{part}</p>)}
    </div>
  );
}

export function Thanks({ now }: { now: Room }) {
  return (
    <div class="talk">
      <p class="over">{now.meeting.title}</p>
      <h1>{t("f_thanks")}</h1>
      <p class="lead">{t("f_thanks_lead")}</p>
    </div>
  );
}
