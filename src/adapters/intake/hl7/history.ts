import { compactInstant } from '#src/domain/intake/instants.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Message, Segment } from './message.ts';

const severities: Readonly<Record<string, 'mild' | 'moderate' | 'severe'>> = {
  MI: 'mild',
  MO: 'moderate',
  SV: 'severe',
};
const noneKnown =
  /^(?:no known (?:drug |food |medication |environmental )?allerg(?:y|ies)|nkda|nka|no allergies|none known|none|nil)$|^沒有已知|^無已知/iu;
const notKnown = /^(?:unknown|not known|not assessed|unable to (?:obtain|assess)|no information)/iu;

/** AL1 and IAM: what the patient reacts to. "No known allergies" may be coded here as if it were one. */
export function allergyOf(tools: Tools, message: Message, segment: Segment): Finding | undefined {
  const [first = ''] = message.repeats(segment, 3);
  const name =
    message.partOf(first, 2) || message.partOf(first, 9) || message.partOf(first, 5) || message.partOf(first, 1);
  if (name === '') return undefined;
  const isIam = segment.name === 'IAM';
  if (isIam && message.part(segment, 6, 1) === 'D') return undefined;
  const source = { segment: `${segment.name}[${segment.nth}]-3`, text: name };
  const said = `${message.partOf(first, 1)}|${name}`;
  if (
    name.split('|').some((each) => noneKnown.test(each.trim())) ||
    /(?:^|\|)(?:716186003|409137002|NKDA|NKA)(?:\||$)/u.test(said)
  )
    return {
      type: 'allergy',
      name: /food/iu.test(name) ? 'any food' : 'any drug',
      status: 'absent',
      confidence: 0.97,
      source,
    };
  if (notKnown.test(name)) return { type: 'allergy', name: 'any drug', status: 'unknown', confidence: 0.9, source };
  const known = tools.coder.allergen(name);
  const reaction = message
    .repeats(segment, 5)
    .map((each) => message.partOf(each, 2) || message.partOf(each, 1))
    .join(', ');
  const severity =
    severities[message.part(segment, 4, 1).toUpperCase()] ?? severityIn(`${message.part(segment, 4, 2)} ${reaction}`);
  const standing = isIam ? message.part(segment, 17, 1).toUpperCase() : '';
  return {
    type: 'allergy',
    name,
    ...(known?.code === undefined ? {} : { code: known.code }),
    ...(known === undefined || known.ingredients.length === 0 ? {} : { ingredients: known.ingredients }),
    ...(reaction === '' ? {} : { reaction }),
    ...(severity === undefined ? {} : { severity }),
    status: standing === 'E' || standing === 'D' ? 'absent' : 'present',
    confidence: standing === 'S' || standing === 'P' ? 0.7 : 0.97,
    source,
  };
}

const severityIn = (words: string) =>
  (['severe', 'moderate', 'mild'] as const).find((each) => new RegExp(each, 'iu').test(words));

/** DG1 and PRB. */
export function problemOf(tools: Tools, message: Message, segment: Segment): Finding | undefined {
  const field = 3;
  // Deleted by the sender: HL7 tables 0206 and 0287.
  const isDeleted =
    segment.name === 'DG1' ? message.part(segment, 21) === 'D' : /^DE?$/u.test(message.part(segment, 1));
  if (isDeleted) return undefined;
  const [first = ''] = message.repeats(segment, field);
  const name =
    message.partOf(first, 2) ||
    (segment.name === 'DG1' ? message.text(segment, 4) : '') ||
    message.partOf(first, 9) ||
    message.partOf(first, 1);
  if (name === '') return undefined;
  const system = message.partOf(first, 3);
  const own = message.partOf(first, 1);
  const code =
    /^(?:I10|I10C|ICD-?10)/iu.test(system) || /^[A-Z]\d{2}(?:\.\d+)?$/u.test(own)
      ? own
      : tools.coder.problem(name)?.icd10;
  const since = compactInstant(message.part(segment, segment.name === 'DG1' ? 5 : 16))?.slice(0, 10);
  const until = segment.name === 'PRB' ? compactInstant(message.part(segment, 9))?.slice(0, 10) : undefined;
  const standing = segment.name === 'PRB' ? message.repeats(segment, 14).join(' ') : '';
  const course =
    until !== undefined || /resolv/iu.test(standing)
      ? 'resolved'
      : /inactive/iu.test(standing)
        ? 'inactive'
        : undefined;
  return {
    type: 'problem',
    name,
    ...(code === undefined || code === '' ? {} : { code }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(course === undefined ? {} : { course }),
    whose: 'patient',
    status: course === undefined ? 'present' : 'absent',
    confidence: 0.97,
    source: { segment: `${segment.name}[${segment.nth}]-${field}`, text: name },
  };
}

export function procedureOf(message: Message, segment: Segment): Finding | undefined {
  const name = message.part(segment, 3, 2) || message.text(segment, 4) || message.part(segment, 3, 1);
  if (name === '' || message.part(segment, 20) === 'D') return undefined;
  const at = compactInstant(message.part(segment, 5));
  const code = message.part(segment, 3, 1);
  return {
    type: 'procedure',
    name,
    ...(code === '' || code === name ? {} : { code }),
    ...(at === undefined ? {} : { at }),
    status: 'present',
    confidence: 0.97,
    source: { segment: `PR1[${segment.nth}]-3`, text: name },
  };
}

const classes: Readonly<Record<string, string>> = {
  I: 'inpatient stay',
  O: 'outpatient visit',
  E: 'emergency visit',
  P: 'admission planned',
  R: 'recurring visit',
  B: 'obstetric stay',
};

export function encounterOf(message: Message, visit: Segment): Finding | undefined {
  const kind = classes[message.part(visit, 2).toUpperCase()];
  const at = compactInstant(message.part(visit, 44));
  if (kind === undefined && at === undefined) return undefined;
  const reason = message.all('PV2')[0];
  const why = reason && (message.part(reason, 3, 2) || message.part(reason, 12));
  return {
    type: 'encounter',
    name: kind ?? 'visit',
    ...(at === undefined ? {} : { at }),
    ...(why ? { value: why } : {}),
    status: 'present',
    confidence: 0.95,
    source: { segment: `PV1[${visit.nth}]-2` },
  };
}
