import { useEffect, useState } from 'react';

/** The present, moving on twice a minute so that "12 min left" stays true. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const beat = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(beat);
  }, []);
  return now;
}
