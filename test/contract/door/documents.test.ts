import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentShown } from '#src/contract/documents.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import { openReadingRoom, pagePictureOf } from '#src/start/reading-room.ts';
import { readUpload } from '#src/usecases/errands/read-upload.ts';
import { take } from '#test/builders/a-camera.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, lam } from '#test/builders/a-house.ts';
import { draw } from '#test/builders/a-paper.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

const { patient, id: referral } = aReferral();
const room = openReadingRoom();
afterAll(() => room.close());
let door: Awaited<ReturnType<typeof aDoor>>;

const content = aContent({
  identity: {
    nameEn: 'CHAN Siu Ming',
    hkid: 'A123456(3)',
    hkidValid: true,
    birth: { iso: '1967-04-01', precision: 'day' },
  },
  allergiesSaid: 'given',
  findings: [
    { type: 'allergy', name: 'penicillin', reaction: 'rash', status: 'present', confidence: 1, source: {} },
    {
      type: 'medication',
      name: 'warfarin',
      dose: '3 mg',
      frequency: 'once daily',
      course: 'current',
      status: 'present',
      confidence: 1,
      source: {},
    },
  ],
});

beforeEach(async () => {
  door = await aDoor();
  door.parts.pagePicture satisfies unknown;
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, content.identity);
    await page.referrals.add(aReferral(), content, undefined, undefined);
  });
});
afterEach(() => door.close());

async function keepFile(name: string, bytes: Uint8Array | string, kind: string): Promise<void> {
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
}

/** Reads it as the service does, up to the moment at which it would keep what it read. */
const reading = (name: string, tries = 0) =>
  readUpload({ ...door.parts.world, ...door.parts.uploads, room })(
    { do: 'read-upload', upload: id<UploadId>(name), referral },
    { lane: 'soon', tries } as never,
  );
const keep = (done: Awaited<ReturnType<typeof reading>>) =>
  door.store.ledger.write(async (page) => done.is === 'done' && (await done.keep?.(page)));

async function read(name: string, bytes: Uint8Array | string, kind: string): Promise<void> {
  await keepFile(name, bytes, kind);
  await keep(await reading(name));
}

type Doctor = Awaited<ReturnType<typeof door.as>>;
const documents = async (doctor: Doctor) =>
  (await (await doctor.get(`/api/referrals/${referral}/documents`)).json()) as DocumentShown[];
const opened = async (doctor: Doctor) =>
  (await (await doctor.get(`/api/referrals/${referral}`)).json()) as ReferralShown;
const answer = (doctor: Doctor, file: string, said: object) =>
  doctor.post(`/api/referrals/${referral}/documents/${file}/answer`, said);

const letter = `Name: CHAN Siu Ming
HKID: A123456(3)
Date of birth: 01/04/1967

Medications:
warfarin 5 mg once daily
metformin 500 mg twice daily

Allergies: no known drug allergy

Results
Creatinine 110 umol/L
`;

test('what a letter says is offered beside what is known, and taken over group by group; nothing of the old is lost', async () => {
  await read('letter', letter, 'text');
  const doctor = await door.as(alvin);
  const [shown] = await documents(doctor);
  expect(shown).toMatchObject({ state: 'read', mayAnswer: true });
  const standings = Object.fromEntries(shown?.facts.map(({ finding, standing }) => [finding.name, standing]) ?? []);
  expect(standings).toMatchObject({
    warfarin: 'changed',
    metformin: 'new',
    'any drug': 'contradicting',
    creatinine: 'new',
  });
  const metformin = shown?.facts.find(({ finding }) => finding.name === 'metformin');
  expect(metformin?.place.line?.text.slice(metformin.place.line.from, metformin.place.line.to)).toContain('metformin');

  expect((await answer(doctor, 'letter', { answer: 'taken', groups: ['new'] })).status).toBe(200);
  const after = await opened(doctor);
  expect(after.findings.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['penicillin', 'warfarin', 'metformin', 'creatinine']),
  );
  expect(after.findings.find(({ name }) => name === 'warfarin')?.detail).toContain('3 mg');

  await answer(doctor, 'letter', { answer: 'taken', groups: ['changed'] });
  expect((await opened(doctor)).findings.find(({ name }) => name === 'warfarin')?.detail).toContain('5 mg');
  // The old version is still there.
  const older = await door.store.ledger.read(async (page) => {
    const row = await page.referrals.get(referral);
    return row ? page.referrals.olderContents(row.referral) : [];
  });
  const doses = older.map((one) => one.content.findings.find(({ name }) => name === 'warfarin'));
  expect(doses).toMatchObject([{ dose: '3 mg' }, { dose: '3 mg' }]);

  // "No known allergy" beside a named one stays a contradiction until a person has said.
  await answer(doctor, 'letter', { answer: 'left', groups: ['contradicting'] });
  expect((await documents(doctor))[0]?.state).toBe('filed');
  expect((await opened(doctor)).findings.find(({ name }) => name === 'penicillin')).toBeDefined();
});

test('what was misread is put right by a person: taken as written, sure, and what was read stays beside it', async () => {
  await read('letter', letter, 'text');
  const doctor = await door.as(alvin);
  const creatinine = (await documents(doctor))[0]?.facts.find(({ finding }) => finding.name === 'creatinine');
  expect(creatinine?.parts).toMatchObject({ value: '110' });
  const right = { fact: creatinine?.number, value: '170' };
  expect((await answer(doctor, 'letter', { answer: 'taken', right })).status).toBe(200);
  const taken = (await opened(doctor)).findings.find(({ name }) => name === 'creatinine');
  expect(taken).toMatchObject({ value: '170', sure: true });
  const after = (await documents(doctor))[0]?.facts.find(({ number }) => number === creatinine?.number);
  expect(after).toMatchObject({ finding: { value: '110' }, right: { value: '170' }, answer: 'taken' });

  expect((await answer(doctor, 'letter', { answer: 'taken', right: { fact: 1, value: '' } })).status).toBe(400);
});

test('a group is taken for what is sure in it; what is not sure waits to be looked at, and is sure once taken', async () => {
  await read('letter', letter, 'text');
  await door.store.ledger.write(async (page) => {
    const reading = await page.readings.get(id<UploadId>('letter'));
    if (!reading) throw new Error('It was not read');
    const doubtful = reading.says.facts.map((fact) =>
      fact.finding.name === 'metformin' ? { ...fact, finding: { ...fact.finding, confidence: 0.5 } } : fact,
    );
    await page.readings.keep({ ...reading, says: { ...reading.says, facts: doubtful } });
  });
  const doctor = await door.as(alvin);
  await answer(doctor, 'letter', { answer: 'taken', groups: ['new'] });
  const names = async () => (await opened(doctor)).findings.map(({ name }) => name);
  expect(await names()).toContain('creatinine');
  expect(await names()).not.toContain('metformin');
  const metformin = (await documents(doctor))[0]?.facts.find(({ finding }) => finding.name === 'metformin');
  await answer(doctor, 'letter', { answer: 'taken', facts: [metformin?.number] });
  expect((await opened(doctor)).findings.find(({ name }) => name === 'metformin')).toMatchObject({ sure: true });
});

test('a service that fell before it kept what it had read reads it again, and keeps it once', async () => {
  await keepFile('letter', letter, 'text');
  const lost = await reading('letter');
  expect(lost.is).toBe('done');
  const doctor = await door.as(alvin);
  expect(await documents(doctor)).toMatchObject([{ state: 'reading', facts: [] }]);

  const [again, twin] = [await reading('letter', 1), await reading('letter', 2)];
  await keep(again);
  await keep(twin);
  await keep(await reading('letter', 3));
  expect(await documents(doctor)).toMatchObject([{ state: 'read' }]);
  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  expect(trail.filter(({ what }) => what === 'document-read')).toHaveLength(1);
});

test('a letter about somebody else is stopped until a second person has confirmed it', async () => {
  await read(
    'stranger',
    letter.replace('A123456(3)', 'C123456(9)').replace('CHAN Siu Ming', 'WONG Ka Yan').replace('1967', '1980'),
    'text',
  );
  const doctor = await door.as(alvin);
  expect(await documents(doctor)).toMatchObject([{ state: 'stopped', code: 'identity.mismatch', mayConfirm: false }]);
  const refused = await answer(doctor, 'stranger', { answer: 'taken', groups: ['new'] });
  expect(((await refused.json()) as { code: string }).code).toBe('identity.mismatch');
  expect((await doctor.post(`/api/referrals/${referral}/documents/stranger/confirm`, {})).status).not.toBe(200);
  expect((await opened(doctor)).findings.map(({ name }) => name)).not.toContain('metformin');

  const senior = await door.as(lam);
  expect(await documents(senior)).toMatchObject([{ state: 'stopped', mayConfirm: true }]);
  await senior.post(`/api/referrals/${referral}/documents/stranger/confirm`, {});
  expect(await documents(doctor)).toMatchObject([{ state: 'read', mayAnswer: true }]);
  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  expect(trail.map(({ what }) => what)).toEqual(expect.arrayContaining(['document-stopped', 'document-confirmed']));
});

test('a file that names nobody is asked about, not guessed; one word of the person who brought it is enough', async () => {
  await read('nameless', 'Medications:\nmetformin 500 mg twice daily\n', 'text');
  const doctor = await door.as(alvin);
  expect(await documents(doctor)).toMatchObject([{ state: 'needs-person', mayConfirm: true, mayAnswer: false }]);
  await doctor.post(`/api/referrals/${referral}/documents/nameless/confirm`, {});
  expect(await documents(doctor)).toMatchObject([{ state: 'read', mayAnswer: true }]);
});

test('a photo is read too; each fact has its box on the page, and the page is drawn for who may see it', async () => {
  const page = await draw(
    {
      width: 420,
      height: 300,
      rules: [],
      ink: [
        'Name: CHAN Siu Ming',
        'HKID: A123456(3)',
        'Date of birth: 01/04/1967',
        'Creatinine 110 umol/L',
        'Potassium 4.1 mmol/L',
      ].map((text, row) => ({ text, x: 40, y: 40 + row * 34, size: 16 })),
    },
    200,
  );
  await read('photo', await take(page, 'clean', () => 0.5), 'photo');
  const doctor = await door.as(alvin);
  const [shown] = await documents(doctor);
  expect(shown?.facts.map(({ finding }) => finding.name)).toEqual(expect.arrayContaining(['potassium']));
  expect(shown?.pages).toBe(1);
  const potassium = shown?.facts.find(({ finding }) => finding.name === 'potassium');
  expect(potassium?.place).toMatchObject({ page: 1, box: expect.any(Array) });
  const jpeg = await pagePictureOf(room, door.store.files)(patient, 'photo', 1);
  expect(Buffer.from(jpeg).subarray(0, 3).toString('hex')).toBe('ffd8ff');
  await expect(pagePictureOf(room, door.store.files)(patient, 'photo', 9)).rejects.toMatchObject({
    code: 'upload.unreadable-type',
  });
});

test('those without a part in it find nothing, and who may only read cannot answer', async () => {
  await read('letter', letter, 'text');
  const stranger = await door.as(cheung);
  expect((await stranger.get(`/api/referrals/${referral}/documents`)).status).toBe(404);
  expect((await stranger.get(`/api/referrals/${referral}/files/letter/pages/1`)).status).toBe(404);
  const senior = await door.as(lam);
  expect((await senior.get(`/api/referrals/${referral}/documents`)).status).not.toBe(500);
});

test('a drug put right is checked under its new name, and what was read, and the version before, stay', async () => {
  await read('letter', letter.replace('metformin 500 mg twice daily', 'aspirol 80 mg daily'), 'text');
  const doctor = await door.as(alvin);
  await answer(doctor, 'letter', { answer: 'taken', groups: ['new'] });
  const misread = (await documents(doctor))[0]?.facts.find(({ finding }) => finding.name.startsWith('aspirol'));
  const alerts = () => door.store.ledger.read((page) => page.alerts.of(referral));
  expect(await alerts()).toEqual([]);
  const right = { fact: misread?.number, name: 'aspirin' };
  expect((await answer(doctor, 'letter', { answer: 'taken', right })).status).toBe(200);

  const { content, older } = await door.store.ledger.read(async (page) => {
    const row = await page.referrals.get(referral);
    if (!row) throw new Error('It is gone');
    return {
      content: await page.referrals.content(row.referral),
      older: await page.referrals.olderContents(row.referral),
    };
  });
  const aspirin = content.findings.find(({ name }) => name === 'aspirin');
  expect(aspirin).toMatchObject({ ingredients: ['aspirin'], code: 'B01AC06', dose: '80 mg' });
  expect(aspirin?.source).toMatchObject({ upload: 'letter', text: expect.stringContaining('aspirol') });
  expect(older.at(-1)?.content.findings.map(({ name }) => name)).not.toContain('aspirin');
  // An antiplatelet beside warfarin: the net knows it by the new name.
  expect(await alerts()).toHaveLength(1);
});
