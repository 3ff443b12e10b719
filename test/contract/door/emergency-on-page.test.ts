import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConsentWording } from '#config/consent.ts';
import { currentWording } from '#src/domain/consent/wording.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, kwan } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
beforeAll(async () => {
  door = await aDoor({
    patients: { wording: loadConsentWording('config', currentWording), address: () => 'http://127.0.0.1' },
  });
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, aContent().identity);
    await page.referrals.add(sent, aContent(), undefined, undefined);
    await page.consents.add(aConsent({ patient: sent.patient, referral: sent.id }));
  });
});
afterAll(() => door.close());

const prove = async (where: string, year: string, language: string) =>
  (await door.ask(`${where}?l=${language}`, { method: 'POST', body: new URLSearchParams({ year }) })).text();

test('the patient reads on their own page who looked in an emergency, when and on which ground; that tells them, once, and is in the trail', async () => {
  const receiver = await door.as(cheung);
  await receiver.post('/api/emergencies', {
    patient: sent.code,
    ground: 'life-threatening',
    words: 'Collapsed in the waiting room, not rousable',
  });
  const doctor = await door.as(alvin);
  const { url } = (await (
    await doctor.post(`/api/referrals/${sent.id}/consent/ticket`, { kind: 'withdraw' })
  ).json()) as { url: string };
  const where = new URL(url).pathname;

  const wrong = await prove(where, '1990', 'en');
  expect(wrong).not.toContain('emergency');
  const told = async () =>
    (await door.store.ledger.read((page) => page.emergencies.of(sent.patient))).map((one) => one.told?.how);
  expect(await told()).toEqual([undefined]);

  const page = await prove(where, '1967', 'en');
  expect(page).toContain('Looked at in an emergency, without your yes');
  expect(page).toContain('Dr cheung');
  expect(page).toContain('a life was in danger');
  expect(page).not.toContain('Collapsed');
  expect(await prove(where, '1967', 'zh-Hant')).toContain('有生命危險');

  expect(await told()).toEqual(['page']);
  const { rows } = await door.store.pool.query("select body from happenings where what = 'patient-told'");
  expect(rows).toHaveLength(1);
  expect((await (await door.as(kwan)).get('/api/privacy')).status).toBe(200);
});
