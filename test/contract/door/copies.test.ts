import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { id, type UploadId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const sent = aReferral({ standing: { state: 'draft', since: noon }, signature: aSignature() });
let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor({
    markedCopy: async (_patient, file, line) => {
      if (file === 'locked') throw new Refused('upload.encrypted', 'locked');
      return Buffer.from(`marked ${line}`);
    },
  });
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, {});
    await page.referrals.add(sent, aContent(), undefined, undefined);
  });
  for (const [name, kind, mime] of [
    ['paper', 'pdf', 'application/pdf'],
    ['locked', 'pdf', 'application/pdf'],
    ['photo', 'photo', 'image/png'],
    ['bloods', 'hl7', 'text/plain'],
  ] as const) {
    await door.store.files.keep(sent.patient, name, Readable.from([Buffer.from(`raw ${name}`)]), 1_000);
    await door.store.ledger.write((page) =>
      page.uploads.add({
        id: id<UploadId>(name),
        referral: sent.id,
        patient: sent.patient,
        by: alvin.id,
        state: 'kept',
        origin: { way: 'page', session: 's' },
        name,
        kind,
        mime,
        bytes: `raw ${name}`.length,
        sha256: createHash('sha256').update(`raw ${name}`).digest('hex'),
        at: noon,
      }),
    );
  }
});
afterEach(() => door.close());

const take = async (file: string) => {
  const seat = await door.as(alvin);
  const response = await seat.get(`/api/referrals/${sent.id}/files/${file}?download=1`);
  return { response, text: await response.text() };
};

test('a copy of what has pages says who took it, where they work, when, and out of which referral', async () => {
  const { response, text } = await take('paper');
  expect(response.headers.get('content-disposition')).toContain(`${sent.code} paper.pdf`);
  expect(text).toMatch(/^marked Copy for 副本交 .+ · .+ · 2026-11-23 12:00 HKT · Baton B7K-42Q$/);
  expect(text).toContain(alvin.name.zhHant);
  expect((await take('photo')).response.headers.get('content-type')).toBe('image/jpeg');
});

test('what machines read, and what is locked, goes out byte for byte', async () => {
  expect((await take('bloods')).text).toBe('raw bloods');
  expect((await take('locked')).text).toBe('raw locked');
});

test('each copy is in the trail with the fingerprint of what was given', async () => {
  const given = [(await take('paper')).text, (await take('bloods')).text];
  const exported = (await door.store.ledger.read((page) => page.trail.of(sent.id))).filter(
    ({ what }) => what === 'exported',
  );
  expect(exported.map((one) => 'sha256' in one && one.sha256)).toEqual(
    given.map((text) => createHash('sha256').update(text).digest('hex')),
  );
});

test('looking is not taking: what is shown is what was kept', async () => {
  const seat = await door.as(alvin);
  expect(await (await seat.get(`/api/referrals/${sent.id}/files/paper`)).text()).toBe('raw paper');
  const stranger = await (await door.as(cheung)).get(`/api/referrals/${sent.id}/files/paper?download=1`);
  expect(stranger.status).toBe(404);
});
