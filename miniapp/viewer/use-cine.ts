import { useEffect, useRef, useState } from 'react';
import type { Stage } from './stage.ts';

/** Ten slices a second: about what an eye follows. */
const betweenMs = 100;

/** Plays through the stack, round and round; it waits for a slice that is not here yet instead of showing a gap. */
export function useCine(
  step: () => void,
  isPlain: boolean,
  stage: Stage | undefined,
  ids: readonly string[],
  index: number,
): { readonly plays: boolean; readonly togglePlay: () => void } {
  const [plays, setPlays] = useState(false);
  const now = useRef({ step, stage, ids, index });
  now.current = { step, stage, ids, index };
  useEffect(() => {
    if (!plays) return;
    const timer = setInterval(
      () => {
        const { step: next, stage: on, ids: all, index: at } = now.current;
        const coming = all[(at + 1) % all.length];
        if (isPlain || (coming && on?.isHere(coming))) next();
      },
      // The service's own pictures come one by one.
      isPlain ? betweenMs * 5 : betweenMs,
    );
    return () => clearInterval(timer);
  }, [plays, isPlain]);
  useEffect(() => () => setPlays(false), [ids]);
  return { plays, togglePlay: () => setPlays((before) => !before) };
}
