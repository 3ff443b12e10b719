import { categoryOfFile } from '../../domain/access/redact.ts';
import type { ReferralId, UploadId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Thumbnail } from '../../ports/archive.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { leaveToFind } from './leave-to-find.ts';

/** Draws a small picture of a kept file: its first page, its middle slice, its ECG. Refuses where there is nothing to show. */
export type DrawSmall = (patient: string, file: string) => Promise<Uint8Array>;

/** A few filed files without a small picture get theirs; what cannot be shown is noted and not tried again. How many. */
export const drawThumbnails =
  (world: Pick<World, 'ledger'>, draw: DrawSmall) =>
  async (most = 4): Promise<number> => {
    const waiting = await world.ledger.read((page) => page.archive.withoutThumbnail(most));
    for (const { upload, referral, patient } of waiting) {
      const thumbnail = await drawn(draw, patient, upload);
      await world.ledger.write(async (page) => {
        // What was erased or taken back meanwhile gets none.
        const kept = await page.uploads.get(upload);
        if (kept && (kept.state === 'kept' || kept.state === 'filed'))
          await page.archive.keepThumbnail(upload, referral, kept.patient, thumbnail);
      });
    }
    return waiting.length;
  };

async function drawn(draw: DrawSmall, patient: string, upload: string): Promise<Thumbnail> {
  try {
    return { jpeg: await draw(patient, upload) };
  } catch (error) {
    if (error instanceof Refused) return 'none';
    throw error;
  }
}

/** The small picture of a file, for those who may open the file. Refuses `upload.not-found`, whatever is missing: leave, the file, or its picture. */
export const openThumbnail =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, file: UploadId, person: Person): Promise<Uint8Array> => {
    const { expect, leave } = leaveToFind(world, page, person);
    await expect([which]);
    const grant = leave(which);
    const upload = grant && (await page.uploads.get(file));
    const isTheirs = upload?.referral === which && grant?.categories.includes(categoryOfFile(upload.kind));
    const found = upload && isTheirs ? await page.archive.thumbnail(file, upload.patient) : undefined;
    if (!found || found === 'none') throw new Refused('upload.not-found', `No small picture of ${file}`);
    return found.jpeg;
  };
