import { useState } from 'react';
import { Sheet } from '../parts/sheet.tsx';
import { useSay } from '../words/words.ts';

type Props = { readonly onText: (text: string) => void; readonly onClose: () => void };

/** The words that go to a place on the picture. */
export function TextSheet({ onText, onClose }: Props) {
  const say = useSay();
  const [text, setText] = useState('');
  return (
    <Sheet title={say('images.text-ask')} onClose={onClose}>
      <form
        className="stack stack--tight"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) onText(text.trim());
        }}
      >
        <label className="field">
          <span>{say('images.text')}</span>
          <input value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
        </label>
        <button type="submit" className="button button--main" aria-disabled={!text.trim()}>
          {say('app.save')}
        </button>
      </form>
    </Sheet>
  );
}
