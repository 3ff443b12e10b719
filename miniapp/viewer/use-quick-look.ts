import { useCallback, useEffect, useState } from 'react';

/** A hand that scrolls on asks for no picture of what it passes. */
const stillMs = 60;

/** The service's small picture of a slice that is not here yet: asked for once the hand rests, gone as soon as the slice itself is painted. */
export function useQuickLook(wanted: string | undefined): {
  readonly quick: { readonly src: string; readonly isHere: boolean } | undefined;
  readonly onQuick: () => void;
} {
  const [src, setSrc] = useState<string>();
  const [here, setHere] = useState<string>();
  useEffect(() => {
    if (!wanted) return setSrc(undefined);
    const timer = setTimeout(() => setSrc(wanted), stillMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  const onQuick = useCallback(() => setHere(src), [src]);
  return { quick: wanted && src === wanted ? { src, isHere: here === src } : undefined, onQuick };
}
