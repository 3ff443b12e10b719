import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BadTable, loadKnowledge } from '#config/knowledge.ts';
import { nearestName } from '#src/domain/reading/near-names.ts';
import { makeReader } from '#src/domain/reading/read-note.ts';
import { lexicon, now } from './reader.ts';

const tables = join(import.meta.dirname, '../../../config/knowledge');
const rooms: string[] = [];

afterEach(() => {
  for (const room of rooms.splice(0)) rmSync(room, { recursive: true });
});

/** A copy of the tables with one file changed. */
function withChanged(file: string, change: (text: string) => string): string {
  const room = mkdtempSync(join(tmpdir(), 'tables-'));
  rooms.push(room);
  cpSync(tables, room, { recursive: true });
  writeFileSync(join(room, file), change(readFileSync(join(room, file), 'utf8')));
  return room;
}

test('the tables that ship are sound and make a reader', () => {
  const read = makeReader(loadKnowledge());
  expect(read('on warfarin 3mg od', { now }).findings).toHaveLength(1);
});

test.each([
  ['drugs.csv', (text: string) => text.replace('B01AA03', 'B01AA3'), 'atc', 'B01AA3'],
  ['lab-tests.csv', (text: string) => text.replace('2823-3', '2823-4'), 'loinc', '2823-4'],
  ['problems.csv', (text: string) => text.replace('\nI10,', '\nI-10,'), 'icd10', 'I-10'],
  ['studies.csv', (text: string) => text.replace('\nimage,', '\npicture,'), 'kind', 'picture'],
  ['vitals.csv', (text: string) => text.replace('name,loinc', 'name,code'), 'header', 'name,code'],
  ['allergens.csv', (text: string) => `${text}latex,,twice,\n`, 'name', 'latex'],
  ['drugs.csv', (text: string) => `${text}half a row\n`, 'row', '1 cells'],
])('a wrong cell in %s stops the start and says where', (file, change, column, found) => {
  const room = withChanged(file, change);
  expect(() => loadKnowledge(room)).toThrow(BadTable);
  try {
    loadKnowledge(room);
  } catch (error) {
    expect(String(error)).toMatch(new RegExp(`${file}, line \\d+, ${column}: found "${found}`));
    expect(String(error)).toContain('allowed:');
  }
});

test.each([
  ['warfarn', 'warfarin'],
  ['asprin', 'aspirin'],
  ['metfomin', 'metformin'],
  ['omeprazol', 'omeprazole'],
  ['clopidogral', 'clopidogrel'],
  ['penicilin', 'penicillin'],
])('%s can only be %s', (slip, name) => {
  expect(nearestName(lexicon, slip, ['drug', 'allergen'])?.name).toBe(name);
});

test.each([
  'hydralzine',
  'hydroxizine',
  'prednisolon',
  'chlorpropamine',
  'exertion',
  'arrival',
  'admission',
  'gtm',
  'abcdefghij',
])('%s is not guessed', (slip) => {
  expect(nearestName(lexicon, slip, ['drug', 'allergen'])).toBeUndefined();
});
