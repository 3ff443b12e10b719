import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDemo, type StepResult } from '#src/cli/demo.ts';
import { runVerify } from '#src/cli/verify.ts';

test('the whole day goes through, from the upload to the closed referral, and its trail verifies', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-day-'));
  const trail = join(dir, 'trail.jsonl');
  const { exit, out } = await runDemo({ trail });
  // The demo's own shape, documented in docs/cli.md.
  const steps = out['steps'] as StepResult[];
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(steps.map(({ name }) => name)).toEqual([
    '1 Upload',
    '2 Record',
    '3 Safety',
    '4 Consent',
    '5 Sign-off',
    '6 Delivery',
    '10 Handover',
    '9 Follow-up',
    '11 Proof',
  ]);
  expect(exit).toBe(0);

  expect((await runVerify([trail])).exit).toBe(0);
  const lines = readFileSync(trail, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes('"what\\":\\"signed'));
  const seq = (JSON.parse(lines[index] ?? '{}') as { seq: number }).seq;
  lines[index] = (lines[index] ?? '').replace('"what\\":\\"signed', '"what\\":\\"singed');
  writeFileSync(trail, lines.join('\n'));
  const broken = await runVerify([trail]);
  expect(broken).toMatchObject({ exit: 1, out: { ok: false, code: 'trail.broken', firstBad: { chain: 'tmh', seq } } });
  for (const secret of ['陳小明', 'A123456', 'penicillin', 'warfarin', 'Chest pain'])
    expect(lines.join('\n')).not.toContain(secret);
  rmSync(dir, { recursive: true, force: true });
}, 120_000);

test('verify says what is missing when no trail is named', async () => {
  expect(await runVerify([])).toMatchObject({ exit: 2, out: { ok: false } });
  expect(await runVerify(['/nowhere/trail.jsonl'])).toMatchObject({ exit: 2 });
});
