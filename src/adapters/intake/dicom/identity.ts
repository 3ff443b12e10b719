import type { PatientIdentity, PatientNumber, Warning } from '#src/domain/intake/document.ts';
import { numberOf as patientNumber } from '#src/domain/intake/patient.ts';
import type { Finding, IdentityField } from '#src/domain/record/finding.ts';
import type { DataSet } from './elements.ts';
import { spelled } from './elements.ts';
import { tags } from './tags.ts';
import { dateOf, itemsOf, textOf, textsOf } from './values.ts';

/** A person's name as DICOM writes it: groups by `=` (Latin, ideographs, sounds), parts by `^` (family, given, middle, prefix, suffix). */
export type PersonName = {
  readonly plain?: string;
  readonly chinese?: string;
  readonly family?: string;
  readonly given?: string;
};

const han = /\p{Script=Han}/u;

/** PS3.5 section 6.2.1. A first group in Chinese is the Chinese name; sounds alone are no name. */
export function personName(written: string | undefined): PersonName {
  const groups = (written ?? '')
    .split('=')
    .map((group) => group.split('^').map((part) => part.replace(/\s+/gu, ' ').trim()));
  const [first = [], second = []] = groups;
  const [family = '', given = '', middle = ''] = first;
  const ideographs = [second, first].find((group) => han.test(group.join(''))) ?? [];
  const chinese = ideographs.slice(0, 3).join('').replace(/\s/gu, '');
  const plain = han.test(first.join(''))
    ? ''
    : [family, [given, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return {
    ...(plain === '' ? {} : { plain }),
    ...(chinese === '' ? {} : { chinese }),
    ...(family === '' || plain === '' ? {} : { family }),
    ...(given === '' || plain === '' ? {} : { given }),
  };
}

const madeAnonymous = /^(?:anon(?:ymi[sz]ed|ymous)?|de-?identified|unknown|no ?name|removed|xxx+|patient)\b/iu;

export type WhoIsIt = {
  readonly patient?: PatientIdentity;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
};

/** Who the object is about, as its header says and no further (PS3.3 section C.7.1.1). What is missing is told as a warning. */
export function whoIsIt(dataset: DataSet): WhoIsIt {
  const name = personName(textOf(dataset, tags.patientName));
  const numbers = numbersOfPatient(dataset);
  const birthDate = dateOf(dataset, tags.birthDate);
  const sex = sexOf(textOf(dataset, tags.sex));
  const age = yearsOf(textOf(dataset, tags.age));
  const patient: PatientIdentity = {
    names: name.plain === undefined ? [] : [name.plain],
    ...(name.chinese === undefined ? {} : { chineseName: name.chinese }),
    ...(name.family === undefined ? {} : { family: name.family }),
    ...(name.given === undefined ? {} : { given: name.given }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(age === undefined ? {} : { age }),
    ...(sex === undefined ? {} : { sex }),
    numbers,
  };
  const isNamed = name.plain !== undefined || name.chinese !== undefined;
  const isHidden = madeAnonymous.test(name.plain ?? '') || textOf(dataset, '00120062')?.toUpperCase() === 'YES';
  const confidence = isHidden ? 0.5 : 0.98;
  const findings = [
    ...finding(dataset, 'name-en', name.plain, tags.patientName, confidence),
    ...finding(dataset, 'name-zh', name.chinese, tags.patientName, confidence),
    ...numbers.flatMap((number) =>
      finding(dataset, number.type === 'hkid' ? 'hkid' : 'record-number', number.value, tags.patientId, confidence),
    ),
    ...finding(dataset, 'birth-date', birthDate, tags.birthDate, confidence),
    ...finding(dataset, 'sex', sex, tags.sex, confidence),
  ];
  const says = isNamed || numbers.length > 0 || birthDate !== undefined || sex !== undefined || age !== undefined;
  return {
    ...(says ? { patient } : {}),
    findings,
    warnings: warningsFor(isNamed, numbers.length > 0, birthDate, isHidden),
  };
}

function warningsFor(
  isNamed: boolean,
  isNumbered: boolean,
  birthDate: string | undefined,
  isHidden: boolean,
): Warning[] {
  if (!isNamed && !isNumbered) return [{ code: 'identity.none', message: 'The file does not say whose it is' }];
  const missing = [
    isNamed ? '' : 'name',
    isNumbered ? '' : 'number',
    birthDate === undefined ? 'birth date' : '',
  ].filter(Boolean);
  return [
    ...(isHidden
      ? [{ code: 'identity.anonymised', message: 'The identity in this file was taken out or replaced' }]
      : []),
    ...(missing.length === 0
      ? []
      : [{ code: 'identity.incomplete', message: `The file does not say the patient's ${missing.join(' and ')}` }]),
  ];
}

function numbersOfPatient(dataset: DataSet): PatientNumber[] {
  const issuer = textOf(dataset, tags.issuer);
  const others = itemsOf(dataset, '00101002').flatMap((item) => {
    const value = textOf(item, tags.patientId);
    return value === undefined ? [] : [patientNumber(value, '', textOf(item, tags.issuer))];
  });
  // One by the standard; some writers put several.
  const first = textsOf(dataset, tags.patientId).map((id) => patientNumber(id, 'id', issuer));
  const loose = textsOf(dataset, tags.otherIds).map((value) => patientNumber(value, ''));
  const all = [...first, ...others, ...loose].filter(({ value }) => value !== '');
  return all.filter((each, index) => all.findIndex((other) => other.value === each.value) === index);
}

function sexOf(written: string | undefined): PatientIdentity['sex'] | undefined {
  switch (written?.trim().toUpperCase()) {
    case 'M':
      return 'male';
    case 'F':
      return 'female';
    case 'O':
      return 'other';
    default:
      return undefined;
  }
}

/** `042Y`. Ages in months, weeks and days are less than a few years and are rounded down to years. */
function yearsOf(written: string | undefined): number | undefined {
  const match = /^(\d{3})([YMWD])$/u.exec(written ?? '');
  if (match === null || match[1] === '000') return undefined;
  const count = Number(match[1]);
  const perYear = { Y: 1, M: 12, W: 52.18, D: 365.25 }[match[2] ?? 'Y'] ?? 1;
  return Math.floor(count / perYear);
}

function finding(
  dataset: DataSet,
  name: IdentityField,
  value: string | undefined,
  tag: string,
  confidence: number,
): Finding[] {
  if (value === undefined) return [];
  const text = textOf(dataset, tag);
  return [
    {
      type: 'identity',
      name,
      value,
      confidence,
      status: 'present',
      source: { tag: spelled(tag), ...(text === undefined ? {} : { text }) },
      ...(name === 'hkid' ? { valid: true } : {}),
    },
  ];
}
