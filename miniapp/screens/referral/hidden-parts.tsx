import type { ReferralShown } from '#src/contract/referral.ts';
import { useSay } from '../../words/words.ts';
import { ReasonChoice } from './reason-choice.tsx';

/** What is not shown, in words: nothing is left out silently. Restricted parts that a reason would open offer it. */
export function HiddenParts({ referral: { id, hidden, restrictedNeedsReason } }: { readonly referral: ReferralShown }) {
  const say = useSay();
  const unshared = hidden.filter((part) => !(part === 'sensitive' && restrictedNeedsReason));
  return (
    <>
      {unshared.length > 0 && (
        <section className="card" aria-label={say('hidden.title')}>
          <h2>{say('hidden.title')}</h2>
          <p>{unshared.map((part) => say(`part.${part}`)).join(', ')}</p>
          <p className="small soft">{say('hidden.help')}</p>
        </section>
      )}
      {restrictedNeedsReason && (
        <details className="card">
          <summary>{say('hidden.restricted')}</summary>
          <p className="small soft">{say('hidden.restricted.help')}</p>
          <ReasonChoice id={id} kind="restricted" title={say('hidden.restricted')} />
        </details>
      )}
    </>
  );
}
