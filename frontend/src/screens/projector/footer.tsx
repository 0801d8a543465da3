// The projector's last line: how many have answered, the time, the code; and whether there is contact.
import { contact, progress, room, secondsLeft } from "../../live";
import type { Room } from "../../types";
import { clock, many, t } from "../../words";
import { Mark } from "../cockpit/mark";
import { answered, onShow } from "./exercise";

function Answered({ now }: { now: Room }) {
  const shown = now.state === "revealed" ? onShow.value : null;
  const count = answered();
  if (!shown) {
    // what a screen says large it does not say again
    const large = now.exercise ? now.state !== "revealed" && (now.state === "waiting" || count) : !now.step;
    return large ? null : <span><b>{now.joined}</b> {t(now.joined === 1 ? "f_in_one" : "f_in_many")}</span>;
  }
  return (
    <>
      <span><b>{shown.n}</b> {t(now.level === "table" ? "f_of_tables" : "f_of_answered", { of: shown.of })}</span>
      {shown.unknown > 0 && <span class="soft">{many("f_unknown", shown.unknown)}</span>}
    </>
  );
}

export function Footer({ now }: { now: Room }) {
  const left = secondsLeft.value;
  const simulated = progress.value?.simulated ?? room.value?.simulated ?? 0;
  const revealed = now.state === "revealed";
  return (
    <footer>
      <Mark width="calc(var(--u) * 46)" />
      {!now.ended && <Answered now={now} />}
      {simulated > 0 && <span class="simulated">{many("f_simulated", simulated)}</span>}
      <span class="sp" />
      {contact.value !== "ok" && <span class="lost" role="alert">{t("f_no_contact")}</span>}
      {left !== null && (revealed || !now.exercise) && <span class="footer-time"><span class="soft">{t(revealed ? "f_talk_time" : "f_time_left")}</span> <b>{clock(left)}</b></span>}
      <span class="footer-code"><span class="soft">{t("f_code")}</span> <b>{now.code}</b></span>
    </footer>
  );
}
