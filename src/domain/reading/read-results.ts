import type { Finding } from '../record/finding.ts';
import { isOfFamily, isSupposed } from './cues.ts';
import { rule } from './folding.ts';
import type { LabTest } from './lexicon.ts';
import { type Measured, readMeasured, withTail } from './measured.ts';
import { type Hit, hitsOf, type Page, placeOf, senseOf, sentenceAt, written } from './page.ts';

/** Laboratory results with value, unit and flag as written. A name without a value says nothing. */
export function readResults(page: Page): Finding[] {
  return hitsOf(page, 'test').flatMap((hit) =>
    isOfFamily(page, hit) || isSupposed(page, hit) ? [] : resultsAt(page, hit),
  );
}

const dipped = rule('glucose|bilirubin|albumin|total protein|haemoglobin$');
const series = rule('^\\s?(?:->|>(?!=)|to)\\s?(\\d+(?:\\.\\d+)?)');
const dose = rule('^\\s?(?:(?:mg|mcg)(?=/\\s?\\d)|(?:mg|mcg|tabs?|units?|毫克|粒|片)(?![a-z/]))');

function resultsAt(page: Page, hit: Hit): Finding[] {
  const sense = senseOf(hit, 'test');
  // Non-HDL cholesterol is another figure than HDL.
  if (sense === undefined || /non[- ]?$/u.test(page.text.slice(Math.max(0, hit.from - 4), hit.from))) return [];
  const end = sentenceAt(page, hit.from).to;
  const elsewhere = otherSpecimen(page, hit, sense.test);
  const start = hit.to + (specimen.exec(page.text.slice(hit.to, end))?.[0].length ?? 0);
  const text = page.text.slice(start, end);
  const first = readMeasured(text);
  if (first === undefined) return wordInFront(page, hit, sense.test);
  if (isDose(text, first) || isWanting(sense.test, first)) return [];
  // Negative, trace or positive is said of a dipstick; in blood these are figures.
  if (elsewhere === undefined && dipped.test(sense.test.name) && /^(?:neg|pos|[+-]ve|trace)/u.test(first.value))
    return [
      {
        ...result(
          page,
          { group: sense.test.group, name: written(page, hit.from, hit.to), aliases: [], capitals: [], zh: [] },
          first,
          hit.from,
          start,
        ),
        confidence: 0.7,
      },
    ];
  if (elsewhere !== undefined) return [{ ...result(page, elsewhere, first, hit.from, start), confidence: 0.7 }];
  const findings = [result(page, sense.test, first, hit.from, start)];
  let at = start + first.to;
  for (;;) {
    const next = series.exec(page.text.slice(at, end));
    if (next === null || first.pending === true) return findings;
    const number = next[1] ?? '';
    const from = at + next[0].length - number.length;
    const more = withTail(page.text.slice(from, end), number, number.length);
    findings.push(result(page, sense.test, { ...first, ...more }, from, from));
    at = from + more.to;
  }
}

/** What was drawn, said behind the name of the test. */
const specimen = rule(
  '^\\s*[,(-]?\\s*(?:serum|plasma|(?:whole |venous )?blood|urine|urinary|csf|(?:pleural |ascitic )?fluid|stool|sweat)\\b\\)?',
);
const notBlood = rule('urin|csf|fluid|stool|sweat|尿|腦脊液|糞|胸水|腹水');
const notBloodInFront = rule(
  '(?:\\b(?:urin(?:e|ary)|csf|pleural fluid|ascitic fluid|stool|sweat)|尿液?|腦脊液|胸水|腹水)\\s?$',
);

/** A test known in blood, said to be of something else: it keeps its name and loses the code, the usual unit and the factor that hold in blood. */
function otherSpecimen(page: Page, hit: Hit, test: LabTest): LabTest | undefined {
  if (notBlood.test(test.name)) return undefined;
  const words =
    notBloodInFront.exec(page.text.slice(Math.max(0, hit.from - 16), hit.from))?.[0] ??
    specimen.exec(page.text.slice(hit.to, hit.to + 20))?.[0];
  const what = words === undefined || !notBlood.test(words) ? undefined : words.replace(/[^\p{L} ]/gu, '').trim();
  return what === undefined
    ? undefined
    : { group: test.group, name: `${what} ${test.name}`, aliases: [], capitals: [], zh: [] };
}

/** "folic acid 5 mg": what follows is a dose. A unit of a level (mg/L) is not. */
const isDose = (text: string, { value }: Measured): boolean => {
  const at = value === '' ? -1 : text.indexOf(value);
  return at !== -1 && dose.test(text.slice(at + value.length));
};

/** `PT 65` is a patient of 65 at least as often as a prothrombin time. */
const isWanting = (test: LabTest, { value, unit }: Measured): boolean =>
  test.name === 'prothrombin time' && unit === undefined && /^\d+$/u.test(value);

const inFront = rule(
  '(?:\\b(positive|negative|raised|elevated|high|low|normal|abnormal|pending|awaiting|awaited))\\s$',
);

/** "raised CRP", "pending troponin". */
function wordInFront(page: Page, hit: Hit, test: LabTest): Finding[] {
  const match = inFront.exec(page.text.slice(sentenceAt(page, hit.from).from, hit.from));
  const word = match?.[1];
  if (word === undefined) return [];
  if (word === 'low' && isDiet(page, hit)) return [];
  const pending = /pending|await/u.test(word);
  const flag = /raised|elevated|high/u.test(word)
    ? 'high'
    : word === 'low'
      ? 'low'
      : word === 'normal'
        ? 'normal'
        : undefined;
  return [
    result(
      page,
      test,
      { value: word, pending, to: 0, ...(flag === undefined ? {} : { flag }) },
      hit.from - word.length - 1,
      hit.to,
    ),
  ];
}

/** "A low sodium, low cholesterol diet" is eaten, not measured. */
const isDiet = (page: Page, hit: Hit): boolean =>
  /^(?:cholesterol|salt)/u.test(page.text.slice(hit.from, hit.to)) ||
  /^[^.;\n]{0,60}\b(?:diet|intake|foods?)\b/u.test(page.text.slice(hit.to));

function result(
  page: Page,
  test: LabTest,
  { value, unit, range, flag, pending, to }: Measured,
  from: number,
  start: number,
): Finding {
  return {
    type: 'result',
    name: test.name,
    ...(test.loinc === undefined ? {} : { code: test.loinc }),
    ...(pending === true ? {} : { value }),
    ...(unit === undefined ? {} : { unit }),
    ...(range === undefined ? {} : { range }),
    ...(flag === undefined ? {} : { flag }),
    status: pending === true ? 'pending' : 'present',
    confidence: pending === true ? 0.9 : confidenceIn(test, unit, value),
    source: placeOf(page, from, start + to),
  };
}

/** A unit we know for the test is sure; no unit is likely; another unit wants a look. */
function confidenceIn(test: LabTest, unit: string | undefined, value: string): number {
  if (!/\d/u.test(value)) return 0.85;
  if (unit === undefined) return 0.85;
  const same = (other: string | undefined) => other?.toLowerCase() === unit.toLowerCase();
  return test.unit === undefined ||
    same(test.unit) ||
    same(test.other?.unit) ||
    equal.some(([one, other]) => one === unit && other === test.unit)
    ? 0.95
    : 0.7;
}

const equal: readonly (readonly [string, string])[] = [
  ['IU/L', 'U/L'],
  ['mU/L', 'mIU/L'],
  ['ng/mL', 'ug/L'],
  ['mL/min', 'mL/min/1.73m2'],
  ['mmol/L', 'mmol/L'],
  ['pg/mL', 'ng/L'],
  ['ng/L', 'pg/mL'],
  ['10^9/l', '10^9/L'],
  ['mmHg', 'kPa'],
  ['seconds', 's'],
];
