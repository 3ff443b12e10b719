import { decide } from '../../domain/access/grant.ts';
import { isReason, type ReasonKind, reasonHours } from '../../domain/access/reasons.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { factsFor } from './facts-for.ts';

export type Why = { readonly kind: ReasonKind; readonly reason: string };

/**
 * Somebody says why they need to look, before the first look, or why they need restricted data. It is kept for a shift, for this referral and the post it opens,
 * and only where it opens something: to everybody else there is no such referral. Refuses `referral.not-found`, `referral.reason-needed`.
 */
export const sayWhy =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, person: Person, { kind, reason }: Why): Promise<void> => {
    const row = await page.referrals.get(which);
    const found = row && (await postThatOpens(world, page, row.referral, person, kind));
    if (!row || !found) throw new Refused('referral.not-found', `No referral ${which}`);
    if (!isReason(kind, reason))
      throw new Refused('referral.reason-needed', `Referral ${which}: choose one of the reasons`, {
        code: row.referral.code,
      });
    const at = world.clock.now();
    await page.reasons.add({
      person: person.id,
      at: found.post.at,
      referral: which,
      kind,
      reason,
      since: at,
      until: new Date(at.getTime() + reasonHours * 3_600_000),
    });
    await page.happened({
      what: 'reason-given',
      kind,
      reason,
      at,
      by: { person: person.id },
      institution: found.post.at,
      referral: which,
      patient: row.referral.patient,
      ground: found.because,
    });
  };

/** The post that would read more with this reason than without it. */
async function postThatOpens(
  world: Pick<World, 'clock' | 'house' | 'policy'>,
  page: Page,
  referral: Parameters<typeof factsFor>[2],
  person: Person,
  kind: ReasonKind,
) {
  const { consent: said } = await page.referrals.content(referral);
  const facts = await factsFor(world, page, referral, person, { said });
  const { judge } = world.policy;
  const before = decide(judge, person, facts)?.categories.length ?? 0;
  const given = kind === 'need' ? { needSaid: true } : { reasonGiven: true };
  const after = decide(judge, person, { ...facts, leaveOf: (post) => ({ ...facts.leaveOf(post), ...given }) });
  return after && after.categories.length > before ? after : undefined;
}
