import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { freePort } from '#src/start/free-port.ts';
import { closeGently, listen } from '#src/start/http-server.ts';

test('a second copy takes the next port that is free', async () => {
  const first = createServer();
  const taken = await listen(first, 0, '127.0.0.1');
  const other = await freePort(taken, '127.0.0.1');
  expect(other).toBeGreaterThan(taken);
  await closeGently(first);
  expect(await freePort(taken, '127.0.0.1')).toBe(taken);
  expect(await freePort(0, '127.0.0.1')).toBe(0);
});
