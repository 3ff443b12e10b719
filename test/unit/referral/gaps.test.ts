import { expect, test } from 'vitest';
import { emptyContent } from '#src/domain/referral/drafting.ts';
import { gapsOf } from '#src/domain/referral/gaps.ts';
import { aContent } from '#test/builders/a-referral.ts';

test('an empty draft asks for everything a good referral needs', () => {
  expect(gapsOf(emptyContent).map(({ field }) => field)).toEqual([
    'hkid',
    'name',
    'birth',
    'sex',
    'reason',
    'urgency',
    'allergies',
    'medications',
    'consent',
  ]);
});

test('a complete draft asks for nothing', () => {
  expect(gapsOf(aContent())).toEqual([]);
});

test('a wrong check digit is asked about as such', () => {
  expect(gapsOf(aContent({ identity: { ...aContent().identity, hkidValid: false } }))).toEqual([
    { field: 'hkid', why: 'check-digit', choices: [] },
  ]);
});

test('an unsure drug must be looked at before sign-off', () => {
  const unsure = aContent({
    medicationsSaid: 'given',
    findings: [
      { type: 'medication', name: 'warfrin', course: 'current', status: 'present', confidence: 0.6, source: {} },
    ],
  });
  expect(gapsOf(unsure).map(({ field }) => field)).toEqual(['doubtful']);
});

test('an allergy that was not stated is never taken for none', () => {
  expect(gapsOf(aContent({ allergiesSaid: 'not-said' }))).toEqual([
    { field: 'allergies', why: 'missing', choices: ['none', 'unknown'] },
  ]);
});
