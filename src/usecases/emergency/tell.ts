import type { Words } from '../../domain/errand.ts';
import { type House, institution, person } from '../../domain/house/house.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import type { Page } from '../../ports/ledger.ts';

/** A sentence in a person's own chat, about no referral and with nothing of a patient; the button opens the list in Baton. */
export async function tellPerson(
  { house }: { readonly house: House },
  page: Page,
  who: ClinicianId,
  words: Words,
  opens = '/app/reviews',
): Promise<void> {
  const one = person(house, who);
  if (!one || one.left) return;
  for (const { tenant, user } of one.dingtalk.slice(0, 1))
    await page.send(
      {
        do: 'say',
        place: { tenant, in: 'chat', user },
        words: [words],
        buttons: [{ label: { key: 'button.open' }, page: opens }],
        person: who,
      },
      { lane: 'now' },
    );
}

/** Who reviews for an institution: its privacy officer, and when that is who looked, its head. */
export function reviewerOf(house: House, where: InstitutionId, looked: ClinicianId): ClinicianId | undefined {
  const place = institution(house, where);
  return place?.privacyOfficer && place.privacyOfficer !== looked ? place.privacyOfficer : place?.head;
}
