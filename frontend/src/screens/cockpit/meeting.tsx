// The meeting as a whole: files, other meetings on this server, devices, language, and the end.
import { useEffect, useState } from "preact/hooks";
import { get, post } from "../../api";
import { progress, room } from "../../live";
import type { Language, Room } from "../../types";
import { language, many, t } from "../../words";
import { Dialog } from "./dialog";
import { Exports } from "./exports";
import { Places } from "./places";
import { Copy } from "./roster";
import { keysOn, setKeysOn, ShortcutList } from "./shortcuts";
import { attempt, explain, joinHost, joinLink, pending, type Rooms, steer } from "./state";
import { EndMeeting } from "./steering";

export function Invite({ close }: { close: () => void }) {
  const now = room.value;
  if (!now) return null;
  return (
    <Dialog title={t("f_join_title")} close={close}>
      <JoinCard now={now} />
    </Dialog>
  );
}

/** How participants come in: to scan, to type, to send. */
export const JoinCard = ({ now }: { now: Room }) => (
  <div class="invite">
    <img class="qr" src={`/api/join.svg?code=${now.code}`} alt={t("f_qr_alt", { code: now.code })} />
    <div>
      <p class="soft small">{t("f_code")}</p><p class="code-large">{now.code}</p>
      <p class="soft small">{t("f_join_go")} {joinHost(now)}</p><p class="join-link">{joinLink(now)}</p>
      <Copy text={joinLink(now)} />
    </div>
  </div>
);

export function Meeting({ close, paper }: { close: () => void; paper: () => void }) {
  const [ending, setEnding] = useState(false);
  const now = room.value;
  if (!now) return null;
  if (ending) return <EndMeeting close={() => { setEnding(false); close(); }} />;
  return (
    <Dialog title={t("f_meeting")} close={close} wide>
      <div class="meeting-parts">
        <Exports simulated={now.simulated} />
        <section><h2>{t("f_paper_heading")}</h2><p><button type="button" class="button quiet cmd" onClick={paper}>{t("f_paper")}</button></p></section>
        <section><h2>{t("f_follow_up")}</h2><p><a class="button quiet cmd" href="/follow-up">{t("f_open_follow_up")}</a></p></section>
        <Places><p class="soft small">{t("f_expected_each")}</p></Places>
        <Devices />
        <Languages />
        <Keys />
        <section>
          <h2>{t("f_end_heading")}</h2>
          {now.ended
            ? <button type="button" class="button quiet cmd" aria-busy={pending.value === "ended"} onClick={() => void steer("ended", { ended: false })}>{t("f_reopen")}</button>
            : <button type="button" class="button quiet cmd" onClick={() => setEnding(true)}>{t("f_end_meeting")}</button>}
        </section>
      </div>
      <OtherMeetings />
    </Dialog>
  );
}

function Devices() {
  const [done, setDone] = useState(false);
  const devices = progress.value?.devices ?? 1;
  const out = async (others: boolean) => {
    const answer = await attempt("out", () => post("/api/facilitator/out", { others }));
    if (answer === null) return;
    if (others) setDone(true);
    else location.reload();
  };
  return (
    <section>
      <h2>{t("f_devices")}</h2>
      <p>{many("f_steered_from", devices)}</p>
      <p class="soft small">{t("f_devices_help")}</p>
      <div class="cmds">
        <button type="button" class="button quiet cmd" aria-busy={pending.value === "out"} onClick={() => void out(true)}>{t("f_out_others")}</button>
        <button type="button" class="button quiet cmd cmd-bare" onClick={() => void out(false)}>{t("f_out_here")}</button>
      </div>
      <p role="status" class="soft small">{done ? t("f_out_done") : ""}</p>
    </section>
  );
}

function Languages() {
  const choose = async (wanted: Language) => {
    if (wanted === language.value) return;
    const done = await attempt("language", () => post("/api/me", { language: wanted }));
    if (done === null) return;
    // pages and pictures come from the server in the chosen language
    const url = new URL(location.href);
    url.searchParams.delete("lang");
    history.replaceState(null, "", url);
    location.reload();
  };
  return (
    <section>
      <h2 id="languages">{t("f_language")}</h2>
      <div class="cmds" role="group" aria-labelledby="languages">
        {(["sv", "en"] as const).map((one) => <button type="button" class="button quiet cmd" key={one} lang={one} aria-pressed={language.value === one} onClick={() => void choose(one)}>{one === "sv" ? "Svenska" : "English"}</button>)}
      </div>
    </section>
  );
}

function Keys() {
  return (
    <section>
      <h2>{t("f_keys")}</h2>
      <label class="tick"><input type="checkbox" checked={keysOn.value} onChange={(event) => setKeysOn(event.currentTarget.checked)} /> {t("f_keys_on")}</label>
      <ShortcutList />
    </section>
  );
}

interface Started { code: string; pin: string; url: string }

function OtherMeetings() {
  const [rooms, setRooms] = useState<Rooms | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [started, setStarted] = useState<Started | null>(null);
  const [wanted, setWanted] = useState("");
  const load = () => get<Rooms>("/api/rooms").then(setRooms, (error: unknown) => setProblem(explain(error)));
  useEffect(() => void load(), []);
  const start = async () => {
    const found = await attempt("start", () => post<Started>("/api/rooms", { meeting: wanted }));
    if (!found) return;
    setStarted(found);
    void load();
  };
  if (problem) return <section><h2>{t("f_rooms")}</h2><p class="soft">{problem}</p></section>;
  if (!rooms) return <section><h2>{t("f_rooms")}</h2><p class="soft" role="status">{t("f_loading")}</p></section>;
  return (
    <section class="rooms">
      <h2>{t("f_rooms")}</h2>
      <ul class="plain">
        {rooms.rooms.map((one) => (
          <li key={one.code}><span><b>{one.code}</b> {one.title}</span><span class="soft small">{one.here ? t("f_room_here") : one.ended ? t("f_room_ended") : many("f_joined", one.joined)}</span></li>
        ))}
      </ul>
      <div class="cmds start-room">
        <label class="pick">{t("f_start_another")}
          <select value={wanted} onChange={(event) => setWanted(event.currentTarget.value)}>
            <option value="">{t("f_choose_meeting")}</option>
            {rooms.meetings.map((one) => <option key={one.id} value={one.id}>{one.number}. {one.title}</option>)}
          </select>
        </label>
        <button type="button" class="button quiet cmd" aria-disabled={!wanted} aria-busy={pending.value === "start"} onClick={() => wanted && void start()}>{t("f_start_room")}</button>
      </div>
      {started && (
        <div class="started" role="status">
          <p>{t("f_started")}</p>
          <p><span class="soft small">{t("f_code")}</span> <b class="code-large">{started.code}</b> <span class="soft small">{t("f_pin")}</span> <b class="code-large">{started.pin}</b></p>
          <p><span class="soft small">{t("f_started_link")}</span><br /><a class="join-link" href={started.url}>{started.url}</a></p>
          <p class="soft small">{t("f_started_help")}</p>
        </div>
      )}
    </section>
  );
}
