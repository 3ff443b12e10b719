import type { PatientIdentity, PatientNumber } from '#src/domain/intake/document.ts';
import { codesOf } from './concept.ts';
import { at, type Json, objects, said, words } from './json.ts';

const sexes = new Set(['male', 'female', 'other', 'unknown']);
const isHan = /\p{Script=Han}/u;

/** Patient: who the bundle says it is about, each name as it is written, every number with what it is. */
export function readPatient(resource: Json): PatientIdentity {
  const names = objects(resource['name']).filter((name) => name['use'] !== 'old');
  const written = names.flatMap(nameOf);
  const latin = names.find((name) => !isHan.test(words(name['family']) ?? words(name['text']) ?? '')) ?? names[0];
  const sex = words(resource['gender']);
  return said({
    names: [...new Set(written)],
    chineseName: written.find((name) => isHan.test(name)),
    family: words(latin?.['family']),
    given: objects(names).length > 0 ? givenOf(latin) : undefined,
    birthDate: words(resource['birthDate'])?.slice(0, 10),
    // The set above holds exactly these words.
    sex: sex !== undefined && sexes.has(sex) ? (sex as 'male' | 'female' | 'other' | 'unknown') : undefined,
    numbers: objects(resource['identifier']).flatMap(numberOf),
    phone: objects(resource['telecom'])
      .filter((one) => one['system'] === 'phone')
      .map((one) => words(one['value']))
      .find((one) => one !== undefined),
  });
}

const givenOf = (name: Json | undefined): string | undefined =>
  (Array.isArray(name?.['given']) ? (name['given'] as unknown[]) : [name?.['given']])
    .flatMap((each) => words(each) ?? [])
    .join(' ') || undefined;

function nameOf(name: Json): readonly string[] {
  const [text, family, given] = [words(name['text']), words(name['family']), givenOf(name)];
  const parts = [family, given].filter((each) => each !== undefined);
  const joined = parts.length === 0 ? undefined : isHan.test(parts.join('')) ? parts.join('') : parts.join(', ');
  return [text, joined].flatMap((each) => each ?? []);
}

const kinds: Readonly<Record<string, PatientNumber['type']>> = {
  PPN: 'passport',
  MR: 'record-number',
  PI: 'record-number',
  AN: 'account-number',
  VN: 'case-number',
};

/** A Hong Kong identity card number is known by its shape and its check digit later on; here by its type, system or shape. */
function numberOf(identifier: Json): readonly PatientNumber[] {
  const value = words(identifier['value']);
  if (value === undefined) return [];
  const codes = codesOf(identifier['type']);
  const system = words(identifier['system']) ?? '';
  const isHkid =
    /hkid|identity-?card/iu.test(`${system} ${words(at(identifier, 'type', 'text')) ?? ''}`) ||
    /^[A-Z]{1,2}\d{6}\(?[\dA]\)?$/u.test(value);
  const type = isHkid
    ? 'hkid'
    : /ehealth|ehr.?no/iu.test(`${system} ${words(at(identifier, 'type', 'text')) ?? ''}`)
      ? 'ehealth-number'
      : codes.map((code) => kinds[code]).find((kind) => kind !== undefined);
  return [{ type: type ?? 'other', value, ...(system ? { issuer: system } : {}) }];
}
