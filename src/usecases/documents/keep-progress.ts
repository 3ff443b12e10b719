import { hotline, person, userIn } from '../../domain/house/house.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { OnPage } from '../../ports/readers.ts';
import type { World } from '../world.ts';
import { cardEveryMs } from './show-files.ts';

export type KeepsProgress = Pick<World, 'ledger' | 'clock' | 'house' | 'log'>;

/**
 * Keeps how far the reading of a file is, and lets the author's card tell it: the first time after some seconds, so that what is read quickly says nothing,
 * then ever more rarely. A change of a card for progress is dropped before any other when the month's calls run short.
 */
export function keepProgress(
  world: KeepsProgress,
  upload: Upload,
  referral: Referral,
): { readonly onPage: OnPage; readonly done: () => Promise<void> } {
  let pause = cardEveryMs;
  let next = world.clock.now().getTime() + pause;
  let writing: Promise<void> = Promise.resolve();
  const keep = async (page: number, pages: number): Promise<void> => {
    try {
      await world.ledger.write(async (on) => {
        // Another reader of the same file was quicker: it is read.
        if (await on.readings.get(upload.id)) return;
        await on.readings.keepProgress(upload.id, referral.id, { page, pages });
        await showTheAuthor(world, on, referral);
      });
    } catch {
      // How far it is may go untold; the reading itself goes on.
      world.log.debug({ upload: upload.id }, 'the progress of a reading was not kept');
    }
  };
  return {
    onPage: (page, pages) => {
      const now = world.clock.now().getTime();
      if (pages < 2 || now < next) return;
      pause = Math.min(pause * 1.5, 30_000);
      next = now + pause;
      writing = writing.then(() => keep(page, pages));
    },
    done: () => writing,
  };
}

async function showTheAuthor({ house }: KeepsProgress, page: Page, { id, author, hotline: line }: Referral) {
  const [there, who] = [hotline(house, line), person(house, author)];
  const user = there && who && !who.left ? userIn(who, there.tenant) : undefined;
  if (there && user)
    await page.send(
      { do: 'show-referral', referral: id, place: { tenant: there.tenant, in: 'chat', user } },
      { lane: 'optional', key: `show ${id} chat ${user}` },
    );
}
