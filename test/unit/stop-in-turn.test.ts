import { expect, test } from 'vitest';
import { stopInTurn } from '#src/start/stop-in-turn.ts';

test('what never ends or fails is named and left, and the rest is stopped all the same', async () => {
  const said: unknown[] = [];
  const stopped: string[] = [];
  await stopInTurn(
    { error: (what) => void said.push(what) },
    {
      first: async () => stopped.push('first'),
      hangs: () => new Promise(() => undefined),
      fails: () => Promise.reject(new TypeError('no')),
      none: () => undefined,
      last: async () => stopped.push('last'),
    },
    20,
  );
  expect(stopped).toEqual(['first', 'last']);
  expect(said).toEqual([{ stage: 'hangs' }, { stage: 'fails', error: 'TypeError' }]);
});
