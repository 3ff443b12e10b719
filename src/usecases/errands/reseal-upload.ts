import type { SealedFiles } from '../../ports/vault.ts';
import type { World } from '../world.ts';
import type { Does } from './run-errand.ts';

/**
 * Seals a file anew with the key of the patient it belongs to now. It opens with the old key until the new one stands in its place, and a second time changes nothing that
 * anybody sees.
 */
export const resealUpload =
  (world: Pick<World, 'ledger'>, sealed: Pick<SealedFiles, 'keep' | 'read'>): Does<'reseal-upload'> =>
  async ({ upload: which }) => {
    const upload = await world.ledger.read((page) => page.uploads.get(which));
    // It is still on its way, and may have begun to be sealed with the old key.
    if (upload?.state === 'expected') return { is: 'later', afterMs: 10_000, why: 'not kept yet' };
    if (upload?.bytes !== undefined)
      await sealed.keep(upload.patient, which, await sealed.read(upload.patient, which), upload.bytes);
    return { is: 'done', keep: (page) => page.patients.resealed(which) };
  };
