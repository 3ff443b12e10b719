import { expect, test } from 'vitest';
import type { Finding } from '#src/domain/record/finding.ts';
import { cleaned } from '#src/domain/rights/copy.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';

const read = { confidence: 1, status: 'present', source: {} } as const;
const clean = (finding: Finding) =>
  cleaned(
    { referral: aReferral(), content: aContent({ findings: [finding] }), said: [] },
    { names: ['CHAN Siu Ming'], numbers: [], others: [] },
  );

test('codes and figures of eight digits are not taken for telephone numbers', () => {
  const { copy, count } = clean({
    ...read,
    type: 'problem',
    name: 'Essential hypertension',
    code: 'snomed|38341003',
    whose: 'patient',
  });
  expect(copy.content.findings[0]).toMatchObject({ code: 'snomed|38341003' });
  expect(count).toBe(0);
  const viral = clean({ ...read, type: 'result', name: 'HBV DNA', value: '23456789', unit: 'IU/mL' });
  expect(viral.copy.content.findings[0]).toMatchObject({ value: '23456789' });
});

test('what is written in words is looked through; of its source the place alone is kept', () => {
  const { copy, count } = clean({
    ...read,
    type: 'allergy',
    name: 'penicillin',
    reaction: 'rash, said her daughter Chan Ka Yan',
    source: { upload: 'file-1', page: 2, text: 'daughter Chan Ka Yan', span: [0, 20], box: [0, 0, 1, 1] },
  });
  expect(copy.content.findings[0]).toEqual({
    ...read,
    type: 'allergy',
    name: 'penicillin',
    reaction: 'rash, said her daughter […]',
    source: { upload: 'file-1', page: 2 },
  });
  expect(count).toBe(1);
});

test('what runs in the family is part of the record, as the family’s and without a name', () => {
  const { copy, count } = clean({ ...read, type: 'problem', name: 'Diabetes (mother Wong Mei Ling)', whose: 'family' });
  expect(copy.content.findings).toMatchObject([
    { name: expect.stringMatching(/^Diabetes \(mother \[…\]/u), whose: 'family' },
  ]);
  expect(count).toBe(1);
});
