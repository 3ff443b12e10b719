import { useEffect } from 'react';
import { Shelf, useShelf } from './shelf.ts';

const words = new Shelf('');

/** Says one short thing to eyes and ears: it shows for a moment and screen readers read it. */
export const tell = (sentence: string): void => words.put(sentence);

export function Said() {
  const now = useShelf(words);
  useEffect(() => {
    if (!now) return;
    const gone = setTimeout(() => words.put(''), 5_000);
    return () => clearTimeout(gone);
  }, [now]);
  return (
    <div className="said" role="status">
      {now && <p>{now}</p>}
    </div>
  );
}
