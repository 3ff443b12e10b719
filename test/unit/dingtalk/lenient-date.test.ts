import { expect, test } from 'vitest';
import { lenientDate } from '#src/adapters/dingtalk/lenient-date.ts';

test('times are read in each of DingTalk’s spellings', () => {
  const ten = '2026-11-23T02:00:00.000Z';
  for (const text of [
    '2026-11-23T10:00:00+08:00',
    '2026-11-23T02:00Z',
    'Mon Nov 23 10:00:00 CST 2026',
    'Mon Nov 23 10:00:00 HKT 2026',
    'Mon Nov 23 10:00:00 GMT+08:00 2026',
    'Mon Nov 23 02:00:00 UTC 2026',
  ])
    expect(lenientDate(text).toISOString(), text).toBe(ten);
});

test('a time nobody can read is old, so that the file is looked at all the same', () => {
  for (const text of ['', 'yesterday', undefined]) expect(lenientDate(text).getTime()).toBe(0);
});
