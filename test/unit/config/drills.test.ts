import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadDrills } from '#config/drills.ts';
import { ConfigInvalid } from '#config/explain.ts';
import { loadConfig } from '#config/load.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-drills-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const known = { hotlines: ['tm-cardio'], people: ['alvin', 'lam'] };
const written = (text: string) => {
  writeFileSync(join(dir, 'drills.yaml'), text);
  return loadDrills(dir, known);
};

test('the participants that are shipped are people and hotlines of the configuration', () => {
  const config = loadConfig('config', {});
  const all = loadDrills('config', {
    hotlines: config.hotlines.hotlines.map(({ id }) => id),
    people: config.people.people.map(({ id }) => id),
  });
  expect(all.length).toBeGreaterThan(0);
});

test('without the file nothing can be drilled; two hours and no group are what is not said', () => {
  expect(loadDrills(join(dir, 'nowhere'), known)).toEqual([]);
  expect(written('drills: [{ hotline: tm-cardio, people: [alvin] }]')).toEqual([
    { hotline: 'tm-cardio', people: ['alvin'], group: false, minutes: 120 },
  ]);
});

test.each([
  ['a hotline nobody knows', 'drills: [{ hotline: elsewhere, people: [alvin] }]', 'elsewhere'],
  ['a person nobody knows', 'drills: [{ hotline: tm-cardio, people: [alvin, somebody] }]', 'somebody'],
  ['nobody at all', 'drills: [{ hotline: tm-cardio, people: [] }]', 'people'],
  ['longer than two hours', 'drills: [{ hotline: tm-cardio, people: [alvin], minutes: 600 }]', 'minutes'],
  ['a word too many', 'drills: [{ hotline: tm-cardio, people: [alvin], phone: true }]', 'phone'],
])('%s stops the start and is named', (_what, text, named) => {
  expect(() => written(text)).toThrow(ConfigInvalid);
  expect(() => written(text)).toThrow(named);
});
