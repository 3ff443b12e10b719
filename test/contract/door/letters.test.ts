import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerify } from '#src/cli/verify.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { trailOwner } from '#src/domain/trail/checkpoint.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, kwan, lam, tmh } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
let dir: string;
const { patient, id: referral } = aReferral();
const address = `/api/referrals/${referral}/letter`;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'baton-letter-'));
  door = await aDoor();
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
  });
});
afterAll(async () => {
  await door.close();
  rmSync(dir, { recursive: true, force: true });
});

const kept = async (answer: Response, name: string): Promise<string> => {
  const path = join(dir, name);
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
  return path;
};
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

test('there is no letter before the signature; then writer, signer and receiver have it, a stranger never, and each export is in the trail', async () => {
  const doctor = await door.as(alvin);
  const asks = async (who: typeof doctor, action: string) => {
    const { version } = (await (await who.get(`/api/referrals/${referral}`)).json()) as ReferralShown;
    expect((await who.post(`/api/referrals/${referral}/actions`, { action, version })).status).toBe(200);
  };
  expect(await codeOf(await doctor.get(address))).toBe('letter.unsigned');
  await asks(doctor, 'ask-sign-off');
  await asks(await door.as(lam), 'sign');

  const answer = await doctor.get(address);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(answer.headers.get('content-disposition')).toBe('inline; filename="referral-B7K-42Q.pdf"');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const letter = await runVerify([await kept(answer, 'letter.pdf')]);
  expect(letter).toMatchObject({
    exit: 0,
    out: {
      ok: true,
      kind: 'letter',
      who: { id: lam.id, institution: { id: tmh } },
      over: { referral: 'B7K-42Q', contentVersion: 1 },
      key: { inUseThen: true },
      exported: { reader: alvin.id, institution: tmh },
    },
  });

  const file = await kept(await doctor.get(`/api/referrals/${referral}/sign-off`), 'sign-off.json');
  expect(await runVerify([file])).toMatchObject({ exit: 0, out: { kind: 'sign-off', trail: { chain: tmh } } });

  expect((await (await door.as(kwan)).get(address)).status).not.toBe(200);

  const trail = await door.store.ledger.read((page) => page.trail.of(referral));
  expect(trail.filter(({ what }) => what === 'exported').map((one) => 'kind' in one && one.kind)).toEqual([
    'letter',
    'sign-off',
  ]);
  const { rows } = await door.store.pool.query<{ public_pem: string }>(
    'select public_pem from signing_keys where owner = $1',
    [trailOwner],
  );
  const keys = join(dir, 'keys.pem');
  writeFileSync(keys, rows[0]?.public_pem ?? '');
  expect(await runVerify([file, '--keys', keys])).toMatchObject({ exit: 0, out: { vouchedByTrustedKey: true } });
}, 60_000);

test('a letter that was altered is refused on the command line, with its code and why', async () => {
  const answer = await (await door.as(alvin)).get(address);
  const bytes = Buffer.from(await answer.arrayBuffer());
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  const path = join(dir, 'altered.pdf');
  writeFileSync(path, bytes);
  expect(await runVerify([path])).toMatchObject({
    exit: 1,
    out: { ok: false, code: 'signature.invalid', why: 'the letter was changed after it was made' },
  });
}, 60_000);

test('content that was changed in the store after the signature gives no letter', async () => {
  await door.store.ledger.write(async (page) => {
    const row = await page.referrals.get(referral);
    if (row) await page.referrals.keepContent(row.referral, aContent({ reason: 'Nothing at all' }));
  });
  expect(await codeOf(await (await door.as(alvin)).get(address))).toBe('signature.invalid');
});

test('who may not read the referral hears that there is none', async () => {
  const other = await (await door.as(cheung)).get('/api/referrals/ref-none/letter');
  expect([other.status, await codeOf(other)]).toEqual([404, 'referral.not-found']);
});

test('signed while the clock was set back, a letter still verifies: its moment is never before its key', async () => {
  // The first test made lam's key; here it comes to be in use with a day that the clock then forgets.
  const later = aReferral({ id: id<ReferralId>('ref-back'), code: 'B8K-42Q' });
  await door.store.ledger.write((page) => page.referrals.add(later, aContent(), undefined, undefined));
  const acts = async (who: Awaited<ReturnType<typeof door.as>>, action: string) => {
    const { version } = (await (await who.get(`/api/referrals/${later.id}`)).json()) as ReferralShown;
    const answer = await who.post(`/api/referrals/${later.id}/actions`, { action, version });
    expect([answer.status, answer.status === 200 ? '' : await answer.text()]).toEqual([200, '']);
  };
  // A clock set back before the patient's yes signs nothing (consent.missing); this yes is ten days old.
  door.store.clock.pass(60 * 24 * 10);
  await acts(await door.as(alvin), 'ask-sign-off');
  const before = door.store.clock.now();
  await door.store.pool.query('update signing_keys set until_at = $2 where owner = $1 and until_at is null', [
    lam.id,
    before,
  ]);
  await door.store.signer.sign(lam.id, new Uint8Array(), before);
  door.store.clock.pass(-60 * 24 * 3);
  await acts(await door.as(lam), 'sign');
  const doctor = await door.as(alvin);
  const file = await kept(await doctor.get(`/api/referrals/${later.id}/sign-off`), 'set-back.json');
  expect(await runVerify([file])).toMatchObject({
    exit: 0,
    out: { ok: true, when: before.toISOString(), key: { inUseThen: true } },
  });
});
