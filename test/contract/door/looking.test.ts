import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Category, categories } from '#src/domain/consent/category.ts';
import type { Consent, ConsentId } from '#src/domain/consent/consent.ts';
import { id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const chow = aPerson('chow', twc, ['clinician'], { name: { en: 'Dr Chow Ka Ho', zhHant: '周家豪醫生' } });
const elsewhere = aPerson('far', 'pyn' as typeof tmh, ['consultant']);
const namesake = aPerson('chan', twc, ['clinician'], { name: { en: 'Dr Chan Siu Ming', zhHant: '陳小明醫生' } });
const house = aHouse({ people: [...aHouse().people, chow, elsewhere, namesake] });
const read = { confidence: 1, status: 'present', source: {} } as const;
const findings: readonly Finding[] = [
  { ...read, type: 'medication', name: 'warfarin', course: 'current' },
  { ...read, type: 'allergy', name: 'penicillin' },
  { ...read, type: 'image', name: 'CT thorax' },
  { ...read, type: 'problem', name: 'HIV disease', code: 'B24', whose: 'patient' },
];
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
const ordinary = categories.filter((one) => one !== 'sensitive');

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor({}, house);
});
afterEach(() => door.close());

let rows = 0;
const aConsent = (given: readonly Category[], more: Partial<Consent> = {}): Consent => ({
  id: id<ConsentId>(`consent-${(rows += 1)}`),
  patient: sent.patient,
  recipient: { institution: twc },
  decision: 'given',
  categories: given,
  purpose: 'care',
  referral: sent.id,
  from: noon,
  how: { way: 'spoken', witness: 'w' },
  wording: '1',
  recordedBy: alvin.id,
  recordedAt: noon,
  ...more,
});
const keep = (referral: Referral, ...consents: readonly Consent[]) =>
  door.store.ledger.write(async (page) => {
    const content = aContent({ findings, medicationsSaid: 'given', allergiesSaid: 'given', history: 'long story' });
    await page.patients.add(referral.patient, content.identity);
    await page.referrals.add(referral, content, undefined, undefined);
    for (const [index, kind] of (['pdf', 'dicom'] as const).entries())
      await page.uploads.add({
        id: id<UploadId>(`file-${index}`),
        referral: referral.id,
        patient: referral.patient,
        by: alvin.id,
        state: 'kept',
        origin: { way: 'page', session: 's' },
        name: 'f',
        kind,
        bytes: 3,
        at: noon,
      });
    for (const consent of consents) await page.consents.add(consent);
  });
const happened = async (what: string) =>
  (await door.store.ledger.read((page) => page.trail.of(sent.id))).filter((one) => one.what === what);
type Shown = {
  findings: { name: string }[];
  hidden: string[];
  files: { id: string }[];
  restrictedNeedsReason: boolean;
  code: string;
};
const shown = async (answer: Response): Promise<Shown> => (await answer.json()) as Shown;

test('a receiver sees the parts the patient shares; what is not shown is named, and its files are refused with the missing part', async () => {
  await keep(sent, aConsent(['medicines', 'allergies', 'documents']));
  const me = await door.as(cheung);
  const record = await shown(await me.get(`/api/referrals/${sent.id}`));
  expect(record.findings.map(({ name }) => name)).toEqual(['warfarin', 'penicillin']);
  expect(record.hidden).toEqual(['problems', 'results', 'imaging', 'sensitive']);
  expect(record.files.map((file) => file.id)).toEqual(['file-0']);
  const refused = await me.get(`/api/referrals/${sent.id}/files/file-1`);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'consent.scope', details: { missing: 'imaging' } });
  expect(await happened('refused')).toMatchObject([{ code: 'consent.scope', by: { person: cheung.id } }]);
});

test('a withdrawal holds from the next question on', async () => {
  const consent = aConsent(ordinary);
  await keep(sent, consent);
  const me = await door.as(cheung);
  expect((await me.get(`/api/referrals/${sent.id}`)).status).toBe(200);
  await door.store.ledger.write((page) => page.consents.withdraw(consent.id, { at: noon, by: 'patient' }));
  expect((await me.get(`/api/referrals/${sent.id}`)).status).toBe(404);
});

test('unknown and unpermitted look the same from outside', async () => {
  await keep(sent, aConsent(ordinary));
  for (const person of [elsewhere, kwan]) {
    const me = await door.as(person);
    const bodies = await Promise.all(
      [sent.id, 'no-such-referral'].map(async (which) => {
        const answer = await me.get(`/api/referrals/${which}`);
        const body = JSON.stringify(await answer.json()).replaceAll(which, '?');
        return [answer.status, JSON.parse(body).code, JSON.parse(body).details];
      }),
    );
    expect(bodies[0]).toEqual([404, 'referral.not-found', {}]);
    expect(bodies[1]).toEqual(bodies[0]);
  }
});

test('somebody without a part in it is asked why, the reason is kept with their name, and it holds for a shift', async () => {
  await keep(sent, aConsent(ordinary));
  const me = await door.as(chow);
  const asked = await me.get(`/api/referrals/${sent.id}`);
  expect([asked.status, ((await asked.json()) as { code: string }).code]).toEqual([403, 'access.need-to-know']);
  expect((await me.post(`/api/referrals/${sent.id}/reasons`, { kind: 'need', reason: 'treatment' })).status).toBe(422);
  const opened = await me.post(`/api/referrals/${sent.id}/reasons`, { kind: 'need', reason: 'covering' });
  expect((await shown(opened)).code).toBe(sent.code);
  expect(await happened('reason-given')).toMatchObject([{ kind: 'need', reason: 'covering', by: { person: chow.id } }]);
  expect((await me.get(`/api/referrals/${sent.id}`)).status).toBe(200);
  door.store.clock.pass(13 * 60);
  const later = await door.as(chow);
  expect((await later.get(`/api/referrals/${sent.id}`)).status).toBe(403);
});

test('a reason opens nothing where there is nothing to open: to them there is no such referral', async () => {
  await keep(sent, aConsent([], { decision: 'refused' }));
  for (const person of [elsewhere, chow, kwan]) {
    const me = await door.as(person);
    const answer = await me.post(`/api/referrals/${sent.id}/reasons`, { kind: 'need', reason: 'covering' });
    expect(answer.status).toBe(404);
  }
});

test('restricted data is hidden until a reason is given, and then only where the patient shares it', async () => {
  await keep(sent, aConsent(ordinary), aConsent(['sensitive'], { recordedAt: noon }));
  const me = await door.as(cheung);
  const before = await me.get(`/api/referrals/${sent.id}`);
  const text = await before.text();
  expect(text).not.toMatch(/HIV/u);
  expect(JSON.parse(text)).toMatchObject({ hidden: ['sensitive'], restrictedNeedsReason: true });
  const after = await shown(
    await me.post(`/api/referrals/${sent.id}/reasons`, { kind: 'restricted', reason: 'treatment' }),
  );
  expect(after.findings.map(({ name }) => name)).toContain('HIV disease');
  expect(after).toMatchObject({ hidden: [], restrictedNeedsReason: false });
});

test('a look at what may be one’s own record is flagged, and stopped for nobody', async () => {
  await keep(sent, aConsent(ordinary));
  const me = await door.as(namesake);
  await me.post(`/api/referrals/${sent.id}/reasons`, { kind: 'need', reason: 'follow-up' });
  expect(await happened('look-flagged')).toMatchObject([{ because: 'own-record', by: { person: namesake.id } }]);
  expect((await me.get(`/api/referrals/${sent.id}`)).status).toBe(200);
  expect(await happened('look-flagged')).toHaveLength(1);
});

test('a list shows initials and the last three characters; the whole identifier only the record, whose opening is in the trail', async () => {
  await keep(sent, aConsent(ordinary));
  const me = await door.as(cheung);
  for (const answer of [await me.get('/api/work'), await me.post('/api/find', { words: 'A123456(3)' })]) {
    const text = await answer.text();
    expect(text).toContain('C.S.M. · •••563');
    expect(text).not.toMatch(/A123456|Siu Ming|小明/u);
  }
  expect(await happened('seen')).toHaveLength(0);
  expect(await (await me.get(`/api/referrals/${sent.id}`)).text()).toContain('A123456(3)');
  expect(await happened('seen')).toHaveLength(1);
});

test('a search finds nothing of patients somebody may not know of', async () => {
  await keep(sent, aConsent(ordinary));
  const me = await door.as(elsewhere);
  for (const words of ['A123456(3)', 'B7K-42Q'])
    expect(await (await me.post('/api/find', { words })).json()).toEqual({ patients: [], more: false });
});

test('a draft is written by the sending side only', async () => {
  const draft = aReferral({ id: id<ReferralId>('draft-1') });
  await keep(draft);
  const upload = { key: 'a-key-of-mine', name: 'f.pdf', bytes: 3, referral: draft.id };
  for (const person of [cheung, kwan]) {
    const me = await door.as(person);
    expect((await me.post(`/api/referrals/${draft.id}/notes`, { text: 'hello' })).status).toBe(404);
    expect((await me.post('/api/uploads', upload)).status).toBe(404);
  }
  const author = await door.as(alvin);
  expect((await author.post('/api/uploads', upload)).status).toBe(200);
});

const askedToLook = async (): Promise<string> => {
  const { rows } = await door.store.pool.query<{ sealed: Uint8Array }>('select sealed from errands order by id desc');
  for (const { sealed } of rows) {
    const text = Buffer.from(await door.store.vault.openForService('errand', sealed)).toString('utf8');
    const token = /\/app\/l\/([\w-]+)/.exec(text)?.[1];
    if (token) return token;
  }
  throw new Error('nobody was asked');
};

test('a link to one referral opens for the one person who was asked, for its time, and for nobody else', async () => {
  await keep(sent, aConsent(ordinary));
  const [asker, asked, other] = [await door.as(cheung), await door.as(chow), await door.as(namesake)];
  const answer = await asker.post(`/api/referrals/${sent.id}/links`, { person: chow.id, hours: 2 });
  expect(answer.status).toBe(200);
  expect(Object.keys((await answer.json()) as object)).toEqual(['until']);
  const token = await askedToLook();
  const { rows } = await door.store.pool.query<{ id: string }>('select id from asked_links');
  expect(rows.map(({ id: kept }) => kept)).not.toContain(token);

  expect((await other.post('/api/links', { token })).status).toBe(404);
  expect((await asked.post('/api/links', { token: `${token.slice(0, -1)}x` })).status).toBe(404);
  expect((await asked.get(`/api/referrals/${sent.id}`)).status).toBe(403);
  expect(await (await asked.post('/api/links', { token })).json()).toEqual({ referral: sent.id });
  expect((await asked.get(`/api/referrals/${sent.id}`)).status).toBe(200);
  expect(await happened('asked-to-look')).toMatchObject([{ person: chow.id, by: { person: cheung.id } }]);

  door.store.clock.pass(121);
  const later = await door.as(chow);
  expect((await later.get(`/api/referrals/${sent.id}`)).status).toBe(403);
  expect((await later.post('/api/links', { token })).status).toBe(404);
});

test('a link opens nothing the rules would not show, and cannot be made by or for somebody outside', async () => {
  await keep(sent, aConsent(['allergies']));
  const asker = await door.as(cheung);
  for (const whom of [elsewhere, kwan])
    expect((await asker.post(`/api/referrals/${sent.id}/links`, { person: whom.id, hours: 2 })).status).toBe(422);
  const outsider = await door.as(elsewhere);
  expect((await outsider.post(`/api/referrals/${sent.id}/links`, { person: chow.id, hours: 2 })).status).toBe(404);
  await asker.post(`/api/referrals/${sent.id}/links`, { person: chow.id, hours: 2 });
  const asked = await door.as(chow);
  await asked.post('/api/links', { token: await askedToLook() });
  expect((await shown(await asked.get(`/api/referrals/${sent.id}`))).findings.map(({ name }) => name)).toEqual([
    'penicillin',
  ]);
});
