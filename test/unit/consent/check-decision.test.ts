import { expect, test } from 'vitest';
import { checkDecision, splitSensitive } from '#src/domain/consent/check-decision.ts';
import type { HowGiven } from '#src/domain/consent/consent.ts';
import { Refused } from '#src/domain/refused.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { later, noon } from '#test/builders/a-referral.ts';

const adult = { iso: '1967-04-01', precision: 'day' } as const;
const child = { iso: '2015-04-01', precision: 'day' } as const;
const mother: HowGiven = {
  way: 'substitute',
  name: 'WONG Mei Ling',
  relation: 'mother',
  proof: 'birth certificate',
  because: 'minor',
};

const codeOf = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error.code : 'something else';
  }
};

test.each([
  ['an adult who says yes', aConsent(), adult, undefined],
  ['an adult whose birth date is not known', aConsent(), undefined, undefined],
  ['a yes to nothing', aConsent({ categories: [] }), adult, 'consent.scope'],
  ['a no to everything, which needs no list', aConsent({ decision: 'refused', categories: [] }), adult, undefined],
  ['an end that has passed', aConsent({ until: noon }), adult, 'consent.dates'],
  ['a child who says yes', aConsent(), child, 'consent.needs-substitute'],
  ['a child who says no is heard', aConsent({ decision: 'refused' }), child, undefined],
  ['a mother for her child', aConsent({ how: mother }), child, undefined],
  ['a mother for her grown son', aConsent({ how: mother }), adult, 'consent.substitute'],
  ['a substitute without a name', aConsent({ how: { ...mother, name: ' ' } }), child, 'consent.substitute'],
  ['a substitute without a relation', aConsent({ how: { ...mother, relation: '' } }), child, 'consent.substitute'],
  ['a substitute without a proof', aConsent({ how: { ...mother, proof: '' } }), child, 'consent.substitute'],
  [
    'a daughter for a father who cannot decide',
    aConsent({ how: { ...mother, because: 'incapacity' } }),
    adult,
    undefined,
  ],
])('%s', (_what, consent, birth, code) => {
  expect(codeOf(() => checkDecision(consent, birth, later(1)))).toBe(code);
});

test('what was agreed to together with the sensitive parts becomes two decisions', () => {
  expect(splitSensitive(['sensitive', 'medicines'])).toEqual([['medicines'], ['sensitive']]);
  expect(splitSensitive(['sensitive'])).toEqual([['sensitive']]);
});
