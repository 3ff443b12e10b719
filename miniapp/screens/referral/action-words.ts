import type { Action, ReferralShown } from '#src/contract/referral.ts';

/** What stands on the button: a visit that stands already is given a new time. */
export const wordsOf = (action: Action['name'], state: ReferralShown['state']) =>
  action === 'book' && (state === 'booked' || state === 'did-not-attend')
    ? ('visits.rebook' as const)
    : (`action.${action}` as const);
