import { expect, test } from 'vitest';
import type { Finding } from '#src/domain/record/finding.ts';
import { putRight } from '#src/domain/record/put-right.ts';

const source = { page: 1, text: 'Potasium S.6' };

test('a misread value is put right: sure, marked again by its own range, its place kept', () => {
  const read: Finding = {
    type: 'result',
    name: 'potassium',
    code: '2823-3',
    value: '3.6',
    unit: 'mmol/L',
    range: '3.5 - 5.1',
    flag: 'normal',
    status: 'present',
    confidence: 0.6,
    source,
  };
  expect(putRight(read, { value: '5.6' })).toEqual({ ...read, value: '5.6', flag: 'high', confidence: 1 });
  expect(putRight(read, { name: 'potassium' })).toEqual({ ...read, confidence: 1 });
});

test('another name takes the code and the ingredients of the misread one away', () => {
  const read: Finding = {
    type: 'medication',
    name: 'hydralazine',
    code: 'C02DB02',
    ingredients: ['hydralazine'],
    dose: '25 mg',
    course: 'current',
    status: 'present',
    confidence: 0.7,
    source,
  };
  expect(putRight(read, { name: 'hydroxyzine', dose: '10 mg' })).toEqual({
    type: 'medication',
    name: 'hydroxyzine',
    dose: '10 mg',
    course: 'current',
    status: 'present',
    confidence: 1,
    source,
  });
});
