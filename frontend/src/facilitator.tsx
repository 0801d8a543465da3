// The facilitator's screens: cockpit, projector, follow-up, and the PIN that opens them.
import { type ComponentType, render } from "preact";
import words from "../../samhandling/words/facilitator.yaml";
import board from "../../samhandling/words/register_board.yaml";
import registers from "../../samhandling/words/registers.yaml";
import themes from "../../samhandling/words/theme_board.yaml";
import { Cockpit } from "./screens/cockpit";
import { FollowUp } from "./screens/follow_up";
import { Pin } from "./screens/pin";
import { Projector } from "./screens/projector";
import { language, learn } from "./words";
import "./style/base.css";
import "./style/cockpit.css";
import "./style/projector.css";
import "./style/follow_up.css";
import "./style/themes.css";
import "./style/registers.css";

for (const one of [words, board, registers, themes]) learn(one);

const SCREENS: Record<string, ComponentType> = { cockpit: Cockpit, projector: Projector, follow_up: FollowUp, pin: Pin };

function mount(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-screen]")) {
    const Screen = SCREENS[place.dataset.screen ?? ""];
    if (!Screen || place.dataset.mounted) continue;
    place.dataset.mounted = "yes";
    if (place.dataset.language === "sv" || place.dataset.language === "en") language.value = place.dataset.language;
    place.replaceChildren();
    render(<Screen />, place);
  }
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
else mount();
