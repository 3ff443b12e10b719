import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import type { EmergencyAccess, EmergencyId } from '#src/domain/consent/emergency.ts';
import type { ConsentTicket } from '#src/domain/consent/ticket.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { aConsent } from '../../builders/a-consent.ts';
import { alvin, cheung, tmh, twc } from '../../builders/a-house.ts';
import { later, noon } from '../../builders/a-referral.ts';
import { aStore, type TestStore } from '../../builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
}, 60_000);
afterAll(async () => {
  await store.close();
  await store.drop();
});

const patient = (name: string) => id<PatientId>(name);
const consentNo = (name: string) => id<ConsentId>(name);

test('a consent comes back as it was recorded, whatever way it was given', async () => {
  const given = [
    aConsent({ id: consentNo('c-1'), patient: patient('p-1'), referral: id<ReferralId>('r-1'), until: later(60) }),
    aConsent({
      id: consentNo('c-2'),
      patient: patient('p-1'),
      recipient: { clinician: cheung.id },
      decision: 'refused',
      categories: [],
      how: { way: 'patient-page', ticket: 't-1' },
      recordedBy: 'patient',
      recordedAt: later(1),
    }),
    aConsent({
      id: consentNo('c-3'),
      patient: patient('p-1'),
      how: { way: 'substitute', name: 'WONG', relation: 'mother', proof: 'birth certificate', because: 'minor' },
      recordedAt: later(2),
    }),
  ];

  await store.ledger.write(async (page) => {
    for (const one of given) await page.consents.add(one);
  });

  expect(await store.ledger.read((page) => page.consents.of(patient('p-1')))).toEqual(given);
  expect(await store.ledger.read((page) => page.consents.ofSeveral([patient('p-0'), patient('p-1')]))).toEqual(
    new Map([[patient('p-1'), given]]),
  );
});

test('withdrawing twice is withdrawing once, and what is withdrawn stays in the list', async () => {
  const one = aConsent({ id: consentNo('c-4'), patient: patient('p-2') });
  await store.ledger.write((page) => page.consents.add(one));
  const withdraw = () => store.ledger.write((page) => page.consents.withdraw(one.id, { at: later(5), by: 'patient' }));

  expect([await withdraw(), await withdraw()]).toEqual([true, false]);
  expect((await store.ledger.read((page) => page.consents.get(one.id)))?.withdrawn).toEqual({
    at: later(5),
    by: 'patient',
  });
});

test('two who withdraw at once do it once', async () => {
  const one = aConsent({ id: consentNo('c-5'), patient: patient('p-3') });
  await store.ledger.write((page) => page.consents.add(one));

  const done = await Promise.all(
    [alvin.id, 'patient' as const].map((by) =>
      store.ledger.write((page) => page.consents.withdraw(one.id, { at: later(1), by })),
    ),
  );

  expect(done.filter(Boolean)).toHaveLength(1);
});

test('what a patient agreed to, and who stood by, cannot be read in the tables', async () => {
  const one = aConsent({
    id: consentNo('c-6'),
    patient: patient('p-4'),
    categories: ['sensitive'],
    how: { way: 'spoken', witness: 'MARKED-WITNESS' },
  });
  await store.ledger.write((page) => page.consents.add(one));

  const { rows } = await store.pool.query<{ row: string }>('select consents::text as row from consents');

  for (const { row } of rows) {
    expect(row).not.toContain('MARKED-WITNESS');
    expect(row).not.toContain(Buffer.from('MARKED-WITNESS').toString('hex'));
    expect(row).not.toContain(Buffer.from('sensitive').toString('hex'));
  }
});

test('two patients found to be one keep every decision of both', async () => {
  const [one, other] = [patient('p-5'), patient('p-6')];
  await store.ledger.write(async (page) => {
    await page.patients.add(one, {});
    await page.patients.add(other, {});
    await page.consents.add(aConsent({ id: consentNo('c-7'), patient: one, decision: 'refused' }));
    await page.consents.add(aConsent({ id: consentNo('c-8'), patient: other }));
    await page.emergencies.add(anAccess({ id: id<EmergencyId>('e-0'), patient: one }));
    await page.patients.merge(one, other);
  });

  const [decisions, looks] = await store.ledger.read(
    async (page) => [await page.consents.of(other), await page.emergencies.of(other)] as const,
  );

  expect(decisions.map(({ id: which }) => which).sort()).toEqual(['c-7', 'c-8']);
  expect(looks).toHaveLength(1);
});

const anAccess = (more: Partial<EmergencyAccess> = {}): EmergencyAccess => ({
  id: id<EmergencyId>('e-1'),
  patient: patient('p-7'),
  person: cheung.id,
  institution: twc,
  ground: 'life-threatening',
  words: 'Found unconscious, needs an anticoagulant history',
  openedAt: noon,
  until: later(1440),
  reviewBy: later(7 * 1440),
  ...more,
});

test('a look in an emergency is kept with its second reason, its review and how the patient was told', async () => {
  const opened = anAccess();
  const reviewed = anAccess({
    more: { at: later(10), words: 'Imaging needed before theatre' },
    endedAt: later(60),
    review: { at: later(90), by: alvin.id, verdict: 'justified', words: 'Clear' },
    told: { at: later(100), how: 'letter' },
  });
  await store.ledger.write((page) => page.emergencies.add(opened));
  expect(await store.ledger.read((page) => page.emergencies.of(patient('p-7')))).toEqual([opened]);
  expect(await store.ledger.read((page) => page.emergencies.overdue(later(8 * 1440), 9))).toContainEqual(opened);

  await store.ledger.write((page) => page.emergencies.keep(reviewed));

  expect(await store.ledger.read((page) => page.emergencies.get(opened.id))).toEqual(reviewed);
  expect(await store.ledger.read((page) => page.emergencies.toReview([twc, tmh], 9))).not.toContainEqual(reviewed);
});

test('a ticket is found by its token and by its code, and the store holds neither', async () => {
  const ticket: ConsentTicket = {
    id: 't-1',
    kind: 'decide',
    patient: patient('p-8'),
    referral: id<ReferralId>('r-8'),
    consents: [],
    madeBy: alvin.id,
    madeAt: noon,
    until: later(15),
    wrongTries: 0,
  };
  await store.ledger.write((page) => page.tickets.add(ticket, 'the-token', '12345678'));

  const [byToken, byCode, other] = await store.ledger.read(
    async (page) =>
      [
        await page.tickets.byToken('the-token'),
        await page.tickets.byCode('12345678'),
        await page.tickets.byCode('12345679'),
      ] as const,
  );
  const { rows } = await store.pool.query<{ row: string }>('select consent_tickets::text as row from consent_tickets');

  expect([byToken, byCode, other]).toEqual([ticket, ticket, undefined]);
  expect(rows.map(({ row }) => row).join()).not.toMatch(/the-token|12345678/);
});
