import { mayAt } from '../../domain/access/may.ts';
import type { EmergencyAccess, EmergencyId } from '../../domain/consent/emergency.ts';
import type { Doer } from '../../domain/happening.ts';
import { type Person, worksAt } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { reasonIn } from './check-reason.ts';
import { ownAccess } from './read-emergency.ts';

/** More than the emergency set, with a second reason. Refuses `emergency.reason`, `emergency.over`, `record.not-found`. */
export const widenEmergency =
  (world: Pick<World, 'clock'>) =>
  async (page: Page, which: EmergencyId, by: Person, words: string): Promise<EmergencyAccess> => {
    const access = await ownAccess(world, page, which, by);
    if (access.more) return access;
    const at = world.clock.now();
    const wider = { ...access, more: { at, words: reasonIn(words) } };
    await page.emergencies.keep(wider);
    await page.happened({ what: 'emergency-widened', ...common(access, at, { person: by.id }) });
    return wider;
  };

/** The encounter is over: so is the access. Ending it twice is ending it once. Refuses `record.not-found` for somebody else's. */
export const endEmergency =
  (world: Pick<World, 'clock'>) =>
  async (page: Page, which: EmergencyId, by: Person): Promise<void> => {
    const access = await page.emergencies.get(which);
    if (access?.person !== by.id) throw new Refused('record.not-found', `No emergency access ${which}`);
    await endNow(page, access, world.clock.now(), { person: by.id });
  };

/** Ends it, in every instance, and says so in the trail. */
export async function endNow(page: Page, access: EmergencyAccess, at: Date, by: Doer): Promise<EmergencyAccess> {
  if (access.endedAt) return access;
  const ended = { ...access, endedAt: at < access.until ? at : access.until };
  await page.emergencies.keep(ended);
  await page.happened({ what: 'emergency-ended', ...common(access, at, by) });
  await page.consents.leaveEnded({ patient: access.patient, clinician: access.person, because: 'emergency-over' });
  return ended;
}

export type Verdict = { readonly verdict: 'justified' | 'not-justified'; readonly words: string };

/**
 * The privacy officer's second look. One that was not justified ends at once. Nobody reviews their own. Refuses `record.not-found`, `person.role`,
 * `referral.reason-needed` without words.
 */
export const reviewEmergency =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: EmergencyId, by: Person, { verdict, words }: Verdict): Promise<EmergencyAccess> => {
    const access = await reviewable(world, page, which, by);
    if (access.review) return access;
    if (!words.trim()) throw new Refused('referral.reason-needed', `Emergency access ${which}: words are needed`);
    const at = world.clock.now();
    const open = verdict === 'not-justified' ? await endNow(page, access, at, { person: by.id }) : access;
    const reviewed = { ...open, review: { at, by: by.id, verdict, words: words.trim() } };
    await page.emergencies.keep(reviewed);
    await page.happened({ what: 'emergency-reviewed', verdict, ...common(access, at, { person: by.id }) });
    if (access.referral)
      await page.send(
        { do: 'finish-to-do', referral: access.referral, about: 'emergency-review' },
        { lane: 'optional' },
      );
    return reviewed;
  };

/** The patient was told who looked, when and why, now that it is safe. Refuses `record.not-found`, `person.role`. */
export const notePatientTold =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (
    page: Page,
    which: EmergencyId,
    by: Person,
    how: NonNullable<EmergencyAccess['told']>['how'],
  ): Promise<EmergencyAccess> => {
    const access = await reviewable(world, page, which, by);
    if (access.told) return access;
    const at = world.clock.now();
    const told = { ...access, told: { at, how } };
    await page.emergencies.keep(told);
    const { emergency: about, ...rest } = common(access, at, { person: by.id });
    await page.happened({ what: 'patient-told', about, how, ...rest });
    return told;
  };

async function reviewable(
  { policy }: Pick<World, 'policy'>,
  page: Page,
  which: EmergencyId,
  by: Person,
): Promise<EmergencyAccess> {
  const access = await page.emergencies.get(which);
  if (!access || !worksAt(by, access.institution))
    throw new Refused('record.not-found', `No emergency access ${which}`);
  if (access.person === by.id || !mayAt(policy.judge, by, 'review-emergency', access.institution))
    throw new Refused('person.role', `${by.id} does not review emergency access ${which}`);
  return access;
}

const common = ({ id: emergency, institution, patient, referral }: EmergencyAccess, at: Date, by: Doer) => ({
  emergency,
  at,
  by,
  institution,
  patient,
  ground: 'emergency' as const,
  ...(referral ? { referral } : {}),
});
