import type { PatientIdentity } from '#src/domain/intake/document.ts';
import type { Dice } from '#test/builders/a-camera.ts';
import { madeHkid } from '#test/builders/a-page.ts';
import type { Truth } from './truth.ts';
import { pick } from './words.ts';

/** Whom a document is sent for: the patient it is about, or somebody else in one of the ways in which people are taken for one another. */
export type Sent = { readonly to: PatientIdentity; readonly how: Mistake | 'right' };
const mistakes = ['another person', 'a sibling', 'one digit', 'the same name'] as const;
export type Mistake = (typeof mistakes)[number];

/** The patient of the document as a referral knows them. */
export const rightPatient = ({ name = '', hkid = '', birthDate = '' }: Truth): PatientIdentity => ({
  ...(/\p{Script=Han}/u.test(name) ? { names: [], chineseName: name } : { names: [name] }),
  birthDate,
  numbers: [{ type: 'hkid', value: hkid }],
});

/** Somebody else: every way in turn by `number`. */
export function stranger(truth: Truth, number: number, dice: Dice): Sent {
  const right = rightPatient(truth);
  const how = mistakes[number % mistakes.length] ?? 'another person';
  const other = { type: 'hkid', value: madeHkid(dice) } as const;
  switch (how) {
    case 'another person':
      return {
        how,
        to: { names: ['HO Kwok Leung'], chineseName: '何國良', birthDate: '1931-02-11', numbers: [other] },
      };
    case 'a sibling': {
      const family = truth.name?.split(' ')[0] ?? '';
      return {
        how,
        to: {
          ...(/\p{Script=Han}/u.test(family)
            ? { names: [], chineseName: `${family.slice(0, 1)}志豪` }
            : { names: [`${family} Chi Ho`] }),
          birthDate: `19${pick(['30', '31', '33'], dice)}-02-11`,
          numbers: [other],
        },
      };
    }
    case 'one digit':
      // Known by name and number only, the number of a neighbour in the list.
      return {
        how,
        to: {
          names: right.names,
          ...(right.chineseName === undefined ? {} : { chineseName: right.chineseName }),
          numbers: [other],
        },
      };
    case 'the same name':
      return { how, to: { ...right, birthDate: '1931-02-11', numbers: [other] } };
  }
}
