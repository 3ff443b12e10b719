import { foldWord } from '../reading/folding.ts';
import { BadCase } from './bad-case.ts';
import type { KnownMarker, KnownResult, Medicine, SafetyCase } from './case.ts';
import { dayIn, type Entry, entriesIn, numberIn, partsOfCase, sexIn, textIn, yesNoIn } from './case-keys.ts';
import type { Safety } from './compile.ts';
import { ckdEpi2021, kidneyDays } from './kidney.ts';
import { type AllergyLine, readAllergyList } from './read-allergy-list.ts';
import { guessedNames, type MedicineLine, readMedicines } from './read-medicines.ts';
import { markersIn, markersNamed, readProblemList } from './read-problem-list.ts';
import { readResultList, testNamed } from './read-results-list.ts';

/** Reads a case as a caller writes it, texts and plain numbers. Refuses with `BadCase`; what it cannot read it lists, never drops. */
export function readCase(safety: Safety, given: unknown, today: Date): SafetyCase {
  const parts = partsOfCase(given);
  const medications = entriesIn('medications', parts.medications);
  const allergyEntries = entriesIn('allergies', parts.allergies);
  const resultEntries = entriesIn('results', parts.results);
  const orderEntries = entriesIn('orders', parts.orders);
  if (
    [medications, allergyEntries, resultEntries, orderEntries].every((each) => each === undefined || isBlank(each)) &&
    !Array.isArray(parts.medications)
  )
    throw new BadCase('check.empty', 'There is nothing to check: give medications, allergies, results or orders');
  const now = dayIn('now', parts.now) ?? today;
  const age = numberIn('age', parts.age, 0, 130, ' years');
  const sex = sexIn(parts.sex);
  const pregnant = yesNoIn('pregnant', parts.pregnant);
  const read = readMedicines(safety, (medications ?? []).map(medicineLine(now)), now);
  const allergies = readAllergyList(safety, (allergyEntries ?? []).map(allergyLine));
  const history = readProblemList(safety, [
    ...(entriesIn('problems', parts.problems) ?? []),
    ...(entriesIn('genes', parts.genes) ?? []).map((each) => (isG6pdWord(given, each) ? `G6PD ${String(each)}` : each)),
  ]);
  const inAllergies = (allergyEntries ?? []).flatMap((each) => markersNamed(substanceOf(each)));
  const results = readResultList(safety, resultEntries ?? [], now);
  const fromResults = markersAmong(resultEntries ?? []);
  const orders = (orderEntries ?? []).flatMap((each) => ordersIn(safety, each));
  const problems = history.problems;
  const isPregnant = pregnant ?? (problems.some(({ icd10 }) => /^(?:O\d|Z3[34])/u.test(icd10)) ? true : undefined);
  const egfr = egfrOf(parts, results.results, now, age, sex);
  return {
    now,
    medicines: read.medicines,
    allergies: allergies.allergies,
    allergyStatement: allergies.statement,
    problems,
    markers: [...history.markers, ...inAllergies, ...fromResults],
    results: results.results,
    orders: orders.flatMap(({ test }) => (test === undefined ? [] : [test])),
    ...(egfr === undefined ? {} : { egfr }),
    ...(age === undefined ? {} : { age }),
    ...(sex === undefined ? {} : { sex }),
    ...(isPregnant === undefined ? {} : { pregnant: isPregnant }),
    unrecognised: [
      ...read.unrecognised,
      ...allergies.unrecognised.filter((each) => markersNamed(each).length === 0).map((each) => `allergy: ${each}`),
    ],
    unknown: [
      ...guessedNames(read.medicines),
      ...guessedAllergies(allergies.allergies),
      ...doubtfulDoses(read.medicines),
      ...history.unknown,
      ...results.unknown,
      ...orders.flatMap(({ unread }) => (unread === undefined ? [] : [`test not recognised: ${unread.slice(0, 60)}`])),
    ],
  };
}

const isBlank = (entries: readonly Entry[]): boolean =>
  entries.every((each) => typeof each === 'string' && each.trim() === '');

const isG6pdWord = (given: unknown, each: Entry): boolean =>
  typeof each === 'string' && typeof given === 'object' && given !== null && 'g6pd' in given;

const medicineLine =
  (now: Date) =>
  (entry: Entry): MedicineLine => {
    if (typeof entry === 'string') return { text: entry };
    const name = textIn(entry, 'name', 'drug', 'medication', 'medicine', 'text', 'display', 'ingredient');
    if (name === undefined) throw new BadCase('check.wrong-value', 'An object in medications needs a name');
    const rest = ['dose', 'strength', 'route', 'frequency', 'form'].flatMap((key) => textIn(entry, key) ?? []);
    const document = textIn(entry, 'document', 'source');
    const status = textIn(entry, 'status', 'course')?.toLowerCase();
    const ended = textIn(entry, 'stopped', 'end', 'until', 'stoppedAt');
    const at = ended !== undefined && /^\d{4}-\d{2}-\d{2}/u.test(ended) ? validDay(ended) : undefined;
    const isStopped =
      at === undefined ? entry['stopped'] === true || (status !== undefined && stoppedWords.has(status)) : at <= now;
    const text = [
      name.replaceAll(/[;；\n]/gu, ' '),
      ...rest,
      ...(at !== undefined && isStopped ? [`stopped ${at.toISOString().slice(0, 10)}`] : []),
    ].join(' ');
    return { text, stopped: isStopped, ...(document === undefined ? {} : { document }) };
  };

const validDay = (written: string): Date | undefined => {
  const day = new Date(written);
  return Number.isNaN(day.getTime()) ? undefined : day;
};

const stoppedWords = new Set(['stopped', 'completed', 'ended', 'discontinued', 'cancelled', 'inactive']);

function allergyLine(entry: Entry): AllergyLine {
  if (typeof entry === 'string') return { text: entry };
  const name = textIn(entry, 'substance', 'name', 'drug', 'allergen', 'text', 'display');
  if (name === undefined) throw new BadCase('check.wrong-value', 'An object in allergies needs a substance');
  const about = ['reaction', 'severity', 'criticality'].flatMap((key) => textIn(entry, key) ?? []);
  const type = textIn(entry, 'type', 'kind')?.toLowerCase() ?? '';
  const status = textIn(entry, 'status', 'verification')?.toLowerCase() ?? '';
  const document = textIn(entry, 'document', 'source');
  return {
    text: [name, ...(about.length === 0 ? [] : [`(${about.join(', ')})`])].join(' '),
    sideEffect: /side|intoleran|adverse/u.test(type),
    denied: /refuted|absent|inactive|resolved|denied|error/u.test(status),
    ...(document === undefined ? {} : { document }),
  };
}

const substanceOf = (each: Entry): string =>
  typeof each === 'string' ? each : (textIn(each, 'substance', 'name', 'allergen', 'text', 'display') ?? '');

/** A gene or G6PD may stand among the allergies or the results. */
const markersAmong = (entries: readonly Entry[]): KnownMarker[] =>
  entries.flatMap((each) =>
    markersIn(
      foldWord(
        typeof each === 'string'
          ? each
          : `${textIn(each, 'test', 'name', 'substance', 'code') ?? ''} ${textIn(each, 'value', 'result') ?? ''}`,
      ),
    ),
  );

function ordersIn(safety: Safety, entry: Entry): { test?: string; unread?: string }[] {
  const text = typeof entry === 'string' ? entry : (textIn(entry, 'test', 'name', 'code', 'text', 'display') ?? '');
  return text
    .split(/[;；,，、\n]+/u)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const test = testNamed(safety, each);
      return test === undefined ? { unread: each } : { test: test.name };
    });
}

type Parts = ReturnType<typeof partsOfCase>;

/** Given, or the latest result that is young enough, or computed from the creatinine. */
function egfrOf(
  parts: Parts,
  results: readonly KnownResult[],
  now: Date,
  age: number | undefined,
  sex: 'male' | 'female' | undefined,
): SafetyCase['egfr'] {
  const given = numberIn('egfr', parts.egfr, 1, 250, ' mL/min/1.73 m²');
  const creatinine =
    numberIn('creatinine', parts.creatinine, 15, 3000, ' µmol/L') ?? latest(results, 'creatinine', now);
  if (given !== undefined) return { value: given, how: 'given' };
  const measured = latest(results, 'eGFR', now);
  if (measured !== undefined) return { value: measured, how: 'latest result' };
  if (creatinine === undefined || age === undefined || sex === undefined) return undefined;
  const value = ckdEpi2021(creatinine, age, sex);
  return value === undefined ? undefined : { value, how: 'CKD-EPI 2021 from creatinine' };
}

function latest(results: readonly KnownResult[], test: string, now: Date): number | undefined {
  const young = results
    .filter((each) => each.test === test && each.value !== undefined)
    .filter(({ at }) => at === undefined || now.getTime() - at.getTime() <= kidneyDays * 86_400_000)
    .toSorted((one, other) => (other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0));
  return young[0]?.value;
}

const guessedAllergies = (allergies: SafetyCase['allergies']): string[] =>
  allergies
    .filter((each) => each.guessed)
    .map((each) => `allergy "${each.written}" was taken for ${nameOf(each)}: confirm the name`);

const nameOf = ({ product }: SafetyCase['allergies'][number]): string =>
  product?.units[0]?.unit.name ?? product?.ingredients.join(' and ') ?? 'another name';

const doubtfulDoses = (medicines: readonly Medicine[]): string[] =>
  medicines.flatMap((each) => {
    const name = each.product.ingredients.join(' and ');
    return each.withoutUnit
      ? [`dose of ${name} has no unit: not judged`]
      : each.perKilo
        ? [`dose of ${name} is by the kilo: not added up without the weight`]
        : [];
  });
