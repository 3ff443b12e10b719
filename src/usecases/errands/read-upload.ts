import type { Readable } from 'node:stream';
import { textOf } from '../../domain/archive/text-of.ts';
import { isDrill } from '../../domain/drill/drill.ts';
import type { DocumentReport } from '../../domain/intake/document.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { ReadingRoom } from '../../ports/reading-room.ts';
import type { KeptReading } from '../../ports/readings.ts';
import { depthOf, type FilesInside, fileInside, sealInside } from '../documents/file-inside.ts';
import { type KeepsProgress, keepProgress } from '../documents/keep-progress.ts';
import { readingOf } from '../documents/reading-of.ts';
import { showFiles } from '../documents/show-files.ts';
import { tellAuthor } from '../documents/tell-author.ts';
import type { Does } from './run-errand.ts';

export type ReadsUploads = KeepsProgress & FilesInside & { readonly room: ReadingRoom };

const mostBytes = 64 * 1024 * 1024;

/**
 * Reads a kept upload in the reading room and keeps what it says beside the referral, for a person to take over. A document that seems to be about
 * somebody else is stopped. Files that lie in it are filed each as a document of its own. Doing it twice gives the same: what is there already is left alone.
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
    const { upload, referral } = found;
    if (upload.origin.way === 'message' && upload.origin.isHeard) return { is: 'done' };
    const { reports, entries } = await openedOf(world, upload, referral);
    return { is: 'done', keep: (page) => keepReading(world, page, upload, { referral, reports, entries }) };
  };

type Opened = Pick<Read, 'reports' | 'entries'>;

async function openedOf(world: ReadsUploads, upload: Upload, referral: Referral): Promise<Opened> {
  if ((upload.bytes ?? 0) > mostBytes) return { reports: [tooLarge(upload)], entries: [] };
  const bytes = await whole(await world.sealed.read(upload.patient, upload.id), upload.id);
  const progress = keepProgress(world, upload, referral);
  // The name may hold a patient's name: the reader gets it for the guard, and it goes nowhere else.
  const file = { name: upload.name, bytes };
  const { reports, inside, count } = await world.room.open(file, depthOf(upload), progress.onPage);
  // Sealed before the page is written: a service that falls in between seals them again under the same names, and files them once.
  const entries = [...(await sealInside(world, upload, inside, 0))];
  while (entries.length < count) {
    const next = await world.room.more(file, depthOf(upload), entries.length);
    if (next.inside.length === 0) break;
    entries.push(...(await sealInside(world, upload, next.inside, entries.length)));
    progress.onPage(entries.length, count);
  }
  await progress.done();
  return { reports, entries };
}

const tooLarge = ({ name }: Upload): DocumentReport => ({
  file: name,
  kind: 'unknown',
  outcome: 'refused',
  code: 'upload.too-large',
  message: 'It is kept, and too large to be read by itself',
  findings: [],
  warnings: [],
});

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

/** In a drill a paper with a patient's number on it is somebody's: nothing of it is taken over. */
const aboutNobody = (reading: KeptReading, reports: readonly DocumentReport[]): KeptReading =>
  reports.some((report) => 'patient' in report && (report.patient?.numbers.length ?? 0) > 0)
    ? { ...reading, state: 'refused', code: 'drill.real-patient', says: { ...reading.says, facts: [] } }
    : reading;

type Read = {
  readonly referral: Referral;
  readonly reports: readonly DocumentReport[];
  /** The files that lay in it, sealed. */
  readonly entries: readonly Upload[];
};

async function keepReading(
  world: ReadsUploads,
  page: Page,
  upload: Upload,
  { referral: { id, from }, reports, entries }: Read,
): Promise<void> {
  // Held: of two files that are read at the same time, the later one sees that the other is done.
  const row = await page.referrals.hold(id);
  if (!row || (await page.readings.get(upload.id))) return;
  const { referral } = row;
  const content = await page.referrals.content(referral);
  const found = readingOf(upload, { referral: id, patient: referral.patient }, content, reports, world.clock.now());
  const reading = isDrill(referral) ? aboutNobody(found, reports) : found;
  await page.readings.keep(reading);
  if (!isDrill(referral)) await page.archive.keepText(upload.id, id, referral.patient, textOf(reports));
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
  const { referral: after } = await fileInside(world, page, { referral, content }, upload, entries);
  await tellAuthor(world, page, referral, upload, reading);
  await showFiles(world, page, after);
}
