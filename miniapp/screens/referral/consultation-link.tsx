import { Link } from 'wouter';
import type { ReferralShown } from '#src/contract/referral.ts';
import { AskIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';

/** The way to what was asked and answered about this case. */
export function ConsultationLink({ referral: { id } }: { readonly referral: Pick<ReferralShown, 'id'> }) {
  const say = useSay();
  return (
    <Link className="button button--wide" href={`/r/${encodeURIComponent(id)}/consultation`}>
      <AskIcon />
      {say('consultation.link')}
    </Link>
  );
}
