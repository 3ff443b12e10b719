import { type House, hotline, institution } from '../house/house.ts';
import { isOpen, type Referral } from '../referral/referral.ts';
import { coverNow, onDutyNow } from '../roster/on-duty.ts';
import type { CaseFacts } from './question.ts';

/** What the rules may know of this referral. */
export function caseFacts(referral: Referral, house: House): CaseFacts {
  const { standing, signature } = referral;
  const inside = standing.state === 'draft' || standing.state === 'awaiting-sign-off';
  const from = institution(house, referral.from);
  const to = institution(house, referral.to);
  return {
    from: referral.from,
    to: referral.to,
    author: referral.author,
    ...(standing.state === 'awaiting-sign-off' ? { asked: standing.asked } : {}),
    ...(signature ? { signer: signature.by } : {}),
    ...(referral.heldBy ? { holder: referral.heldBy } : {}),
    senders: [...(from?.signers ?? []), ...(from?.cover ?? [])],
    receivers: [
      ...(hotline(house, referral.hotline)?.receivers ?? []),
      ...(to?.signers ?? []),
      ...(to?.cover ?? []),
      ...(to?.head ? [to.head] : []),
      // Being on duty, or covering, is a part in the care of what is sent there.
      ...onDutyNow(house, referral.to, referral.hotline),
      ...coverNow(house, referral.to, referral.hotline),
    ],
    state: standing.state,
    sent: !inside && signature !== undefined,
    open: isOpen(referral),
  };
}
