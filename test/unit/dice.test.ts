import { expect, test } from 'vitest';
import { findCode } from '#bot/commands/referral-code.ts';
import { cryptoDice } from '#src/adapters/dice/crypto-dice.ts';

test('whatever code is given out is found again beside a command, and is never digits alone', () => {
  for (let round = 0; round < 20_000; round += 1) {
    const code = cryptoDice.code();
    expect(code).toMatch(/[A-Z]/);
    expect(findCode(`accept ${code}`)).toEqual({ code, rest: 'accept' });
    expect(findCode(`${code} 簽核`)).toEqual({ code, rest: '簽核' });
  }
});
