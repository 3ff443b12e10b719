import { type Consultation, speak, waitsSince } from '../../domain/consultation/consultation.ts';
import { answerDue } from '../../domain/consultation/question-clock.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { tellAsked, tellAsker } from './tell-of-question.ts';

/** Keeps the new state, sets or stops the clock, writes the trail and tells the other side. */
export async function keepSaid(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  after: Consultation,
  referral: Referral,
  by: Person,
  at: InstitutionId,
  isSpoken: boolean,
): Promise<void> {
  const since = waitsSince(after);
  await page.consultations.keep(after, since && answerDue(since, referral.urgency, world.house));
  await page.happened({
    what: 'consultation',
    consultation: after.id,
    step: since ? 'asked-again' : 'answered',
    spoken: isSpoken,
    at: world.clock.now(),
    by: { person: by.id },
    institution: at,
    referral: referral.id,
    patient: after.patient,
  });
  if (since) await tellAsked(world, page, after, referral, 'told.question');
  else await tellAsker(world, page, after, referral, 'told.question-answered');
}

/** Something was said in the image room at a drawing that a question is pinned to: there it answers, or asks on. Words of others change nothing. */
export async function noteSaidAtDrawing(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  annotation: string,
  by: Person,
  at: InstitutionId,
  isSpoken: boolean,
): Promise<void> {
  const one = await page.consultations.onDrawing(annotation);
  if (!one) return;
  const row = await page.referrals.get(one.referral);
  if (!row) return;
  try {
    await keepSaid(world, page, speak(one, by, world.clock.now()), row.referral, by, at, isSpoken);
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'consultation.not-yours')) throw error;
  }
}
