import { expect, test } from 'vitest';
import { readDosing } from '#src/domain/reading/dose.ts';

/** Readers of pictures lose blanks between words. */
test.each([
  ['5 mg once daily', 'once daily'],
  ['5 mg oncedaily', 'once daily'],
  ['5 mg once a day', 'once daily'],
  ['5 mg daily', 'once daily'],
  ['5 mg twicedaily', 'twice daily'],
  ['5 mg twice a day', 'twice daily'],
  ['5 mg threetimes daily', 'three times daily'],
  ['5 mg three times a day', 'three times daily'],
  ['5 mg fourtimesdaily', 'four times daily'],
  ['5 mg atnight', 'at night'],
  ['5 mg once at night', 'at night'],
  ['5 mg every night', 'at night'],
])('%s is %s, and nothing of it is left', (written, frequency) => {
  const { dosing, length } = readDosing(written);
  expect(dosing).toEqual({ dose: '5 mg', frequency });
  expect(length).toBe(written.length);
});
