import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReferralShown } from '#src/contract/referral.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
let doctor: Awaited<ReturnType<typeof door.as>>;
const { patient, id: referral } = aReferral();

beforeEach(async () => {
  door = await aDoor();
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(
      aReferral(),
      aContent({ allergiesSaid: 'unknown', reason: undefined } as never),
      undefined,
      undefined,
    );
  });
  doctor = await door.as(alvin);
});
afterEach(() => door.close());

const codeOf = async (answer: Promise<Response>): Promise<readonly [number, string]> => {
  const response = await answer;
  return [response.status, ((await response.json()) as { code: string }).code];
};
const version = async () => ((await (await doctor.get(`/api/referrals/${referral}`)).json()) as ReferralShown).version;
const act = async (more: object) =>
  codeOf(doctor.post(`/api/referrals/${referral}/actions`, { version: await version(), ...more }));
const correct = async (field: string, value: string) =>
  codeOf(doctor.post(`/api/referrals/${referral}/corrections`, { field, value, version: await version() }));

test('a referral with something missing is not sent off', async () => {
  expect(await act({ action: 'ask-sign-off' })).toEqual([422, 'referral.incomplete']);
});

test('a hotline that leads nowhere takes no referral, old or new', async () => {
  expect((await codeOf(doctor.post('/api/drafts', { hotline: 'nowhere', text: 'chest pain' })))[1]).toBe(
    'hotline.unknown',
  );
  expect((await correct('to', 'nowhere'))[1]).toBe('hotline.unknown');
});

test('colleagues are asked for at one’s own institution', async () => {
  expect((await doctor.get(`/api/colleagues?institution=${tmh}`)).status).toBe(200);
  expect((await codeOf(doctor.get(`/api/colleagues?institution=${twc}`)))[1]).toBe('institution.unknown');
});

test('a birth date or an identifier that is none changes nothing', async () => {
  expect((await correct('birth', '31/02/2999'))[1]).toBe('identity.birth-date');
  expect((await correct('hkid', 'no idea'))[1]).toBe('identity.missing');
  const { identity: shown } = (await (await doctor.get(`/api/referrals/${referral}`)).json()) as ReferralShown;
  expect(shown.hkid).toBe('A123456(3)');
});

test('a question that is no JSON, or of another shape, is said to be that', async () => {
  const path = `/api/referrals/${referral}/actions`;
  expect((await codeOf(doctor.post(path, { action: 'fly', version: 1 })))[1]).toBe('door.bad-request');
});

test('an upload that lacks a part or changed on the way is not filed, and goes on where it stopped', async () => {
  const bytes = Buffer.from('troponin 54 ng/L');
  const sum = createHash('sha256').update(bytes).digest('hex');
  const begin = async (key: string) =>
    (await (await doctor.post('/api/uploads', { key, referral, name: 'note.txt', bytes: bytes.length })).json()) as {
      id: string;
      received: number;
    };
  const finish = (which: string, sha256: string) => codeOf(doctor.post(`/api/uploads/${which}/finish`, { sha256 }));

  const cut = await begin('one-of-them');
  expect((await finish(cut.id, sum))[1]).toBe('upload.incomplete');
  expect(await begin('one-of-them')).toMatchObject({ id: cut.id, received: 0 });

  await door.ask(`/api/uploads/${cut.id}?from=0`, {
    method: 'PUT',
    body: bytes,
    headers: { cookie: doctor.cookie, 'x-baton-csrf': doctor.csrf },
  });
  expect(
    (
      await finish(
        cut.id,
        sum.replace(/^./, (one) => (one === '0' ? '1' : '0')),
      )
    )[1],
  ).toBe('upload.hash-mismatch');
  expect(await begin('one-of-them')).toMatchObject({ id: cut.id, received: 0 });
});
