import { useEffect, useState } from 'react';
import { ask, path } from '../world/ask.ts';
import { exactTimeOf } from '../world/hong-kong-time.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly n: number; readonly at: number; readonly kind: string };

const KEPT = 60;
const EVERY_MS = 1500;

/** The tail of what passed between DingTalk and the apps. Asked in turns: a page drawn at each line would be no use. */
export function Journal() {
  const [tail, setTail] = useState<readonly Entry[]>([]);
  useEffect(() => {
    let after = 0;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const { entries } = await ask<{ entries: readonly Entry[] }>(path('journal', { after }));
        if (gone) return;
        after = entries.at(-1)?.n ?? after;
        if (entries.length > 0) setTail((before) => [...before, ...entries].slice(-KEPT));
      } catch {
        // the bar on top already says that the simulator is not heard
      }
      if (!gone) timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  if (tail.length === 0) return <p className="nothing">Nothing has happened yet.</p>;
  return (
    <ol className="journal" aria-label="Journal" tabIndex={0}>
      {[...tail].reverse().map((entry) => (
        <li key={entry.n} className={`is-${entry.kind}`}>
          <time>{exactTimeOf(entry.at)}</time> <b>{entry.kind}</b> <span>{gist(entry)}</span>
        </li>
      ))}
    </ol>
  );
}

const DULL = new Set(['n', 'at', 'kind', 'clientId', 'corpId']);

const gist = (entry: Entry): string =>
  Object.entries(entry)
    .filter(([name, value]) => !DULL.has(name) && value !== undefined && value !== null && value !== '')
    .map(([name, value]) =>
      typeof value === 'object'
        ? `${name} …`
        : typeof value === 'string' && value.length < 80
          ? value
          : `${name} ${String(value).slice(0, 60)}`,
    )
    .join(' · ');
