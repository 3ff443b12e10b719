import { expect, test } from 'vitest';
import { QuotaMeter } from '#src/adapters/dingtalk/openapi/quota-meter.ts';
import { SetClock } from '#test/builders/a-store.ts';
import { QuotaBookInMemory, tenant } from '#test/builders/a-tenant.ts';

function aMeter({ book = new QuotaBookInMemory(), clock = new SetClock() } = {}) {
  const warned: string[] = [];
  const meter = new QuotaMeter({
    tenant,
    limits: { api: 100, push: 100 },
    book,
    clock,
    warn: (budget, percent) => void warned.push(`${budget} ${percent}`),
  });
  const counts = (times: number) => {
    for (let time = 0; time < times; time += 1) meter.count('api');
  };
  return { meter, book, clock, warned, counts };
}

test('at 70 and at 90 percent an administrator is warned, once each', async () => {
  const { meter, warned, counts } = aMeter();
  await meter.before('now');
  counts(69);
  expect(warned).toEqual([]);
  counts(5);
  expect(warned).toEqual(['api 70']);
  counts(30);
  expect(warned).toEqual(['api 70', 'api 90']);
});

test('from 90 percent on what can be left out is left out, and care goes on beyond 100', async () => {
  const { meter, counts } = aMeter();
  await meter.before('optional');
  counts(90);
  await expect(meter.before('optional')).rejects.toMatchObject({ code: 'dingtalk.quota-used-up' });
  counts(20);
  await meter.before('now');
  await meter.before('soon');
});

test('what was used before a restart is known after it, and not warned of again', async () => {
  const book = new QuotaBookInMemory();
  const before = aMeter({ book });
  before.counts(75);
  await before.meter.flush();

  const after = aMeter({ book });
  await after.meter.before('now');

  expect(after.meter.percent('api')).toBe(75);
  after.counts(1);
  expect(after.warned).toEqual([]);
  after.counts(14);
  expect(after.warned).toEqual(['api 90']);
});

test('two processes that count for one organisation come to one figure', async () => {
  const book = new QuotaBookInMemory();
  const [one, other] = [aMeter({ book }), aMeter({ book })];
  one.counts(10);
  other.counts(5);
  await one.meter.flush();
  await other.meter.flush();
  expect(other.meter.percent('api')).toBe(15);
});

test('a month ends at midnight in China; the last call of the old one is booked on the old one', async () => {
  const clock = new SetClock(new Date('2026-11-30T15:59:30Z'));
  const { meter, book, counts } = aMeter({ clock });
  counts(95);
  await expect(meter.before('optional')).rejects.toMatchObject({ code: 'dingtalk.quota-used-up' });

  clock.pass(1);
  await meter.before('optional');
  counts(1);
  await meter.flush();

  expect(Object.fromEntries(book.counts)).toEqual({
    'shared 2026-11': { api: 95, push: 0 },
    'shared 2026-12': { api: 1, push: 0 },
  });
});

test('while the store is away counting goes on, and is booked when it is back', async () => {
  const { meter, book, counts } = aMeter();
  book.away = true;
  await meter.before('now');
  counts(3);
  await meter.flush();
  book.away = false;
  counts(1);
  await meter.flush();
  expect([...book.counts.values()]).toEqual([{ api: 4, push: 0 }]);
});

test('live parts of cards, which cost a message each, rest from 90 percent on', async () => {
  const { meter } = aMeter();
  for (let time = 0; time < 89; time += 1) meter.count('push');
  expect(meter.allowsLiveParts).toBe(true);
  meter.count('push');
  expect(meter.allowsLiveParts).toBe(false);
});
