import { Link } from 'wouter';
import type { ReferralShown } from '#src/contract/referral.ts';
import { useSay } from '../../words/words.ts';

/** The way to everything known of the patient. A draft is still being written: its record is what stands on this page. */
export function RecordLink({ referral: { id, state } }: { readonly referral: ReferralShown }) {
  const say = useSay();
  if (state === 'draft') return null;
  return (
    <Link className="button button--wide" href={`/r/${encodeURIComponent(id)}/record`}>
      {say('record.open')}
    </Link>
  );
}
