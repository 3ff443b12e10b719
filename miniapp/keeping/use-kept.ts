import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../desk.ts';

/** A hand that rests for so long has typed a thought: then it is sealed. */
const rest = 400;
/** After so long it is tried again where the key could not be had. */
const again = 5_000;

export type Kept = {
  readonly text: string;
  readonly type: (text: string) => void;
  /** It was sent, or is not wanted any more. */
  readonly forget: () => void;
  /** When what came back was typed, in milliseconds; undefined where all of it was typed here. */
  readonly from?: number;
};

/** `isOpen`: what was kept before has been looked for; until then nothing is kept in its place. */
type Held = {
  latest: string;
  isOpen: boolean;
  isUnkept: boolean;
  timer?: ReturnType<typeof setTimeout> | undefined;
};
const nothing = (): Held => ({ latest: '', isOpen: false, isUnkept: false });

/** A text being typed that is still there after a closed app. `name` is made of ids: see `KeptWords`. */
export function useKept(name: string): Kept {
  const { kept } = useDesk();
  const [text, setText] = useState('');
  const [from, setFrom] = useState<number>();
  const held = useRef(nothing());

  const keepNow = useCallback(
    async (one: Held, isLast = false) => {
      clearTimeout(one.timer);
      one.timer = undefined;
      if (!one.isUnkept || !one.isOpen) return;
      one.isUnkept = false;
      if (await kept.put(name, one.latest)) return;
      one.isUnkept = true;
      if (!isLast) one.timer ??= setTimeout(() => void keepNow(one), again);
    },
    [kept, name],
  );

  useEffect(() => {
    const one = nothing();
    held.current = one;
    let isHere = true;
    void kept.get(name).then((found) => {
      one.isOpen = true;
      if (found) {
        // Typed while it was being opened: both are there.
        one.latest = one.latest ? `${found.text}\n${one.latest}` : found.text;
        if (isHere) {
          setText(one.latest);
          setFrom(found.at);
        }
      }
      void keepNow(one, !isHere);
    });
    const onHidden = () => {
      if (document.visibilityState === 'hidden') void keepNow(one);
    };
    const onWayOut = () => void keepNow(one);
    document.addEventListener('visibilitychange', onHidden);
    addEventListener('pagehide', onWayOut);
    addEventListener('online', onWayOut);
    return () => {
      isHere = false;
      document.removeEventListener('visibilitychange', onHidden);
      removeEventListener('pagehide', onWayOut);
      removeEventListener('online', onWayOut);
      void keepNow(one, true);
      setText('');
      setFrom(undefined);
    };
  }, [kept, name, keepNow]);

  const type = (typed: string) => {
    const one = held.current;
    one.latest = typed;
    one.isUnkept = true;
    setText(typed);
    clearTimeout(one.timer);
    one.timer = setTimeout(() => void keepNow(one), rest);
  };
  const forget = () => {
    const one = held.current;
    clearTimeout(one.timer);
    Object.assign(one, { latest: '', isUnkept: false, timer: undefined });
    setText('');
    setFrom(undefined);
    kept.drop(name);
  };
  return { text, type, forget, ...(from === undefined ? {} : { from }) };
}
