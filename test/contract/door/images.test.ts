import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imagesShown, marksShown } from '#src/contract/images.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, lam } from '#test/builders/a-house.ts';
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
  for (const { name, bytes } of [...slices, broken]) await keepFile(referral, patient, name, bytes);
});
afterEach(() => door.close());

async function keepFile(which: ReferralId, whose: PatientId, name: string, bytes: Uint8Array): Promise<void> {
  await door.store.files.keep(whose, name, Readable.from([Buffer.from(bytes)]), 1_000_000);
  const upload = { id: id<UploadId>(name), referral: which, patient: whose, by: alvin.id } as const;
  const more = { state: 'filed', kind: 'dicom', origin: { way: 'page', session: 's' } } as const;
  await door.store.ledger.write((page) => page.uploads.add({ ...upload, ...more, name, at: door.store.clock.now() }));
}

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

/** What a browser records begins like this. */
const webm = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(400, 7)]);
const spoken = { seconds: 3.2, peaks: [0, 0.5, 1], audio: webm.toString('base64') };
const pin = (file: string) => ({ ...circle(file), kind: 'pin', points: [[10.5, 20.25]] });

test('a question is pinned with its first words in one go, answered by a voice, and both come back in order, sealed in between', async () => {
  const doctor = await door.as(alvin);
  const path = `/api/referrals/${referral}/images`;
  const asked = { ...pin('s1'), remark: { text: 'Is this the nodule of last year?' } };
  const made = (await (await doctor.post(`${path}/annotations`, asked)).json()) as { id: string };
  const colleague = await door.as(lam);
  const said = await colleague.post(`${path}/annotations/${made.id}/remarks`, { voice: spoken });
  expect(said.status).toBe(204);

  const { annotations } = marksShown.parse(await (await doctor.get(`${path}/marks`)).json());
  const [question, answer] = annotations[0]?.remarks ?? [];
  expect(question).toMatchObject({ text: 'Is this the nodule of last year?', mine: true, by: { en: 'Dr alvin' } });
  expect(answer).toMatchObject({ voice: { seconds: 3.2, peaks: [0, 0.5, 1] }, mine: false, by: { en: 'Dr lam' } });
  const sound = await doctor.get(`${path}/remarks/${answer?.id}/voice`);
  expect(sound.headers.get('content-type')).toBe('audio/webm');
  expect(Buffer.from(await sound.arrayBuffer())).toEqual(webm);
  const rows = await door.store.pool.query('select sealed, sound from image_remarks');
  for (const { sealed, sound: kept } of rows.rows as { sealed: Buffer; sound: Buffer | null }[]) {
    expect(sealed.includes('nodule')).toBe(false);
    expect(kept?.includes(webm.subarray(0, 40)) ?? false).toBe(false);
  }
  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  expect(trail.filter((one) => one.what === 'image-remarked').map((one) => one.spoken)).toEqual([false, true]);
});

test('a sound that no browser records, both at once, or a thread elsewhere is refused; a drawing that was answered stays', async () => {
  const doctor = await door.as(alvin);
  const path = `/api/referrals/${referral}/images/annotations`;
  const made = (await (await doctor.post(path, { ...pin('s1'), remark: { text: '?' } })).json()) as { id: string };
  const notSound = { ...spoken, audio: Buffer.from('MZ this is a program').toString('base64') };
  expect((await doctor.post(path, { ...pin('s1'), remark: { voice: notSound } })).status).toBe(422);
  expect((await doctor.post(`${path}/${made.id}/remarks`, { text: 'a', voice: spoken })).status).toBe(400);
  expect((await doctor.post(`${path}/nowhere/remarks`, { text: 'a' })).status).toBe(404);
  // What was refused left nothing behind, not even its pin.
  const read = async () =>
    marksShown.parse(await (await doctor.get(`/api/referrals/${referral}/images/marks`)).json()).annotations;
  expect(await read()).toHaveLength(1);
  await (await door.as(lam)).post(`${path}/${made.id}/remarks`, { text: 'Yes, unchanged.' });
  expect((await doctor.send('DELETE', `${path}/${made.id}`)).status).toBe(422);
  expect(await read()).toHaveLength(1);
});

test('who may not read the referral hears no voice, no marks, and does not look together', async () => {
  const stranger = await door.as(cheung);
  const path = `/api/referrals/${referral}/images`;
  expect((await stranger.get(`${path}/marks`)).status).toBe(404);
  expect((await stranger.get(`${path}/remarks/any/voice`)).status).toBe(404);
  expect((await stranger.post(`${path}/walk`, { say: 'join' })).status).toBe(404);
  expect((await stranger.post(`${path}/annotations/any/remarks`, { text: 'a' })).status).toBe(404);
});

test('what was drawn is taken elsewhere as a report, which is a happening, and shows there exactly as it was', async () => {
  const doctor = await door.as(alvin);
  const path = `/api/referrals/${referral}/images`;
  expect((await doctor.get(`${path}/report`)).status).toBe(404);
  await doctor.post(`${path}/annotations`, { ...circle('s1'), text: 'nodule' });
  const answer = await doctor.get(`${path}/report`);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="referral-B7K-42Q-drawings.dcm"`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  expect(trail.filter((one) => one.what === 'exported')).toMatchObject([{ kind: 'image-report' }]);

  // Here it is known already; in another referral of the same images it is new.
  await keepFile(referral, patient, 'report', bytes);
  const shown = async (which: string) =>
    imagesShown.parse(await (await doctor.get(`/api/referrals/${which}/images`)).json());
  expect((await shown(referral)).reported).toEqual([]);
  const other = aReferral({ id: id<ReferralId>('ref-2'), code: 'C8L-53R', patient: id<PatientId>('patient-2') });
  await door.store.ledger.write(async (page) => {
    const { hkid: _own, ...identity } = aContent().identity;
    await page.patients.add(other.patient, identity);
    await page.referrals.add(other, { ...aContent(), identity }, undefined, undefined);
  });
  await keepFile(other.id, other.patient, 'there', aCtSlice({ size: 64, index: 1 }));
  await keepFile(other.id, other.patient, 'report-there', bytes);
  const { points } = circle('s1');
  const from = { en: 'Dr alvin' };
  expect((await shown(other.id)).reported).toMatchObject([
    { file: 'there', kind: 'circle', points, text: 'nodule', mine: false, by: from },
  ]);
});
