import type { RecordShown } from '#src/contract/record.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';

/** What could harm in the whole list as it is now, across institutions; the gravest first. Stops and cautions only: a note is no news here. */
export function DangersPanel({ record: { safety } }: { readonly record: RecordShown }) {
  const say = useSay();
  const alerts = safety.alerts.filter(({ tier }) => tier !== 'note');
  if (alerts.length === 0 && safety.unrecognised.length === 0) return null;
  return (
    <section className="card stack stack--tight" aria-label={say('safety.title')}>
      <h2>{say('safety.title')}</h2>
      {alerts.map(({ tier, subjects, why, do: what, rule }) => (
        <article key={`${rule}${subjects.join()}`} className={`alert alert--${tier}`}>
          <h3>
            <span className="alert__tier">{say(`safety.${tier}`)}</span> {subjects.join(' + ')}
          </h3>
          <p>{why}</p>
          <p>
            <strong>{say('safety.do', { words: what })}</strong>
          </p>
        </article>
      ))}
      {safety.unrecognised.length > 0 && (
        <p className="file__head late">
          <DoubtIcon /> <span>{say('safety.unrecognised', { list: safety.unrecognised.join(', ') })}</span>
        </p>
      )}
    </section>
  );
}
