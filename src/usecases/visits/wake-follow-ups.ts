import { watchOf } from '../../domain/referral/loop-clock.ts';
import { comeDue, endFollowUp, wake } from '../../domain/visits/follow-up.ts';
import { refreshCards } from '../steps/tell-after.ts';
import type { World } from '../world.ts';
import { noteFollowUp, tellOwner } from './follow-ups.ts';

/**
 * For every follow-up whose day has come: its owner is told, and a case that was closed meanwhile stands again as taken, with a clock that asks for a visit.
 * One of a case that was withdrawn ends. Gives how many there were.
 */
export const wakeFollowUps =
  (world: Pick<World, 'ledger' | 'clock' | 'house'>) =>
  (limit = 20): Promise<number> =>
    world.ledger.write(async (page) => {
      const now = world.clock.now();
      const due = await page.followUps.due(now, limit);
      for (const one of due) {
        const row = await page.referrals.hold(one.referral);
        if (!row) continue;
        const { referral } = row;
        if (referral.standing.state === 'cancelled') {
          await page.followUps.keep(endFollowUp(one, referral.standing.by, 'not-needed', now));
          await noteFollowUp(page, one, 'ended', { baton: 'clock' }, one.owner, now);
          continue;
        }
        await page.followUps.keep(comeDue(one, now));
        await noteFollowUp(page, one, 'due', { baton: 'clock' }, one.owner, now);
        await tellOwner(world, page, one, referral, 'told.follow-up-due');
        const after = wake(referral, one, now);
        if (after === referral) continue;
        const watch = watchOf(after, world.house);
        await page.referrals.keep(after, watch && { at: watch.due, rung: 0 });
        await page.happened({
          what: 'moved',
          from: referral.standing.state,
          to: after.standing.state,
          at: now,
          by: { baton: 'clock' },
          institution: one.owner,
          referral: referral.id,
          patient: referral.patient,
        });
        await refreshCards({ world, page, referral: after, lane: 'soon' });
      }
      return due.length;
    });
