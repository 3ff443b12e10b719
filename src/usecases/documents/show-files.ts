import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import { refreshCards } from '../steps/tell-after.ts';
import type { World } from '../world.ts';
import { isReadable } from './readable.ts';

/** A card changes at most once in this time while files are being read: DingTalk counts each change. */
export const cardEveryMs = 4_000;

/**
 * The cards tell where the files stand: at once, or, while more of them are still being read, together with what is read in the next seconds.
 * Errands of one card merge, so a study of hundreds of files costs a change every few seconds and no more.
 */
export async function showFiles(world: Pick<World, 'house' | 'clock'>, page: Page, referral: Referral): Promise<void> {
  const isBusy = await isReadingMore(page, referral);
  await refreshCards({
    world,
    page,
    referral,
    lane: 'soon',
    ...(isBusy ? { notBefore: new Date(world.clock.now().getTime() + cardEveryMs) } : {}),
  });
}

async function isReadingMore(page: Page, { id }: Referral): Promise<boolean> {
  const read = await page.readings.states(id);
  return (await page.uploads.standings(id)).some(
    (each) => each.state === 'expected' || (each.state === 'kept' && isReadable(each.kind) && !read.has(each.id)),
  );
}
