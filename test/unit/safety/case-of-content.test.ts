import { expect, test } from 'vitest';
import type { Finding } from '#src/domain/record/finding.ts';
import { aContent, noon } from '#test/builders/a-referral.ts';
import { theSafety } from '#test/builders/the-safety.ts';

const read = { status: 'present', confidence: 0.95, source: {} } as const;
const takes = (name: string, more: object = {}): Finding => ({
  ...read,
  type: 'medication',
  name,
  course: 'current',
  ...more,
});
const allergic = (name: string, more: object = {}): Finding => ({ ...read, type: 'allergy', name, ...more });
const check = (findings: readonly Finding[], more: object = {}) =>
  theSafety.check(aContent({ findings, allergiesSaid: 'given', medicationsSaid: 'given', ...more }), noon);
const stops = (findings: readonly Finding[], more: object = {}) =>
  check(findings, more)
    .alerts.filter(({ tier }) => tier === 'stop')
    .map(({ subjects }) => subjects.join(' + '));

test('a painkiller with an anticoagulant is a red stop, whatever the brand', () => {
  expect(stops([takes('warfarin', { dose: '3 mg' }), takes('Voltaren')])).toEqual(['diclofenac + warfarin']);
});

test('a drug the patient is allergic to is a red stop', () => {
  expect(stops([takes('Augmentin'), allergic('penicillin', { reaction: 'rash' })])).toHaveLength(1);
});

test('a stopped medicine raises no stop, and neither does a relative’s problem or a denied allergy', () => {
  expect(stops([takes('warfarin', { course: 'stopped' }), takes('ibuprofen')])).toEqual([]);
  expect(stops([takes('amoxicillin'), allergic('penicillin', { status: 'absent' })])).toEqual([]);
});

test('an allergy beside "no known allergy" does not vanish', () => {
  expect(stops([takes('amoxicillin'), allergic('penicillin')], { allergiesSaid: 'none' })).toHaveLength(1);
});

test('what cannot be recognised is said to be unchecked', () => {
  expect(check([takes('blorfazine', { dose: '5 mg' })]).unrecognised.join()).toContain('blorfazine');
});

test('an empty draft raises nothing and does not fail', () => {
  expect(theSafety.check(aContent({ findings: [] }), noon).alerts).toEqual([]);
});
