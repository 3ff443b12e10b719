import { differences } from '#src/domain/letter/mirror.ts';
import type { Names } from '#src/domain/letter/names.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Letters } from '#src/ports/letters.ts';
import { compose } from './compose.ts';
import { print } from './print.ts';

/** Letters on A4, from the words of both catalogues and the names of the clinical tables. */
export const openLetters = (names: Names): Letters => ({
  write: async (asked) => {
    const sides = compose(asked, names);
    const found = differences(...sides, names.medicinesIn);
    const [first] = found;
    if (first)
      throw new Refused(
        'letter.mirror-differs',
        `The two languages of letter ${asked.signOff.referral.code} differ in part ${first.part}: ${first.what}`,
        { code: asked.signOff.referral.code, part: first.part, what: first.what },
      );
    return print(sides, asked.signOff);
  },
});
