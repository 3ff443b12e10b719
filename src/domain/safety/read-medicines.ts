import { readDosing } from '../reading/dose.ts';
import { rule } from '../reading/folding.ts';
import type { Sense } from '../reading/lexicon.ts';
import { type Hit, layOpenLine, type Page, senseOf, written } from '../reading/page.ts';
import { said, withDose } from '../reading/read-medications.ts';
import { overlaps, type Stretch } from '../reading/stretch.ts';
import type { Medicine } from './case.ts';
import type { Safety } from './compile.ts';
import { doseOf } from './doses.ts';
import { stoppedOf } from './stopped.ts';
import type { Product } from './units.ts';

/** One line of a list of medicines as a caller gives it. */
export type MedicineLine = { readonly text: string; readonly stopped?: boolean; readonly document?: string };

export type ReadMedicines = {
  readonly medicines: readonly Medicine[];
  /** As written; never dropped. */
  readonly unrecognised: readonly string[];
};

type DrugSense = Sense & { kind: 'drug' | 'allergen' };

/** Reads a list of medicines. What is in no table stays, as written, among the unrecognised. */
export function readMedicines(safety: Safety, lines: readonly MedicineLine[], now: Date): ReadMedicines {
  const medicines: Medicine[] = [];
  const unrecognised: string[] = [];
  for (const line of lines)
    for (const part of partsOf(line.text)) {
      const page = layOpenLine(safety.lexicon, part.replace(supplement, asTablet));
      const found = drugsIn(safety, page, line, now);
      medicines.push(...found);
      if (found.length > 0) {
        const beside = namesBeside(safety, page, line, now);
        medicines.push(...beside.medicines);
        unrecognised.push(...beside.unrecognised);
        continue;
      }
      if (isNothing.test(page.text) || page.hits.some((hit) => isDrug(hit))) continue;
      const mended = mendedIn(safety, page, line, now);
      if (mended !== undefined) medicines.push(mended);
      else unrecognised.push(part);
    }
  return { medicines, unrecognised };
}

/** Where medicines are listed, calcium and iron are tablets; in a letter they would be results. */
const supplement = /^(calcium|iron|potassium)(?=\s*(?:$|tab|cap|suppl|\d|daily|od\b|bd\b|tds\b|\())/iu;
const tabletOf: Readonly<Record<string, string>> = {
  calcium: 'calcium carbonate',
  iron: 'ferrous sulfate',
  potassium: 'potassium chloride',
};
const asTablet = (name: string): string => tabletOf[name.toLowerCase()] ?? name;

const isNothing = rule(
  '^(?:[\\s.,;:-]*|(?:nil|none|no|n/a|na|nkda)(?: (?:known|regular|current|long[- ]term|other))*(?: (?:medications?|meds|medicines?|drugs?))?|not (?:on|taking) any.*|(?:沒有|無|冇)(?:服藥|用藥|藥物|長期服藥)?)[.\\s]*$',
);

const isDrug = (hit: Hit): boolean => hit.senses.some(({ kind }) => kind === 'drug');

/** A list in one string: divided by semicolons and lines; by commas where another name, not the rest of a dose, follows. */
function partsOf(text: string): string[] {
  return text
    .split(/[;；\n\r]+/u)
    .flatMap((line) => joinRemarks(line.split(/(?:,(?!\d)\s*|[，、]|\s\+\s)(?![^()（）]*[)）])/u)))
    .map((part) => part.replace(/^[\s•*·-]+|^\s*\d{1,2}[.)]\s+(?=\p{L})/gu, '').trim())
    .filter((part) => part !== '');
}

const remark = rule(
  '^\\s*(?:(?:stop|take|taken|taking|discontinu|d/c|withh|held|hold|ceas|start|since|from|until|till|for|last|prn|p\\.?r\\.?n|if|when|as|with|before|after|ac|pc|po|p\\.?o|iv|im|sc|od|bd|tds|qid|daily|twice|once|nocte|mane|om|on|stat|then|max|total|only|tab|cap|inj|x|by|per|each|every|oral|top|weekly|monthly|not|no longer|finished|completed|changed|increased|reduced|indication)(?![a-z])|stopped|discontinued|started|ceased|withheld|需要時|每|飯|餐|睡|早|晚|停|已停|共|口服|外用)',
);

function joinRemarks(pieces: readonly string[]): string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const isRest = remark.test(piece.toLowerCase()) || /^\s*[\d½]/u.test(piece) || isDosingOnly(piece);
    if (isRest && joined.length > 0) joined[joined.length - 1] += `, ${piece}`;
    else joined.push(piece);
  }
  return joined;
}

const isDosingOnly = (piece: string): boolean => {
  const text = piece.trim().toLowerCase();
  return text !== '' && readDosing(text).length >= text.length;
};

const divider = rule('\\s*[/+&]\\s*|\\s(?:and|with|plus)\\s|及|和|與|\\s{2,}', 'gu');
const noName = rule(
  '^(?:food|water|meals?|breakfast|lunch|dinner|milk|juice|care|caution|other|others|tabs?|tablets?|capsules?|night|morning|evening|noon|weekly|daily|needed|required|hours?|days?|weeks?|months?|dose|doses|alternate|alternating|regular|usual|patient|wife|family|history|known|acid|sodium|potassium|kg|kilo)(?![a-z])',
);

/** "warfarine 3 mg / Voltaren": a name that nobody knows must not vanish behind one that is known. */
function namesBeside(safety: Safety, page: Page, line: MedicineLine, now: Date): ReadMedicines {
  const medicines: Medicine[] = [];
  const unrecognised: string[] = [];
  let from = 0;
  for (const end of [
    ...[...page.text.matchAll(divider)].map((each) => ({ at: each.index, to: each.index + each[0].length })),
    { at: page.text.length, to: page.text.length },
  ]) {
    const segment = { from, to: end.at };
    from = end.to;
    const text = page.text.slice(segment.from, segment.to);
    if (page.hits.some((hit) => overlaps(hit, segment)) || remark.test(text) || isDosingOnly(text)) continue;
    const start = segment.from + (leading.exec(text)?.[0].length ?? 0);
    const word = (name.exec(page.text.slice(start, segment.to))?.[0] ?? '').replace(trailing, '');
    if (word.length < 4 || noName.test(word)) continue;
    const mended = mendedAt(safety, page, { from: start, to: segment.to }, line, now);
    if (mended !== undefined) medicines.push(mended);
    else if (word.split(' ').length <= 2) unrecognised.push(written(page, segment.from, segment.to).trim());
  }
  return { medicines, unrecognised };
}

function drugsIn(safety: Safety, page: Page, line: MedicineLine, now: Date): Medicine[] {
  const found: Medicine[] = [];
  for (const hit of page.hits) {
    const sense = senseOf(hit, 'drug') ?? senseOf(hit, 'allergen');
    if (sense === undefined || (sense.kind === 'allergen' && sense.code === undefined)) continue;
    const product = safety.units.productOf(sense);
    if (product === undefined) continue;
    const medicine = medicineAt(page, hit, product, line, now, false);
    // "Augmentin (co-amoxiclav)" is one medicine under two names.
    const twin = found.findIndex((other) => isPartOf(other.product, product) || isPartOf(product, other.product));
    if (medicine === undefined) continue;
    if (twin === -1) found.push(medicine);
    else if (isPartOf(found[twin]?.product ?? product, product))
      found[twin] = { ...medicine, ...doseKept(found[twin], medicine) };
  }
  return found;
}

const isPartOf = (part: Product, whole: Product): boolean =>
  part.ingredients.every((each) => whole.ingredients.includes(each));

const doseKept = (before: Medicine | undefined, after: Medicine): Partial<Medicine> =>
  before?.dose === undefined || after.dose !== undefined
    ? {}
    : { dose: before.dose, ...(before.timesADay === undefined ? {} : { timesADay: before.timesADay }) };

function medicineAt(
  page: Page,
  hit: Hit,
  product: Product,
  line: MedicineLine,
  now: Date,
  guessed: boolean,
): Medicine | undefined {
  const { dosing } = withDose(page, hit);
  const { course, status } = said(page, hit, dosing);
  if (status === 'absent') return undefined;
  // What is on hold is meant to go on: it still counts.
  const isHeld = course === 'stopped' && held.test(page.text) && line.stopped !== true;
  const stopped = isHeld ? undefined : stoppedOf(page.text, course === 'stopped' || line.stopped === true, now);
  return {
    written: written(page, hit.from, hit.to),
    product,
    ...doseOf(dosing, page.text),
    topical: topical.test(page.text) && !systemic.test(page.text),
    ...(stopped === undefined ? {} : { stopped }),
    guessed,
    ...(line.document === undefined ? {} : { document: line.document }),
  };
}

const held = rule('(?<![a-z])(?:on hold|hold|held|withh[eo]ld|omit(?:ted)?)(?![a-z])|暫停');

const topical = rule(
  '(?<![a-z])(?:gel|emulgel|cream|ointment|oint|lotion|topical(?:ly)?|top|eye ?drops?|eyedrops?|gutt(?:ae)?|ear drops?|ophthalmic|shampoo|l/a|plaster|timoptol|cosopt|xalacom|combigan|ganfort|tobradex|pred forte|protopic|elidel|dermovate|differin|betnovate|daivonex|fucidin)(?![a-z])|眼藥水|滴眼|藥膏|軟膏|乳膏|凝膠|啫喱|外用|外搽|貼布',
);
/** A gel for the mouth is swallowed. */
const systemic = rule('(?<![a-z])(?:oral gel|po|by mouth|tablets?|tab|iv|injection)(?![a-z])|口服');

const leading = rule(
  '^(?:\\s|[-•*.]|(?:tab(?:let)?s?|cap(?:sule)?s?|inj(?:ection)?|syr(?:up)?|t|c|start(?:ed|ing)?|on|take[sn]?|taking|new|continue|add|give|given|rx|drug|medication)(?![a-z])\\.?:?|服用?|食|現服|長期服用?|口服)+',
);
const name = rule("^[\\p{L}][\\p{L}'’-]*(?:[ /-][\\p{L}][\\p{L}'’-]*){0,3}");
const trailing = rule(
  '(?:\\s(?:tab(?:let)?s?|cap(?:sule)?s?|inj(?:ection)?|daily|od|bd|bid|tds|tid|qid|qds|nocte|mane|om|prn|po|iv|im|sc|stat|sr|xr|xl|mr|la|cr|er|sodium|potassium|hcl|hydrochloride|weekly|oral|gel|cream|ointment|drops|inhaler|patch|syrup|stopped))+$',
);

/** A name that is in no table: mended when only one drug can be meant. */
const mendedIn = (safety: Safety, page: Page, line: MedicineLine, now: Date): Medicine | undefined =>
  mendedAt(safety, page, { from: leading.exec(page.text)?.[0].length ?? 0, to: page.text.length }, line, now);

function mendedAt(
  safety: Safety,
  page: Page,
  { from, to }: Stretch,
  line: MedicineLine,
  now: Date,
): Medicine | undefined {
  const whole = name.exec(page.text.slice(from, to))?.[0];
  if (whole === undefined) return undefined;
  for (const word of tries(whole.replace(trailing, ''))) {
    const mended = safety.names.mend(word);
    if (mended === undefined || 'rivals' in mended) continue;
    const product = productOf(safety, mended.sense);
    if (product === undefined) continue;
    const hit: Hit = { from, to: from + word.length, senses: [] };
    return medicineAt(page, hit, product, line, now, true);
  }
  return undefined;
}

/** The whole name first, then without its last words. */
function* tries(words: string): Generator<string> {
  const each = words.split(' ');
  for (let count = each.length; count > 0; count -= 1) yield each.slice(0, count).join(' ');
}

const productOf = (safety: Safety, sense: DrugSense): Product | undefined =>
  sense.kind === 'allergen' && sense.code === undefined ? undefined : safety.units.productOf(sense);

/** What may be said of a medicine whose name was taken for another: for the list of what is not known. */
export const guessedNames = (medicines: readonly Medicine[]): string[] =>
  medicines
    .filter((each) => each.guessed)
    .map((each) => `"${each.written}" was taken for ${each.product.ingredients.join(' and ')}: confirm the name`);
