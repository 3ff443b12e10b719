import { useState } from 'react';
import { Sheet } from '../parts/sheet.tsx';
import { TroubleNotice } from '../parts/standings.tsx';
import { useSay } from '../words/words.ts';

type Props = { readonly onText: (text: string) => Promise<unknown>; readonly onClose: () => void };

/** The words that go to a place on the picture; they stay here until they are kept. */
export function TextSheet({ onText, onClose }: Props) {
  const say = useSay();
  const [text, setText] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const send = () => {
    setGoing(true);
    setTrouble(undefined);
    onText(text.trim())
      .catch(setTrouble)
      .finally(() => setGoing(false));
  };
  return (
    <Sheet title={say('images.text-ask')} onClose={onClose}>
      <form
        className="stack stack--tight"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() && !isGoing) send();
        }}
      >
        <label className="field">
          <span>{say('images.text')}</span>
          <input value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
        </label>
        {trouble !== undefined && <TroubleNotice error={trouble} />}
        <button type="submit" className="button button--main" aria-disabled={!text.trim() || isGoing}>
          {say('app.save')}
        </button>
      </form>
    </Sheet>
  );
}
