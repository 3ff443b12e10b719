import { BadCase } from './bad-case.ts';

/** Each key with the other spellings a caller may use. */
const caseKeys = {
  id: ['id', 'case', 'caseId', 'case_id'],
  medications: ['medications', 'medicines', 'drugs', 'meds', 'medication', 'medicine', 'drug'],
  allergies: ['allergies', 'allergy', 'drugAllergies', 'drug_allergies'],
  problems: ['problems', 'conditions', 'diagnoses', 'problem', 'condition', 'history'],
  genes: ['genes', 'genetics', 'pharmacogenetics', 'markers', 'g6pd'],
  egfr: ['egfr', 'eGFR', 'EGFR', 'gfr'],
  creatinine: ['creatinine', 'creatinine_umol_l', 'creatinineUmolL'],
  age: ['age', 'ageYears', 'age_years'],
  sex: ['sex', 'gender'],
  pregnant: ['pregnant', 'pregnancy'],
  results: ['results', 'labs', 'laboratory', 'observations'],
  orders: ['orders', 'tests', 'ordered', 'orderedTests', 'ordered_tests'],
  now: ['now', 'date', 'asOf', 'as_of'],
} as const;
export type CaseKey = keyof typeof caseKeys;

const keyOf = new Map<string, CaseKey>(
  Object.entries(caseKeys).flatMap(([key, spellings]) =>
    // The keys of the table are its keys.
    spellings.map((each): [string, CaseKey] => [each.toLowerCase(), key as CaseKey]),
  ),
);

/** The parts of a case by their keys. Refuses what is no object, an unknown key, one thing said under two keys. */
export function partsOfCase(given: unknown): Partial<Record<CaseKey, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new BadCase(
      'check.not-an-object',
      'A case is one JSON object, such as {"medications":["warfarin 3 mg daily"]}',
    );
  const parts: Partial<Record<CaseKey, unknown>> = {};
  for (const [written, value] of Object.entries(given)) {
    const key = keyOf.get(written.toLowerCase());
    if (key === undefined)
      throw new BadCase('check.unknown-key', `Unknown key; known: ${Object.keys(caseKeys).join(', ')}`);
    if (value === null || value === undefined) continue;
    if (parts[key] !== undefined) throw new BadCase('check.wrong-value', `${key} is given twice`);
    parts[key] = value;
  }
  return parts;
}

/** A number within limits, also as text. */
export function numberIn(key: string, value: unknown, least: number, most: number, unit: string): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < least || number > most)
    throw new BadCase('check.wrong-value', `${key} must be a number from ${least} to ${most}${unit}`);
  return number;
}

export function sexIn(value: unknown): 'male' | 'female' | undefined {
  if (value === undefined) return undefined;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (['m', 'male', 'man', '男', '男性'].includes(word)) return 'male';
  if (['f', 'female', 'woman', '女', '女性'].includes(word)) return 'female';
  if (['', 'u', 'x', 'unknown', 'other', 'undifferentiated', '不詳'].includes(word) && typeof value === 'string')
    return undefined;
  throw new BadCase('check.wrong-value', 'sex must be male, female or unknown');
}

export function yesNoIn(key: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (['yes', 'y', 'true', '1', '是', 1].includes(word as string | number)) return true;
  if (['no', 'n', 'false', '0', '否', 0].includes(word as string | number)) return false;
  if (word === 'unknown' || word === '') return undefined;
  throw new BadCase('check.wrong-value', `${key} must be true or false`);
}

export function dayIn(key: string, value: unknown): Date | undefined {
  if (value === undefined) return undefined;
  const at = typeof value === 'string' && /^\d{4}-\d{2}/u.test(value) ? new Date(value) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()))
    throw new BadCase('check.wrong-value', `${key} must be a day such as 2026-11-23`);
  return at;
}

export type Entry = string | Readonly<Record<string, unknown>>;
const mostEntries = 2_000;
const longestEntry = 20_000;

/** A list of texts or objects, or one text. */
export function entriesIn(key: string, value: unknown): Entry[] | undefined {
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? value : [value];
  if (list.length > mostEntries) throw new BadCase('check.too-long', `${key} may hold ${mostEntries} entries at most`);
  return list.map((each: unknown): Entry => {
    if (typeof each === 'string') {
      if (each.length > longestEntry)
        throw new BadCase('check.too-long', `An entry of ${key} may have ${longestEntry} characters at most`);
      return each;
    }
    if (typeof each === 'object' && each !== null && !Array.isArray(each))
      return Object.fromEntries(Object.entries(each));
    throw new BadCase('check.wrong-value', `${key} must be a text, or a list of texts or objects`);
  });
}

/** The first of these keys that holds a text or a number. */
export function textIn(entry: Readonly<Record<string, unknown>>, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = entry[key];
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}
