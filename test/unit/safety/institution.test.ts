import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadSafetyChanges } from '#config/safety-changes.ts';
import { checkSafety } from '#src/domain/safety/check.ts';
import { compileSafety } from '#src/domain/safety/compile.ts';
import { withChanges } from '#src/domain/safety/institution.ts';
import { readCase } from '#src/domain/safety/read-case.ts';
import { knowledge, now, tables } from './net.ts';

const example = readFileSync(join(import.meta.dirname, '../../../config/knowledge/institutions/example.yaml'), 'utf8');
const rooms: string[] = [];
afterEach(() => {
  for (const room of rooms.splice(0)) rmSync(room, { recursive: true });
});

function changesIn(text: string) {
  const room = mkdtempSync(join(tmpdir(), 'changes-'));
  rooms.push(room);
  writeFileSync(join(room, 'tmh.yaml'), text);
  return loadSafetyChanges(knowledge, tables, room);
}

const on = (text = example) => text.replace('enabled: false', 'enabled: true');

function rulesFor(medications: string, today: string): string[] {
  const [changes] = changesIn(on());
  if (changes === undefined) throw new Error('the example is not on');
  const safety = compileSafety(knowledge, withChanges(tables, changes, today));
  return checkSafety(safety, readCase(safety, { medications }, now)).alerts.map(
    (alert) => `${alert.tier} ${alert.rule}`,
  );
}

test('the example that ships is off', () => expect(loadSafetyChanges(knowledge, tables)).toEqual([]));

test('a rule is silent to its last day and speaks again on the next', () => {
  expect(rulesFor('furosemide; naproxen', '2027-05-31')).toEqual([]);
  expect(rulesFor('furosemide; naproxen', '2027-06-01')).toEqual(['note DDI062']);
});

test('a rule is graver, and a rule of its own speaks', () => {
  expect(rulesFor('warfarin; danshen', '2026-11-23')).toEqual(['stop DDI026']);
  expect(rulesFor('warfarin; huang qi', '2026-11-23')).toEqual(['note TMH001']);
});

test.each([
  ['a red rule silenced', example.replace('DDI062', 'DDI001'), 'red list'],
  [
    'a red rule lowered',
    example.replace('DDI026', 'DDI188').replace('severity: contraindicated', 'severity: moderate'),
    'red list',
  ],
  ['an unknown rule', example.replace('DDI062', 'DDI999'), 'a rule of the tables'],
  ['an unknown drug', example.replace('astragalus (Huang qi)', 'unknownium'), 'drugs.csv'],
  ['an id that is taken', example.replace('TMH001', 'DDI001'), 'an id that no rule has'],
  ['a silence without an end', example.replace('    until: 2027-05-31\n', ''), 'silence.0.until'],
  ['a silence without a reason', example.replace(/reason: Every.*/u, ''), 'silence.0.reason'],
  ['no YAML', 'a: [', 'example.yaml'],
])('%s is refused, also while the file is off', (_what, text, allowed) => {
  expect(() => changesIn(text)).toThrow(allowed);
});
