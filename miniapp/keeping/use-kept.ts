import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../desk.ts';

/** A hand that rests for so long has typed a thought: then it is sealed. */
const rest = 400;

export type Kept = {
  readonly text: string;
  readonly type: (text: string) => void;
  /** It was sent, or is not wanted any more. */
  readonly forget: () => void;
  /** When what came back was typed, in milliseconds; undefined where all of it was typed here. */
  readonly from?: number;
};

/** A text being typed that is still there after a closed app. `name` is made of ids: see `KeptWords`. */
export function useKept(name: string): Kept {
  const { kept } = useDesk();
  const [text, setText] = useState('');
  const [from, setFrom] = useState<number>();
  const latest = useRef('');
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);

  const keepNow = useCallback(() => {
    if (waiting.current === undefined) return;
    clearTimeout(waiting.current);
    waiting.current = undefined;
    void kept.put(name, latest.current);
  }, [kept, name]);

  useEffect(() => {
    let isHere = true;
    void kept.get(name).then((found) => {
      if (!isHere || !found) return;
      // Typed while it was being opened: both are there.
      latest.current = latest.current ? `${found.text}\n${latest.current}` : found.text;
      setText(latest.current);
      setFrom(found.at);
    });
    const onHidden = () => {
      if (document.visibilityState === 'hidden') keepNow();
    };
    document.addEventListener('visibilitychange', onHidden);
    addEventListener('pagehide', keepNow);
    return () => {
      isHere = false;
      document.removeEventListener('visibilitychange', onHidden);
      removeEventListener('pagehide', keepNow);
      keepNow();
      latest.current = '';
      setText('');
      setFrom(undefined);
    };
  }, [kept, name, keepNow]);

  const type = (typed: string) => {
    latest.current = typed;
    setText(typed);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(keepNow, rest);
  };
  const forget = () => {
    clearTimeout(waiting.current);
    waiting.current = undefined;
    latest.current = '';
    setText('');
    setFrom(undefined);
    kept.drop(name);
  };
  return { text, type, forget, ...(from === undefined ? {} : { from }) };
}
