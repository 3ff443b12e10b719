import { fold } from '../reading/folding.ts';
import type { LabTest, Lexicon, Sense, Vital } from '../reading/lexicon.ts';
import { nearestName } from '../reading/near-names.ts';
import { hitsOf, layOpen, senseOf } from '../reading/page.ts';

/** What a name of a drug or an allergen stands for. `sure` is 1 for a name of the tables, less for a mended spelling. */
export type Substance = {
  readonly ingredients: readonly string[];
  readonly classes: readonly string[];
  readonly code?: string;
  readonly sure: number;
};

/** Finds what a written name means, by the tables that lie offline. What it does not know it says so, and the name stays as written. */
export type Coder = {
  readonly drug: (written: string) => Substance | undefined;
  readonly allergen: (written: string) => Substance | undefined;
  readonly test: (written: string, loinc?: string) => LabTest | undefined;
  readonly vital: (written: string, loinc?: string) => Vital | undefined;
  readonly problem: (written: string) => { readonly icd10: string; readonly name: string } | undefined;
};

export function makeCoder(lexicon: Lexicon): Coder {
  const senses = [...lexicon.terms.values()].flat().map(({ sense }) => sense);
  const tests = new Map(
    senses.flatMap((each) => (each.kind === 'test' && each.test.loinc ? [[each.test.loinc, each.test]] : [])),
  );
  const vitals = new Map(senses.flatMap((each) => (each.kind === 'vital' ? [[each.vital.loinc, each.vital]] : [])));
  return {
    drug: (written) => substanceIn(lexicon, written, ['drug']),
    allergen: (written) => substanceIn(lexicon, written, ['allergen', 'drug']),
    test: (written, loinc) => (loinc ? tests.get(loinc) : undefined) ?? ofBlood(lexicon, written),
    vital: (written, loinc) =>
      (loinc ? (vitals.get(loinc) ?? otherVitals(vitals, loinc)) : undefined) ??
      wholeSense(lexicon, written, 'vital')?.vital,
    problem: (written) => wholeSense(lexicon, written, 'problem')?.problem,
  };
}

/** LOINC knows each vital sign under several codes: by device, by side, systolic and diastolic apart. */
const sameVital: Readonly<Record<string, string>> = {
  '8480-6': '85354-9',
  '8462-4': '85354-9',
  '55284-4': '85354-9',
  '2708-6': '59408-5',
  '3141-9': '29463-7',
  '3137-7': '8302-2',
  '8306-3': '8302-2',
  '8331-1': '8310-5',
};
const otherVitals = (vitals: ReadonlyMap<string, Vital>, loinc: string): Vital | undefined =>
  vitals.get(sameVital[loinc] ?? '');

const salts =
  /\b(?:hydrochloride|hcl|sodium|potassium|calcium|maleate|besylate|besilate|tartrate|succinate|sulfate|sulphate|phosphate|acetate|propionate|mesylate|fumarate|citrate|bromide|chloride|actuat|structure|containing|oral|tablet|capsule|solution|suspension|injection|injectable|extended|release|delayed|modified|metered|dose|inhaler|inhalation|spray|nasal|topical|cream|ointment|gel|patch|product|medication|allergy|allergic|intolerance|disposition|to|the|of|in|for|mg|mcg|ml|unt|hr|per|and|pack|day|year|or)\b/gu;

function substanceIn(
  lexicon: Lexicon,
  written: string,
  kinds: readonly ('drug' | 'allergen')[],
): Substance | undefined {
  const page = layOpen(lexicon, written);
  for (const kind of kinds) {
    const found = hitsOf(page, kind)
      .map((hit) => senseOf(hit, kind))
      .filter((sense) => sense !== undefined);
    if (found.length > 0) return joined(found, 1);
  }
  const words = fold(written)
    .text.replace(salts, ' ')
    .match(/[a-z][a-z-]{4,}/gu);
  const mended = (words ?? []).map((word) => nearestName(lexicon, word, kinds)).filter((sense) => sense !== undefined);
  return mended.length === 0 ? undefined : joined(mended, 0.75);
}

function joined(found: readonly (Sense & { kind: 'drug' | 'allergen' })[], sure: number): Substance {
  const [first] = found;
  const names = [...new Set(found.map(({ name }) => name))];
  const single = names.length === 1 ? first?.code : undefined;
  return {
    ingredients: [...new Set(found.flatMap(({ ingredients }) => ingredients))],
    classes: [...new Set(found.flatMap((each) => (each.kind === 'drug' ? each.classes : [])))],
    ...(single === undefined ? {} : { code: single }),
    sure,
  };
}

const specimenSaid =
  /[\s,(-]*\b(?:serum|plasma|(?:whole |venous )?blood|random|level)\b\)?|^(?:s|p|b|pl|serum|plasma)[-\s]+(?=\p{L})|[（(]?(?:血清|血漿|血浆)[)）]?/giu;
const otherThanBlood =
  /\b(?:urin(?:e|ary)|csf|fluid|stool|f(?:a)?eces|sweat|spot|24\s?-?h(?:ou)?r?s?)\b|尿|腦脊液|脑脊液|糞便|粪便|胸水|腹水/iu;

/** "Potassium, serum" is potassium; "Creatinine (urine)" is no creatinine in blood, whatever the rest of its name. */
function ofBlood(lexicon: Lexicon, written: string): LabTest | undefined {
  const test = wholeSense(lexicon, written, 'test')?.test;
  if (test !== undefined)
    return otherThanBlood.test(written) &&
      !otherThanBlood.test(test.name) &&
      !/尿|urin|stool/iu.test(`${test.aliases.join()} ${test.zh.join()}`)
      ? undefined
      : test;
  const bare = written.replace(specimenSaid, ' ').trim();
  return bare === '' || bare === written.trim() || otherThanBlood.test(written)
    ? undefined
    : wholeSense(lexicon, bare, 'test')?.test;
}

const han = /\p{Script=Han}/u;
/** What may stand right beside a Chinese name without changing it; any other character makes another thing of it. */
const besideHan =
  /^(?:[^\p{Script=Han}]|(?:血清|血漿|血浆|全血|血液|血|總|总)(?=\s)|(?<=\s)(?:值|濃度|浓度|水平|測定|测定|檢查|检查|總數|总数|數|数|計數|计数))*$/u;

/** The sense of a name that is nothing but that name, brackets and blanks aside; else the one sense found in it. */
function wholeSense<Kind extends Sense['kind']>(
  lexicon: Lexicon,
  written: string,
  kind: Kind,
): (Sense & { kind: Kind }) | undefined {
  const page = layOpen(lexicon, written.replace(/[\r\n]+/gu, ' '));
  const hits = hitsOf(page, kind);
  const whole = page.text.trim().length;
  const [best] = hits.toSorted((one, other) => other.to - other.from - (one.to - one.from));
  if (best === undefined) return undefined;
  // "Cholesterol in HDL/Cholesterol ratio" is no cholesterol: a name with much beside the word found is another thing.
  const rest = page.text.replace(/\([^)]*\)|\[[^\]]*\]/gu, '').trim();
  const length = best.to - best.from;
  if (
    han.test(page.text[best.from] ?? '') &&
    !besideHan.test(`${page.text.slice(0, best.from)} ${page.text.slice(best.to)}`)
  )
    return undefined;
  return length >= Math.min(whole, rest.length) * 0.6 ? senseOf(best, kind) : undefined;
}
