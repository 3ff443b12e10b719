import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPolicy, type PolicyText, policyFrom } from '#src/adapters/policy/open-policy.ts';
import type { Question } from '#src/domain/access/question.ts';
import { Refused } from '#src/domain/refused.ts';
import { policyFolder, thePolicy } from '#test/builders/the-policy.ts';

const texts: readonly PolicyText[] = readdirSync(policyFolder)
  .sort()
  .map((file) => ({ file, text: readFileSync(join(policyFolder, file), 'utf8') }));
const changed = (file: string, change: (text: string) => string): readonly PolicyText[] =>
  texts.map((one) => (one.file === file ? { file, text: change(one.text) } : one));

function refusal(work: () => unknown): Refused {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('every rule has a name of its own and says in one sentence what it is for', () => {
  expect(thePolicy.rules.length).toBeGreaterThan(25);
  for (const { id, says } of thePolicy.rules) {
    expect(id).toMatch(/^[a-z][a-z-]+$/);
    expect(says.length).toBeGreaterThan(20);
  }
  expect(new Set(thePolicy.rules.map(({ id }) => id)).size).toBe(thePolicy.rules.length);
});

test('a rule with a slip of the pen is refused with file, line and reason', () => {
  const broken = changed('20-reading.cedar', (text) => text.replace('@id("signer-reads")', '@id("signer-reads"'));
  const { code, details } = refusal(() => policyFrom(broken));
  expect(code).toBe('policy.unreadable');
  expect(details['file']).toBe('20-reading.cedar');
  expect(details['line']).toBe(10);
  expect(String(details['reason'])).toContain('expected');
});

test('a rule that speaks of something nobody knows is refused with its own line', () => {
  const broken = changed('40-working.cedar', (text) =>
    text.replace('resource.state != "draft"', 'resource.stage != "draft"'),
  );
  const { code, details } = refusal(() => policyFrom(broken));
  expect(code).toBe('policy.unreadable');
  const line = texts
    .find(({ file }) => file === '40-working.cedar')
    ?.text.split('\n')
    .findIndex((one) => one.includes('resource.state != "draft"'));
  expect(details).toMatchObject({ file: '40-working.cedar', line: (line ?? 0) + 1 });
  expect(String(details['reason'])).toContain('stage');
});

test('a rule without a sentence, a rule that stands twice, an unknown ground, no rule at all: refused', () => {
  const without = changed('60-patient.cedar', (text) => text.replace(/@says\(".*"\)\n/, ''));
  expect(refusal(() => policyFrom(without)).message).toContain('@says');
  const twice = [
    ...texts,
    { file: '99-again.cedar', text: texts.find(({ file }) => file === '60-patient.cedar')?.text ?? '' },
  ];
  expect(refusal(() => policyFrom(twice)).message).toContain('stands in');
  const ground = changed('20-reading.cedar', (text) => text.replace('@ground("author")', '@ground("curious")'));
  expect(refusal(() => policyFrom(ground)).message).toContain('curious');
  expect(refusal(() => policyFrom(texts.filter(({ file }) => file.endsWith('.cedarschema')))).code).toBe(
    'policy.unreadable',
  );
  expect(refusal(() => openPolicy(join(policyFolder, 'nowhere'))).code).toBe('policy.unreadable');
});

test('rules that would lock everybody out are refused, and say who would be locked out', () => {
  const closed = changed('10-never.cedar', (text) => text.replace('unless { principal.present };', ';'));
  const { code, message } = refusal(() => policyFrom(closed));
  expect(code).toBe('policy.locks-out');
  expect(message).toContain('nobody would be let through: a doctor begins a referral');
});

test('rules that would lay records open are refused as well', () => {
  const open = changed('20-reading.cedar', (text) => text.replace('context.shared.contains(context.category)', 'true'));
  const { code, message } = refusal(() => policyFrom(open));
  expect(code).toBe('policy.locks-out');
  expect(message).toContain('this would be open: a receiving doctor reads without consent');
});

test('what cannot be decided is a no', () => {
  // A question from a program that is broken: the category is missing.
  const broken = {
    about: 'reading',
    who: { person: 'p', at: 'a', roles: ['clinician'], present: true },
    action: 'read',
    referral: { from: 'a', to: 'b', author: 'p', senders: [], receivers: [], state: 'draft', sent: false, open: true },
    circumstances: {
      purpose: 'care',
      shared: [],
      emergency: [],
      needSaid: false,
      reasonGiven: false,
      requestOpen: false,
    },
  } as unknown as Question;
  expect(thePolicy.judge(broken)).toMatchObject({ allowed: false });
});
