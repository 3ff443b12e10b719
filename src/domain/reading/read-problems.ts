import type { Finding } from '../record/finding.ts';
import { nameOf } from './compile-lexicon.ts';
import { bend } from './cues.ts';
import { rule } from './folding.ts';
import { type Hit, hitsOf, type Page, placeOf, senseOf } from './page.ts';
import { overlaps, type Stretch } from './stretch.ts';

const year = rule('^\\s*(?:\\(|since |dx |diagnosed (?:in )?|from |自)*\\s*((?:19|20)\\d{2})(?!\\d|[-/年]\\d)');
/** A history of an allergy, and a vaccination, are no illness. */
const isNone = rule(
  '^\\s*(?:史)?(?:過敏|allerg(?!ic (?:rhinitis|conjunctivitis|dermatitis|asthma)))|^[\\s-]*(?:vaccin|jab|booster|shot|screening|pandemic|epidemic|outbreak|lockdown|restrictions?\\b|era\\b|疫苗|疫情)',
);

/** Vaccinated against it; tenderness at the CVA, the angle of the ribs; a faint wheeze; a drink: words of another meaning. */
const otherInFront = rule('\\b(?:vaccinat\\w+|immuni[sz]\\w+|vaccines?|jabs?) (?:for|against)\\s*(?:the )?$');
function isOtherMeaning(page: Page, hit: Stretch): boolean {
  const word = page.text.slice(hit.from, hit.to);
  const [left, right] = [page.text.slice(Math.max(0, hit.from - 60), hit.from), page.text.slice(hit.to, hit.to + 40)];
  if (otherInFront.test(left)) return true;
  if (word === 'cva')
    return (
      /^[^.;,\n]{0,20}\b(?:tender|angle|located|percussion)/u.test(right) ||
      /tender(?:ness)? (?:of|at|over|in|to) (?:the )?(?:right |left |bilateral )?$/u.test(left)
    );
  if (word === 'faint')
    return /^\s+(?!and\b|or\b|when|while|with|on\b|at\b|upon|twice|but\b|in\b|after|before|for\b|today|yesterday|this\b|last\b)[a-z]/u.test(
      right,
    );
  return word === 'alcoholic' && /^\s+(?:drink|beverage|beer|wine|spirit|intake|consumption)/u.test(right);
}

/** The RA of "SpO2 98% RA" and "on RA" behind a saturation is room air. */
const isAir = (page: Page, hit: Stretch): boolean =>
  page.text.slice(hit.from, hit.to) === 'ra' &&
  rule('(?:\\d\\s?%?|\\bon|\\bin)\\s*[(,@]?\\s*$').test(page.text.slice(0, hit.from).slice(-12)) &&
  rule('spo2|sao2|sat|o2').test(page.text.slice(Math.max(0, hit.from - 30), hit.from));

/** Problems and complaints the dictionary knows, each said to be so, denied, or of the family. */
export function readProblems(page: Page, taken: readonly Stretch[]): Finding[] {
  return hitsOf(page, 'problem')
    .filter(
      (hit) =>
        !taken.some((each) => overlaps(each, hit)) &&
        !isNone.test(page.text.slice(hit.to)) &&
        !isAir(page, hit) &&
        !isOtherMeaning(page, hit),
    )
    .map((hit) => problemAt(page, hit))
    .filter((finding) => finding !== undefined);
}

function problemAt(page: Page, hit: Hit): Finding | undefined {
  const sense = senseOf(hit, 'problem');
  if (sense === undefined) return undefined;
  const { status, hedged, unsure, family, isSupposed } = bend(page, hit);
  if (isSupposed) return undefined;
  const since = year.exec(page.text.slice(hit.to, hit.to + 30))?.[1];
  return {
    type: 'problem',
    name: nameOf(sense),
    code: sense.problem.icd10,
    whose: family ? 'family' : 'patient',
    ...(since === undefined ? {} : { since }),
    status,
    confidence: hedged ? 0.5 : unsure ? 0.6 : 0.9,
    source: placeOf(page, hit.from, hit.to),
  };
}
