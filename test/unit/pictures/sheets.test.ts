import { afterAll, expect, test } from 'vitest';
import { sheetsOf } from '#src/adapters/intake/on-paper.ts';
import type { DocumentReport } from '#src/domain/intake/document.ts';
import { openReadingRoom } from '#src/start/reading-room.ts';
import { aZip } from '#test/builders/a-zip.ts';

const room = openReadingRoom();
afterAll(() => room.close());

const text = (words: string): DocumentReport => ({
  file: 'x',
  kind: 'text',
  outcome: 'read',
  text: words,
  findings: [],
  warnings: [],
});
const wide = (line: string): number => [...line].reduce((sum, each) => sum + (/\p{Script=Han}/u.test(each) ? 2 : 1), 0);

test('words are laid out on sheets: no line is wider than the sheet, none is lost, and a long text has many sheets', () => {
  const words = `Chest pain ${'since this morning '.repeat(20)}\n${'胸口痛'.repeat(60)}\n${'line\n'.repeat(150)}`;
  const sheets = sheetsOf([text(words)]);
  expect(sheets.length).toBe(3);
  for (const line of sheets.flat()) expect(wide(line)).toBeLessThanOrEqual(44);
  const bare = (said: string) => said.replace(/\s+/gu, '');
  expect(bare(sheets.flat().join(''))).toBe(bare(words));
});

test('a text without end has no sheets without end, and what has none has none', () => {
  expect(sheetsOf([text('line\n'.repeat(100_000))])).toHaveLength(40);
  expect(sheetsOf([text(' \n')])).toEqual([]);
  expect(sheetsOf([])).toEqual([]);
});

const bundle = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [{ resource: { resourceType: 'AllergyIntolerance', code: { text: 'penicillin' }, patient: {} } }],
};

test.each([
  ['a note in Chinese', Buffer.from('姓名：陳小明\n過敏：盤尼西林\n'), 1],
  ['a table', Buffer.from('Test,Result,Unit\nPotassium,4.1,mmol/L\nSodium,140,mmol/L\n'), 1],
  [
    'an HL7 message',
    Buffer.from(
      'MSH|^~\\&|A|B|C|D|20260101||ORU^R01|1|P|2.5\rPID|1||X1||CHAN^SIU MING\rOBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L\r',
    ),
    1,
  ],
  ['a FHIR bundle', Buffer.from(JSON.stringify(bundle)), 1],
  ['a packed file', aZip([['one.txt', 'x']]), 1],
])('%s has pages to look at', async (_what, bytes, pages) => {
  const { reports } = await room.open({ name: 'x', bytes }, 0);
  expect(reports[0]).toMatchObject({ pages });
  const jpeg = Buffer.from(await room.picture({ name: 'x', bytes }, 1));
  expect(jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  await expect(room.picture({ name: 'x', bytes }, pages + 1)).rejects.toMatchObject({ code: 'upload.unreadable-type' });
});
