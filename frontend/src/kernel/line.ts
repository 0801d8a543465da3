// The line to a kernel: never gives up, notices silence, and says when the kernel itself is gone.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";

export type Contact = "ok" | "trying";
/** `gone`: the kernel is. `unseen`: nobody has looked at the page for a while, so the line was given back. */
export type Ending = "gone" | "unseen";

const BEAT = 15_000;
const PATIENCE = 6_000;
const AGAIN = 2_500;
const UNSEEN = 60_000;

export class Line {
  readonly kernel: KernelConnection;
  /** Settles when the line is no more. */
  readonly ended: Promise<Ending>;
  /** Called when the line is back after a silence. */
  onReturn: () => void = () => undefined;

  #end!: (why: Ending) => void;
  #timer: number | undefined;
  #asleep: number | undefined;
  #was: Contact | null = null;
  #over = false;

  constructor(readonly id: string, private readonly tell: (contact: Contact) => void) {
    const base = `${location.origin}/`;
    this.kernel = new KernelConnection({
      model: { id, name: "python3" },
      serverSettings: ServerConnection.makeSettings({ baseUrl: base, wsUrl: base.replace(/^http/, "ws"), appendToken: false }),
      handleComms: true,
      // a page may only send its widgets' messages, and a subshell is asked for by another kind
      commsOverSubshells: "disabled" as KernelConnection["commsOverSubshells"],
    });
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.kernel.connectionStatusChanged.connect((_, now) => this.#connection(now === "connected"));
    this.kernel.statusChanged.connect((_, now) => now === "dead" && this.#finish("gone"));
    this.#schedule(BEAT);
    for (const event of ["online", "pageshow"]) addEventListener(event, this.#look);
    document.addEventListener("visibilitychange", this.#look);
  }

  #connection(up: boolean): void {
    if (this.#over) return;
    if (up) {
      if (this.#was === "trying") this.onReturn();
      this.#was = "ok";
      this.tell("ok");
      this.#schedule(BEAT);
    } else {
      if (this.#was === "ok") this.#was = "trying";
      this.tell("trying");
      this.#schedule(AGAIN);
    }
  }

  #finish(why: Ending): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#asleep);
    for (const event of ["online", "pageshow"]) removeEventListener(event, this.#look);
    document.removeEventListener("visibilitychange", this.#look);
    if (!this.kernel.isDisposed) this.kernel.dispose();
    this.#end(why);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    if (!this.#over) this.#timer = window.setTimeout(() => void this.#check(), delay);
  }

  readonly #look = (): void => {
    clearTimeout(this.#asleep);
    if (document.hidden) this.#asleep = window.setTimeout(() => this.#finish("unseen"), UNSEEN);
    // a page that has just been opened is still connecting
    if (!document.hidden && this.#was) this.#schedule(0);
  };

  /** Asks the server whether the kernel is there, and the kernel whether it hears us; reconnects when it does not. */
  async #check(): Promise<void> {
    if (this.#over) return;
    let busy = false;
    try {
      const answer = await fetch(`/api/kernels/${this.id}`, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
      if (answer.status === 403 || answer.status === 404) return this.#finish("gone");
      if (!answer.ok) throw new Error(String(answer.status));
      const model = (await answer.json()) as { execution_state?: string };
      if (model.execution_state === "dead") return this.#finish("gone");
      busy = model.execution_state === "busy";
    } catch {
      this.#was = "trying";
      this.tell("trying");
      return this.#schedule(AGAIN);
    }
    if (this.#over) return;
    // a kernel that works answers nobody until it is done
    if (this.kernel.connectionStatus === "connected" && (busy || (await this.#hears()))) {
      if (this.#was === "trying") this.#connection(true);
      return this.#schedule(BEAT);
    }
    if (this.#over) return;
    this.#was = "trying";
    this.tell("trying");
    this.#schedule(AGAIN * 2);
    await this.kernel.reconnect().catch(() => undefined);
  }

  async #hears(): Promise<boolean> {
    const silence = new Promise<boolean>((resolve) => window.setTimeout(() => resolve(false), PATIENCE));
    return Promise.race([silence, this.kernel.requestKernelInfo().then((reply) => reply !== undefined, () => false)]);
  }
}
