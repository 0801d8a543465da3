// The PIN that opens the facilitator's screens; also what they show when a device has been signed out.
import { useState } from "preact/hooks";
import { post, Refusal } from "../api";
import { t } from "../words";
import { Mark } from "./cockpit/mark";

/** Where to go afterwards: the page that was asked for, if it is one of ours. */
function next(): string | null {
  const wanted = new URLSearchParams(location.search).get("next");
  if (wanted && /^\/(?!\/)[\w/-]*$/.test(wanted)) return wanted;
  return location.pathname === "/pin" ? "/cockpit" : null;
}

export function Pin() {
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (!pin.trim()) return setProblem(t("f_pin_empty"));
    setBusy(true);
    setProblem(null);
    try {
      await post("/api/facilitator", { pin: pin.trim() });
      const where = next();
      if (where) location.assign(where);
      else location.reload();
    } catch (error) {
      setBusy(false);
      if (!(error instanceof Refusal)) return setProblem(t("f_unreachable"));
      const own = error.status === 429 ? t("f_pin_wait") : error.status === 403 ? t("f_pin_wrong") : t("f_refused", { status: error.status });
      setProblem(error.problem.message || own);
      setPin("");
    }
  };
  return (
    <main class="pin">
      <form onSubmit={(event) => void send(event)} noValidate>
        <Mark width={51} />
        <h1>{t("f_pin_title")}</h1>
        <p class="soft" id="pin-help">{t("f_pin_help")}</p>
        <label for="pin-field">{t("f_pin")}</label>
        <input id="pin-field" value={pin} onInput={(event) => setPin(event.currentTarget.value)} inputMode="numeric" autocomplete="off"
          aria-describedby={problem ? "pin-problem" : "pin-help"} aria-invalid={problem ? true : undefined} autofocus maxLength={20} />
        <p class="alert-text" id="pin-problem" role="alert">{problem}</p>
        <button type="submit" class="button cmd" aria-disabled={busy}>{t(busy ? "f_pin_busy" : "f_pin_go")}</button>
      </form>
    </main>
  );
}
