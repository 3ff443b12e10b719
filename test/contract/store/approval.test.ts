import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClinicianId, id, type UserId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { contentHash } from '#src/domain/signing/content-hash.ts';
import type { ApprovalView } from '#src/ports/approvals.ts';
import type { ApprovalRow } from '#src/ports/ledger.ts';
import { applyApproval } from '#src/usecases/steps/apply-approval.ts';
import { aHouse, alvin, cheung, lam, shared } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
let waiting: Referral;
const row: ApprovalRow = {
  referral: aReferral().id,
  contentVersion: 1,
  tenant: shared,
  reference: 'B7K-42Q v1',
  instance: 'proc-1',
  state: 'running',
  startedAt: new Date('2026-11-23T04:00:00Z'),
};

beforeEach(async () => {
  store = await aStore();
  const content = aContent();
  const asked = { state: 'awaiting-sign-off', since: store.clock.now(), asked: lam.id, contentVersion: 1 } as const;
  waiting = aReferral();
  waiting = { ...waiting, standing: { ...asked, contentHash: contentHash(content) } };
  await store.ledger.write(async (page) => {
    await page.patients.add(waiting.patient, content.identity);
    await page.referrals.add(waiting, content, undefined, undefined);
    await page.approvals.keep(row);
  });
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const says = async (view: Partial<ApprovalView>): Promise<Referral> => {
  const world = { clock: store.clock, house: aHouse(), signer: store.signer, log: silent };
  const whole: ApprovalView = { instance: 'proc-1', status: 'agreed', ...view };
  await store.ledger.write((page) => applyApproval(world)(page, row, whole));
  const after = await store.ledger.read((page) => page.referrals.get(waiting.id));
  if (!after) throw new Error('the referral is gone');
  return after.referral;
};
const userOf = (who: { dingtalk: readonly { user: UserId }[] }): UserId => who.dingtalk[0]?.user ?? id<UserId>('');
const refusals = async (): Promise<readonly string[]> =>
  (await store.ledger.read((page) => page.trail.of(waiting.id))).flatMap((one) =>
    one.what === 'refused' ? [one.code] : [],
  );

test('agreed by the one who was asked, it is signed', async () => {
  const after = await says({ decidedBy: userOf(lam) });
  expect(after.standing.state).toBe('sent');
  expect(after.signature).toMatchObject({ by: lam.id, via: 'approval' });
});

test.each([
  ['somebody who was not asked', userOf(cheung), 'referral.not-yours'],
  ['the author', userOf(alvin), 'referral.not-yours'],
  ['somebody Baton does not know', id<UserId>('u-nobody'), 'person.unknown'],
])('agreed by %s, it is no signature: the author decides again and the trail says why', async (_, decidedBy, code) => {
  const after = await says({ decidedBy });
  expect(after.signature).toBeUndefined();
  expect(after.standing.state).toBe('draft');
  expect(await refusals()).toEqual([code]);
});

test('an approval about an older version changes nothing', async () => {
  await store.ledger.write(async (page) => {
    const held = await page.referrals.hold(waiting.id);
    if (!held) throw new Error('the referral is gone');
    const standing = { ...held.referral.standing, contentVersion: 2 } as Referral['standing'];
    await page.referrals.keep({ ...held.referral, standing, contentVersion: 2, version: 2 }, undefined);
  });
  const after = await says({ decidedBy: userOf(lam) });
  expect(after.standing).toMatchObject({ state: 'awaiting-sign-off', asked: lam.id satisfies ClinicianId });
});
