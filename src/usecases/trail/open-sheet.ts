import { createHash } from 'node:crypto';
import { postFor } from '../../domain/access/may.ts';
import { type House, institution, person as personOf } from '../../domain/house/house.ts';
import { type ClinicianId, type InstitutionId, id, type ReferralId } from '../../domain/ids.ts';
import type { Language, Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { SheetName } from '../../domain/trail/accountability.ts';
import { writeSheet } from '../../domain/trail/verify-sheet.ts';
import type { Sheets } from '../../ports/sheets.ts';
import type { World } from '../world.ts';

export type SheetFile = { readonly name: string; readonly bytes: Uint8Array };

/**
 * The accountability sheet of one referral, as JSON that proves itself or as a page, for whoever may see its trail. Taking it is itself in the trail. Refuses
 * `referral.not-found` for everybody else.
 */
export const openSheet =
  (world: Pick<World, 'ledger' | 'clock' | 'house' | 'policy'>, sheets: Sheets) =>
  async (
    which: ReferralId,
    by: Person,
    form: { readonly as: 'json' | 'pdf'; readonly language: Language },
  ): Promise<SheetFile> => {
    const { judge } = world.policy;
    const row = await world.ledger.read((page) => page.referrals.get(which));
    const post = row && postFor({ judge, house: world.house }, by, row.referral, 'trail');
    if (!row || !post) throw new Refused('referral.not-found', `No referral ${which}`);
    const { code, patient } = row.referral;
    const sheet = await sheets.of({ referral: which, code }, (ids) => namesOf(world.house, ids));
    const bytes =
      form.as === 'json'
        ? Buffer.from(writeSheet(sheet), 'utf8')
        : await sheets.pdf(sheet, form.language, { reader: form.language === 'en' ? by.name.en : by.name.zhHant });
    await world.ledger.write((page) =>
      page.happened({
        what: 'exported',
        kind: 'accountability',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        at: world.clock.now(),
        by: { person: by.id },
        institution: post.at,
        referral: which,
        patient,
        ground: 'duty',
      }),
    );
    return { name: `accountability-${code}.${form.as}`, bytes };
  };

/** People and places as the directory names them today. */
export const namesOf = (house: House, ids: readonly string[]): Readonly<Record<string, SheetName>> =>
  Object.fromEntries(
    ids.flatMap((one) => {
      const name = personOf(house, id<ClinicianId>(one))?.name ?? institution(house, id<InstitutionId>(one))?.name;
      return name ? [[one, { en: name.en, zhHant: name.zhHant }]] : [];
    }),
  );
