import { formatHkid, parseHkid } from '../identity/hkid.ts';
import { fold, foldWord } from '../reading/folding.ts';
import { sameName } from '../reading/read-names.ts';
import { romanised } from '../reading/surnames.ts';
import type { PatientIdentity, Reading, Warning } from './document.ts';

/**
 * match: it is this patient, by a number or by name and date of birth. mismatch: it says somebody else; filing stops until a second person confirms.
 * unsure: something fits and nothing proves it; a person is asked. none: the document names nobody; a person is asked, nothing is guessed.
 */
export type GuardVerdict = 'match' | 'mismatch' | 'unsure' | 'none';
export type Compared = 'hkid' | 'number' | 'birth-date' | 'sex' | 'name' | 'chinese-name';
export type Guarded = {
  readonly verdict: GuardVerdict;
  readonly agree: readonly Compared[];
  readonly differ: readonly Compared[];
};

/**
 * Compares who a document says it is about with whom it would be filed under. Names are never compared letter by letter: a Hong Kong name has many
 * spellings, so a different spelling alone stops nothing and the same name alone proves nothing. One HKID with two dates of birth is a conflict.
 */
export function guard(expected: PatientIdentity, found: PatientIdentity | undefined): Guarded {
  const agree: Compared[] = [];
  const differ: Compared[] = [];
  const note = (part: Compared, same: boolean | undefined) => {
    if (same !== undefined) (same ? agree : differ).push(part);
  };
  if (found === undefined) return { verdict: 'none', agree, differ };
  note('hkid', sameOf(hkids(expected), hkids(found)));
  note('number', sameNumbers(expected, found));
  note('birth-date', sameDate(expected.birthDate, found.birthDate));
  note('sex', sameSex(expected.sex, found.sex));
  note('chinese-name', sameChinese(expected.chineseName, found.chineseName));
  note('name', sameLatin(expected.names, found.names));
  return { verdict: verdictOf(agree, differ), agree, differ };
}

function verdictOf(agree: readonly Compared[], differ: readonly Compared[]): GuardVerdict {
  if (differ.includes('hkid') || differ.includes('birth-date') || differ.includes('number')) return 'mismatch';
  const byNumber = agree.includes('hkid') || agree.includes('number');
  const named = agree.includes('name') || agree.includes('chinese-name');
  // A number that fits outweighs a name in another spelling; without a number a different name or sex is somebody else.
  if (byNumber) return differ.includes('sex') ? 'unsure' : 'match';
  if (differ.includes('sex')) return 'mismatch';
  if (differ.includes('chinese-name') || differ.includes('name'))
    return agree.includes('birth-date') && !differ.includes('chinese-name') ? 'unsure' : named ? 'unsure' : 'mismatch';
  if (named && agree.includes('birth-date')) return 'match';
  return agree.length > 0 ? 'unsure' : 'none';
}

const hkids = (patient: PatientIdentity): string[] =>
  patient.numbers.flatMap(({ value, type }) => {
    const hkid = parseHkid(value);
    return hkid?.isValid === true && (type === 'hkid' || value.includes('('))
      ? [formatHkid(hkid)]
      : type === 'hkid'
        ? [value.toUpperCase().replace(/[\s()]/gu, '')]
        : [];
  });

const sameOf = (one: readonly string[], other: readonly string[]): boolean | undefined =>
  one.length === 0 || other.length === 0 ? undefined : one.some((each) => other.includes(each));

/** Other numbers prove sameness when they are equal; when they differ they say nothing, unless the same house gave both. */
function sameNumbers(one: PatientIdentity, other: PatientIdentity): boolean | undefined {
  const plain = (patient: PatientIdentity) =>
    patient.numbers.filter(({ type }) => type !== 'hkid' && type !== 'account-number');
  const mine = plain(one);
  const theirs = plain(other);
  if (mine.some((each) => theirs.some((their) => their.value.toLowerCase() === each.value.toLowerCase()))) return true;
  const clash = mine.some((each) =>
    theirs.some((their) => each.issuer !== undefined && each.issuer === their.issuer && each.type === their.type),
  );
  return clash ? false : undefined;
}

function sameDate(one: string | undefined, other: string | undefined): boolean | undefined {
  if (one === undefined || other === undefined) return undefined;
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) === other.slice(0, length);
}

const sameSex = (one: PatientIdentity['sex'], other: PatientIdentity['sex']): boolean | undefined =>
  (one === 'male' || one === 'female') && (other === 'male' || other === 'female') ? one === other : undefined;

const sameChinese = (one: string | undefined, other: string | undefined): boolean | undefined =>
  one === undefined || other === undefined ? undefined : foldWord(one) === foldWord(other);

/** Undefined when only the spelling may differ: a shared part, or names that begin alike. */
function sameLatin(ones: readonly string[], others: readonly string[]): boolean | undefined {
  if (ones.length === 0 || others.length === 0) return undefined;
  if (ones.some((one) => others.some((other) => sameName(one, other)))) return true;
  const parts = (names: readonly string[]) => names.flatMap((name) => foldWord(name).match(/[a-z]{2,}/gu) ?? []);
  const [mine, theirs] = [parts(ones), parts(others)];
  return mine.some((part) =>
    theirs.some(
      (their) => their === part || (their.length > 3 && part.length > 3 && their.slice(0, 3) === part.slice(0, 3)),
    ),
  )
    ? undefined
    : false;
}

/** Who a file's own name says it is about. Only what can hardly be anything else: an HKID, a Chinese name, a surname in capitals with given names. */
export function patientInName(file: string): PatientIdentity | undefined {
  const base = (file.split('/').at(-1) ?? '').replace(/\.[a-z0-9]{1,5}$/iu, '').replace(/[_+]+/gu, ' ');
  const hkid = parseHkid(/(?<![A-Za-z0-9])([A-Za-z]{1,2}\d{6}\(?[\dAa]\)?)(?![A-Za-z0-9])/u.exec(base)?.[1] ?? '');
  const latin = /(?<![A-Za-z])([A-Z]{2,} [A-Z][a-z]+(?:[ -][A-Z]?[a-z]+){0,2})(?![A-Za-z])/u.exec(base)?.[1];
  const named = latin !== undefined && romanised.has(fold(latin.split(' ')[0] ?? '').text) ? latin : undefined;
  if (hkid?.isValid !== true && named === undefined) return undefined;
  return {
    names: named === undefined ? [] : [named],
    numbers: hkid?.isValid === true ? [{ type: 'hkid', value: formatHkid(hkid) }] : [],
  };
}

export const mismatch = (against: string, parts: readonly Compared[]): Warning => ({
  code: 'identity.mismatch',
  message: `Who it is about differs from ${against} in ${parts.join(', ')}; a second person has to confirm before it is filed`,
});

/** A document against itself: its header, its words, its own file name. What does not fit is stopped, never settled by us. */
export function checkInside(reading: Reading, file: string): Reading {
  const named = patientInName(file);
  if (named === undefined || reading.patient === undefined || reading.others !== undefined) return reading;
  const { verdict, differ } = guard(reading.patient, named);
  return verdict === 'mismatch'
    ? { ...reading, outcome: 'unsure', warnings: [...reading.warnings, mismatch('its file name', differ)] }
    : reading;
}

/** A document against the patient it would be filed under. */
export function checkAgainst<T extends Reading>(
  reading: T,
  expected: PatientIdentity,
): T & { readonly guard: Guarded } {
  const guarded = guard(expected, reading.patient);
  const warnings: Warning[] =
    guarded.verdict === 'mismatch'
      ? [mismatch('the patient it was sent for', guarded.differ)]
      : guarded.verdict === 'match'
        ? []
        : [{ code: 'identity.ask', message: 'Whether it is about this patient has to be asked' }];
  return {
    ...reading,
    outcome: guarded.verdict === 'match' ? reading.outcome : 'unsure',
    warnings: [...reading.warnings, ...warnings],
    guard: guarded,
  };
}
