import { Link } from 'wouter';
import type { PlaceShown } from '#src/contract/record.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { spokenWhen } from '../referral/course-and-time.ts';

const sorts = ['note', 'outcome', 'change', 'correction', 'referral'] as const;

/** One tap away: where it was said, by whom, when, in which words. */
export function Places({ places }: { readonly places: readonly PlaceShown[] }) {
  const { say } = useSpeech();
  if (places.length === 0) return null;
  const bySource = together(places);
  return (
    <details className="places">
      <summary className="small">{say('record.sources', { n: bySource.length })}</summary>
      <ul>
        {bySource.map((quotes) => (
          <li key={quotes[0]?.reference}>
            <Place quotes={quotes} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Place({ quotes }: { readonly quotes: readonly PlaceShown[] }) {
  const { say, language } = useSpeech();
  const [first] = quotes;
  if (!first) return null;
  const { kind, institution, at, code, referral } = first;
  const sort = sorts.find((one) => one === kind) ?? 'file';
  const words = [...new Set(quotes.map(({ excerpt }) => excerpt))];
  return (
    <>
      <p className="small soft">
        {[say(`record.source.${sort}`), institution && nameIn(language, institution), at && spokenWhen(at, language)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {words.map((excerpt) => (
        <blockquote className="quote words" key={excerpt}>
          {excerpt}
        </blockquote>
      ))}
      {code && referral && (
        <Link className="button button--quiet" href={`/r/${encodeURIComponent(referral)}`}>
          {say('referral.title', { code })}
        </Link>
      )}
    </>
  );
}

/** Quotes of one source together. Not Map.groupBy: the web views of older phones do not have it. */
function together(places: readonly PlaceShown[]): readonly (readonly PlaceShown[])[] {
  const groups = new Map<string, PlaceShown[]>();
  for (const place of places) groups.set(place.reference, [...(groups.get(place.reference) ?? []), place]);
  return [...groups.values()];
}
