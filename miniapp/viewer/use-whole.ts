import { type RefObject, useCallback, useEffect, useState } from 'react';

/** The whole screen for the room: the browser's own way where there is one (not on an iPhone), else over everything of the page. */
export function useWhole(room: RefObject<HTMLElement | null>): {
  readonly isWhole: boolean;
  readonly toggleWhole: () => void;
} {
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    const onChange = () => {
      if (!document.fullscreenElement) setWhole(false);
    };
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  useEffect(() => {
    if (!isWhole) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setWhole(false);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isWhole]);
  const toggleWhole = useCallback(() => {
    setWhole((before) => {
      // A browser that refuses still has the page's own way.
      if (before) void (document.fullscreenElement && document.exitFullscreen());
      else void room.current?.requestFullscreen?.().catch(() => undefined);
      return !before;
    });
  }, [room]);
  return { isWhole, toggleWhole };
}
