// What the room sees: no controls, one thing at a time. The facilitator's own device, or any other that is signed in.
import { useEffect } from "preact/hooks";
import { contact, follow, room } from "../live";
import type { Room } from "../types";
import { many, t } from "../words";
import { Lobby, Talk, Thanks } from "./projector/lobby";
import { Footer } from "./projector/footer";
import { Closed, Open, Revealed } from "./projector/exercise";
import { exercise, keepUp } from "./cockpit/state";
import { Pin } from "./pin";

function fullScreen(event: KeyboardEvent): void {
  if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
  void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.())?.catch(() => undefined);
}

export function Projector() {
  useEffect(() => {
    follow();
    addEventListener("keydown", fullScreen);
    const stop = keepUp(false);
    return () => {
      stop();
      removeEventListener("keydown", fullScreen);
    };
  }, []);
  if (contact.value === "out") return <Pin />;
  const now = room.value;
  if (!now) return <main class="projector projector-starting"><h1 class="soft">{t(contact.value === "trying" ? "f_no_contact" : "f_starting")}</h1></main>;
  return (
    <div class="projector" data-view={view(now)}>
      <main><View now={now} /></main>
      <Footer now={now} />
      <p class="visually-hidden" role="status">{spokenState(now)}</p>
    </div>
  );
}

type Shown = "lobby" | "talk" | "thanks" | "open" | "closed" | "revealed";
function view(now: Room): Shown {
  if (now.ended) return "thanks";
  if (!now.step) return "lobby";
  if (!now.exercise) return "talk";
  return now.state === "waiting" ? "lobby" : now.state;
}

function View({ now }: { now: Room }) {
  const definition = exercise.value;
  const shown = view(now);
  if (shown === "thanks") return <Thanks now={now} />;
  if (shown === "talk") return <Talk now={now} />;
  if (shown === "lobby" || !definition) return <Lobby now={now} definition={definition} />;
  if (shown === "open") return <Open now={now} definition={definition} />;
  if (shown === "closed") return <Closed now={now} />;
  return <Revealed now={now} definition={definition} />;
}

function spokenState(now: Room): string {
  if (!now.step) return many("f_joined", now.joined);
  return [now.title, now.exercise ? t(`f_state_${now.state}`) : null].filter(Boolean).join(". ");
}
