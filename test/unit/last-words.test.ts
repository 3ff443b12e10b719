import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { firstFrame } from '#src/domain/first-frame.ts';

const child = join(import.meta.dirname, '../builders/last-words-child.ts');

test('a process that dies of errors full of what was said leaves none of it behind: not on its outputs, not in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-last-words-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, TMPDIR: folder, NODE_OPTIONS: '' };
  const { code, out } = await new Promise<{ code: unknown; out: string }>((resolve) =>
    execFile(process.execPath, [child, 'Qx7Marked'], { cwd: folder, env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code, out: stdout + stderr }),
    ),
  );
  expect(code).toBe(1);
  expect(out).toContain('a promise failed that nobody waited for');
  expect(out).toContain('an error that nobody caught ends the process');
  expect(out).toContain('last-words-child.ts');
  expect(out).not.toContain('Qx7Marked');
  expect(readdirSync(folder)).toEqual([]);
}, 90_000);

test.each([
  ['one line', 'CHAN Siu Ming'],
  ['several lines', 'CHAN\nSiu\nMing'],
  ['lines that look like places', 'x\n    at CHAN (file:///Siu/Ming.ts:1:2)'],
  ['nothing', ''],
])('of an error that says %s only the place is told', (_what, message) => {
  const told = firstFrame(new Error(message));
  expect(told).toContain('last-words.test.ts');
  expect(told).not.toMatch(/CHAN|Siu|Ming/u);
});

test('an error whose message was changed after it arose, or that is none, has no place', () => {
  const stack = 'Error: CHAN\n    at Siu (file:///Ming.ts:1:2)';
  const error = Object.assign(new Error('other words'), { stack });
  expect(firstFrame(error)).toBeUndefined();
  expect(firstFrame('CHAN Siu Ming')).toBeUndefined();
});
