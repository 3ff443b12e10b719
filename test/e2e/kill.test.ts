import { expect, test } from 'vitest';
import { killRounds } from './kill/rounds.ts';

test('killed sixty times at any moment, nothing acknowledged is lost and nothing is done twice', async () => {
  const found = await killRounds(60);
  process.stdout.write(
    `killed ${found.rounds} times: ${found.acknowledged} messages acknowledged, ${found.referrals} referrals, ${found.signed} signed; ready again in ${found.readyMs.median} ms (median), ${found.readyMs.worst} ms (worst)\n`,
  );
  expect(found.wrong).toEqual([]);
  expect(found.referrals).toBeGreaterThan(10);
  expect(found.signed).toBeGreaterThan(3);
}, 1_800_000);
