import type { Words } from '../../domain/errand.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { KeptReading } from '../../ports/readings.ts';
import { sayTo } from '../steps/tell-after.ts';
import type { World } from '../world.ts';

/** Whoever brought a file hears what it needs from them, once for a whole study; a file that needs nothing says nothing. */
export async function tellAuthor(
  world: Pick<World, 'house'>,
  page: Page,
  referral: Referral,
  upload: Upload,
  reading: KeptReading,
): Promise<void> {
  const words = wordsFor(referral, reading);
  if (!words || (reading.says.kind === 'dicom' && (await isSaidAlready(page, reading)))) return;
  await sayTo({ world, page, referral, lane: 'soon' }, upload.by, words);
}

function wordsFor({ code }: Referral, { state, says }: KeptReading): Words | undefined {
  const open = says.facts.filter(({ answer }) => answer === undefined).length;
  switch (state) {
    case 'read':
      return { key: 'told.document-read', with: { code, n: String(open) } };
    case 'needs-person':
      return { key: 'told.document-asks', with: { code } };
    case 'stopped':
      return { key: 'told.document-stopped', with: { code } };
    case 'refused':
      return { key: 'told.document-unread', with: { code } };
    case 'filed':
      return undefined;
  }
}

const isSaidAlready = async (page: Page, { referral, upload, state }: KeptReading): Promise<boolean> =>
  (await page.readings.of(referral)).some((other) => other.upload !== upload && other.state === state);
