import type { PatientIdentity } from '#src/domain/intake/document.ts';
import { numberOf } from '#src/domain/intake/patient.ts';

const keys: Readonly<Record<string, string>> = {
  name: 'name',
  hkid: 'hkid',
  dob: 'dob',
  birthdate: 'dob',
  born: 'dob',
  sex: 'sex',
  gender: 'sex',
  id: 'id',
  mrn: 'id',
  chinesename: 'zh',
  zh: 'zh',
};

/** Whom the files are meant for: `name=CHAN Tai Man,hkid=A123456(3),dob=1954-01-01,sex=M`, or the same as a JSON object. */
export function expectedPatient(words: string): PatientIdentity | 'wrong' {
  const parts = words.trimStart().startsWith('{')
    ? fromJson(words)
    : words.split(/,(?=\s*\w+\s*=)/u).map((part) => part.split('=').map((each) => each.trim()));
  if (parts === undefined || parts.length === 0) return 'wrong';
  const found: Record<string, string> = {};
  for (const [key = '', value = ''] of parts) {
    const known = keys[key.toLowerCase().replace(/[-_ ]/gu, '')];
    if (known === undefined || value === '') return 'wrong';
    found[known] = value;
  }
  const { name, zh, dob, sex, hkid, id } = found;
  if (dob !== undefined && !/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u.test(dob)) return 'wrong';
  const chinese = zh ?? (name !== undefined && /^\p{Script=Han}{2,5}$/u.test(name) ? name : undefined);
  return {
    names: name === undefined || name === chinese ? [] : [name],
    ...(chinese === undefined ? {} : { chineseName: chinese }),
    ...(dob === undefined ? {} : { birthDate: dob }),
    ...(/^(?:m|male|男)$/iu.test(sex ?? '')
      ? { sex: 'male' as const }
      : /^(?:f|female|女)$/iu.test(sex ?? '')
        ? { sex: 'female' as const }
        : {}),
    numbers: [
      ...(hkid === undefined ? [] : [{ type: 'hkid' as const, value: hkid }]),
      ...(id === undefined ? [] : [numberOf(id, '')]),
    ],
  };
}

function fromJson(words: string): string[][] | undefined {
  try {
    const parsed: unknown = JSON.parse(words);
    return typeof parsed === 'object' && parsed !== null
      ? Object.entries(parsed).map(([key, value]) => [key, String(value)])
      : undefined;
  } catch {
    // Not JSON: the caller says how it should be written.
    return undefined;
  }
}
