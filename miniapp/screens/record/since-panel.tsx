import type { RecordShown } from '#src/contract/record.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { useSpeech } from '../../words/words.ts';

/** What came since this reader was here before. Not there on a first visit: then everything is new. */
export function SincePanel({ record: { since } }: { readonly record: RecordShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  if (!since) return null;
  return (
    <section className="card" aria-label={say('record.since')}>
      <h2>{say('record.since')}</h2>
      <p className="small soft">{say('record.since.at', { at: spokenTime(since.at, now, language, say) })}</p>
      {since.documents === 0 ? (
        <p>{say('record.since.nothing')}</p>
      ) : (
        <>
          <p>{since.names.join(', ')}</p>
          <p className="small soft">{say('record.since.documents', { n: since.documents })}</p>
        </>
      )}
    </section>
  );
}
