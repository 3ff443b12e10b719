import { fold } from '../reading/folding.ts';
import type { Finding } from '../record/finding.ts';

/**
 * How a fact read from a document stands beside what the record says already. new: nobody said it before. changed: the same thing with other words about it.
 * contradicting: both cannot be so. same: it says nothing new.
 */
export type Standing = 'new' | 'changed' | 'contradicting' | 'same';
export type Reconciled = { readonly standing: Standing; readonly before?: Finding };

/** Compares one read fact with the findings of a record. Pure: a person decides what becomes of it. */
export function reconcile(record: readonly Finding[], read: Finding): Reconciled {
  const against = record.find((known) => contradicts(known, read));
  if (against) return { standing: 'contradicting', before: against };
  const known = record.find((each) => isAboutTheSame(each, read));
  if (!known) return { standing: 'new' };
  return saysTheSame(known, read) ? { standing: 'same', before: known } : { standing: 'changed', before: known };
}

const wordsOf = (text: string | undefined): string =>
  fold(text ?? '')
    .text.replace(/\s+/gu, ' ')
    .trim();

/** The thing itself: a drug by its ingredients, a test by its code, everything else by its name. */
function thing(finding: Finding): string {
  if ((finding.type === 'medication' || finding.type === 'allergy') && finding.ingredients?.length)
    return [...finding.ingredients].map(wordsOf).sort().join('+');
  return wordsOf(finding.name);
}

function isSameThing(one: Finding, other: Finding): boolean {
  if (one.type !== other.type) return false;
  if (one.type === 'problem' && other.type === 'problem' && one.whose !== other.whose) return false;
  const coded = 'code' in one && 'code' in other && one.code !== undefined && one.code === other.code;
  return coded || thing(one) === thing(other);
}

/** Results and events of another time are other facts; a measurement without a time is the one of the same value. */
function isAboutTheSame(one: Finding, other: Finding): boolean {
  if (!isSameThing(one, other)) return false;
  switch (one.type) {
    case 'result':
    case 'vital': {
      if (other.type !== one.type) return false;
      return one.at && other.at ? sameTime(one.at, other.at) : wordsOf(one.value) === wordsOf(other.value);
    }
    case 'procedure':
    case 'encounter':
    case 'image':
    case 'instruction': {
      if (other.type !== one.type) return false;
      return one.at && other.at ? sameTime(one.at, other.at) : true;
    }
    default:
      return true;
  }
}

/** As exact as the less exact of the two. */
const sameTime = (one: string, other: string): boolean => {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) === other.slice(0, length);
};

const isOfAll = (finding: Finding): boolean =>
  (finding.type === 'allergy' || finding.type === 'medication') &&
  finding.status === 'absent' &&
  (finding.name === 'any drug' || finding.name === 'none');

/** "No known drug allergy" beside a named one; a thing that is so beside the same thing that is not; two values of one specimen. */
function contradicts(known: Finding, read: Finding): boolean {
  if (known.type !== read.type) return false;
  if (isOfAll(known) !== isOfAll(read) && (isOfAll(known) ? read : known).status === 'present') return true;
  if (!isSameThing(known, read)) return false;
  const opposed = new Set([known.status, read.status]);
  if (opposed.has('present') && opposed.has('absent')) return true;
  return (
    (known.type === 'result' || known.type === 'vital') &&
    known.type === read.type &&
    known.at !== undefined &&
    known.at === read.at &&
    known.status === 'present' &&
    read.status === 'present' &&
    wordsOf(known.unit) === wordsOf(read.unit) &&
    wordsOf(known.value) !== wordsOf(read.value)
  );
}

const compared: { readonly [Type in Finding['type']]: readonly string[] } = {
  identity: ['value'],
  problem: ['course', 'since', 'until', 'severity'],
  allergy: ['reaction', 'severity', 'criticality', 'course'],
  medication: ['dose', 'route', 'frequency', 'duration', 'course', 'until'],
  result: ['value', 'unit', 'flag', 'range'],
  vital: ['value', 'unit', 'flag'],
  procedure: ['value'],
  encounter: ['value'],
  image: ['value'],
  instruction: ['value'],
};

/** What the document does not speak of is no difference. */
function saysTheSame(known: Finding, read: Finding): boolean {
  if (known.status !== read.status) return false;
  const part = (finding: Finding, name: string): string =>
    // Parts are strings by their types above.
    wordsOf((finding as unknown as Readonly<Record<string, string | undefined>>)[name]);
  return compared[read.type].every((name) => {
    const said = part(read, name);
    const plain = name === 'course' && (said === 'current' || said === 'active');
    return said === '' || said === part(known, name) || (plain && part(known, name) === '');
  });
}
