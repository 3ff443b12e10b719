import { useEffect, useId, useRef } from 'react';

export type Question = { readonly words: string; readonly yes: string; readonly answer: (given: boolean) => void };

/** A question over one phone only: the others stay usable, as they would in life. */
export function Ask({ question }: { readonly question: Question }) {
  const yes = useRef<HTMLButtonElement>(null);
  const words = useId();
  useEffect(() => {
    const before = document.activeElement;
    yes.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="veil">
      <div
        className="ask"
        role="alertdialog"
        aria-labelledby={words}
        onKeyDown={({ key }) => key === 'Escape' && question.answer(false)}
      >
        <p id={words}>{question.words}</p>
        <div className="row">
          <button type="button" className="button" onClick={() => question.answer(false)}>
            Cancel
          </button>
          <button ref={yes} type="button" className="button is-primary" onClick={() => question.answer(true)}>
            {question.yes}
          </button>
        </div>
      </div>
    </div>
  );
}
