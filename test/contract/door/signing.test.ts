import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReferralShown } from '#src/contract/referral.ts';
import type { SigningShown } from '#src/contract/signing.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, lam, ng } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
type Seat = Awaited<ReturnType<typeof door.as>>;
const { patient, id: referral } = aReferral();

beforeEach(async () => {
  door = await aDoor();
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
  });
});
afterEach(() => door.close());

const opened = async (seat: Seat) => (await (await seat.get(`/api/referrals/${referral}`)).json()) as ReferralShown;
const signing = async (seat: Seat) =>
  (await (await seat.get(`/api/referrals/${referral}/signing`)).json()) as SigningShown;
const asks = async (seat: Seat, action: string, more: object = {}) =>
  seat.post(`/api/referrals/${referral}/actions`, { action, version: (await opened(seat)).version, ...more });
const fingerprint = ({ happenings }: ReferralShown) =>
  happenings.findLast(({ what }) => what === 'sign-off-asked')?.detail;
/** The author takes it back, says something else, and asks again. */
async function saidAnew(hers: Seat, reason: string): Promise<void> {
  await asks(hers, 'revise');
  const { version } = await opened(hers);
  const put = await hers.post(`/api/referrals/${referral}/corrections`, { field: 'reason', value: reason, version });
  expect(put.status).toBe(200);
  expect((await asks(hers, 'ask-sign-off')).status).toBe(200);
}

test('what was read is what is signed: another fingerprint signs nothing, though the version is the newest', async () => {
  const [hers, senior] = [await door.as(alvin), await door.as(lam)];
  await asks(hers, 'ask-sign-off');
  const read = fingerprint(await opened(senior));
  await saidAnew(hers, 'Chest pain again, now at rest');

  const refused = await asks(senior, 'sign', { contentHash: read });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'referral.stale-card']);
  expect((await opened(senior)).state).toBe('awaiting-sign-off');

  const now = fingerprint(await opened(senior));
  expect(now).not.toBe(read);
  expect((await asks(senior, 'sign', { contentHash: now })).status).toBe(200);
  expect((await opened(senior)).signature?.contentHash).toBe(now);
});

test('who is asked is told; before a first signature there is no earlier version', async () => {
  const [hers, senior] = [await door.as(alvin), await door.as(lam)];
  expect(await signing(senior)).toEqual({ askedIsMe: false });
  await asks(hers, 'ask-sign-off');

  expect(await signing(senior)).toEqual({ asked: lam.name, askedIsMe: true });
  expect(await signing(hers)).toEqual({ asked: lam.name, askedIsMe: false });
});

test('for a second signature the version signed before stands beside, and that look is in the trail', async () => {
  const [hers, senior] = [await door.as(alvin), await door.as(lam)];
  await asks(hers, 'ask-sign-off');
  expect((await asks(senior, 'sign')).status).toBe(200);
  const { signature } = await opened(senior);
  await door.store.ledger.write(async (page) => {
    const row = await page.referrals.get(referral);
    if (!row) throw new Error('no referral');
    const { referral: signed } = row;
    const again = { ...signed, contentVersion: signed.contentVersion + 1, version: signed.version + 1 };
    await page.referrals.keep(again, undefined);
    await page.referrals.keepContent(again, aContent({ reason: 'Something else' }));
  });

  const { lastSigned } = await signing(senior);
  expect(lastSigned).toMatchObject({ by: lam.name, at: signature?.at, said: { reason: aContent().reason } });
  expect((await opened(senior)).reason).toBe('Something else');
});

test('to whoever may not read the referral there is nothing to sign', async () => {
  const stranger = await door.as(ng);
  expect((await stranger.get(`/api/referrals/${referral}/signing`)).status).toBe(404);
});
