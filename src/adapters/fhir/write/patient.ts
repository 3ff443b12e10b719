import type { HumanName, Identifier, Patient } from 'fhir/r4.d.ts';
import type { BirthDate, Identity } from '#src/domain/referral/content.ts';
import { nameOf } from './names.ts';

/** The patient as the last referral knows them. */
export function patient(id: string, identity: Identity): Patient {
  const { nameEn, nameZh, sex, birth, phone } = identity;
  return {
    resourceType: 'Patient',
    id: nameOf('Patient', id),
    identifier: numbers(identity),
    name: [...(nameEn ? [named(nameEn, 'ABC')] : []), ...(nameZh ? [named(nameZh, 'IDE')] : [])],
    ...(sex ? { gender: sex } : {}),
    ...(birth ? { birthDate: asExact(birth) } : {}),
    ...(phone ? { telecom: [{ system: 'phone', value: phone }] } : {}),
  };
}

/** Only as exact as it is known: a year is not the first of January. */
const asExact = ({ iso, precision }: BirthDate): string =>
  iso.slice(0, precision === 'year' ? 4 : precision === 'month' ? 7 : 10);

/** ABC for letters, IDE for ideographs: the same person written twice (FHIR R4 extension iso21090-EN-representation). */
const named = (text: string, script: 'ABC' | 'IDE'): HumanName => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation', valueCode: script }],
  use: 'official',
  text,
  ...familyOf(text),
});

/** `CHAN Siu Ming` has its family name in capitals, before the given names; any other writing is left whole. */
function familyOf(text: string): Pick<HumanName, 'family' | 'given'> {
  const [, family, given] = /^(\p{Lu}{2,}),? (\p{Lu}\p{Ll}.*)$/u.exec(text) ?? [];
  return family === undefined || given === undefined ? {} : { family, given: given.split(/\s+/u) };
}

const kinds = {
  passport: { code: 'PPN', text: 'Passport' },
  'case-number': { code: 'VN', text: 'Case number' },
  'ehealth-number': { code: 'PI', text: 'eHealth number' },
} as const;

/** HL7 v2 table 0203: NNHKG is the national number of Hong Kong. */
const numbers = ({ hkid, otherId }: Identity): Identifier[] => [
  ...(hkid ? [numbered('NNHKG', 'Hong Kong identity card', hkid)] : []),
  ...(otherId ? [numbered(kinds[otherId.kind].code, kinds[otherId.kind].text, otherId.value)] : []),
];

const numbered = (code: string, text: string, value: string): Identifier => ({
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }], text },
  value,
});
