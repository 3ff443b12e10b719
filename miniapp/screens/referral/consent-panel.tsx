import type { ReferralShown } from '#src/contract/referral.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { type Key, useSpeech } from '../../words/words.ts';

/** Whether the patient agreed, how, and to what. */
export function ConsentPanel({ referral: { consent } }: { readonly referral: ReferralShown }) {
  const { say, language, has } = useSpeech();
  const now = useNow();
  // Words the service may add later are shown as they are.
  const known = (key: string, otherwise: string) => (has(key) ? (say as (key: Key) => string)(key) : otherwise);
  return (
    <section className="card" aria-label={say('referral.consent')}>
      <h2>{say('referral.consent')}</h2>
      {!consent && <p className="soft">{say('referral.consent.none')}</p>}
      {consent && !consent.given && <p className="late">{say('referral.consent.no')}</p>}
      {consent?.given && (
        <>
          <p>
            {say('referral.consent.yes')} · {known(`how.${consent.how}`, consent.how)} ·{' '}
            {spokenTime(consent.at, now, language, say)}
          </p>
          <p className="small soft">{consent.scope.map((part) => known(`scope.${part}`, part)).join(', ')}</p>
        </>
      )}
    </section>
  );
}
