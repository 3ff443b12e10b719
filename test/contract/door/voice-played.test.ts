import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { id, type UploadId } from '#src/domain/ids.ts';
import { openReadingRoom, playableSoundOf } from '#src/start/reading-room.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

const { patient, id: referral } = aReferral();
const room = openReadingRoom();
afterAll(() => room.close());
/** A quarter of a second of comfort noise: twelve frames of the mode of 4.75 kbit/s (RFC 4867, §5.3: 0x04 and twelve octets). */
const voice = Buffer.concat([
  Buffer.from('#!AMR\n'),
  ...Array.from({ length: 12 }, (_none, n) =>
    Buffer.from([0x04, ...Array.from({ length: 12 }, (_one, at) => (n * 31 + at * 7) & 0xff)]),
  ),
]);

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor({ playableSound: (who, file) => playableSoundOf(room, door.store.files)(who, file) });
  await door.store.files.keep(patient, 'voice', Readable.from([voice]), 1_000_000);
  await door.store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
    await page.uploads.add({
      id: id<UploadId>('voice'),
      referral,
      patient,
      by: alvin.id,
      state: 'kept',
      kind: 'audio',
      mime: 'audio/amr',
      bytes: voice.length,
      origin: { way: 'page', session: 's' },
      name: 'voice.amr',
      at: door.store.clock.now(),
    });
  });
});
afterEach(() => door.close());

test('a voice as DingTalk records it is played as WAV, in pieces too, and kept as it came', async () => {
  const doctor = await door.as(alvin);
  const path = `/api/referrals/${referral}/files/voice`;
  const played = await doctor.get(path);
  expect([played.status, played.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  const wav = Buffer.from(await played.arrayBuffer());
  expect(wav.subarray(0, 4).toString('latin1')).toBe('RIFF');
  // Twelve frames of twenty milliseconds at 8 kHz, two octets each, behind the header.
  expect(wav.length).toBe(44 + 12 * 160 * 2);
  const piece = await doctor.get(path, { range: 'bytes=0-3' });
  expect([piece.status, piece.headers.get('content-range')]).toEqual([206, `bytes 0-3/${wav.length}`]);
  expect(Buffer.from(await piece.arrayBuffer()).toString('latin1')).toBe('RIFF');

  const saved = Buffer.from(await (await doctor.get(`${path}?download=1`)).arrayBuffer());
  expect(saved.equals(voice)).toBe(true);
  expect((await (await door.as(cheung)).get(path)).status).toBe(404);
});

test('a recording without sound, and another kind of it, are refused by code', async () => {
  const sound = (bytes: Buffer) => room.sound({ name: '', bytes });
  await expect(sound(Buffer.from('#!AMR\n'))).rejects.toMatchObject({ code: 'upload.damaged' });
  await expect(sound(Buffer.from('OggS'))).rejects.toMatchObject({ code: 'upload.unreadable-type' });
});
