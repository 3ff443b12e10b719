import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainForm, sessionForm } from '#src/adapters/dingtalk/plain-form.ts';
import { drCheung } from '#test/builders/a-tenant.ts';

const button = (number: number) => ({ label: `Open ${number}`, url: `https://baton.example/r/${number}` });
const buttons = (count: number) => Array.from({ length: count }, (_, index) => button(index + 1));
const formOf = (count: number) => {
  const { msgKey, msgParam } = plainForm({ title: 'Baton', text: 'A referral waits', buttons: buttons(count) });
  return { msgKey, param: JSON.parse(msgParam) };
};

test('the form follows the number of buttons', () => {
  expect(formOf(0)).toEqual({ msgKey: 'sampleMarkdown', param: { title: 'Baton', text: 'A referral waits' } });
  expect(formOf(1)).toMatchObject({
    msgKey: 'sampleActionCard',
    param: { singleTitle: 'Open 1', singleURL: 'https://baton.example/r/1' },
  });
  expect(formOf(2)).toMatchObject({ msgKey: 'sampleActionCard2', param: { actionTitle2: 'Open 2' } });
  expect(formOf(5)).toMatchObject({ msgKey: 'sampleActionCard5', param: { actionTitle5: 'Open 5' } });
});

test('a sixth button is not lost: it stands as a link under the text', () => {
  const { msgKey, param } = formOf(6);
  expect(msgKey).toBe('sampleActionCard5');
  expect(param.text).toBe('A referral waits\n\n[Open 6](https://baton.example/r/6)');
});

test('whatever is said fits into 15,000 bytes, is still JSON and keeps its buttons', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 7 }),
      (piece, times, count) => {
        const { msgParam } = plainForm({ title: '轉介', text: piece.repeat(times), buttons: buttons(count) });
        expect(Buffer.byteLength(msgParam)).toBeLessThanOrEqual(15_000);
        const read = JSON.parse(msgParam);
        if (count > 5) expect(read.text).toContain('https://baton.example/r/6');
      },
    ),
    { numRuns: 200 },
  );
});

test('a short text is said whole, a long one shows that it was cut', () => {
  const text = (msg: string) => JSON.parse(plainForm({ title: 'Baton', text: msg }).msgParam).text;
  expect(text('肌鈣蛋白 0.8')).toBe('肌鈣蛋白 0.8');
  expect(text('肌'.repeat(20_000))).toMatch(/肌 …$/);
});

test('a mention in a session stands in the text and in the list', () => {
  expect(sessionForm({ title: 'Baton', text: 'Please read', mention: [drCheung] })).toEqual({
    msgtype: 'markdown',
    markdown: { title: 'Baton', text: 'Please read\n\n@u-cheung' },
    at: { atUserIds: ['u-cheung'] },
  });
});
