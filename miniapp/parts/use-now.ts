import { useEffect, useState } from 'react';
import { presentTime } from './present-time.ts';

/** The present, moving on twice a minute so that "12 min left" stays true. */
export function useNow(): Date {
  const [now, setNow] = useState(presentTime);
  useEffect(() => {
    const beat = setInterval(() => setNow(presentTime()), 30_000);
    return () => clearInterval(beat);
  }, []);
  return now;
}
