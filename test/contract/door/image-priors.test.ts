import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imagesShown, priorShown } from '#src/contract/images.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

/** Two referrals of one patient a day apart, each with a CT and a consent of its own; and one of somebody else. */
let door: Awaited<ReturnType<typeof aDoor>>;
const patient = id<PatientId>('seen-twice');
const yesterday = new Date(noon.getTime() - 86_400_000);
const opened = { standing: { state: 'opened', since: noon, by: cheung.id }, signature: aSignature() } as const;
const [early, now, strange] = [
  aReferral({ ...opened, id: id<ReferralId>('early'), code: 'C8L-53R', patient, startedAt: yesterday }),
  aReferral({ ...opened, id: id<ReferralId>('now'), patient }),
  aReferral({ ...opened, id: id<ReferralId>('strange'), code: 'D9M-64S', startedAt: yesterday }),
];

beforeAll(async () => {
  door = await aDoor();
  const { hkid: _own, ...identity } = aContent().identity;
  for (const referral of [early, now, strange]) {
    await door.store.ledger.write(async (page) => {
      if (referral !== now) await page.patients.add(referral.patient, identity);
      await page.referrals.add(referral, { ...aContent(), identity }, undefined, undefined);
      await page.consents.add(
        aConsent({ id: id<ConsentId>(`yes-${referral.id}`), patient: referral.patient, referral: referral.id }),
      );
    });
    await keepFile(referral, 'slice', 'dicom', aCtSlice({ size: 32, index: 0 }));
  }
  await keepFile(now, 'wound', 'photo', new Uint8Array([0xff, 0xd8, 0xff]));
  await keepFile(now, 'letter', 'pdf', Buffer.from('%PDF-1.7'));
});
afterAll(() => door.close());

async function keepFile(referral: Referral, name: string, kind: string, bytes: Uint8Array): Promise<void> {
  const file = id<UploadId>(`${name}-of-${referral.id}`);
  await door.store.files.keep(referral.patient, file, Readable.from([Buffer.from(bytes)]), 1_000_000);
  const upload = { id: file, referral: referral.id, patient: referral.patient, by: alvin.id, name, at: noon } as const;
  await door.store.ledger.write((page) =>
    page.uploads.add({ ...upload, state: 'filed', kind, origin: { way: 'page', session: 's' } }),
  );
}
const beside = (earlier: string) => `/api/referrals/now/images/beside/${earlier}`;
/** An answer without the name that was asked for. */
const told = async (answer: Response, name: string) =>
  `${answer.status} ${await answer.text()}`.replaceAll(name, 'that one');
const looks = async (which: Referral) =>
  (await door.store.ledger.read((page) => page.trail.of(which.id))).filter(
    (one) => one.what === 'seen' && one.how === 'images',
  ).length;

test('the earlier study of the same patient is offered, opens beside, and the look stands in the trail of both', async () => {
  const reader = await door.as(cheung);
  const { priors } = imagesShown.parse(await (await reader.get('/api/referrals/now/images')).json());
  expect(priors).toMatchObject([{ referral: 'early', code: 'C8L-53R', at: yesterday.toISOString() }]);
  const before = [await looks(early), await looks(now)];

  const { series } = priorShown.parse(await (await reader.get(beside('early'))).json());

  expect(series).toMatchObject([{ modality: 'CT', slices: [{ file: 'slice-of-early' }] }]);
  expect([await looks(early), await looks(now)]).toEqual(before.map((count) => count + 1));
  expect((await reader.get('/api/referrals/early/images/slice-of-early')).status).toBe(200);
});

test('photos and pages come as series that the service draws, and take drawings like slices', async () => {
  const reader = await door.as(cheung);
  const { series } = imagesShown.parse(await (await reader.get('/api/referrals/now/images')).json());
  expect(series.map(({ flat, slices }) => [flat, slices])).toEqual([
    [undefined, [{ file: 'slice-of-now', frame: 0, place: 0 }]],
    ['photo', [{ file: 'wound-of-now', frame: 0 }]],
    ['pages', [{ file: 'letter-of-now', frame: 0 }]],
  ]);
  const arrow = {
    series: 'photos',
    file: 'wound-of-now',
    frame: 0,
    kind: 'arrow',
    points: [
      [1.5, 2],
      [30, 40.25],
    ],
  };
  expect((await reader.post('/api/referrals/now/images/annotations', arrow)).status).toBe(200);
  const { annotations } = imagesShown.parse(await (await reader.get('/api/referrals/now/images')).json());
  expect(annotations).toMatchObject([arrow]);
});

test('a later one, one of somebody else and one that does not exist give the same answer', async () => {
  const reader = await door.as(cheung);
  const answers = await Promise.all(
    ['strange', 'nothing', 'now'].map(async (name) => told(await reader.get(beside(name)), name)),
  );
  answers.push(await told(await reader.get('/api/referrals/early/images/beside/now'), 'now'));
  expect(answers[0]).toMatch(/^404 /);
  expect([...new Set(answers)]).toHaveLength(1);
});

test('once the patient takes the earlier consent back, it is neither offered nor opened, as if it were not there', async () => {
  const reader = await door.as(cheung);
  const author = await door.as(alvin);
  const unknown = await told(await reader.get(beside('nothing')), 'nothing');
  door.store.clock.pass(5);
  expect((await author.post('/api/referrals/early/consent/withdraw', {})).ok).toBe(true);

  const { priors } = imagesShown.parse(await (await reader.get('/api/referrals/now/images')).json());
  expect(priors).toEqual([]);
  expect(await told(await reader.get(beside('early')), 'early')).toBe(unknown);
  expect((await reader.get('/api/referrals/early/images/slice-of-early')).status).toBe(404);
});
