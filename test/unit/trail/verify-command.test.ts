import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runVerify } from '#src/cli/verify.ts';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';
import { aKey, aTrail, checkpointsIn } from '#test/builders/a-trail.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-verify-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const key = aKey();
const lines = [...aTrail({ tmh: 12, twc: 4 }, { key })];
const whole = `${lines.join('\n')}\n`;
const file = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
/** Short enough to try every byte of it. */
const short = Buffer.from(`${[...aTrail({ tmh: 4, twc: 1 }, { key })].join('\n')}\n`);
const good = file('good.jsonl', whole);

test('a trail that holds ends with 0 and says how much it held and whose key it was', async () => {
  const { exit, out, text } = await runVerify([good]);
  expect(exit).toBe(0);
  expect(out).toMatchObject({ ok: true, entries: 16, chains: 2, checkpoints: 4 });
  expect(out['key']).toMatch(/^[0-9a-f]{64}$/);
  expect(text).toContain('The trail holds: 16 entries in 2 chains');
});

test('a broken trail ends with 1, its code, and the first bad entry', async () => {
  const bad = file('bad.jsonl', whole.replace(/("seq":7,"body":".*?)alvin/, '$1lam'));
  expect(await runVerify([bad])).toMatchObject({
    exit: 1,
    out: { ok: false, code: 'trail.broken', firstBad: { chain: 'tmh', seq: 7 } },
    text: expect.stringContaining('chain tmh, entry 7'),
  });
});

test('an earlier export, or its checkpoints as a list, unmask an older copy', async () => {
  const older = file('older.jsonl', `${[...aTrail({ tmh: 7, twc: 4 }, { key })].join('\n')}\n`);
  const list = file('list.json', JSON.stringify(checkpointsIn(lines)));
  expect(await runVerify([older])).toMatchObject({ exit: 0 });
  for (const remembered of [good, list])
    expect(await runVerify([older, '--remembered', remembered])).toMatchObject({
      exit: 1,
      out: { firstBad: { chain: 'tmh', seq: 8 } },
    });
  expect(await runVerify([good, '--remembered', older])).toMatchObject({ exit: 0 });
});

test('with the keys told by other means, a trail signed by anybody else is refused', async () => {
  const [ours, others] = [file('ours.pem', key.spkiPem), file('others.pem', aKey().spkiPem)];
  expect(await runVerify([good, '--keys', ours])).toMatchObject({ exit: 0 });
  expect(await runVerify([good, '--keys', others])).toMatchObject({ exit: 1 });
});

test('wrong usage ends with 2 and a sentence that says what to do', async () => {
  const words = file('words.txt', 'not checkpoints');
  for (const args of [
    [],
    ['--remembered', good],
    [join(dir, 'nowhere')],
    [dir],
    [good, '--remembered'],
    [good, '--remembered', join(dir, 'nowhere')],
    [good, '--remembered', words],
    [good, '--keys', words],
  ]) {
    const { exit, out } = await runVerify(args);
    expect({ args, exit, code: out['code'] }).toEqual({ args, exit: 2, code: 'usage' });
  }
});

test('a file that is no trail is broken, not a fault of the program', async () => {
  expect(await runVerify([file('empty', '')])).toMatchObject({ exit: 1 });
  expect(await runVerify([file('noise', Buffer.from([0xff, 0xfe, 0x0a, 0x00]))])).toMatchObject({ exit: 1 });
});

test('the bytes may come in pieces of any size', async () => {
  const bytes = Buffer.from(whole);
  for (const size of [1, 7, 4_096])
    expect(
      await verifyTrail(
        (function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        })(),
      ),
    ).toMatchObject({ ok: true, entries: 16 });
});

test('each byte of the file flipped in turn is found, line breaks too', async () => {
  for (let at = 0; at < short.length; at += 1) {
    const bad = Buffer.from(short);
    bad[at] = (bad[at] ?? 0) ^ (at % 2 ? 0x01 : 0x80);
    expect((await verifyTrail([bad])).ok, `byte ${at}`).toBe(false);
  }
});

test('each length the file can be cut to is found', async () => {
  for (let length = 0; length < short.length; length += 1)
    expect((await verifyTrail([short.subarray(0, length)])).ok, `cut at ${length}`).toBe(false);
});
