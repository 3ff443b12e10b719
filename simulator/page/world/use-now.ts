import { useEffect, useRef, useState } from 'react';
import type { World } from './shapes.ts';

/** The world's time: it runs on by itself when the clock is real, and stands still when it is set by hand. */
export function useNow(world: World | undefined): number {
  const [, tick] = useState(0);
  const heard = useRef({ world: world?.now ?? Date.now(), here: Date.now() });
  if (world !== undefined && heard.current.world !== world.now) heard.current = { world: world.now, here: Date.now() };
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 15_000);
    return () => clearInterval(timer);
  }, []);
  const since = world?.clock === 'fake' ? 0 : Date.now() - heard.current.here;
  return heard.current.world + since;
}
