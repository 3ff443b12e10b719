import type { Readable } from 'node:stream';
import { textOf } from '../../domain/archive/text-of.ts';
import type { DocumentReport } from '../../domain/intake/document.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { ReadingRoom } from '../../ports/reading-room.ts';
import type { SealedFiles } from '../../ports/vault.ts';
import { type KeepsProgress, keepProgress } from '../documents/keep-progress.ts';
import { readingOf } from '../documents/reading-of.ts';
import { showFiles } from '../documents/show-files.ts';
import { tellAuthor } from '../documents/tell-author.ts';
import type { Does } from './run-errand.ts';

export type ReadsUploads = KeepsProgress & {
  readonly sealed: SealedFiles;
  readonly room: ReadingRoom;
};

const mostBytes = 64 * 1024 * 1024;

/**
 * Reads a kept upload in the reading room and keeps what it says beside the referral, for a person to take over. A document that seems to be about
 * somebody else is stopped. Doing it twice gives the same: what is there already is left alone.
 */
export const readUpload =
  (world: ReadsUploads): Does<'read-upload'> =>
  async ({ upload: which }) => {
    const found = await world.ledger.read(async (page) => {
      const upload = await page.uploads.get(which);
      const row = upload?.referral && (await page.referrals.get(upload.referral));
      return upload && row ? { upload, referral: row.referral, before: await page.readings.get(which) } : undefined;
    });
    if (!found || found.before || found.upload.state !== 'kept') return { is: 'done' };
    const { upload } = found;
    const reports = await reportsOf(world, upload, found.referral);
    return { is: 'done', keep: (page) => keepReading(world, page, upload, found.referral, reports) };
  };

async function reportsOf(world: ReadsUploads, upload: Upload, referral: Referral): Promise<readonly DocumentReport[]> {
  if ((upload.bytes ?? 0) > mostBytes)
    return [
      {
        file: upload.name,
        kind: 'unknown',
        outcome: 'refused',
        code: 'upload.too-large',
        message: 'It is kept, and too large to be read by itself',
        findings: [],
        warnings: [],
      },
    ];
  const bytes = await whole(await world.sealed.read(upload.patient, upload.id), upload.id);
  // The name may hold a patient's name: the reader gets it for the guard, and it goes nowhere else.
  const progress = keepProgress(world, upload, referral);
  const reports = await world.room.read({ name: upload.name, bytes }, progress.onPage);
  await progress.done();
  return reports;
}

async function whole(stream: Readable, which: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    // A sealed file gives bytes and nothing else.
    pieces.push(piece as Uint8Array);
    length += (piece as Uint8Array).length;
    if (length > mostBytes)
      throw new Refused('upload.too-large', `Upload ${which} is too large to be read`, { limit: mostBytes });
  }
  return Buffer.concat(pieces);
}

async function keepReading(
  world: ReadsUploads,
  page: Page,
  upload: Upload,
  { id, from }: Referral,
  reports: readonly DocumentReport[],
): Promise<void> {
  const row = await page.referrals.get(id);
  if (!row || (await page.readings.get(upload.id))) return;
  const { referral } = row;
  const content = await page.referrals.content(referral);
  const reading = readingOf(upload, { referral: id, patient: referral.patient }, content, reports, world.clock.now());
  await page.readings.keep(reading);
  await page.archive.keepText(upload.id, id, referral.patient, textOf(reports));
  const common = {
    at: reading.at,
    by: { baton: 'delivery' as const },
    institution: from,
    referral: id,
    patient: referral.patient,
    upload: upload.id,
  };
  await page.happened(
    reading.state === 'stopped' || reading.state === 'refused'
      ? { ...common, what: 'document-stopped', code: reading.code ?? 'upload.reader-failed' }
      : { ...common, what: 'document-read', outcome: reading.state, findings: reading.says.facts.length },
  );
  await tellAuthor(world, page, referral, upload, reading);
  await showFiles(world, page, referral);
}
