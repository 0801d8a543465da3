// A page whose kernel is gone gets its content once more, in a new kernel, without being loaded again.
const LONGEST = 20_000;

/**
 * Asks for a new kernel until there is one, and puts the new content in place of the old; the kit's
 * own screens stay as they are, since they never needed the kernel. Returns the kernel's id, or null
 * when the page has no use for one any more or is no longer open to this visitor.
 */
export async function renew(page: string, root: Element, say: (key: string) => void): Promise<string | null> {
  for (let wait = 500; ; wait = Math.min(wait * 1.7, LONGEST)) {
    try {
      const answer = await fetch("/pages/renew", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ page }),
      });
      if (answer.ok) {
        const { kernel, html } = (await answer.json()) as { kernel: string | null; html: string };
        replace(root, html);
        return kernel;
      }
      if (answer.status === 403 || answer.status === 404) {
        say("kernel_closed");
        return null;
      }
      say(answer.status === 503 ? "kernel_full" : "kernel_renewing");
    } catch {
      say("kernel_lost");
    }
    await new Promise((resolve) => setTimeout(resolve, wait * (0.7 + Math.random() * 0.6)));
  }
}

const name = (screen: HTMLElement): string => `${screen.dataset["screen"]} ${screen.dataset["exercise"] ?? ""}`;

function replace(root: Element, html: string): void {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const kept = new Map<string, HTMLElement[]>();
  for (const screen of root.querySelectorAll<HTMLElement>(".samhandling[data-screen]")) kept.set(name(screen), [...(kept.get(name(screen)) ?? []), screen]);
  const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  for (const screen of fresh.content.querySelectorAll<HTMLElement>(".samhandling[data-screen]")) {
    const old = kept.get(name(screen))?.shift();
    if (old) screen.replaceWith(old);
  }
  root.replaceChildren(fresh.content);
  if (active?.isConnected) active.focus({ preventScroll: true });
}
