import { randomInt, randomUUID } from 'node:crypto';
import type { Dice } from '#src/ports/dice.ts';

/** Letters and digits that are not mistaken for one another on the phone or in handwriting: no O, 0, I, 1, L. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export const cryptoDice: Dice = {
  id: () => randomUUID(),
  code: () => {
    const letters = Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');
    return `${letters.slice(0, 3)}-${letters.slice(3)}`;
  },
};
