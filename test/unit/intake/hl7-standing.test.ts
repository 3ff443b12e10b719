import { describe, expect, test } from 'vitest';
import { readHl7 } from '#src/adapters/intake/hl7/read-hl7.ts';
import { makeCoder } from '#src/domain/intake/coder.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const tools = {
  lexicon: theNaming.lexicon,
  coder: makeCoder(theNaming.lexicon),
  now: new Date('2026-11-23T04:00:00Z'),
};
const header = 'MSH|^~\\&|LAB|TEST|EMR|CLINIC|202611230900+0800||VXU^V04|1|P|2.5.1\r';
const patient = 'PID|1||TEST0001^^^H^MR||TESTER^AMY||19840823|Female\r';
const read = (...segments: string[]) =>
  readHl7(tools, new TextEncoder().encode(`${header}${patient}${segments.join('\r')}`));
const findings = (...segments: string[]) => read(...segments).findings.filter(({ type }) => type !== 'identity');

describe('vaccines in RXA', () => {
  test('a vaccine that was given has its dose, its unit by code, and its route in our words', () => {
    expect(
      findings(
        'ORC|RE',
        'RXA|0|1|20260105||140^Influenza vaccine^CVX|0.5|mL^MilliLiter [SI Volume Units]^UCUM||00^New immunization record^NIP001|||||||||||CP|A',
        'RXR|C28161^Intramuscular^NCIT',
      ),
    ).toMatchObject([{ type: 'medication', dose: '0.5 mL', route: 'into a muscle', status: 'present' }]);
  });

  test.each([
    ['refused', 'RXA|0|1|20260105||62^HPV vaccine^CVX|999||||||||||||00^Parental refusal^NIP002||RE'],
    ['not administered', 'RXA|0|1|20260105||62^HPV vaccine^CVX|0.5|mL|||||||||||||NA'],
  ])('what was %s was not given', (_how, segment) => {
    expect(findings('ORC|RE', segment)).toMatchObject([{ type: 'medication', status: 'absent' }]);
  });

  test('"no vaccine given" and a dose taken back are no medicines', () => {
    expect(
      findings(
        'ORC|RE',
        'RXA|0|1|20260105||998^No vaccine given^CVX|999||||||||||||||CP',
        'RXA|0|1|20260105||62^HPV vaccine^CVX|0.5|mL|||||||||||||CP|D',
      ),
    ).toEqual([]);
  });

  test('999 is an amount nobody knows, and the code of a remark is no dose', () => {
    const [given] = findings('ORC|RE', 'RXA|0|1|20260105||10^Polio vaccine^CVX|999|mL||00');
    expect(given).not.toHaveProperty('dose');
  });
});

describe('problems that are over or taken back', () => {
  test('resolved is told apart from there', () => {
    expect(findings('PRB|AD|20260101|I10^Hypertension^I10|1|||20200101||20250601')).toMatchObject([
      { name: 'Hypertension', status: 'absent', course: 'resolved', until: '2025-06-01' },
    ]);
  });

  test('deleted problems and diagnoses are nobody’s', () => {
    expect(
      findings('PRB|DE|20260101|I10^Hypertension^I10|1', 'DG1|1||J45^Asthma^I10||20260101|F|||||||||||||||D'),
    ).toEqual([]);
  });
});

test('a structured figure says "equal" without a sign, and Female is a sex', () => {
  const reading = read('OBR|1|||24467-3^T cells^LN', 'OBX|1|SN|24467-3^CD4 cells^LN||=^440|{Cells}/uL|649-1346|L|||F');
  expect(reading.findings).toContainEqual(expect.objectContaining({ name: 'CD4 cells', value: '440', flag: 'low' }));
  expect(reading.patient?.sex).toBe('female');
});
