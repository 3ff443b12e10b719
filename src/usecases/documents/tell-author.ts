import type { Words } from '../../domain/errand.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { KeptReading } from '../../ports/readings.ts';
import { sayTo } from '../steps/tell-after.ts';
import type { World } from '../world.ts';
import { isDirectlyInside } from './file-inside.ts';
import { isReadable } from './readable.ts';

/**
 * Whoever brought a file hears what it needs from them: once for a whole study, once for all that lay in a packed file. A file that needs nothing says
 * nothing.
 */
export async function tellAuthor(
  world: Pick<World, 'house'>,
  page: Page,
  referral: Referral,
  upload: Upload,
  reading: KeptReading,
): Promise<void> {
  const scene = { world, page, referral, lane: 'soon' } as const;
  const { origin } = upload;
  const isPacked = reading.says.kind === 'archive';
  if (isPacked || origin.way === 'inside') {
    const wrappers = [...(isPacked ? [upload.id] : []), ...(origin.way === 'inside' ? [origin.upload] : [])];
    for (const wrapper of wrappers) {
      const words = await packed(page, referral, wrapper);
      if (words) await sayTo(scene, upload.by, words);
    }
    return;
  }
  const words = wordsOf(referral, reading);
  if (words.length === 0 || (reading.says.kind === 'dicom' && (await isSaidAlready(page, reading)))) return;
  await sayTo(scene, upload.by, words, upload.id);
}

function wordsOf({ code }: Referral, { state, code: why, says }: KeptReading): Words[] {
  const open = says.facts.filter(({ answer }) => answer === undefined).length;
  switch (state) {
    case 'read':
      return [{ key: 'told.document-read', with: { code, n: String(open) } }];
    case 'needs-person':
      return [{ key: why?.startsWith('identity.') ? 'told.document-asks' : 'told.document-look', with: { code } }];
    case 'stopped':
      return [{ key: why === 'patients.several' ? 'told.document-several' : 'told.document-stopped', with: { code } }];
    case 'refused':
      return [{ key: 'told.document-unread', with: { code } }, { key: `refused.${why ?? 'upload.reader-failed'}` }];
    case 'filed':
      return [];
  }
}

/** One answer for all that lay in one file, when the last of it was read: how many are filed, wait for a person, and were not read. */
async function packed(page: Page, { id, code }: Referral, parent: Upload['id']): Promise<Words | undefined> {
  const ours = (await page.uploads.standings(id)).filter(
    (each) => isDirectlyInside(each.id, parent) && each.state !== 'withdrawn',
  );
  const readings = await page.readings.states(id);
  if (ours.some((each) => each.state === 'kept' && isReadable(each.kind) && !readings.has(each.id))) return undefined;
  const count = (...states: string[]) =>
    ours.filter((each) => states.includes(readings.get(each.id) ?? each.state)).length;
  const waiting = count('read', 'needs-person', 'stopped');
  const unread = count('refused');
  return waiting + unread === 0
    ? { key: 'told.packed-filed', with: { code, n: String(ours.length) } }
    : {
        key: 'told.packed-read',
        with: { code, n: String(ours.length), waiting: String(waiting), unread: String(unread) },
      };
}

const isSaidAlready = async (page: Page, { referral, upload, state }: KeptReading): Promise<boolean> =>
  [...(await page.readings.states(referral))].some(([other, stands]) => other !== upload && stands === state);
