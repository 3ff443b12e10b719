import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ReadingProcess } from '#src/adapters/intake/reading-room.ts';
import type { MalwareScanner } from '#src/ports/malware.ts';
import { usualLimits } from '#src/ports/readers.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-room-'));
const rooms: ReadingProcess[] = [];
afterAll(async () => {
  for (const room of rooms) await room.close();
  rmSync(dir, { recursive: true, force: true });
});

function aRoom(limits: Partial<typeof usualLimits> = {}, scanner?: MalwareScanner): ReadingProcess {
  const entry = join(import.meta.dirname, '../../fakes/falling-reader.ts');
  const room = new ReadingProcess(entry, { ...usualLimits, ...limits }, scanner);
  rooms.push(room);
  return room;
}
const saying = (words: string) => ({ name: 'a', bytes: Buffer.from(words) });

test('a file whose reading process was killed is read once more', async () => {
  expect(await aRoom().read(saying(`once ${join(dir, 'mark')}`))).toEqual([]);
});

test('a file that makes its reader fall each time is refused, and the next one is read', async () => {
  const room = aRoom();
  expect(await room.read(saying('fall'))).toMatchObject([{ outcome: 'refused', code: 'upload.reader-failed' }]);
  expect(await room.read(saying('plain'))).toEqual([]);
});

test('a file that holds its reader up is refused when its time is over, and the next one is read', async () => {
  const room = aRoom({ milliseconds: 300 });
  expect(await room.read(saying('hang'))).toMatchObject([{ outcome: 'refused', code: 'upload.too-slow' }]);
});

test('a room that is closed ends at once: what is read and what waits fails without a code, and is not a refusal', async () => {
  const room = aRoom();
  const [long, next] = [room.read(saying('hang')), room.read(saying('plain'))];
  const ends = Promise.allSettled([long, next]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await room.close();
  expect((await ends).map((one) => one.status === 'rejected' && !('code' in one.reason))).toEqual([true, true]);
});

test('a file that the scanner finds harmful is never handed to a reader', async () => {
  const room = aRoom({}, { name: 'a scanner', look: async () => ({ is: 'found', what: 'Eicar' }) });
  expect(await room.read(saying('fall'))).toMatchObject([{ outcome: 'refused', code: 'upload.unsafe' }]);
});
