import { Readable } from 'node:stream';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { small } from '#src/adapters/imaging/small.ts';
import type { FoundShown } from '#src/contract/find.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import { openReadingRoom, pagePictureOf } from '#src/start/reading-room.ts';
import { fileDue } from '#src/usecases/archive/file-due.ts';
import { drawThumbnails } from '#src/usecases/archive/thumbnails.ts';
import { readUpload } from '#src/usecases/errands/read-upload.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const { patient, id: referral } = aReferral();
const room = openReadingRoom();
let door: Awaited<ReturnType<typeof aDoor>>;

const pdf = (text: string): Promise<Buffer> =>
  new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4' });
    const pieces: Buffer[] = [];
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(Buffer.concat(pieces)));
    document.fontSize(12).text(text);
    document.end();
  });

async function bring(name: string, bytes: Uint8Array, kind: string): Promise<void> {
  const { store } = door;
  await store.files.keep(patient, name, Readable.from([Buffer.from(bytes)]), 20_000_000);
  await store.ledger.write((page) =>
    page.uploads.add({
      id: id<UploadId>(name),
      referral,
      patient,
      by: alvin.id,
      state: 'kept',
      kind,
      origin: { way: 'page', session: 's' },
      name,
      at: store.clock.now(),
    }),
  );
  const done = await readUpload({ ...door.parts.world, ...door.parts.uploads, room })(
    { do: 'read-upload', upload: id<UploadId>(name), referral },
    { lane: 'soon', tries: 0 } as never,
  );
  await store.ledger.write(async (page) => done.is === 'done' && (await done.keep?.(page)));
}

beforeAll(async () => {
  door = await aDoor();
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
  });
  const report = (who: string) =>
    `${who}\n\nUpper endoscopy of the stomach was done under sedation.\nIncidental lipoma of the antrum.\n`;
  await bring('report', await pdf(report('Name: CHAN Siu Ming\nHKID: A123456(3)\nDate of birth: 01/04/1967')), 'pdf');
  await bring('stranger', await pdf(report('Name: WONG Ka Yan\nHKID: C123456(9)\nDate of birth: 02/05/1980')), 'pdf');
  for (const index of [0, 1, 2]) await bring(`slice-${index}`, aCtSlice({ size: 64, index }), 'dicom');
  await fileDue({ ...door.parts.world, lexicon: theNaming.lexicon })();
  await drawThumbnails(door.parts.world, async (whose, file) =>
    small(await pagePictureOf(room, door.store.files)(whose, file, 1)),
  )();
}, 90_000);
afterAll(async () => {
  await room.close();
  await door.close();
});

const found = async (words: string) => {
  const answer = await (await door.as(alvin)).post('/api/find', { words });
  return ((await answer.json()) as FoundShown).patients.flatMap(({ documents }) => documents);
};

test('a PDF is found by its own words once it was read, with its first page made small', async () => {
  const [shown, ...others] = await found('antrum lipomas');
  // A report about somebody else is found by nobody until a second person has said whose it is.
  expect(others).toEqual([]);
  expect(shown).toMatchObject({
    file: 'report',
    line: { text: 'Incidental lipoma of the antrum.' },
    hasThumbnail: true,
  });
  const picture = await (await door.as(alvin)).get(`/api/referrals/${referral}/files/report/thumbnail`);
  expect(picture.headers.get('content-type')).toContain('image/jpeg');
  const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
  expect(Math.max(width, height)).toBe(240);
});

test('the slices of a study are one thing to find, and the middle one is its picture', async () => {
  const all = await found('CT');
  expect(all.filter(({ kind }) => kind === 'imaging')).toHaveLength(1);
  expect(all.find(({ kind }) => kind === 'imaging')).toMatchObject({ hasThumbnail: true });
});
