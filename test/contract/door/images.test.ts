import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imagesShown } from '#src/contract/images.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
const { patient, id: referral } = aReferral();

/** Three slices that came in another order than they lie, a damaged one, and a text. */
beforeEach(async () => {
  door = await aDoor();
  const { store } = door;
  await store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
  });
  const slices = [2, 0, 1].map((index) => ({ name: `s${index}`, bytes: aCtSlice({ size: 64, index }) }));
  const broken = { name: 'broken', bytes: aCtSlice({ size: 64, index: 7 }).subarray(0, 200) };
  for (const { name, bytes } of [...slices, broken]) {
    await store.files.keep(patient, name, Readable.from([Buffer.from(bytes)]), 1_000_000);
    await store.ledger.write(async (page) => {
      const upload = {
        id: id<UploadId>(name),
        referral,
        patient,
        by: alvin.id,
        state: 'filed',
        kind: 'dicom',
      } as const;
      await page.uploads.add({ ...upload, origin: { way: 'page', session: 's' }, name, at: store.clock.now() });
    });
  }
});
afterEach(() => door.close());

const circle = (file: string) => ({
  series: 'x',
  file,
  frame: 0,
  kind: 'circle',
  points: [
    [10.25, 20.5],
    [14, 20.5],
  ],
});

test('the pictures come as series in the order of the body, with a word about what cannot be read; the look is in the trail', async () => {
  const doctor = await door.as(alvin);
  const shown = imagesShown.parse(await (await doctor.get(`/api/referrals/${referral}/images`)).json());
  expect(shown.series).toHaveLength(1);
  expect(shown.series[0]).toMatchObject({
    modality: 'CT',
    columns: 64,
    slices: ['s0', 's1', 's2'].map((file) => ({ file, frame: 0 })),
    spacing: [0.7, 0.7],
    warnings: ['images.unreadable'],
  });
  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  expect(trail.filter((one) => one.what === 'seen' && one.how === 'images')).toHaveLength(1);
});

test('each slice comes whole, and as a picture for where it cannot be decoded', async () => {
  const doctor = await door.as(alvin);
  const whole = await doctor.get(`/api/referrals/${referral}/images/s1`);
  expect(whole.headers.get('content-type')).toBe('application/dicom');
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(Buffer.from(aCtSlice({ size: 64, index: 1 })));
  const picture = await doctor.get(`/api/referrals/${referral}/images/s1/picture?frame=0`);
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  expect([...new Uint8Array(await picture.arrayBuffer()).subarray(0, 2)]).toEqual([0xff, 0xd8]);
});

test('who may not read the referral finds no pictures either', async () => {
  const stranger = await door.as(cheung);
  for (const path of ['', '/s1', '/s1/picture'])
    expect((await stranger.get(`/api/referrals/${referral}/images${path}`)).status).toBe(404);
  expect((await stranger.post(`/api/referrals/${referral}/images/annotations`, circle('s1'))).status).toBe(404);
});

test('a drawing keeps its place to the part of a pixel, names its maker, and only the maker takes it away', async () => {
  const doctor = await door.as(alvin);
  const made = (await (await doctor.post(`/api/referrals/${referral}/images/annotations`, circle('s1'))).json()) as {
    id: string;
  };
  const read = async () =>
    imagesShown.parse(await (await doctor.get(`/api/referrals/${referral}/images`)).json()).annotations;
  expect(await read()).toMatchObject([{ ...circle('s1'), mine: true, version: 1, by: { en: 'Dr alvin' } }]);

  await door.store.ledger.write(async (page) => {
    const kept = await page.annotations.get(made.id);
    if (kept) await page.annotations.keep({ ...kept, version: 2, by: cheung.id });
  });
  const refused = await doctor.send('DELETE', `/api/referrals/${referral}/images/annotations/${made.id}`);
  expect(refused.status).toBe(422);
  expect(await read()).toMatchObject([{ mine: false, version: 2 }]);
});

test('a drawing on a slice of another referral, or of no points, is refused', async () => {
  const doctor = await door.as(alvin);
  expect((await doctor.post(`/api/referrals/${referral}/images/annotations`, circle('elsewhere'))).status).toBe(404);
  const empty = { ...circle('s1'), points: [] };
  expect((await doctor.post(`/api/referrals/${referral}/images/annotations`, empty)).status).toBe(400);
});
