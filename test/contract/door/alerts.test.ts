import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReferralShown, SafetyShown } from '#src/contract/referral.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, lam } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
const { patient, id: referral } = aReferral();
const takes = (name: string): Finding => ({
  type: 'medication',
  name,
  course: 'current',
  status: 'present',
  confidence: 1,
  source: {},
});
const content = aContent({ medicationsSaid: 'given', findings: [takes('warfarin'), takes('diclofenac')] });

beforeEach(async () => {
  door = await aDoor();
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, content.identity);
    await page.referrals.add(aReferral(), content, undefined, undefined);
  });
});
afterEach(() => door.close());

type Doctor = Awaited<ReturnType<typeof door.as>>;
const opened = async (doctor: Doctor): Promise<ReferralShown> =>
  (await (await doctor.get(`/api/referrals/${referral}`)).json()) as ReferralShown;
const asks = async (doctor: Doctor, action: string) =>
  doctor.post(`/api/referrals/${referral}/actions`, { action, version: (await opened(doctor)).version });
const answers = (doctor: Doctor, asked: object) => doctor.post(`/api/referrals/${referral}/alerts`, asked);

test('a stop is shown, and wants an answer before the draft goes to be signed; answered, care goes on', async () => {
  const doctor = await door.as(alvin);
  const [stop] = (await opened(doctor)).safety?.alerts ?? [];
  expect(stop).toMatchObject({ tier: 'stop', rule: 'DDI001' });

  const refused = await asks(doctor, 'ask-sign-off');
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'alert.unanswered']);

  const safety = (await (await answers(doctor, { key: stop?.key, reason: 'will-monitor' })).json()) as SafetyShown;
  expect(safety.alerts[0]?.acknowledged).toMatchObject({ reason: 'will-monitor', by: { en: 'Dr alvin' } });

  expect((await asks(doctor, 'ask-sign-off')).status).toBe(200);
});

test('the next clinician sees the answer and is not asked again; another medicine asks anew', async () => {
  const doctor = await door.as(alvin);
  await answers(doctor, { key: (await opened(doctor)).safety?.alerts[0]?.key, reason: 'will-change' });
  await asks(doctor, 'ask-sign-off');
  const senior = await door.as(lam);
  expect((await opened(senior)).safety?.alerts[0]?.acknowledged?.reason).toBe('will-change');
  expect((await asks(senior, 'sign')).status).toBe(200);
  await door.store.ledger.write(async (page) => {
    const row = await page.referrals.get(referral);
    if (row)
      await page.referrals.keepContent(row.referral, {
        ...content,
        findings: [...content.findings, takes('ketorolac')],
      });
  });
  const open = (await opened(doctor)).safety?.alerts.filter(
    ({ tier, acknowledged }) => tier === 'stop' && !acknowledged,
  );
  expect(open?.length).toBeGreaterThan(0);
});

test('a reason we do not know, words that are missing, an alert that is not there: each is refused with its code', async () => {
  const doctor = await door.as(alvin);
  const key = (await opened(doctor)).safety?.alerts[0]?.key;
  const codes: string[] = [];
  for (const asked of [
    { key, reason: 'because' },
    { key, reason: 'other' },
    { key: 'not-there', reason: 'will-change' },
  ])
    codes.push(((await (await answers(doctor, asked)).json()) as { code: string }).code);
  expect(codes).toEqual(['alert.reason-needed', 'alert.reason-needed', 'alert.not-there']);
});

test('who may not read the referral cannot answer its alerts', async () => {
  const doctor = await door.as(alvin);
  const key = (await opened(doctor)).safety?.alerts[0]?.key;
  const stranger = await door.as(cheung);
  expect((await answers(stranger, { key, reason: 'will-change' })).status).toBe(404);
});

test('each alert and each answer is in the trail, without a drug or a rule by name', async () => {
  const doctor = await door.as(alvin);
  await asks(doctor, 'ask-sign-off');
  await answers(doctor, { key: (await opened(doctor)).safety?.alerts[0]?.key, reason: 'will-monitor' });
  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  const about = trail.filter(({ what }) => what.startsWith('alert-'));
  expect(about.filter(({ what }) => what === 'alert-raised').length).toBeGreaterThan(0);
  expect(about.filter(({ what }) => what === 'alert-acknowledged')).toMatchObject([
    { reason: 'will-monitor', tier: 'stop' },
  ]);
  expect(JSON.stringify(about)).not.toMatch(/warfarin|diclofenac|DDI/i);
});
