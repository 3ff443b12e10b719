import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '#config/knowledge.ts';
import type { FindingShown } from '#src/contract/referral.ts';
import { makeReader } from '#src/domain/reading/read-note.ts';
import { courseOf, spokenWhen } from '../../../miniapp/screens/referral/course-and-time.ts';
import { allergiesIn, namesOneThing, nothingNamed } from '../../../miniapp/screens/referral/what-is-named.ts';
import { en } from '../../../miniapp/words/en.ts';
import { zhHans } from '../../../miniapp/words/zh-hans.ts';
import { zhHant } from '../../../miniapp/words/zh-hant.ts';

const read = makeReader(loadKnowledge('config/knowledge'));
const findingsOf = (text: string) => read(text, { now: new Date('2026-11-23T02:00:00Z') }).findings;

describe('allergies', () => {
  test.each(['NKDA', 'Allergies: none', 'Allergies: unknown', '沒有藥物敏感'])(
    '"%s" names no substance, so none is shown in red',
    (text) => {
      const findings = findingsOf(text);
      expect(findings.some(({ type }) => type === 'allergy')).toBe(true);
      expect(allergiesIn(findings).warned).toEqual([]);
    },
  );

  test('a named substance is warned of, and one that was ruled out is not', () => {
    const { warned, denied } = allergiesIn([
      { type: 'allergy', name: 'penicillin', status: 'present' },
      { type: 'allergy', name: 'aspirin', status: 'absent' },
      { type: 'allergy', name: 'any drug', status: 'unknown' },
    ]);
    expect(warned.map(({ name }) => name)).toEqual(['penicillin']);
    expect(denied.map(({ name }) => name)).toEqual(['aspirin']);
  });

  test('an answer that is awaited, or unknown, is never shown as none', () => {
    expect(nothingNamed('none', true)).toBe('allergy.pending');
    expect(nothingNamed('unknown', false)).toBe('allergy.unknown');
    expect(nothingNamed('not-said', false)).toBe('allergy.not-said');
    expect(nothingNamed('none', false)).toBe('allergy.none');
  });
});

test('"takes nothing" is no medicine called none', () => {
  const said = findingsOf('not on any medication').filter(({ type }) => type === 'medication');
  expect(said).toHaveLength(1);
  expect(said.filter((one) => namesOneThing(one))).toEqual([]);
});

test('a medicine that was stopped is told apart from one that is taken', () => {
  const stopped = findingsOf('Medications: warfarin stopped').find(({ type }) => type === 'medication');
  expect(stopped).toMatchObject({ name: 'warfarin', course: 'stopped' });
  expect(courseOf({ type: 'medication', note: 'stopped' })).toBe('stopped');
  expect(courseOf({ type: 'result', note: 'stopped' } satisfies Pick<FindingShown, 'type' | 'note'>)).toBeUndefined();
});

test.each([en, zhHant, zhHans])('the examples beside the lists are ones that Baton can read', (catalogue) => {
  const example = (hint: string) => hint.split(/[:：]/).slice(1).join(':');
  expect(findingsOf(`Allergies: ${example(catalogue['gap.hint.allergies'])}`)[0]?.confidence).toBeGreaterThan(0.8);
  expect(findingsOf(`Medications: ${example(catalogue['gap.hint.medications'])}`)[0]?.confidence).toBeGreaterThan(0.8);
});

test('a date of a result is written as Hong Kong writes it; other words stay as the source has them', () => {
  expect(spokenWhen('2026-11-22', 'en')).toBe('22 Nov 2026');
  expect(spokenWhen('2026-11-22T19:10:00Z', 'en')).toBe('23 Nov 2026 03:10');
  expect(spokenWhen('2026-11-22T19:10', 'en')).toBe('22 Nov 2026 19:10');
  expect(spokenWhen('last week', 'en')).toBe('last week');
});
