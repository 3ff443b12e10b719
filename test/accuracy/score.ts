import type { DocumentReport } from '#src/domain/intake/document.ts';
import { type Finding, isSure } from '#src/domain/record/finding.ts';
import type { Truth } from './truth.ts';

export const fields = ['name', 'hkid', 'birth date', 'allergies', 'medicines', 'results'] as const;
export type Field = (typeof fields)[number];

/**
 * Of one field: how many the truth holds; how many of them were read and shown as sure, or read and asked about; what was read beside the truth, shown
 * as sure or asked about. `complaints` say which, for people who mend readers (invented patients only).
 */
export type Score = {
  readonly truth: number;
  readonly sure: number;
  readonly asked: number;
  readonly wrongSure: number;
  readonly wrongAsked: number;
  readonly complaints: readonly string[];
};
const nothing: Score = { truth: 0, sure: 0, asked: 0, wrongSure: 0, wrongAsked: 0, complaints: [] };

export const sumOf = (scores: readonly Score[]): Score =>
  scores.reduce(
    (all, one) => ({
      truth: all.truth + one.truth,
      sure: all.sure + one.sure,
      asked: all.asked + one.asked,
      wrongSure: all.wrongSure + one.wrongSure,
      wrongAsked: all.wrongAsked + one.wrongAsked,
      complaints: [...all.complaints, ...one.complaints],
    }),
    nothing,
  );

/** Found, shown as sure or asked about, of what there was. */
export const recallOf = ({ truth, sure, asked }: Score): number => (truth === 0 ? 1 : (sure + asked) / truth);
/** Right, of what was shown as sure. */
export const precisionOf = ({ sure, wrongSure }: Score): number =>
  sure + wrongSure === 0 ? 1 : sure / (sure + wrongSure);

type Claim = { readonly key: string; readonly isSure: boolean };

/** Each truth takes one claim, a sure one before an asked one; what is left over was read beside the truth. */
function compare(wanted: readonly string[], claims: readonly Claim[]): Score {
  const left = [...claims.toSorted((one, other) => Number(other.isSure) - Number(one.isSure))];
  let [sure, asked] = [0, 0];
  const missed: string[] = [];
  for (const key of wanted) {
    const at = left.findIndex((claim) => claim.key === key);
    const [claim] = at < 0 ? [] : left.splice(at, 1);
    if (claim === undefined) missed.push(key);
    else if (claim.isSure) sure += 1;
    else asked += 1;
  }
  const wrong = left.filter((claim) => claim.isSure);
  return {
    truth: wanted.length,
    sure,
    asked,
    wrongSure: wrong.length,
    wrongAsked: left.length - wrong.length,
    complaints: [...missed.map((key) => `missed ${key}`), ...wrong.map(({ key }) => `wrong ${key}`)],
  };
}

/** What one document was read as, beside what it says. A refusal misses everything. */
export function scoreOf(truth: Truth, report: DocumentReport | undefined): Record<Field, Score> {
  const findings = report === undefined || report.outcome === 'refused' ? [] : report.findings;
  const one = (field: 'name-en' | 'name-zh' | 'hkid' | 'birth-date'): Claim[] =>
    findings.flatMap((each) =>
      each.type === 'identity' && each.name === field ? [{ key: plain(each.value), isSure: isSure(each) }] : [],
    );
  return {
    name: truth.name === undefined ? nothing : named(truth.name, [...one('name-en'), ...one('name-zh')]),
    hkid: truth.hkid === undefined ? nothing : compare([plain(truth.hkid)], one('hkid')),
    'birth date': truth.birthDate === undefined ? nothing : compare([plain(truth.birthDate)], one('birth-date')),
    allergies:
      truth.allergies === undefined && truth.noDrugAllergy === undefined
        ? nothing
        : compare([...(truth.allergies ?? []), ...(truth.noDrugAllergy === true ? ['none'] : [])], allergies(findings)),
    medicines:
      truth.medications === undefined
        ? nothing
        : compare(
            truth.medications.map(({ ingredient, dose, frequency }) => medicine(ingredient, dose, frequency)),
            medicines(findings),
          ),
    results:
      truth.results === undefined
        ? nothing
        : compare(
            truth.results.map(({ code, value, unit }) => `${code} ${value} ${unit.toLowerCase()}`),
            results(findings),
          ),
  };
}

const plain = (words: string): string => words.toLowerCase().replace(/[\s,.\-()]/gu, '');

/** One name is wanted; the same person's name in the other script beside it is neither right nor wrong. */
function named(wanted: string, claims: readonly Claim[]): Score {
  const right = claims.filter(({ key }) => key === plain(wanted));
  const isHan = (words: string) => /\p{Script=Han}/u.test(words);
  return compare(
    [plain(wanted)],
    [...right.slice(0, 1), ...claims.filter(({ key }) => key !== plain(wanted) && isHan(key) === isHan(wanted))],
  );
}

const allergies = (findings: readonly Finding[]): Claim[] =>
  findings.flatMap((each) => {
    if (each.type !== 'allergy') return [];
    if (each.status === 'absent') return each.name === 'any drug' ? [{ key: 'none', isSure: isSure(each) }] : [];
    if (each.status !== 'present') return [];
    const key = each.code?.startsWith('class:') === true ? each.code.slice(6) : (each.ingredients?.[0] ?? each.name);
    return [{ key: key.toLowerCase(), isSure: isSure(each) }];
  });

const medicine = (name: string, dose = '', frequency = ''): string =>
  `${name.toLowerCase()} ${dose.replace(/\s/gu, '')} ${frequency}`;

const medicines = (findings: readonly Finding[]): Claim[] =>
  findings.flatMap((each) =>
    each.type === 'medication' && each.status === 'present' && each.course !== 'stopped'
      ? [
          {
            key: medicine((each.ingredients ?? [each.name]).join('+'), each.dose, each.frequency),
            isSure: isSure(each),
          },
        ]
      : [],
  );

const results = (findings: readonly Finding[]): Claim[] =>
  findings.flatMap((each) =>
    each.type === 'result' && each.value !== undefined
      ? [
          {
            key: `${each.code ?? each.name} ${each.value} ${(each.unit ?? '').toLowerCase().replace('*', '^')}`,
            isSure: isSure(each),
          },
        ]
      : [],
  );

/** Wrong, missing and added letters of `read` per letter of `wanted`; blanks and the order of lines do not count. */
export function letterErrors(wanted: string, read: string): { readonly wrong: number; readonly of: number } {
  const lines = (words: string) =>
    words
      .normalize('NFKC')
      .split('\n')
      .map((line) => line.replace(/\s/gu, ''))
      .filter((line) => line !== '');
  const target = lines(wanted);
  const of = target.reduce((all, line) => all + line.length, 0);
  const whole = lines(read).join('');
  // Each piece of ink is looked for where it fits best: columns may have been read in another order.
  const wrong = target.reduce((all, line) => all + nearest(line, whole), 0);
  return { wrong, of };
}

/** The fewest letters to change so that `line` stands somewhere in `whole`. */
function nearest(line: string, whole: string): number {
  if (whole.includes(line)) return 0;
  let row = Array.from({ length: whole.length + 1 }, () => 0);
  for (const [index, letter] of [...line].entries()) {
    const next = [index + 1];
    let at = 0;
    for (const other of whole) {
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (letter === other ? 0 : 1)));
      at += 1;
    }
    row = next;
  }
  return Math.min(line.length, ...row);
}
