import { mayAt } from '../../domain/access/may.ts';
import type { PatientId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import { candidatesFor } from '../looking/find-referrals.ts';
import { concerning, type WorkLine } from '../looking/list-work.ts';
import type { World } from '../world.ts';
import { type ArchiveWish, type Found, findInArchive } from './find-in-archive.ts';

export type FindWish = Omit<ArchiveWish, 'patients'> & {
  /** Code, HKID or name: everything else is looked for in what is known of these patients only. */
  readonly patient?: string;
};

/** What was found of one patient. */
export type FoundPatient = {
  readonly patient: PatientId;
  readonly referrals: readonly WorkLine[];
  readonly documents: readonly Found[];
};

const mostPatients = 20;

/**
 * Finds referrals by code, HKID or name, and what was filed by its words, kind, place, day or code: for each patient together. Somebody unknown and somebody
 * this person may not look at give the same answer. The search leaves a happening without the words, and one for each referral of which something is shown.
 */
export const find =
  (world: Parameters<typeof findInArchive>[0]) =>
  async (
    page: Page,
    person: Person,
    { patient, ...wish }: FindWish,
  ): Promise<{ readonly patients: readonly FoundPatient[]; readonly more: boolean }> => {
    if (!mayAt(world.policy.judge, person, 'search')) return { patients: [], more: false };
    const concerns = concerning(world, person);
    const among = patient === undefined ? undefined : (await candidatesFor(page, patient)).filter(concerns);
    const named = among ?? (wish.words === '' ? [] : (await candidatesFor(page, wish.words)).filter(concerns));
    const known = [...new Set(named.map((referral) => referral.patient))];
    const scope = among ? { patients: known } : {};
    // Nothing of a patient nobody knows: the archive is not asked, and the answer is empty for the same reason.
    const archive =
      among && known.length === 0
        ? { found: [], more: false }
        : await findInArchive(world)(page, person, { ...wish, ...scope });
    await noteSearch(world, page, person);
    const hasFilters =
      wish.words !== '' || wish.kinds !== undefined || wish.from !== undefined || wish.to !== undefined;
    const shown = among && hasFilters ? named.filter((one) => isAmong(archive.found, one)) : named;
    return {
      patients: await together(world, page, shown.slice(0, mostPatients), archive.found),
      more: archive.more,
    };
  };

const isAmong = (found: readonly Found[], referral: Referral): boolean =>
  found.some(({ grant }) => grant.referral.id === referral.id);

async function together(
  { house }: Pick<World, 'house'>,
  page: Page,
  named: readonly Referral[],
  found: readonly Found[],
): Promise<readonly FoundPatient[]> {
  const referrals = new Map<Referral['id'], Referral>();
  for (const referral of [...named, ...found.map(({ grant }) => grant.referral)]) referrals.set(referral.id, referral);
  const groups: FoundPatient[] = [];
  const identities = await page.archive.identities([...new Set([...referrals.values()].map(({ patient }) => patient))]);
  for (const [patient, all] of Map.groupBy(referrals.values(), (referral) => referral.patient)) {
    const identity = identities.get(patient);
    groups.push({
      patient,
      referrals: all.map((referral) => ({ referral, watch: watchOf(referral, house), identity })),
      documents: found.filter(({ grant }) => grant.patient === patient),
    });
  }
  return groups;
}

async function noteSearch({ clock }: Pick<World, 'clock'>, page: Page, person: Person): Promise<void> {
  const [home] = person.works;
  if (home)
    await page.happened({
      what: 'record-searched',
      at: clock.now(),
      by: { person: person.id },
      institution: home.institution,
    });
}
