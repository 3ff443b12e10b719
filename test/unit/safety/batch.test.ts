import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { runBatch, runCheck } from '#src/cli/check.ts';

const rooms: string[] = [];
afterEach(() => {
  for (const room of rooms.splice(0)) rmSync(room, { recursive: true });
});

/** Collects what is written, slowly, so that the writer has to wait. */
function collector() {
  const pieces: string[] = [];
  const out = new Writable({
    highWaterMark: 64,
    write(piece, _encoding, done) {
      pieces.push(String(piece));
      setImmediate(done);
    },
  });
  return {
    out,
    answers: () =>
      pieces
        .join('')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line): Record<string, unknown> => JSON.parse(line)),
  };
}

test('one answer a line, in order, with the case’s own id; broken lines are answered and end in 1', async () => {
  const lines = [
    '\uFEFF{"id":"a","medications":["warfarin","ibuprofen"]}',
    '',
    '{"id":"b","medications":"loratadine","allergies":"NKDA"}\r',
    '{broken',
    '{"id":{"own":"shape"},"medications":"warfarin","egfr":-5}',
    '[1,2]',
    '"text"',
    'null',
    '{"id":"c","medications":[null]}',
    '{"id":"d","medications":["華法林; 布洛芬"]}',
  ];
  const { out, answers } = collector();
  expect(await runBatch('-', out, Readable.from(lines.map((line) => `${line}\n`)))).toBe(1);
  const found = answers();
  expect(found.map((each) => each['id'])).toEqual([
    'a',
    'b',
    undefined,
    { own: 'shape' },
    undefined,
    undefined,
    undefined,
    'c',
    'd',
  ]);
  expect(found.map((each) => (each['error'] as { code: string } | undefined)?.code)).toEqual([
    undefined,
    undefined,
    'check.not-json',
    'check.wrong-value',
    'check.not-an-object',
    'check.not-an-object',
    'check.not-an-object',
    'check.wrong-value',
    undefined,
  ]);
  expect(found[8]).toMatchObject({ alerts: [{ tier: 'stop', rule: 'DDI001' }], unrecognised: [] });
});

test('whole cases end in 0, from a file too; a file that is not there in 2', async () => {
  const room = mkdtempSync(join(tmpdir(), 'batch-'));
  rooms.push(room);
  const file = join(room, 'cases.jsonl');
  writeFileSync(file, '{"medications":["aspirin 80 mg daily"]}');
  const { out, answers } = collector();
  expect(await runBatch(file, out)).toBe(0);
  expect(answers()).toHaveLength(1);
  const none = collector();
  expect(await runBatch(join(room, 'none.jsonl'), none.out)).toBe(2);
  expect(none.answers()).toMatchObject([{ error: { code: 'check.no-file' } }]);
});

test('for people: a sign and a word for each tier, what was not checked in words that cannot be overlooked', async () => {
  const { text, out, exit } = await runCheck({ medications: 'warfarin; ibuprofen; foozumab', allergies: 'NKDA' });
  expect(exit).toBe(0);
  expect(text).toContain('STOP');
  expect(text).toContain('NOT RECOGNISED, NOT CHECKED:\n  ! foozumab');
  expect(text).toContain('not reviewed by a clinician');
  expect(out).toMatchObject({ unrecognised: ['foozumab'] });
  expect((await runCheck({ medications: 'loratadine' })).text).toContain('No warning found. That does not mean safe.');
});

test('a value that cannot be is wrong usage', async () => {
  expect(await runCheck({ medications: 'aspirin', egfr: '-5' })).toMatchObject({
    exit: 2,
    out: { error: { code: 'check.wrong-value' } },
  });
  expect(await runCheck({})).toMatchObject({ exit: 2, out: { error: { code: 'check.empty' } } });
});
