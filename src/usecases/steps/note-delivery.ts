import type { House } from '../../domain/house/house.ts';
import { personByUser } from '../../domain/house/house.ts';
import type { ReferralId, TenantId, UserId } from '../../domain/ids.ts';
import { worksAt } from '../../domain/people/person.ts';
import { mayMove, move } from '../../domain/referral/moves.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { keepStep } from './keep-step.ts';

/** DingTalk confirmed that the receiving group has the card of a sent referral: it is delivered, not before. */
export const noteDelivered =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, which: ReferralId, where: string): Promise<void> => {
    const row = await page.referrals.hold(which);
    if (!row || row.referral.standing.state !== 'sent') return;
    const after = move(row.referral, { do: 'deliver' }, world.clock.now());
    await keepStep(
      world,
      page,
      row.referral,
      after,
      { baton: 'delivery' },
      { happening: { what: 'told', whom: where, how: 'card', about: after.code } },
    );
  };

/** Somebody read a message or card of ours. By a receiver, a delivered referral is opened. Each reader counts once. */
export const noteRead =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (
    page: Page,
    read: { readonly tenant: TenantId; readonly user: UserId; readonly receipt: string; readonly at: Date },
  ): Promise<void> => {
    const about = await page.posted.receipt(read.receipt);
    if (!about?.referral || !(await page.posted.noteRead(read.receipt, read.user, read.at))) return;
    await noteSeen(world)(page, about.referral, read.tenant, read.user, about.what === 'card' ? 'card' : 'message');
  };

/** A person saw a referral, by card, message, record or file. Proof of seen names the person. */
export const noteSeen =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (
    page: Page,
    which: ReferralId,
    tenant: TenantId,
    user: UserId,
    how: 'card' | 'record' | 'file' | 'message',
  ): Promise<void> => {
    const reader = await readerOf(world.house, page, tenant, user);
    const row = await page.referrals.hold(which);
    if (!reader || !row) return;
    const { referral } = row;
    const receives = worksAt(reader, referral.to);
    const at = world.clock.now();
    const seen = { what: 'seen', how } as const;
    if (receives && mayMove(referral, 'open')) {
      await keepStep(
        world,
        page,
        referral,
        move(referral, { do: 'open', by: reader.id }, at),
        { person: reader.id },
        { happening: seen },
      );
      return;
    }
    await page.happened({
      ...seen,
      at,
      by: { person: reader.id },
      institution: receives ? referral.to : referral.from,
      referral: referral.id,
      patient: referral.patient,
    });
  };

async function readerOf(house: House, page: Page, tenant: TenantId, user: UserId) {
  const linked = await page.people.personOf(tenant, user);
  return (linked && house.people.find(({ id }) => id === linked)) ?? personByUser(house, tenant, user);
}
