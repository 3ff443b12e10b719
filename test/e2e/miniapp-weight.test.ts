import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const dist = join(tmpdir(), `baton-weight-${process.pid}`);

beforeAll(async () => {
  await build({
    configFile: 'miniapp/vite.config.ts',
    logLevel: 'error',
    build: { outDir: dist, emptyOutDir: true, manifest: 'parts.json' },
  });
});
afterAll(() => rm(dist, { recursive: true, force: true }));

type Part = { readonly file: string; readonly imports?: readonly string[] };
const weigh = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);

function withImports(parts: Readonly<Record<string, Part>>, name: string, seen = new Set<string>()): Set<string> {
  const part = parts[name];
  if (!part || seen.has(part.file)) return seen;
  seen.add(part.file);
  for (const next of part.imports ?? []) withImports(parts, next, seen);
  return seen;
}

test('the first screen inside DingTalk, with its words, is less than 200 kB of compressed script', () => {
  // Vite wrote it in the line above.
  const parts = JSON.parse(readFileSync(join(dist, 'parts.json'), 'utf8')) as Record<string, Part>;
  const first = withImports(parts, 'index.html');
  for (const later of ['words/zh-hant.ts', 'host/dingtalk.ts']) withImports(parts, later, first);

  expect(first.size).toBeGreaterThan(3);
  expect(weigh(first)).toBeLessThan(200 * 1000);
});

test('every script and style has its content in its name, and the shell holds no inline script or style', () => {
  for (const file of readdirSync(join(dist, 'assets'))) expect(file).toMatch(/-[\w-]{8}\.(js|css|wasm)$/);
  const shell = readFileSync(join(dist, 'index.html'), 'utf8');

  expect(shell).not.toMatch(/<style|style="|<script(?![^>]*src=)/);
  expect(shell).not.toMatch(/https?:\/\//);
});
