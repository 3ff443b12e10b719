import type { Category } from '../../domain/consent/category.ts';
import { ordinaryCategories } from '../../domain/consent/check-decision.ts';
import type { Consent } from '../../domain/consent/consent.ts';
import type { ConsentTicket } from '../../domain/consent/ticket.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { decideOnReferral } from './record-for-referral.ts';
import { makeTicket, provedTicket, type TicketWords, withdrawable } from './tickets.ts';
import { withdrawConsent } from './withdraw-consent.ts';

/** What the patient is handed: what was decided, about which referral, and a way to take it back. */
export type Receipt = {
  readonly referral: Referral;
  readonly consents: readonly Consent[];
  readonly at: Date;
  readonly takeBack?: TicketWords;
};

/** The patient decides on their own page, once: yes to all of it, to parts, or no. Refuses `consent.link-used`, `consent.scope`. */
export const decideByTicket =
  (world: Pick<World, 'clock' | 'dice' | 'house'>) =>
  async (
    page: Page,
    key: string,
    proof: string,
    { decision, parts }: { readonly decision: Consent['decision']; readonly parts?: readonly Category[] },
  ): Promise<Receipt> => {
    const ticket = await provedTicket(world, page, key, proof, 'decide');
    const at = world.clock.now();
    await page.tickets.keep({ ...ticket, usedAt: at });
    const consents = await decideOnReferral(world)(page, await referralOf(page, ticket), {
      decision,
      ...(parts ? { categories: parts.filter((part) => ordinaryCategories.includes(part)) } : {}),
      how: { way: 'patient-page', ticket: ticket.id },
      by: 'patient',
    });
    const referral = await referralOf(page, ticket);
    if (decision === 'refused') return { referral, consents, at };
    return { referral, consents, at, takeBack: await makeTicket(world)(page, referral, 'withdraw', 'patient') };
  };

/** The patient takes back what this ticket belongs to, in one step. Refuses `consent.link-used`. */
export const withdrawByTicket =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, key: string, proof: string): Promise<Receipt> => {
    const ticket = await provedTicket(world, page, key, proof, 'withdraw');
    const at = world.clock.now();
    await page.tickets.keep({ ...ticket, usedAt: at });
    const referral = await referralOf(page, ticket);
    const consents = await withdrawConsent(world)(page, {
      patient: ticket.patient,
      // What took the place of the first yes since is meant too.
      consents: [...ticket.consents, ...(await withdrawable(page, referral))],
      by: 'patient',
      institution: referral.from,
    });
    return { referral, consents, at };
  };

export async function referralOf(page: Page, ticket: ConsentTicket): Promise<Referral> {
  const row = await page.referrals.hold(ticket.referral);
  if (!row) throw new Refused('consent.link-used', `Ticket ${ticket.id} belongs to nothing`);
  return row.referral;
}
