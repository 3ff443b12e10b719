import { afterEach, beforeEach, expect, test } from 'vitest';
import { runReindex } from '#src/cli/reindex.ts';
import { type FoundShown, foundShown } from '#src/contract/find.ts';
import { type Category, categories } from '#src/domain/consent/category.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import { fileDue } from '#src/usecases/archive/file-due.ts';
import { drawThumbnails } from '#src/usecases/archive/thumbnails.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, later, noon } from '#test/builders/a-referral.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const far = aPerson('far', 'pyn' as typeof tmh, ['consultant']);
const house = aHouse({ people: [...aHouse().people, far] });
const ordinary = categories.filter((one) => one !== 'sensitive');
const sure = { confidence: 1, status: 'present', source: {} } as const;
const gastroscopy: Finding = { ...sure, type: 'procedure', name: 'OGD: duodenal ulcer', at: '2023-11-02' };

let door: Awaited<ReturnType<typeof aDoor>>;
let number = 0;
beforeEach(async () => {
  door = await aDoor({}, house);
});
afterEach(() => door.close());

const file = () => fileDue({ ...door.parts.world, lexicon: theNaming.lexicon })();

/** A referral that was sent, with what it says and what the patient shares of it. */
async function sent(name: string, more: Partial<ReferralContent>, shared: readonly Category[] | 'nothing' = ordinary) {
  number += 1;
  const patient = id<PatientId>(`patient-${number}`);
  const referral = aReferral({
    id: id<ReferralId>(`ref-${number}`),
    code: `B7K-${number}`,
    patient,
    standing: { state: 'delivered', since: noon },
    signature: aSignature(),
  });
  const { consent: _said, ...content } = aContent({
    identity: { nameEn: `CHAN ${name}`, hkid: undefined as never },
    reason: 'Chest pain',
    ...more,
  });
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, content.identity);
    await page.referrals.add(referral, content, undefined, undefined);
    if (shared !== 'nothing')
      await page.consents.add(
        aConsent({
          id: id<ConsentId>(`consent of ${patient}`),
          patient,
          referral: referral.id,
          recipient: { institution: twc },
          categories: shared,
        }),
      );
  });
  return referral;
}

type Wish = Readonly<Record<string, unknown>>;
const found = async (who: typeof alvin, wish: Wish): Promise<FoundShown> =>
  foundShown.parse(await (await (await door.as(who)).post('/api/find', wish)).json());
const documents = ({ patients }: FoundShown) => patients.flatMap((one) => one.documents);
const lines = (shown: FoundShown) => documents(shown).map(({ line }) => line?.text);

test('the gastroscopy of three years ago is found by any of its names, in either script, under its own day', async () => {
  await sent('Siu Ming', { findings: [gastroscopy], notes: [] });
  await file();
  for (const words of ['gastroscopy', 'OGD', '胃鏡', '胃镜', 'gastroscopies', 'duodenal ulcers']) {
    const [first, ...rest] = documents(await found(alvin, { words }));
    expect({ words, at: first?.at, line: first?.line?.text, rest }).toEqual({
      words,
      at: '2023-11-01T16:00:00.000Z',
      line: 'OGD: duodenal ulcer',
      rest: [],
    });
    expect(first?.line?.marks.length).toBeGreaterThan(0);
  }
});

test('a brand finds its ingredient, a code its name, and Chinese words stand as they were written', async () => {
  await sent('Tai Man', {
    findings: [{ ...sure, type: 'medication', name: 'paracetamol', course: 'current', dose: '500 mg' }],
    notes: [
      { id: 'n1', text: '病人有慢性腎衰竭，需要定期洗腎。東風之後，風雨大作。', by: alvin.id, at: noon.toISOString() },
    ],
    reason: 'Unstable angina since Tuesday',
  });
  await file();
  expect(lines(await found(alvin, { words: 'Panadol' }))).toEqual(['paracetamol 500 mg']);
  expect(lines(await found(alvin, { words: 'I20.0' }))).toEqual(['Unstable angina since Tuesday']);
  expect(lines(await found(alvin, { words: '洗肾' }))).toEqual([
    '病人有慢性腎衰竭，需要定期洗腎。東風之後，風雨大作。',
  ]);
  // Each pair of characters is there; the words are not.
  expect(lines(await found(alvin, { words: '東風雨' }))).toEqual([]);
});

test('all words must be there, and day, kind, place and patient narrow it', async () => {
  await sent('Siu Ming', { findings: [gastroscopy] });
  await sent('Mei Ling', { findings: [{ ...gastroscopy, at: '2020-01-05' }] });
  await file();
  expect(documents(await found(alvin, { words: 'OGD' }))).toHaveLength(2);
  expect(documents(await found(alvin, { words: 'OGD', from: '2023-01-01', to: '2023-11-02' }))).toHaveLength(1);
  expect(documents(await found(alvin, { words: 'OGD', to: '2023-11-01', from: '2023-01-01' }))).toHaveLength(0);
  expect(documents(await found(alvin, { words: 'OGD', patient: 'Mei Ling' })).map(({ at }) => at)).toEqual([
    '2020-01-04T16:00:00.000Z',
  ]);
  expect(documents(await found(alvin, { words: 'OGD', kinds: ['imaging'] }))).toEqual([]);
  expect(documents(await found(alvin, { words: 'OGD', institutions: [twc] }))).toEqual([]);
  expect(documents(await found(alvin, { words: 'OGD', institutions: [tmh] }))).toHaveLength(2);
  expect(documents(await found(alvin, { words: 'OGD angiogram' }))).toEqual([]);
});

test('what is not shared is not found and not counted: the answer is that for somebody unknown', async () => {
  await sent('Siu Ming', { findings: [gastroscopy] }, 'nothing');
  await sent('Mei Ling', { findings: [{ ...sure, type: 'medication', name: 'warfarin', course: 'current' }] }, [
    'problems',
    'documents',
  ]);
  await file();
  const nothing = await found(cheung, { words: 'zebra' });
  expect(nothing).toEqual({ patients: [], more: false });
  expect(await found(cheung, { words: 'gastroscopy' })).toEqual(nothing);
  expect(await found(cheung, { words: 'warfarin' })).toEqual(nothing);
  expect(await found(cheung, { words: 'chest pain' })).toMatchObject({ patients: [{ documents: [{}] }] });
  expect(await found(far, { words: 'chest pain' })).toEqual(nothing);
  expect(await found(far, { words: '', patient: 'CHAN Siu Ming' })).toEqual(
    await found(far, { words: '', patient: 'Nobody At All' }),
  );
  // The own side finds its own.
  expect(lines(await found(lam, { words: 'warfarin' }))).toEqual(['warfarin']);
  expect(await found(kwan, { words: 'warfarin' })).toEqual(nothing);
});

test('restricted words find nothing without the extra leave, wherever they stand', async () => {
  await sent('Siu Ming', {
    notes: [
      { id: 'n1', text: 'Follow-up after the fall\nKnown HIV, on treatment', by: alvin.id, at: noon.toISOString() },
    ],
  });
  await file();
  expect(lines(await found(cheung, { words: 'HIV' }))).toEqual([]);
  expect(lines(await found(cheung, { words: 'fall HIV' }))).toEqual([]);
  expect(lines(await found(cheung, { words: 'fall' }))).toEqual(['Follow-up after the fall']);
});

test('consent withdrawn takes the fingerprints of the receiving place away, and a new one brings them back', async () => {
  const referral = await sent('Siu Ming', { findings: [gastroscopy] });
  await file();
  const rows = async () =>
    (await door.store.pool.query('select distinct place from archive_words order by 1')).rows.map(({ place }) => place);
  expect(await rows()).toEqual([tmh, twc]);
  expect(documents(await found(cheung, { words: 'OGD' }))).toHaveLength(1);
  await door.store.ledger.write((page) =>
    page.consents.withdraw(id<ConsentId>(`consent of ${referral.patient}`), {
      at: door.store.clock.now(),
      by: 'patient',
    } as never),
  );
  expect(documents(await found(cheung, { words: 'OGD' }))).toEqual([]);
  await file();
  expect(await rows()).toEqual([tmh]);
  door.store.clock.pass(10);
  const recordedAt = later(5);
  await door.store.ledger.write((page) =>
    page.consents.add(
      aConsent({ id: id<ConsentId>('again'), patient: referral.patient, referral: referral.id, recordedAt }),
    ),
  );
  await file();
  expect(await rows()).toEqual([tmh, twc]);
});

test('erased, nothing of a patient is left to find; and everything can be filed anew', async () => {
  const referral = await sent('Siu Ming', { findings: [gastroscopy] });
  await file();
  await door.store.ledger.write((page) => page.archive.startAnew());
  expect(await file()).toBe(1);
  expect(documents(await found(alvin, { words: 'OGD' }))).toHaveLength(1);
  await door.store.ledger.write((page) => page.rights.erase(referral.patient));
  await file();
  for (const table of ['archive_entries', 'archive_words', 'archive_texts', 'archive_thumbnails', 'archive_due'])
    expect((await door.store.pool.query(`select 1 from ${table}`)).rowCount).toBe(0);
  expect(documents(await found(alvin, { words: 'OGD' }))).toEqual([]);
});

test('the command files everything anew beside the service', async () => {
  await sent('Siu Ming', { findings: [gastroscopy] });
  await file();
  await door.store.pool.query('truncate archive_entries, archive_words');
  expect(documents(await found(alvin, { words: 'OGD' }))).toEqual([]);
  const { exit, out } = await runReindex({
    ...process.env,
    DATABASE_URL: door.store.url,
    BATON_DATA_DIR: door.store.dataDir,
  });
  expect({ exit, out }).toMatchObject({ exit: 0, out: { ok: true, referrals: 1, filed: 1 } });
  expect(documents(await found(alvin, { words: 'OGD' }))).toHaveLength(1);
});

test('nothing that is filed can be read at rest', async () => {
  await sent('Siu Ming', {
    findings: [gastroscopy],
    notes: [{ id: 'n1', text: 'Quetzalcoatlus syndrome 罕見病', by: alvin.id, at: noon.toISOString() }],
  });
  await file();
  expect(lines(await found(alvin, { words: 'quetzalcoatlus' }))).toEqual(['Quetzalcoatlus syndrome 罕見病']);
  for (const table of ['archive_entries', 'archive_words', 'archive_texts']) {
    const { rows } = await door.store.pool.query(`select * from ${table}`);
    const plain = rows
      .flatMap((row) => Object.values(row))
      .map((one) => (Buffer.isBuffer(one) ? one.toString('latin1') : JSON.stringify(one)))
      .join('\n');
    expect(plain).not.toMatch(/quetzal|duodenal|OGD|CHAN|Siu/iu);
    expect(plain).not.toContain(Buffer.from('罕見').toString('latin1'));
  }
});

test('a file has its small picture, sealed, for those who may open it and nobody else', async () => {
  const referral = await sent('Siu Ming', {});
  await door.store.ledger.write(async (page) => {
    await page.uploads.add({
      id: id<UploadId>('file-1'),
      referral: referral.id,
      patient: referral.patient,
      by: alvin.id,
      state: 'kept',
      origin: { way: 'page', session: 's' },
      name: 'report.pdf',
      kind: 'pdf',
      bytes: 3,
      at: noon,
    });
    await page.archive.startAnew();
  });
  await file();
  await drawThumbnails(door.parts.world, async () => Buffer.from('a small picture'))();
  const [shown] = documents(await found(alvin, { words: 'report' }));
  expect(shown).toMatchObject({ file: 'file-1', title: 'report.pdf', hasThumbnail: true, kind: 'document' });
  const path = `/api/referrals/${referral.id}/files/file-1/thumbnail`;
  expect(await (await (await door.as(cheung)).get(path)).text()).toBe('a small picture');
  expect((await (await door.as(far)).get(path)).status).toBe(404);
  expect((await (await door.as(alvin)).get(path.replace('file-1', 'file-2'))).status).toBe(404);
  const { rows } = await door.store.pool.query('select sealed from archive_thumbnails');
  expect(rows[0].sealed.toString('latin1')).not.toContain('small picture');
});

test('every referral of which something was shown has the search in its trail, without the words', async () => {
  const referral = await sent('Siu Ming', { findings: [gastroscopy] });
  await file();
  await found(cheung, { words: 'gastroscopy' });
  const trail = await door.store.ledger.read((page) => page.trail.of(referral.id));
  expect(trail.filter(({ what }) => what === 'record-searched')).toMatchObject([
    { by: { person: cheung.id }, institution: twc, ground: 'consented', patient: referral.patient },
  ]);
  expect(JSON.stringify(trail)).not.toContain('gastroscopy');
});
