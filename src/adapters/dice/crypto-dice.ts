import { randomInt, randomUUID } from 'node:crypto';
import type { Dice } from '#src/ports/dice.ts';

/** Letters and digits that are not mistaken for one another on the phone or in handwriting: no O, 0, I, 1, L. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Six of them. Never digits alone: `222-345` beside a command would be a telephone number or an amount as well. */
function referralCode(): string {
  const letters = Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return /[A-Z]/.test(letters) ? `${letters.slice(0, 3)}-${letters.slice(3)}` : referralCode();
}

export const cryptoDice: Dice = { id: () => randomUUID(), code: referralCode };
