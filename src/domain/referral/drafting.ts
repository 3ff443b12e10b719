import type { Finding } from '../record/finding.ts';
import type { ReadNote } from '../record/note.ts';
import type { BirthDate, Identity, ReferralContent, Said } from './content.ts';

export const emptyContent: ReferralContent = {
  identity: {},
  findings: [],
  medicationsSaid: 'not-said',
  allergiesSaid: 'not-said',
  uploads: [],
  notes: [],
  urgencySaid: false,
  toSaid: 'by-group',
};

type Written = { readonly id: string; readonly text: string; readonly by: string; readonly at: string };

/**
 * Adds what a note says to a draft. What is there is kept unless the note says the same thing anew; lists grow; nothing is guessed.
 * A second note that names another patient marks the draft as speaking of several.
 */
export function addNote(content: ReferralContent, note: ReadNote, written: Written): ReferralContent {
  const findings = note.findings.map((finding) => ({
    ...finding,
    source: { ...finding.source, upload: finding.source.upload ?? written.id },
  }));
  const said = identityFrom(findings);
  const another = speaksOfAnother(content.identity, said);
  const merged = mergeFindings(content.findings, findings);
  return {
    ...content,
    identity: another ? content.identity : { ...content.identity, ...said },
    ...(note.ask.reason ? { reason: content.reason ?? note.ask.reason.value } : {}),
    ...(note.ask.question ? { question: note.ask.question.value } : {}),
    ...(note.ask.expected ? { expected: note.ask.expected.value } : {}),
    findings: merged,
    allergiesSaid: saidOf(merged, 'allergy', content.allergiesSaid),
    medicationsSaid: saidOf(merged, 'medication', content.medicationsSaid),
    notes: [...content.notes, written],
    urgencySaid: content.urgencySaid || note.ask.urgency !== undefined,
    ...(another || note.patients > 1 || content.severalPatients ? { severalPatients: true } : {}),
  };
}

/** Takes over what was read of a document. Who the patient is stays as the draft says: a document answers for itself, not for the referral. */
export function addReading(content: ReferralContent, read: readonly Finding[]): ReferralContent {
  const taken = read.filter(({ type }) => type !== 'identity');
  const again = new Set(taken.map(keyOf));
  // A person has looked at both: the taken word stands in the place of the old one, however sure either was. Older versions of the content keep it.
  const merged = mergeFindings(
    content.findings.filter((finding) => !again.has(keyOf(finding))),
    taken,
  );
  return {
    ...content,
    findings: merged,
    allergiesSaid: saidOf(merged, 'allergy', content.allergiesSaid),
    medicationsSaid: saidOf(merged, 'medication', content.medicationsSaid),
  };
}

/** Only sure, valid parts make an identity; a wrong check digit is kept and marked so that it can be asked about. */
function identityFrom(findings: readonly Finding[]): Identity {
  const value = (name: string) =>
    findings.find((finding) => finding.type === 'identity' && finding.name === name && finding.status === 'present');
  const hkid = findings.find((finding) => finding.type === 'identity' && finding.name === 'hkid');
  const birth = value('birth-date');
  const sex = value('sex');
  const other = findings.find(
    (finding) => finding.type === 'identity' && ['passport', 'case-number', 'ehealth-number'].includes(finding.name),
  );
  const text = (finding: Finding | undefined) => (finding?.type === 'identity' ? finding.value : undefined);
  return {
    ...given('nameEn', text(value('name-en'))),
    ...given('nameZh', text(value('name-zh'))),
    ...given('phone', text(value('phone'))),
    ...(hkid?.type === 'identity' ? { hkid: hkid.value, hkidValid: hkid.valid !== false } : {}),
    ...(birth?.type === 'identity' && birth.valid !== false ? { birth: birthFrom(birth.value) } : {}),
    ...(sex?.type === 'identity' ? { sex: sexFrom(sex.value) } : {}),
    ...(other?.type === 'identity' ? { otherId: { kind: otherKind(other.name), value: other.value } } : {}),
  };
}

const given = <Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } => {
  const part: { [K in Key]?: string } = {};
  if (value !== undefined) part[key] = value;
  return part;
};

export const birthFrom = (iso: string): BirthDate => ({
  iso,
  precision: iso.length === 4 ? 'year' : iso.length === 7 ? 'month' : 'day',
});

const sexFrom = (value: string): 'male' | 'female' | 'other' =>
  /^(m|male|男)$/i.test(value) ? 'male' : /^(f|female|女)$/i.test(value) ? 'female' : 'other';

const otherKind = (name: string): 'passport' | 'case-number' | 'ehealth-number' =>
  name === 'passport' || name === 'ehealth-number' ? name : 'case-number';

/** Another identifier, or the same kind of name with nothing in common, means another person until somebody says otherwise. */
function speaksOfAnother(known: Identity, said: Identity): boolean {
  if (known.hkid && said.hkid && known.hkidValid && said.hkidValid && known.hkid !== said.hkid) return true;
  if (known.hkid && said.hkid && known.hkid === said.hkid) return false;
  return known.nameZh !== undefined && said.nameZh !== undefined && known.nameZh !== said.nameZh;
}

const keyOf = (finding: Finding): string => {
  switch (finding.type) {
    case 'identity':
      return `identity ${finding.name}`;
    case 'allergy':
    case 'medication':
      return `${finding.type} ${(finding.ingredients?.join('+') ?? finding.name).toLowerCase()}`;
    case 'problem':
      return `problem ${finding.whose} ${(finding.code ?? finding.name).toLowerCase()}`;
    case 'result':
    case 'vital':
      return `${finding.type} ${(finding.code ?? finding.name).toLowerCase()} ${finding.at ?? ''} ${finding.value ?? ''}`;
    case 'procedure':
    case 'encounter':
    case 'image':
    case 'instruction':
      return `${finding.type} ${finding.name.toLowerCase()} ${finding.at ?? ''}`;
  }
};

/** The newer word replaces the older one about the same thing; nothing else is dropped. */
export function mergeFindings(before: readonly Finding[], added: readonly Finding[]): readonly Finding[] {
  const newer = new Map(added.map((finding) => [keyOf(finding), finding]));
  const kept = before.map((finding) => {
    const key = keyOf(finding);
    const again = newer.get(key);
    newer.delete(key);
    return again && again.confidence >= finding.confidence ? again : finding;
  });
  return [...kept, ...newer.values()];
}

/** given beats none beats unknown: a stated allergy is never hidden by "no known allergy" written somewhere else. */
export function saidOf(findings: readonly Finding[], type: 'allergy' | 'medication', before: Said): Said {
  const ours = findings.filter((finding) => finding.type === type);
  if (ours.some(({ status }) => status === 'present')) return 'given';
  // "Denies penicillin allergy" speaks of one drug; only the word about all of them empties the list.
  const ofAll = ours.filter(({ name }) =>
    type === 'allergy' ? name === 'any drug' : name === 'none' || name === 'any drug',
  );
  if (ofAll.some(({ status }) => status === 'absent')) return 'none';
  if (ofAll.some(({ status }) => status === 'unknown' || status === 'pending')) return 'unknown';
  return before;
}
