import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

type Props = { readonly title: string; readonly onClose: () => void; readonly children: ReactNode };

/** One question in front of everything else. The browser's own dialog keeps the focus inside and closes on Escape. */
export function Sheet({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  // Before painting and before removal: only a dialog that is still in the page gives the focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="sheet__inside stack">
        <h2 id={name}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
