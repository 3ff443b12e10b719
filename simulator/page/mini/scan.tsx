import { useState } from 'react';

/** The camera of a pretend phone: the player types what it would have read. */
export function Scan({ onDone }: { readonly onDone: (text: string | undefined) => void }) {
  const [text, setText] = useState('');
  return (
    <div className="veil">
      <form
        className="ask"
        role="alertdialog"
        aria-label="Scan a code"
        onSubmit={(event) => {
          event.preventDefault();
          onDone(text);
        }}
      >
        <label className="field">
          The camera looks at a code. What does it say?
          <input autoFocus value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <div className="row">
          <button type="button" className="button" onClick={() => onDone(undefined)}>
            Cancel
          </button>
          <button type="submit" className="button is-primary" disabled={text === ''}>
            Scanned
          </button>
        </div>
      </form>
    </div>
  );
}
