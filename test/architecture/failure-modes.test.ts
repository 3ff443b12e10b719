import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/failure-modes.md', 'utf8');

test('every no a person can meet has a line that says what happens', () => {
  const codes = readFileSync('src/domain/refused.ts', 'utf8')
    .split('export type RefusalCode')[1]
    ?.match(/[a-z]+\.[a-z-]+/g);
  expect(codes?.length).toBeGreaterThan(50);
  expect(codes?.filter((code) => !page.includes(code))).toEqual([]);
});

test('every test a line names is there', () => {
  const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
