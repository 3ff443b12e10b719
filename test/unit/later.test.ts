import { expect, test } from 'vitest';
import { later } from '#src/start/later.ts';

test('what is loaded later is loaded once, with its first use, and answers as itself', async () => {
  let loaded = 0;
  const thing = later(async () => {
    loaded += 1;
    return { add: async (one: number, other: number) => one + other, name: async () => 'it' };
  });
  // Given to a promise it is not taken for one.
  const same = await Promise.resolve(thing);
  expect(loaded).toBe(0);
  expect(await Promise.all([same.add(1, 2), thing.add(3, 4), thing.name()])).toEqual([3, 7, 'it']);
  expect(loaded).toBe(1);
});
