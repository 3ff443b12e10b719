import { mayAt } from '../../domain/access/may.ts';
import { formatHkid, parseHkid } from '../../domain/identity/hkid.ts';
import type { Person } from '../../domain/people/person.ts';
import { watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { concerning, type WorkLine } from './list-work.ts';

/**
 * Finds referrals by code, HKID or name, among those the person may know of. A patient who is known elsewhere only is not found:
 * the answer is the same as for a stranger. The search leaves a happening, without the words.
 */
export const findReferrals =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, person: Person, query: string): Promise<readonly WorkLine[]> => {
    if (!mayAt(world.policy.judge, person, 'search')) return [];
    const found = await candidatesFor(page, query);
    const concerns = concerning(world, person);
    const lines: WorkLine[] = [];
    for (const referral of found) {
      if (concerns(referral))
        lines.push({
          referral,
          watch: watchOf(referral, world.house),
          identity: await page.patients.identity(referral.patient),
        });
    }
    const [home] = person.works;
    if (home)
      await page.happened({
        what: 'record-searched',
        at: world.clock.now(),
        by: { person: person.id },
        institution: home.institution,
      });
    return lines.slice(0, 20);
  };

/** Referrals of that code, of the patient with that HKID, or of patients with such a name, whoever asks: not yet what they may know of. */
export async function candidatesFor(page: Page, typed: string): Promise<readonly Referral[]> {
  const query = typed.trim();
  const code = /^([2-9a-hj-np-z]{3})-?([2-9a-hj-np-z]{3})$/i.exec(query);
  const byCode = code ? await page.referrals.byCode(`${code[1]}-${code[2]}`.toUpperCase()) : undefined;
  if (byCode) return [byCode.referral];
  const hkid = parseHkid(query);
  const exact = hkid?.isValid ? await page.patients.byHkid(formatHkid(hkid)) : undefined;
  const patients = exact ? [exact] : query.length >= 2 ? await page.patients.byName(query, 20) : [];
  const all: Referral[] = [];
  for (const patient of patients)
    all.push(...(await page.referrals.list({ patient, limit: 20 })).map(({ referral }) => referral));
  return all;
}
