import { categoryOfFile } from '../../domain/access/redact.ts';
import type { Category } from '../../domain/consent/category.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Page, Upload } from '../../ports/ledger.ts';

/** A file of the image room; `pages` is how many pictures the service draws of it, nought for slices. */
export type RoomFile = { readonly upload: Upload; readonly pages: number };

const kinds: readonly (string | undefined)[] = ['dicom', 'photo', 'pdf'];

/**
 * The files of a referral that can be looked at in the image room with leave for these parts: slices go with the imaging, photos and pages with the documents.
 * A document that seems to be about somebody else waits outside until a person has confirmed it.
 */
export async function filesInTheRoom(
  page: Page,
  which: ReferralId,
  granted: readonly Category[],
): Promise<readonly RoomFile[]> {
  const uploads = (await page.uploads.of(which)).filter(
    ({ kind, state }) =>
      kinds.includes(kind) && (state === 'kept' || state === 'filed') && granted.includes(categoryOfFile(kind)),
  );
  const readings = new Map((await page.readings.of(which)).map((one) => [one.upload, one]));
  return uploads.flatMap((upload) => {
    if (upload.kind === 'dicom') return [{ upload, pages: 0 }];
    const reading = readings.get(upload.id);
    if (reading?.state === 'stopped') return [];
    return [{ upload, pages: Math.max(1, reading?.says.pages ?? 1) }];
  });
}
