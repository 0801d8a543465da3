// A native dialog: it keeps the focus inside, closes with Esc, and gives the focus back.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { failure } from "./state";

export function Dialog({ title, close, wide, children }: { title: string; close: () => void; wide?: boolean; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={ref} class={wide ? "sheet sheet-wide" : "sheet"} aria-labelledby={id} onClose={close}
      onClick={(event) => event.target === ref.current && ref.current?.close()}>
      <div class="sheet-inside">
        <div class="sheet-head"><h2 id={id} tabIndex={-1} autofocus>{title}</h2><button type="button" class="button quiet cmd cmd-bare" onClick={() => ref.current?.close()}>{t("f_close_dialog")}</button></div>
        {failure.value && <p class="alert" role="alert">{failure.value}</p>}
        {children}
      </div>
    </dialog>
  );
}

/** Asks before something that cannot simply be taken back, and says what is kept. */
export function Confirm({ title, text, go, act, close }: { title: string; text: string[]; go: string; act: () => void; close: () => void }) {
  return (
    <Dialog title={title} close={close}>
      {text.map((part) => <p key={part}>{part}</p>)}
      <div class="cmds">
        <button type="button" class="button cmd" onClick={() => { close(); act(); }}>{go}</button>
        <button type="button" class="button quiet cmd" onClick={close}>{t("f_cancel")}</button>
      </div>
    </Dialog>
  );
}
