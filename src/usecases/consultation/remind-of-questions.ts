import { mayBeAskedAbout } from '../../domain/consultation/consultation.ts';
import { reminderFor } from '../../domain/consultation/question-clock.ts';
import type { World } from '../world.ts';
import { tellAsked, tellAsker } from './tell-of-question.ts';

/**
 * For every question whose time is up: those asked are reminded once, then the asker hears that nobody answered, and again for a week. Each is kept in the trail.
 * A case that was withdrawn meanwhile has nobody to answer: its questions are reminded of no more. Gives the referrals of those it told of.
 */
export const remindOfQuestions =
  (world: Pick<World, 'ledger' | 'clock' | 'house'> & { readonly repeatMinutes: number }) =>
  (limit = 20): Promise<readonly string[]> =>
    world.ledger.write(async (page) => {
      const now = world.clock.now();
      const told: string[] = [];
      for (const { consultation: one, rung } of await page.consultations.overdue(now, limit)) {
        const row = await page.referrals.get(one.referral);
        const found =
          row && row.referral.standing.state !== 'cancelled' && mayBeAskedAbout(row.referral, now)
            ? reminderFor(one, rung, row.referral, world.house, now, world.repeatMinutes)
            : undefined;
        if (!row || !found) {
          await page.consultations.setClock(one.id, undefined, rung);
          continue;
        }
        if (found.due === 'remind') await tellAsked(world, page, one, row.referral, 'told.question-waits');
        else await tellAsker(world, page, one, row.referral, 'told.question-unanswered');
        await page.consultations.setClock(one.id, found.next, found.rung);
        await page.happened({
          what: 'consultation',
          consultation: one.id,
          step: found.due === 'remind' ? 'reminded' : 'nobody-answered',
          at: now,
          by: { baton: 'clock' },
          institution: row.referral.from,
          referral: one.referral,
          patient: one.patient,
        });
        told.push(one.referral);
      }
      return told;
    });
