import { useEffect, useRef, useState } from 'react';
import type { AnyStage } from './stage.ts';

/** Ten slices a second: about what an eye follows. */
const betweenMs = 100;

/** Plays through the stack, round and round; it waits for a slice that is not here yet instead of showing a gap. */
export function useCine(
  step: () => void,
  stage: AnyStage | undefined,
  count: number,
  index: number,
): { readonly plays: boolean; readonly togglePlay: () => void } {
  const [plays, setPlays] = useState(false);
  const now = useRef({ step, stage, count, index });
  now.current = { step, stage, count, index };
  useEffect(() => {
    if (!plays) return;
    const timer = setInterval(() => {
      const { step: next, stage: on, count: all, index: at } = now.current;
      if (on?.hasSlice((at + 1) % all)) next();
    }, betweenMs);
    return () => clearInterval(timer);
  }, [plays]);
  return { plays, togglePlay: () => setPlays((before) => !before) };
}
