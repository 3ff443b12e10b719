import { type Dosing, readDosing } from '../reading/dose.ts';
import { fold } from '../reading/folding.ts';

/** Wherever in a line a dose, route, frequency or duration stands: "Take 1 tablet by oral route 2 times daily". */
export function dosingAnywhere(line: string): Dosing {
  const { text } = fold(line);
  let found: Dosing = {};
  for (const start of text.matchAll(/(?<![a-z0-9.])(?=[a-z0-9½\p{Script=Han}])/gu)) {
    const { dosing, length } = readDosing(text.slice(start.index));
    if (length > 0) found = { ...dosing, ...found };
    if (found.dose !== undefined && found.frequency !== undefined && found.route !== undefined) break;
  }
  return found;
}

const strengthAt =
  /(\d+(?:[.,]\d+)*\s?(?:mg|mcg|ug|g|iu|units?|unt|mmol|meq|%)(?:\s?\/\s?(?:\d+(?:\.\d+)?\s?)?(?:ml|l|h|hr|actuat|dose|mg|puff))?(?:\s?[-/+]\s?\d+(?:\.\d+)?\s?(?:mg|mcg|g)\b)?)(?![a-z])/iu;

/** The strength in a product's name: `10 MG` of "Methotrexate 10 MG Oral Tablet". */
export const strengthIn = (product: string): string | undefined =>
  strengthAt
    .exec(product.normalize('NFKC'))?.[1]
    ?.replace(/\s*(?=mg|mcg|ug|g|iu|unit|unt|mmol|meq|ml)/iu, ' ')
    .replace(/\b(?:MG|MCG|ML|G)\b/gu, (unit) => unit.toLowerCase().replace('ml', 'mL'));

const formRoutes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:oral|by mouth|po|tablets?|capsules?)\b/iu, 'by mouth'],
  [/\b(?:inhal(?:er|ation|ant)|metered dose|nebuli[sz]ation)\b/iu, 'inhaled'],
  [/\b(?:iv|intravenous)\b/iu, 'into a vein'],
  [/\b(?:subcutaneous)\b/iu, 'under the skin'],
  [/\b(?:transdermal|topical|cream|ointment)\b/iu, 'on the skin'],
];
export const routeOf = (words: string): string | undefined => formRoutes.find(([form]) => form.test(words))?.[1];
