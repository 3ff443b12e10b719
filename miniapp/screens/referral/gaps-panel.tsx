import type { ReferralShown } from '#src/contract/referral.ts';
import { CheckIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';
import { GapForm } from './gap-form.tsx';

/** What is still needed, the most dangerous first; each put right by one tap or one line. */
export function GapsPanel({ referral }: { readonly referral: ReferralShown }) {
  const say = useSay();
  if (referral.state !== 'draft') return null;
  if (referral.gaps.length === 0)
    return (
      <div className="notice notice--good">
        <CheckIcon />
        <div>{say('gaps.complete')}</div>
      </div>
    );
  return (
    <section className="card" aria-label={say('gaps.title')}>
      <h2 id="gaps" tabIndex={-1}>
        {say('gaps.title')} <span className="soft">{referral.gaps.length}</span>
      </h2>
      {referral.gaps.map((gap) => (
        <GapForm key={`${gap.field}-${gap.why}`} gap={gap} referral={referral} />
      ))}
    </section>
  );
}
