import { formatHkid, parseHkid } from '../identity/hkid.ts';
import type { Finding, IdentityField, SourcePlace } from '../record/finding.ts';
import type { PatientIdentity, PatientNumber } from './document.ts';

const numberFields: readonly IdentityField[] = ['hkid', 'passport', 'case-number', 'ehealth-number', 'record-number'];

type IdentityFinding = Finding & { readonly type: 'identity' };
const isIdentity = (finding: Finding): finding is IdentityFinding => finding.type === 'identity';

/** Who a text says it is about, from what was found of identity in it. Only what is likely counts; of several the surest comes first. */
export function patientFrom(findings: readonly Finding[], age?: number): PatientIdentity | undefined {
  const sorted = findings.filter(isIdentity).toSorted((one, other) => other.confidence - one.confidence);
  const first = (field: IdentityField): string | undefined =>
    sorted.find(({ name, confidence, valid }) => name === field && confidence >= 0.5 && valid !== false)?.value;
  const names = sorted
    .filter(({ name, confidence }) => name === 'name-en' && confidence >= 0.5)
    .map(({ value }) => value);
  const numbers = sorted
    .filter(({ name }) => numberFields.includes(name))
    // The filter above leaves only fields that are types of numbers as well.
    .map(({ name, value }) => ({ type: name as PatientNumber['type'], value }));
  const [chineseName, birthDate, sex, phone] = [first('name-zh'), first('birth-date'), first('sex'), first('phone')];
  if (names.length === 0 && numbers.length === 0 && !chineseName && !birthDate && !sex && age === undefined)
    return undefined;
  return {
    names,
    ...(chineseName === undefined ? {} : { chineseName }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(age === undefined ? {} : { age }),
    ...(sex === 'male' || sex === 'female' ? { sex } : {}),
    numbers,
    ...(phone === undefined ? {} : { phone }),
  };
}

/** What a structured format says of identity, as findings with their places. */
export function identityFindings(patient: PatientIdentity, placeOf: (field: IdentityField) => SourcePlace): Finding[] {
  const finding = (name: IdentityField, value: string | undefined, valid?: boolean): Finding[] =>
    value === undefined || value === ''
      ? []
      : [
          {
            type: 'identity',
            name,
            value,
            status: 'present',
            confidence: valid === false ? 0.5 : 0.98,
            source: placeOf(name),
            ...(valid === undefined ? {} : { valid }),
          },
        ];
  return [
    ...patient.names
      .filter((name) => /[a-z]/iu.test(name))
      .slice(0, 1)
      .flatMap((name) => finding('name-en', name)),
    ...finding('name-zh', patient.chineseName),
    ...finding('birth-date', patient.birthDate, patient.birthDate === undefined ? undefined : true),
    ...finding('sex', patient.sex),
    ...patient.numbers.flatMap((number) => {
      const field = numberFields.find((each) => each === number.type) ?? 'record-number';
      const hkid = field === 'hkid' ? parseHkid(number.value) : undefined;
      return finding(field, number.value, field === 'hkid' ? hkid?.isValid === true : undefined);
    }),
    ...finding('phone', patient.phone),
  ];
}

/** A number that has the form and the check digit of an HKID is one, whatever the sender calls it. */
export function numberOf(value: string, type: string, issuer?: string): PatientNumber {
  const hkid = /^[A-Z]{1,2}\d{6}\s?\(?[\dA]\)?$/iu.test(value.trim()) ? parseHkid(value) : undefined;
  const from = issuer === undefined || issuer === '' ? {} : { issuer };
  if (hkid?.isValid === true && (/hk|id|nn|ni|smart/iu.test(`${type} ${issuer ?? ''}`) || value.includes('(')))
    return { type: 'hkid', value: formatHkid(hkid), ...from };
  if (/^(?:PPN|passport)$/iu.test(type)) return { type: 'passport', value, ...from };
  if (/^(?:VN|AN|AM|ANC|account)$/iu.test(type)) return { type: 'account-number', value, ...from };
  return { type: 'record-number', value, ...from };
}
