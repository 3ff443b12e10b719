import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BadTable } from '#config/knowledge.ts';
import { loadSafetyTables } from '#config/safety.ts';
import { knowledge, safety, tables } from './net.ts';

const shipped = join(import.meta.dirname, '../../../config/knowledge/safety');
const rooms: string[] = [];
afterEach(() => {
  for (const room of rooms.splice(0)) rmSync(room, { recursive: true });
});

function withChanged(file: string, change: (text: string) => string): string {
  const room = mkdtempSync(join(tmpdir(), 'safety-'));
  rooms.push(room);
  cpSync(shipped, room, { recursive: true });
  writeFileSync(join(room, file), change(readFileSync(join(room, file), 'utf8')));
  return room;
}

test.each([
  ['interactions.csv', (text: string) => text.replace('class:vka', 'class:vkaa'), 'left', 'class:vkaa'],
  ['interactions.csv', (text: string) => text.replace('DDI013,warfarin', 'DDI013,warfarine'), 'left', 'warfarine'],
  ['interactions.csv', (text: string) => text.replace('DDI002', 'DDI001'), 'id', 'DDI001'],
  ['interactions.csv', (text: string) => text.replace('BNF App.1; ONC non-interruptive list', ''), 'source', ''],
  [
    'interactions.csv',
    (text: string) => `${text}ZZZ001,class:nsaid,class:vka,,moderate,,,note,,other,other,me,2026-11-23,x\n`,
    'left',
    'class:nsaid with class:vka, moderate',
  ],
  ['interactions.csv', (text: string) => text.replace(',major,', ',grave,'), 'severity', 'grave'],
  [
    'classes.csv',
    (text: string) => text.replace('anticoagulant,anticoagulant,', 'anticoagulant,anticoagulant,vka'),
    'within',
    'anticoagulant',
  ],
  ['retest.csv', (text: string) => text.replace('HbA1c', 'HbA1d'), 'test', 'HbA1d'],
  ['renal.csv', (text: string) => text.replace('metformin,30', 'metformin,low'), 'below', 'low'],
])('a table that cannot be right stops the start: %s', (file, change, column, found) => {
  const room = withChanged(file, change);
  expect(() => loadSafetyTables(knowledge, room)).toThrow(BadTable);
  try {
    loadSafetyTables(knowledge, room);
  } catch (error) {
    const escaped = found.replaceAll(/[*().]/gu, String.raw`\$&`);
    expect(String(error)).toMatch(new RegExp(`${file}, line \\d+, ${column}: found "${escaped}`, 'u'));
  }
});

test('no rule has nobody it speaks of', () => {
  const speaking = new Set([...safety.pairs.values()].flat().map((rule) => rule.id));
  const silent = [...tables.interactions, ...tables.duplicates]
    .filter((row) => !speaking.has(row.id))
    .map((row) => row.id);
  expect(silent).toEqual([]);
});
