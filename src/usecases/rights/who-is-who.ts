import { type InstitutionId, id, type PatientId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import { joinPatients, separatePatient } from '../drafting/join-patients.ts';
import type { World } from '../world.ts';
import { placesFor, wordsIn } from './may.ts';

type Parts = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;
export type WhoIsWho = { readonly referral: string; readonly do: 'join' | 'part'; readonly reason: string };
export type ClashLine = { readonly code: string; readonly institution: InstitutionId; readonly at: Date };

/** Two with one identity number that nobody has looked at yet, at the places of this person. */
export async function clashesAt(page: ReadingPage, places: readonly InstitutionId[]): Promise<readonly ClashLine[]> {
  const lines: ClashLine[] = [];
  for (const { referral, at } of places.length > 0 ? await page.patients.clashes(places) : []) {
    const row = await page.referrals.get(referral);
    if (row) lines.push({ code: row.referral.code, institution: row.referral.from, at });
  }
  return lines;
}

/**
 * Says of a referral whose patient it is. `join`: they are the one known by the same number. `part`: they are somebody else than whoever the referral hangs on, and stay so. The
 * signed words are not touched. Refuses `person.role`, `referral.not-found`, `referral.reason-needed`, `identity.nothing-to-settle` where there is nobody to join with or to part from.
 */
export const settleWhoIsWho =
  (world: Parts) =>
  async (page: Page, by: Person, asked: WhoIsWho): Promise<void> => {
    const places = placesFor(world, by, 'answer-rights');
    const found = await page.referrals.byCode(asked.referral.trim().toUpperCase());
    const row = found && (await page.referrals.hold(found.referral.id));
    if (!row || ![row.referral.from, row.referral.to].some((place) => places.includes(place)))
      throw new Refused('referral.not-found', 'No such referral');
    const words = wordsIn(asked.reason, 'Who is who');
    const { referral } = row;
    const doer = { person: by.id };
    const at = world.clock.now();
    const { identity } = await page.referrals.content(referral);
    const known = identity.hkid && identity.hkidValid ? await page.patients.byHkid(identity.hkid) : undefined;
    if (asked.do === 'join') {
      if (!known || known === referral.patient) throw nothing(referral.code);
      await page.patients.keepClash({ referral: referral.id, patient: referral.patient, other: known, at });
      await joinPatients(world, page, referral, known, doer);
    } else if (known && known !== referral.patient) {
      // They stand apart already: the decision is that it stays so.
      await page.patients.keepClash({ referral: referral.id, patient: referral.patient, other: known, at });
      await page.happened({
        what: 'patients-kept-apart',
        other: known,
        at,
        by: doer,
        institution: referral.from,
        referral: referral.id,
        patient: referral.patient,
        ground: 'duty',
      });
    } else {
      if ((await page.referrals.list({ patient: referral.patient, limit: 2 })).length < 2) throw nothing(referral.code);
      const other = referral.patient;
      const { patient } = await separatePatient(world, page, referral, id<PatientId>(world.dice.id()), doer);
      await page.patients.keepClash({ referral: referral.id, patient, other, at });
    }
    await page.patients.settleClash(referral.id, {
      how: asked.do === 'join' ? 'joined' : 'parted',
      by: by.id,
      at,
      words,
    });
  };

const nothing = (code: string): Refused =>
  new Refused('identity.nothing-to-settle', `Referral ${code}: nobody to join with or to part from`, { code });
