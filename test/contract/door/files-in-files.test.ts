import { Readable } from 'node:stream';
import { deflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { someInside } from '#src/adapters/intake/some-inside.ts';
import type { DocumentShown } from '#src/contract/documents.ts';
import type { Errand } from '#src/domain/errand.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import { openReadingRoom } from '#src/start/reading-room.ts';
import { readUpload } from '#src/usecases/errands/read-upload.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';
import { aZip } from '#test/builders/a-zip.ts';

const { patient, id: referral } = aReferral();
const room = openReadingRoom();
afterAll(() => room.close());
let door: Awaited<ReturnType<typeof aDoor>>;

beforeEach(async () => {
  door = await aDoor();
  const content = aContent({
    identity: { nameEn: 'CHAN Siu Ming', hkid: 'A123456(3)', hkidValid: true },
    findings: [],
  });
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, content.identity);
    await page.referrals.add(aReferral(), content, undefined, undefined);
  });
});
afterEach(() => door.close());

const letter = (words = 'metformin 500 mg twice daily') =>
  `Name: CHAN Siu Ming\nHKID: A123456(3)\n\nMedications:\n${words}\n`;
const stranger = 'Name: WONG Ka Yan\nHKID: C123456(9)\n\nMedications:\natenolol 50 mg once daily\n';

const errands = async (): Promise<readonly Errand[]> => {
  const { rows } = await door.store.pool.query<{ sealed: Uint8Array }>('select sealed from errands order by id');
  return Promise.all(
    rows.map(
      async ({ sealed }) =>
        JSON.parse(Buffer.from(await door.store.vault.openForService('errand', sealed)).toString('utf8')) as Errand,
    ),
  );
};

const readOne = async (which: UploadId) => {
  const done = await readUpload({ ...door.parts.world, ...door.parts.uploads, room })(
    { do: 'read-upload', upload: which, referral },
    { lane: 'soon', tries: 0 } as never,
  );
  return () => door.store.ledger.write(async (page) => done.is === 'done' && (await done.keep?.(page)));
};

/** Sent and read to the end: what comes out of it too, as the service does it. */
async function send(name: string, bytes: Uint8Array | string, kind: string): Promise<void> {
  await door.store.files.keep(patient, name, Readable.from([Buffer.from(bytes)]), 20_000_000);
  await door.store.ledger.write((page) =>
    page.uploads.add({
      id: id<UploadId>(name),
      referral,
      patient,
      by: alvin.id,
      state: 'kept',
      kind,
      origin: { way: 'page', session: 's' },
      name,
      at: door.store.clock.now(),
    }),
  );
  await (await readOne(id<UploadId>(name)))();
  const done = new Set<string>([name]);
  for (let turn = 0; turn < 20; turn += 1) {
    const next = (await errands()).find((each) => each.do === 'read-upload' && !done.has(each.upload));
    if (next?.do !== 'read-upload') return;
    done.add(next.upload);
    await (await readOne(next.upload))();
  }
}

const documents = async () => {
  const doctor = await door.as(alvin);
  return (await (await doctor.get(`/api/referrals/${referral}/documents`)).json()) as DocumentShown[];
};
const told = async () =>
  (await errands()).flatMap((each) => (each.do === 'say' ? each.words.map((one) => [one.key, one.with]) : []));
const standings = async () =>
  Object.fromEntries((await documents()).map((each) => [each.name, each.code ?? each.state]));

test('each file of a zip is a document of its own: read, stopped or refused by itself, and the author has one answer', async () => {
  const inner = aZip([['deep.txt', letter('aspirin 80 mg daily')]]);
  await send(
    'packed',
    aZip([
      ['mine.txt', letter()],
      ['other.txt', stranger],
      ['nameless.txt', 'Medications:\nramipril 5 mg daily\n'],
      ['empty.txt', ''],
      ['setup.exe', `MZ${'\0'.repeat(64)}This program cannot be run`],
      ['inner.zip', inner],
    ]),
    'archive',
  );
  expect(await standings()).toEqual({
    packed: 'filed',
    'mine.txt': 'read',
    'other.txt': 'identity.mismatch',
    'nameless.txt': 'identity.none',
    'empty.txt': 'upload.empty',
    'setup.exe': 'upload.unreadable-type',
    'inner.zip': 'filed',
    'deep.txt': 'read',
  });
  const all = await documents();
  expect(all.find(({ name }) => name === 'mine.txt')).toMatchObject({ inside: 'packed', mayAnswer: true });
  expect(all.find(({ name }) => name === 'other.txt')).toMatchObject({ mayConfirm: false });
  expect(await told()).toContainEqual(['told.packed-read', { code: 'B7K-42Q', n: '6', waiting: '3', unread: '2' }]);
  expect(await told()).toHaveLength(2);
  const doctor = await door.as(alvin);
  const shown = (await (await doctor.get(`/api/referrals/${referral}`)).json()) as { files: { name: string }[] };
  expect(shown.files.map(({ name }) => name)).toEqual(expect.arrayContaining(['mine.txt', 'inner.zip', 'deep.txt']));
});

test('a zip that was opened twice files what lies in it once', async () => {
  await door.store.files.keep(patient, 'twice', Readable.from([aZip([['mine.txt', letter()]])]), 20_000_000);
  await door.store.ledger.write((page) =>
    page.uploads.add({
      id: id<UploadId>('twice'),
      referral,
      patient,
      by: alvin.id,
      state: 'kept',
      kind: 'archive',
      origin: { way: 'page', session: 's' },
      name: 'twice.zip',
      at: door.store.clock.now(),
    }),
  );
  const [one, other] = [await readOne(id<UploadId>('twice')), await readOne(id<UploadId>('twice'))];
  await one();
  await other();
  expect((await documents()).map(({ name }) => name)).toEqual(['twice.zip', 'mine.txt']);
});

test('bombs and zips in zips in zips are refused by code, and what lies beside them is read', async () => {
  let nested = aZip([['deep.txt', letter()]]);
  for (const depth of [1, 2, 3]) nested = aZip([[`level-${depth}.zip`, nested]]);
  const bomb = { deflated: deflateRawSync(Buffer.alloc(20_000_000)), size: 20_000_000 };
  await send(
    'bad',
    aZip([
      ['bomb.bin', bomb],
      ['nested.zip', nested],
      ['mine.txt', letter()],
    ]),
    'archive',
  );
  expect(await standings()).toMatchObject({
    'bomb.bin': 'upload.too-complex',
    'level-2.zip': 'upload.nested-too-deep',
    'mine.txt': 'read',
  });
});

test('a mail is read, and what is attached to it answers for itself', async () => {
  const mail = [
    'From: "Dr Ho" <ho@example.org>',
    'To: clinic@example.org',
    'Subject: =?utf-8?B?6Zmz5bCP5piO?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="a=b"',
    '',
    'For programs that know no parts.',
    '--a=b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Name: CHAN Siu Ming',
    'HKID: A123456(3)',
    'Allergies: penicillin =28rash=29',
    '--a=b',
    'Content-Type: text/plain; name="=?utf-8?B?6Jel54mpLnR4dA==?="',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(letter()).toString('base64'),
    '--a=b',
    'Content-Type: text/plain',
    "Content-Disposition: attachment; filename*=utf-8''%E5%8F%A6.txt",
    '',
    stranger,
    '--a=b--',
    '',
  ].join('\r\n');
  await send('mail', mail, 'text');
  expect(await standings()).toEqual({ mail: 'read', '藥物.txt': 'read', '另.txt': 'identity.mismatch' });
  const [first] = await documents();
  expect(first?.facts.map(({ finding }) => finding.name)).toContain('penicillin');
});

test('what lies in a large zip comes out piece by piece, in its order and each once', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, bytes: Buffer.alloc(10) }));
  if (!a || !b || !c) throw new Error('three files');
  expect(someInside([a, b, c], 0, 25)).toEqual([a, b]);
  expect(someInside([a, b, c], 2, 25)).toEqual([c]);
  expect(someInside([a, b, c], 0, 5)).toEqual([a]);
  const file = { name: 'x.zip', bytes: aZip(['a', 'b', 'c'].map((name) => [`${name}.txt`, name] as const)) };
  const rest = await room.more(file, 0, 2);
  expect([rest.count, rest.inside.map(({ name }) => name)]).toEqual([3, ['c.txt']]);
  expect((await room.more(file, 0, 3)).inside).toEqual([]);
});
