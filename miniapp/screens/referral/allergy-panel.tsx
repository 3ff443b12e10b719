import type { ReferralShown } from '#src/contract/referral.ts';
import { AllergyIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';
import { UnsureMark } from './finding-row.tsx';
import { allergiesIn, nothingNamed } from './what-is-named.ts';

/** First on the page, in red, with a picture and words. "None", "unknown" and "not said" are three different things. */
export function AllergyPanel({
  referral: { findings, allergiesSaid, hidden },
}: {
  readonly referral: Pick<ReferralShown, 'findings' | 'allergiesSaid' | 'hidden'>;
}) {
  const say = useSay();
  const { warned, denied, awaited } = allergiesIn(findings);
  const deniedWords = denied.length > 0 && (
    <p className="small soft">{say('allergy.denied', { list: denied.map(({ name }) => name).join(', ') })}</p>
  );
  if (warned.length === 0)
    return (
      <section className="allergy allergy--none" aria-label={say('allergy.title')}>
        <AllergyIcon />
        <div>
          <h2>{say(hidden.includes('allergies') ? 'hidden.allergies' : nothingNamed(allergiesSaid, awaited))}</h2>
          {deniedWords}
        </div>
      </section>
    );
  return (
    <section className="allergy" role="alert" aria-label={say('allergy.title')}>
      <AllergyIcon size={28} />
      <div>
        <h2>{say('allergy.title')}</h2>
        <ul>
          {warned.map(({ name, detail, status, sure }, index) => (
            // Findings have no number of their own and never change their order on the page.
            <li key={`${index}-${name}`}>
              {name}
              {detail && <span className="small"> · {detail}</span>}{' '}
              {(status === 'unknown' || status === 'pending') && (
                <span className="mark">{say(`finding.${status}`)}</span>
              )}{' '}
              {!sure && <UnsureMark />}
            </li>
          ))}
        </ul>
        {deniedWords}
      </div>
    </section>
  );
}
