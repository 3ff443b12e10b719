import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, wordsOf } from './ask.ts';
import { type Change, onChange } from './live.ts';

export type Asked<T> = {
  readonly data: T | undefined;
  readonly trouble: string | undefined;
  readonly again: () => void;
};

const BREATH_MS = 150;

/** Asks the simulator, and asks again whenever a change of the world may concern the answer; never twice at once. */
export function useAsked<T>(address: string | null, concerns: (change: Change) => boolean): Asked<T> {
  const [data, setData] = useState<T>();
  const [trouble, setTrouble] = useState<string>();
  const filter = useRef(concerns);
  filter.current = concerns;
  const asker = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (address === null) return;
    const gone = new AbortController();
    let busy = false;
    let wanted = false;
    const load = async () => {
      if (busy) {
        wanted = true;
        return;
      }
      busy = true;
      wanted = false;
      try {
        const answer = await ask<T>(address, gone.signal);
        if (gone.signal.aborted) return;
        setData(answer);
        setTrouble(undefined);
      } catch (failure) {
        if (!gone.signal.aborted) setTrouble(wordsOf(failure));
      }
      // a breath between two asks: a burst of changes is one picture, and drawing a card must not ask for itself for ever
      setTimeout(() => {
        busy = false;
        if (wanted && !gone.signal.aborted) void load();
      }, BREATH_MS);
    };
    asker.current = () => void load();
    void load();
    const stop = onChange((change) => {
      if (change.kind === 'reconnected' || filter.current(change)) void load();
    });
    return () => {
      gone.abort();
      stop();
      setData(undefined);
    };
  }, [address]);

  const again = useCallback(() => asker.current(), []);
  return { data, trouble, again };
}
