import { postAt } from '../../domain/access/may.ts';
import {
  type EmergencyAccess,
  type EmergencyId,
  emergencyHours,
  emergencyInForce,
  frequent,
  recentOf,
  reviewDays,
} from '../../domain/consent/emergency.ts';
import { type InstitutionId, id } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { groundIn, reasonIn } from './check-reason.ts';
import { patientMeant } from './find-patient.ts';
import { reviewerOf, tellPerson } from './tell.ts';

export type EmergencyAsked = {
  readonly by: Person;
  /** An HKID or a referral's code. */
  readonly patient: string;
  readonly ground: string;
  readonly words: string;
};

/**
 * Opens a look without consent for a day: kept with its reason, told to the privacy officer at once, counted. Opening it twice is opening it once. Undefined where Baton knows
 * of no such patient; that try is kept as well. Refuses `person.role`, `emergency.reason`.
 */
export const openEmergency =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'policy'>) =>
  async (page: Page, { by, patient: said, ground, words }: EmergencyAsked): Promise<EmergencyAccess | undefined> => {
    const post = postAt(world.policy.judge, by, 'take-emergency');
    if (!post) throw new Refused('person.role', `${by.id} may not take emergency access`);
    const reason = { ground: groundIn(ground), words: reasonIn(words) };
    const now = world.clock.now();
    const meant = await patientMeant(page, said);
    if (!meant) {
      await page.happened({
        what: 'refused',
        deed: 'emergency',
        code: 'record.not-found',
        at: now,
        by: { person: by.id },
        institution: post.at,
      });
      return undefined;
    }
    const { patient, referral } = meant;
    if (referral) await page.referrals.hold(referral.id);
    const open = emergencyInForce(await page.emergencies.of(patient), { person: by.id, patient, now });
    if (open) return open;
    const access: EmergencyAccess = {
      id: id<EmergencyId>(world.dice.id()),
      patient,
      person: by.id,
      institution: post.at,
      ...reason,
      openedAt: now,
      until: new Date(now.getTime() + emergencyHours * 3_600_000),
      reviewBy: new Date(now.getTime() + reviewDays * 86_400_000),
      ...(referral ? { referral: referral.id } : {}),
    };
    await page.emergencies.add(access);
    await page.keys.share(patient, post.at);
    await page.happened({
      what: 'emergency-opened',
      emergency: access.id,
      reason: access.ground,
      at: now,
      by: { person: by.id },
      institution: post.at,
      patient,
      ground: 'emergency',
      ...(referral ? { referral: referral.id } : {}),
    });
    await askForReview(world, page, access, referral);
    await watchFrequency(world, page, access);
    return access;
  };

/** The second look: told in the officer's own chat within moments, and put on their list with its last day. */
async function askForReview(
  { house }: Pick<World, 'house'>,
  page: Page,
  { institution, person, reviewBy }: EmergencyAccess,
  referral: Referral | undefined,
): Promise<void> {
  const officer = reviewerOf(house, institution, person);
  const places: readonly InstitutionId[] = referral ? [referral.from, referral.to] : [];
  const others = places.flatMap((where) => reviewerOf(house, where, person) ?? []);
  for (const who of new Set([...(officer ? [officer] : []), ...others]))
    await tellPerson({ house }, page, who, { key: 'told.emergency-opened', with: { due: reviewBy.toISOString() } });
  if (officer && referral)
    await page.send({
      do: 'add-to-do',
      referral: referral.id,
      person: officer,
      about: 'emergency-review',
      due: reviewBy.toISOString(),
    });
}

async function watchFrequency(
  { clock, house }: Pick<World, 'clock' | 'house'>,
  page: Page,
  { person, institution }: EmergencyAccess,
): Promise<void> {
  const now = clock.now();
  const since = new Date(now.getTime() - frequent.days * 86_400_000);
  const times = recentOf(await page.emergencies.by(person, since), person, now);
  if (times < frequent.times) return;
  await page.happened({
    what: 'emergency-frequent',
    person,
    times,
    at: now,
    by: { baton: 'clock' },
    institution,
  });
  const officer = reviewerOf(house, institution, person);
  if (officer)
    await tellPerson({ house }, page, officer, {
      key: 'told.emergency-frequent',
      with: { who: nameOf(house, person), times, days: frequent.days },
    });
}

const nameOf = (house: World['house'], who: EmergencyAccess['person']): string =>
  house.people.find(({ id: one }) => one === who)?.name.en ?? who;
