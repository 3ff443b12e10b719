import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PrivacyDesk } from '#src/contract/privacy.ts';
import type { ConsultationId } from '#src/domain/consultation/consultation.ts';
import { id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { finishErasures, tendRetention } from '#src/usecases/rights/erasing.ts';
import { tendRights } from '#src/usecases/rights/tend-rights.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, later, noon } from '#test/builders/a-referral.ts';

const elsewhere = aPerson('far', 'pyn' as typeof tmh, ['privacy-officer']);
const day = 24 * 60;
const read = { confidence: 1, status: 'present', source: {} } as const;
const findings: readonly Finding[] = [
  { ...read, type: 'medication', name: 'warfarin', dose: '3 mg', course: 'current' },
  { ...read, type: 'allergy', name: 'penicillin', status: 'absent' },
  { ...read, type: 'problem', name: 'Diabetes', whose: 'family' },
];
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
const content = aContent({
  findings,
  history: 'Lives with wife Wong Mei Ling, tel 6123 4567. Seen by Dr alvin.',
  notes: [{ id: 'note-1', text: 'pain since two, wife Wong Mei Ling called', by: 'alvin', at: noon.toISOString() }],
});

let door: Awaited<ReturnType<typeof aDoor>>;
type Seat = Awaited<ReturnType<typeof door.as>>;
let officer: Seat;
beforeEach(async () => {
  door = await aDoor({}, aHouse({ people: [...aHouse().people, elsewhere] }));
  await door.store.files.keep(sent.patient, 'file-1', Readable.from([Buffer.from('planted words')]), 1_000);
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, content.identity);
    await page.referrals.add(sent, content, undefined, undefined);
    await page.uploads.add({
      id: id<UploadId>('file-1'),
      referral: sent.id,
      patient: sent.patient,
      by: alvin.id,
      state: 'kept',
      origin: { way: 'page', session: 's' },
      name: 'CHAN.pdf',
      kind: 'pdf',
      bytes: 13,
      at: noon,
    });
    for (const [who, at] of [
      [alvin, tmh],
      [cheung, twc],
    ] as const)
      await page.happened({
        what: 'record-opened',
        at: later(1),
        by: { person: who.id },
        institution: at,
        referral: sent.id,
        patient: sent.patient,
        ground: 'treating',
      });
  });
  officer = await door.as(kwan);
});
afterEach(() => door.close());

const desk = async (answer: Response): Promise<PrivacyDesk> => {
  expect(answer.status).toBe(200);
  return (await answer.json()) as PrivacyDesk;
};
const ask = async (kind: string, more: object = {}) =>
  desk(
    await officer.post('/api/privacy/requests', {
      referral: sent.code,
      kind,
      from: 'patient',
      words: 'please',
      ...more,
    }),
  );
/** Dr Ho asked Dr Cheung. */
const asked = (text: string) =>
  door.store.ledger.write(async (page) => {
    const common = { referral: sent.id, patient: sent.patient, by: alvin.id };
    const question = id<ConsultationId>('q');
    const standing = { state: 'asked', since: noon } as const;
    const of = { at: twc, person: cheung.id };
    await page.consultations.keep(
      { ...common, id: question, from: tmh, of, askedAt: noon, standing, version: 1 },
      undefined,
    );
    await page.consultations.say({ ...common, id: 'w', consultation: question, at: noon, answers: false, text });
  });
const first = async (answer: PrivacyDesk) => answer.requests[0] ?? expect.fail('no request');
const says = async (): Promise<number> =>
  (await door.store.pool.query<{ n: number }>("select count(*)::int as n from errands where deed = 'say'")).rows[0]
    ?.n ?? 0;
const stepped = (which: string, body: object) => officer.post(`/api/privacy/requests/${which}`, body);

test('only who guards the rights comes in, and only to their own institution', async () => {
  expect((await (await door.as(alvin)).get('/api/privacy')).status).toBe(422);
  const { id: which } = await first(await ask('copy'));
  const other = await door.as(elsewhere);
  expect((await other.get(`/api/privacy/requests/${which}/copy.json`)).status).toBe(404);
  expect(
    (await other.post('/api/privacy/requests', { referral: sent.code, kind: 'copy', from: 'patient', words: 'x' }))
      .status,
  ).toBe(404);
  expect((await desk(await other.get('/api/privacy'))).requests).toEqual([]);
});

test('a request has an owner, a clock of 40 days, a warning at day 30 and a written reason when late', async () => {
  const asked = await first(await ask('copy'));
  expect(asked).toMatchObject({
    is: 'running',
    day: 0,
    due: later(40 * day).toISOString(),
    owner: kwan.name,
    patient: 'C.S.M. · •••563',
  });
  const told = await says();
  const tend = tendRights(door.parts.world);
  door.store.clock.pass(29 * day);
  expect(await tend()).toBe(0);
  door.store.clock.pass(day);
  expect(await tend()).toBe(1);
  expect(await tend()).toBe(0);
  expect(await says()).toBe(told + 1);
  door.store.clock.pass(11 * day);
  expect(await tend()).toBe(1);
  officer = await door.as(kwan);
  expect((await first(await desk(await officer.get('/api/privacy')))).is).toBe('late');
  expect((await stepped(asked.id, { step: 'answer', words: 'given' })).status).toBe(422);
  const ended = await desk(
    await stepped(asked.id, { step: 'answer', words: 'given', lateReason: 'The officer was ill' }),
  );
  expect((await first(ended)).ended).toMatchObject({ how: 'answered', lateReason: 'The officer was ill' });
  const csv = await (await officer.get('/api/privacy/register.csv')).text();
  expect(csv).toContain('copy,patient,kwan');
  expect(csv).toContain('true,The officer was ill');
});

test('a refusal needs its reason, is in the register, and leaves it after four years', async () => {
  const { id: which } = await first(await ask('objection'));
  expect((await stepped(which, { step: 'refuse', words: '  ' })).status).toBe(422);
  await desk(await stepped(which, { step: 'refuse', words: 'Needed for the claim' }));
  expect(await (await officer.get('/api/privacy/register.json')).json()).toMatchObject([
    { outcome: 'refused', reason: 'Needed for the claim' },
  ]);
  const tend = tendRights(door.parts.world);
  door.store.clock.pass(4 * 365 * day);
  await tend();
  expect(await door.store.ledger.read((page) => page.rights.requests([tmh], 10))).toHaveLength(1);
  door.store.clock.pass(3 * day);
  await tend();
  expect(await door.store.ledger.read((page) => page.rights.requests([tmh], 10))).toHaveLength(0);
});

test('who looked, in plain words and both languages, for people and for machines', async () => {
  const { id: which } = await first(await ask('who-looked'));
  const json = await (await officer.get(`/api/privacy/requests/${which}/who-looked.json`)).json();
  expect(json).toMatchObject({
    looks: [
      { who: 'alvin', where: 'tmh' },
      { who: 'cheung', where: 'twc' },
    ],
    names: { cheung: cheung.name },
  });
  for (const language of ['en', 'zh-Hant'])
    await paperAt(`/api/privacy/requests/${which}/who-looked.pdf?language=${language}`, `who-${language}`);
});

test("a copy leaves out other people's names; what was refuted stays refuted; giving it is in the trail", async () => {
  await asked('Since when? Her wife Wong Mei Ling said 2019.');
  const { id: which } = await first(await ask('copy'));
  const text = await (await officer.get(`/api/privacy/requests/${which}/copy.json`)).text();
  const bundle = JSON.parse(text) as {
    resourceType: string;
    entry: { resource: { resourceType: string; [part: string]: unknown } }[];
  };
  expect(text).toContain('CHAN Siu Ming');
  for (const other of ['Wong Mei Ling', '6123 4567', 'Dr alvin']) expect(text).not.toContain(other);
  expect(bundle.entry.map(({ resource }) => resource.resourceType)).toEqual([
    'Patient',
    'Organization',
    'Organization',
    'ServiceRequest',
    'MedicationStatement',
    'AllergyIntolerance',
    'FamilyMemberHistory',
    'Provenance',
    'Communication',
  ]);
  expect(text).toContain('refuted');
  // What colleagues asked and what was written of the patient are the patient's too.
  expect(text).toMatch(/Since when\?.*said 2019/);
  expect(text).toContain('pain since two');
  await paperAt(`/api/privacy/requests/${which}/copy.pdf?language=en`, 'copy-en');
  const trail = await door.store.ledger.read((page) => page.rights.trailOf(sent.patient, [sent.id]));
  expect(trail.filter(({ what }) => what === 'exported')).toHaveLength(2);
  await desk(await stepped(which, { step: 'answer', words: 'handed over' }));
  expect((await officer.get(`/api/privacy/requests/${which}/copy.json`)).status).toBe(404);
});

test('a correction is told to everybody who saw the old value', async () => {
  const { id: which } = await first(await ask('correction'));
  const told = await says();
  await desk(await stepped(which, { step: 'answer', words: 'put right' }));
  expect(await says()).toBe(told + 2);
  const trail = await door.store.ledger.read((page) => page.trail.of(sent.id));
  expect(
    trail.filter((one) => one.what === 'told' && one.how === 'correction').map((one) => 'whom' in one && one.whom),
  ).toEqual(['alvin', 'cheung']);
});

const closeIt = () =>
  door.store.ledger.write(async (page) => {
    const row = await page.referrals.hold(sent.id);
    if (!row) throw new Error('no referral');
    await page.referrals.keep(
      { ...row.referral, version: row.referral.version + 1, standing: { state: 'cancelled', since: noon } } as never,
      undefined,
    );
  });

test('erasure: not while it is under way, not under a hold; afterwards nothing of the patient is found anywhere, and a certificate says so', async () => {
  await ask('erasure');
  const erase = () => officer.post('/api/privacy/erasures', { referral: sent.code });
  expect(await (await erase()).json()).toMatchObject({ code: 'referral.wrong-state' });
  await closeIt();
  const held = await desk(await officer.post('/api/privacy/holds', { referral: sent.code, reason: 'a claim' }));
  expect(await (await erase()).json()).toMatchObject({ code: 'rights.held' });
  await desk(await officer.post(`/api/privacy/holds/${held.holds[0]?.id}/lift`, {}));
  const done = await desk(await erase());
  expect(done.certificates).toMatchObject([
    { patient: sent.patient, why: 'request', files: 1, rows: { referrals: 1, uploads: 1, patients: 1 } },
  ]);
  expect(done.certificates[0]?.doneAt).toBeDefined();
  await expect(door.store.files.read(sent.patient, 'file-1')).rejects.toBeDefined();
  await door.store.ledger.read(async (page) => {
    expect(await page.patients.identity(sent.patient)).toBeUndefined();
    expect(await page.patients.byHkid('A123456(3)')).toBeUndefined();
    expect(await page.patients.byName('CHAN Siu', 5)).toEqual([]);
    expect(await page.referrals.get(sent.id)).toBeUndefined();
  });
  const sought = await (await door.as(alvin)).post('/api/find', { words: 'A1234563' });
  expect(await sought.json()).toEqual({ patients: [], more: false });
  const keys = await door.store.pool.query('select 1 from data_keys where patient = $1 and length(wrapped) > 0', [
    sent.patient,
  ]);
  expect(keys.rowCount).toBe(0);
  const trail = await door.store.ledger.read((page) => page.rights.trailOf(sent.patient, [id<ReferralId>(sent.id)]));
  expect(trail.map(({ what }) => what)).toContain('erased');
});

test('the keeping time: listed when due, held back by a hold, erased a week later', async () => {
  await closeIt();
  const years = { record: 10 };
  const tend = tendRetention(door.parts.world, years);
  door.store.clock.pass(10 * 365 * day);
  expect(await tend()).toBe(0);
  door.store.clock.pass(4 * day);
  officer = await door.as(kwan);
  expect((await desk(await officer.get('/api/privacy'))).due).toMatchObject([{ held: false }]);
  await officer.post('/api/privacy/holds', { referral: sent.code, reason: 'inquest' });
  door.store.clock.pass(8 * day);
  expect(await tend()).toBe(0);
  officer = await door.as(kwan);
  const held = (await desk(await officer.get('/api/privacy'))).holds[0]?.id;
  await officer.post(`/api/privacy/holds/${held}/lift`, {});
  expect(await tend()).toBe(1);
  expect(await finishErasures(door.parts.world, { vault: door.store.vault, files: door.store.files })()).toBe(1);
  expect(await door.store.ledger.read((page) => page.patients.identity(sent.patient))).toBeUndefined();
});

test('the breach register: the drill names patients, what was read, and drafts the notice; a decision closes it', async () => {
  door.store.clock.pass(5);
  const facts = { what: 'Phone lost', how: '', cause: '', contained: '', harm: '', steps: '' };
  const noted = await desk(
    await officer.post('/api/privacy/breaches', {
      institution: tmh,
      foundAt: noon.toISOString(),
      select: { person: alvin.id },
      facts,
    }),
  );
  const which = noted.breaches[0]?.id;
  expect(await (await officer.get(`/api/privacy/breaches/${which}/drill`)).json()).toMatchObject({
    reach: { entries: 1, patients: [{ patient: sent.patient, referrals: [sent.id], by: ['alvin'] }] },
    draft: expect.arrayContaining([{ part: 'number', says: '1' }]),
  });
  expect((await officer.post(`/api/privacy/breaches/${which}/close`, { notify: true, why: '' })).status).toBe(422);
  const closed = await desk(
    await officer.post(`/api/privacy/breaches/${which}/close`, { notify: true, why: 'Real risk of harm' }),
  );
  expect(closed.breaches[0]?.closed).toMatchObject({ notify: true });
});

test('the desk says how the chains stand, and names the entry where one is broken', async () => {
  expect((await desk(await officer.get('/api/privacy'))).trail).toMatchObject([{ chain: tmh, ok: true }]);
  await door.store.ledger.write((page) =>
    page.happened({ what: 'record-searched', at: later(2), by: { person: alvin.id }, institution: tmh }),
  );
  await door.store.pool.query(
    "update happenings set body = replace(body, 'alvin', 'alvim') where chain = 'tmh' and seq = 2",
  );
  const [chain] = (await desk(await officer.get('/api/privacy'))).trail;
  expect(chain).toMatchObject({ ok: false, badAt: 2 });
});

async function paperAt(path: string, name: string): Promise<void> {
  const answer = await officer.get(path);
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  if (!process.env['BATON_KEEP_PDF']) return;
  mkdirSync(process.env['BATON_KEEP_PDF'], { recursive: true });
  writeFileSync(join(process.env['BATON_KEEP_PDF'], `${name}.pdf`), bytes);
}
