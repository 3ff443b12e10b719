import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { consentPanel, ticketShown } from '#src/contract/consent.ts';
import { emergencyShown, reviewShown } from '#src/contract/emergency.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { tendConsents } from '#src/usecases/consent/tend-consents.ts';
import { tendEmergencies } from '#src/usecases/emergency/tend-emergencies.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const officer = aPerson('officer', twc, ['privacy-officer']);
const far = aPerson('far', 'pyn' as typeof tmh, ['clinician']);
const plain = aHouse();
const house = aHouse({
  people: [...plain.people, officer, far],
  institutions: plain.institutions.map((one) => ({ ...one, privacyOfficer: one.id === twc ? officer.id : kwan.id })),
});
const { consent: _none, ...unasked } = aContent();
const read = { confidence: 1, status: 'present', source: {} } as const;
const findings: readonly Finding[] = [
  { ...read, type: 'allergy', name: 'penicillin', reaction: 'rash' },
  { ...read, type: 'medication', name: 'warfarin', dose: '3 mg', course: 'current' },
  { ...read, type: 'medication', name: 'amoxicillin', course: 'stopped' },
  { ...read, type: 'problem', name: 'atrial fibrillation', whose: 'patient' },
  { ...read, type: 'problem', name: 'DNACPR signed 2026', whose: 'patient' },
  { ...read, type: 'result', name: 'troponin', value: '52' },
] as readonly Finding[];
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });

let door: Awaited<ReturnType<typeof aDoor>>;
beforeAll(async () => {
  door = await aDoor({}, house);
});
afterAll(() => door.close());
beforeEach(() => afresh());

/** Nothing of the test before is left. */
const afresh = async () => {
  await door.store.pool.query(
    'truncate referrals, patients, uploads, consents, consent_notices, consent_tickets, emergency_access, leave_ends, happenings, chain_heads, errands',
  );
  door.store.clock.pass((noon.getTime() - door.store.clock.now().getTime()) / 60_000);
};

const keep = (referral: Referral, more: Partial<typeof unasked> = {}) =>
  door.store.ledger.write(async (page) => {
    const content = { ...unasked, findings, allergiesSaid: 'given', medicationsSaid: 'given', ...more } as const;
    await page.patients.add(referral.patient, content.identity);
    await page.referrals.add(referral, content, undefined, undefined);
  });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code];
const happened = async (what: string) =>
  (await door.store.ledger.read((page) => page.trail.of(sent.id))).filter((one) => one.what === what);
const queued = async () =>
  (
    await door.store.pool.query<{ n: number }>(
      "select count(*)::int as n from errands where deed in ('say', 'add-to-do')",
    )
  ).rows[0]?.n ?? 0;
const reason = 'Collapsed at home, unconscious, anticoagulant unknown';

test('one tap records consent for the receiving side and this referral, with everything but the sensitive parts', async () => {
  await keep(aReferral());
  const me = await door.as(alvin);

  const panel = await (await me.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken' })).json();

  expect(panel).toMatchObject({
    standing: 'given',
    parts: ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
    last: { how: 'spoken', witness: 'Dr alvin', wording: '2026-11', formMissing: false },
    mayWithdraw: true,
  });
});

test('the tap on the card writes the same decision beside the words of the draft', async () => {
  await keep(aReferral());
  const me = await door.as(alvin);
  await me.post('/api/referrals/ref-1/corrections', { field: 'consent', value: 'spoken', version: 1 });

  expect(await door.store.ledger.read((page) => page.consents.of(sent.patient))).toMatchObject([
    { decision: 'given', recipient: { institution: twc }, referral: 'ref-1', how: { way: 'spoken' } },
  ]);
});

test('a change of mind takes the place of the first word: narrower closes what it no longer names, and a no is heard after the yes', async () => {
  await keep(sent);
  const me = await door.as(alvin);
  const receiver = await door.as(cheung);
  await me.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken' });
  await me.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken', parts: ['allergies'] });
  expect(((await (await receiver.get('/api/referrals/ref-1')).json()) as { findings: object[] }).findings).toHaveLength(
    1,
  );

  const refused = await me.post('/api/referrals/ref-1/consent', { decision: 'refused', way: 'spoken' });

  expect(await refused.json()).toMatchObject({ standing: 'refused', parts: [] });
  expect((await receiver.get('/api/referrals/ref-1')).status).toBe(404);
});

test('a substitute is named in full for a child; without one the child’s consent is refused with its reason', async () => {
  await keep(aReferral(), { identity: { ...unasked.identity, birth: { iso: '2015-04-01', precision: 'day' } } });
  const me = await door.as(alvin);
  expect(await codeOf(await me.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken' }))).toEqual([
    422,
    'consent.needs-substitute',
  ]);
  const mother = { name: 'WONG Mei', relation: 'mother', proof: 'birth certificate', because: 'minor' };
  expect(
    await codeOf(
      await me.post('/api/referrals/ref-1/consent', {
        decision: 'given',
        way: 'substitute',
        substitute: { ...mother, proof: ' ' },
      }),
    ),
  ).toEqual([422, 'consent.substitute']);

  const given = await me.post('/api/referrals/ref-1/consent', {
    decision: 'given',
    way: 'substitute',
    substitute: mother,
  });

  expect(await given.json()).toMatchObject({ standing: 'given', isChild: true, until: '2031-03-31T16:00:00.000Z' });
  door.store.clock.pass((new Date('2031-03-31T16:01:00Z').getTime() - noon.getTime()) / 60_000);
  await tendConsents(door.parts.world)();
  expect(await happened('consent-of-age')).toHaveLength(1);
});

test('a one-year consent is told thirty days before its end, ends to the minute, and each is said once', async () => {
  await keep(sent);
  await (await door.as(alvin)).post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken', years: 1 });
  const tend = tendConsents(door.parts.world);
  const day = 1440;
  await tend();
  expect(await happened('consent-ending')).toHaveLength(0);

  door.store.clock.pass(336 * day);
  await tend();
  await tend();
  expect(await happened('consent-ending')).toHaveLength(1);
  door.store.clock.pass(29 * day);
  expect((await (await door.as(cheung)).get('/api/referrals/ref-1')).status).toBe(404);
  await tend();
  await tend();
  expect(await happened('consent-expired')).toHaveLength(1);
});

test('a signed form must be a file of this patient', async () => {
  await keep(aReferral());
  const me = await door.as(alvin);
  const form = { decision: 'given', way: 'signed-form' };

  expect(await codeOf(await me.post('/api/referrals/ref-1/consent', { ...form, form: 'no-such-file' }))).toEqual([
    404,
    'upload.not-found',
  ]);
  expect(await (await me.post('/api/referrals/ref-1/consent', form)).json()).toMatchObject({
    last: { formMissing: true },
  });
});

test('somebody from elsewhere neither sees nor records nor withdraws, and hears that there is no such referral', async () => {
  await keep(sent);
  const stranger = await door.as(far);
  for (const answer of [
    await stranger.get('/api/referrals/ref-1/consent'),
    await stranger.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken' }),
    await stranger.post('/api/referrals/ref-1/consent/withdraw', {}),
    await stranger.post('/api/referrals/ref-1/consent/ticket', { kind: 'decide' }),
  ])
    expect(await codeOf(answer)).toEqual([404, 'referral.not-found']);
});

test('taking back what was never given is refused; taking it back twice does it once', async () => {
  await keep(sent);
  const me = await door.as(alvin);
  expect(await codeOf(await me.post('/api/referrals/ref-1/consent/withdraw', {}))).toEqual([422, 'consent.not-found']);
  await me.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'spoken' });

  const answers = await Promise.all([1, 2].map(() => me.post('/api/referrals/ref-1/consent/withdraw', {})));

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await happened('consent-withdrawn')).toHaveLength(1);
});

test('an emergency look needs a ground and twenty characters of one’s own, from somebody who treats', async () => {
  await keep(sent);
  const doctor = await door.as(cheung);
  const asked = { patient: 'B7K-42Q', ground: 'life-threatening', words: reason };

  expect(await codeOf(await doctor.post('/api/emergencies', { ...asked, words: 'urgent' }))).toEqual([
    422,
    'emergency.reason',
  ]);
  expect(await codeOf(await doctor.post('/api/emergencies', { ...asked, words: 'a'.repeat(30) }))).toEqual([
    422,
    'emergency.reason',
  ]);
  expect((await doctor.post('/api/emergencies', { ...asked, ground: 'curious' })).status).toBe(400);
  expect(await codeOf(await (await door.as(yip)).post('/api/emergencies', asked))).toEqual([422, 'person.role']);
});

test('it opens the emergency set and no more, by HKID too, for whoever has no consent; a second reason opens results', async () => {
  await keep(sent);
  const doctor = await door.as(cheung);
  expect((await doctor.get('/api/referrals/ref-1')).status).toBe(404);

  const opened = (await (
    await doctor.post('/api/emergencies', { patient: 'A123456(3)', ground: 'serious-harm', words: reason })
  ).json()) as { id: string; until: string };

  expect(opened).toMatchObject({
    allergies: [{ name: 'penicillin' }],
    medicines: [{ name: 'warfarin' }],
    problems: [{ name: 'atrial fibrillation' }],
    directives: [{ name: 'DNACPR signed 2026' }],
    more: [],
    until: '2026-11-24T04:00:00.000Z',
  });
  expect(await codeOf(await doctor.post(`/api/emergencies/${opened.id}/more`, { words: 'please' }))).toEqual([
    422,
    'emergency.reason',
  ]);
  const wider = await (
    await doctor.post(`/api/emergencies/${opened.id}/more`, {
      words: 'Troponin course decides about the catheter room',
    })
  ).json();
  expect(wider).toMatchObject({ more: [{ name: 'troponin' }], widened: true });
  expect(await happened('emergency-opened')).toMatchObject([
    { reason: 'serious-harm', by: { person: 'cheung' }, ground: 'emergency' },
  ]);
});

test('it is over after a day, or when the one who opened it ends it; nobody else opens it', async () => {
  await keep(sent);
  const doctor = await door.as(cheung);
  const asked = { patient: 'B7K-42Q', ground: 'serious-harm', words: reason };
  const { id } = (await (await doctor.post('/api/emergencies', asked)).json()) as { id: string };
  expect(((await (await doctor.post('/api/emergencies', asked)).json()) as { id: string }).id).toBe(id);
  expect(await codeOf(await (await door.as(alvin)).get(`/api/emergencies/${id}`))).toEqual([404, 'record.not-found']);

  expect((await doctor.post(`/api/emergencies/${id}/end`, {})).status).toBe(204);
  expect(await codeOf(await doctor.get(`/api/emergencies/${id}`))).toEqual([422, 'emergency.over']);
  const again = (await (await doctor.post('/api/emergencies', asked)).json()) as { id: string };
  door.store.clock.pass(24 * 60);
  expect(await codeOf(await (await door.as(cheung)).get(`/api/emergencies/${again.id}`))).toEqual([
    422,
    'emergency.over',
  ]);
  await tendEmergencies(door.parts.world)();
  expect(await happened('emergency-ended')).toHaveLength(2);
});

test('a patient nobody knows answers like a stranger, and the try is in the trail', async () => {
  const doctor = await door.as(cheung);
  const answer = await doctor.post('/api/emergencies', {
    patient: 'Z683365(5)',
    ground: 'serious-harm',
    words: reason,
  });
  expect(await codeOf(answer)).toEqual([404, 'record.not-found']);
  const { rows } = await door.store.pool.query(
    "select 1 from happenings where what = 'refused' and body like '%emergency%'",
  );
  expect(rows).toHaveLength(1);
});

test('the privacy officer is told at once, decides with words, and an unjustified look ends', async () => {
  await keep(sent);
  const doctor = await door.as(cheung);
  const { id } = (await (
    await doctor.post('/api/emergencies', { patient: 'B7K-42Q', ground: 'serious-harm', words: reason })
  ).json()) as { id: string };
  expect(await queued()).toBeGreaterThanOrEqual(2);
  expect(await codeOf(await doctor.get('/api/reviews'))).toEqual([422, 'person.role']);
  const privacy = await door.as(officer);

  const list = await (await privacy.get('/api/reviews')).json();
  expect(list).toMatchObject([
    { id, words: reason, ground: 'serious-harm', told: 'not-yet', recent: 1, overdue: false },
  ]);
  await privacy.post(`/api/reviews/${id}/told`, { how: 'letter' });
  const left = await privacy.post(`/api/reviews/${id}`, { verdict: 'not-justified', words: 'No sign of an emergency' });

  expect(await left.json()).toEqual([]);
  expect(await codeOf(await doctor.get(`/api/emergencies/${id}`))).toEqual([422, 'emergency.over']);
  expect(await happened('emergency-reviewed')).toMatchObject([{ verdict: 'not-justified' }]);
  expect(await happened('patient-told')).toMatchObject([{ how: 'letter' }]);
});

test('a review that waits longer than seven days is taken up, once', async () => {
  await keep(sent);
  await (await door.as(cheung)).post('/api/emergencies', { patient: 'B7K-42Q', ground: 'serious-harm', words: reason });
  const tend = tendEmergencies(door.parts.world);
  await tend();
  expect(await happened('emergency-overdue')).toHaveLength(0);

  door.store.clock.pass(7 * 1440);
  await tend();
  await tend();

  expect(await happened('emergency-overdue')).toHaveLength(1);
});

test('three in thirty days by one person raise a flag', async () => {
  const doctor = await door.as(cheung);
  for (const n of [1, 2, 3]) {
    const { hkid: _none, ...identity } = unasked.identity;
    await keep(
      aReferral({
        ...sent,
        id: `ref-${n}` as typeof sent.id,
        patient: `patient-${n}` as typeof sent.patient,
        code: `B7K-42${n + 1}`,
      }),
      { identity },
    );
    await doctor.post('/api/emergencies', { patient: `B7K-42${n + 1}`, ground: 'serious-harm', words: reason });
  }
  const { rows } = await door.store.pool.query<{ body: string }>(
    "select body from happenings where what = 'emergency-frequent'",
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.body).toContain('"times":3');
});

test('what the door answers is what the contract promises', async () => {
  await keep(sent);
  const me = await door.as(alvin);
  const doctor = await door.as(cheung);
  const json = async (answer: Promise<Response>): Promise<unknown> => (await answer).json();

  consentPanel.parse(await json(me.post('/api/referrals/ref-1/consent', { decision: 'given', way: 'signed-form' })));
  ticketShown.parse(await json(me.post('/api/referrals/ref-1/consent/ticket', { kind: 'withdraw' })));
  emergencyShown.parse(
    await json(doctor.post('/api/emergencies', { patient: 'B7K-42Q', ground: 'serious-harm', words: reason })),
  );
  reviewShown
    .array()
    .length(1)
    .parse(await json((await door.as(officer)).get('/api/reviews')));
});

test('the yes was for this place: another place in the draft asks again, and a referral sent on waits for the patient', async () => {
  await keep(aReferral());
  const me = await door.as(alvin);
  await me.post('/api/referrals/ref-1/corrections', { field: 'consent', value: 'spoken', version: 1 });
  const elsewhere = (await (
    await me.post('/api/referrals/ref-1/corrections', { field: 'to', value: 'tw-to-tm', version: 2 })
  ).json()) as { gaps: { field: string }[]; version: number };
  expect(elsewhere.gaps.map(({ field }) => field)).toContain('consent');

  await door.store.ledger.write(async (page) => {
    const row = await page.referrals.get(sent.id);
    if (!row) throw new Error('no referral');
    const { contentVersion } = row.referral;
    const on = {
      state: 'redirected' as const,
      since: noon,
      by: cheung.id,
      to: tmh,
      hotline: 'tw-to-tm' as typeof sent.hotline,
      words: 'better there',
    };
    const after = {
      ...row.referral,
      to: twc,
      standing: on,
      signature: aSignature({ contentVersion }),
      version: row.referral.version + 1,
    };
    await page.referrals.keep(after, undefined);
  });
  const { version } = (await (await me.get('/api/referrals/ref-1')).json()) as { version: number };
  expect(await codeOf(await me.post('/api/referrals/ref-1/actions', { action: 'resend', version }))).toEqual([
    422,
    'consent.missing',
  ]);
});
