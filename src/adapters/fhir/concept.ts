import { at, type Json, objects, words } from './json.ts';

/** A CodeableConcept as a reader sees it: its words, and its code with the system that gives it meaning. */
export type Concept = { readonly name: string; readonly code?: string };

export const shortNames: Readonly<Record<string, string>> = {
  'http://snomed.info/sct': 'snomed',
  'http://loinc.org': 'loinc',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'rxnorm',
  'http://hl7.org/fhir/sid/icd-10': 'icd10',
  'http://hl7.org/fhir/sid/icd-10-cm': 'icd10',
  'http://www.whocc.no/atc': 'atc',
  'http://hl7.org/fhir/sid/cvx': 'cvx',
};

/** The words of a concept: its text, else the display of a coding, else the bare code. Nothing when it says nothing. */
export function conceptOf(value: unknown): Concept | undefined {
  const codings = objects(at(value, 'coding'));
  const name =
    words(at(value, 'text')) ??
    codings.map((coding) => words(coding['display'])).find((each) => each !== undefined) ??
    codings.map((coding) => words(coding['code'])).find((each) => each !== undefined && each !== '-');
  if (name === undefined) return undefined;
  const code = codings.map(codeOf).find((each) => each !== undefined);
  return code === undefined ? { name } : { name, code };
}

function codeOf(coding: Json): string | undefined {
  const code = words(coding['code']);
  const system = words(coding['system']);
  if (code === undefined || code === '-') return undefined;
  return system === undefined ? code : `${shortNames[system] ?? system}|${code}`;
}

/** All codes of a concept, bare, for comparing with fixed lists. */
export const codesOf = (value: unknown): readonly string[] =>
  objects(at(value, 'coding')).flatMap((coding) => words(coding['code']) ?? []);

/** A status that may be a code, a concept or words, in lower case. */
export const statusOf = (value: unknown): string | undefined =>
  (codesOf(value)[0] ?? words(at(value, 'text')) ?? words(value))?.toLowerCase();

/** Every way a concept is written, for rules that look for words in any of them. */
export const allWords = (value: unknown): string =>
  [words(at(value, 'text')), ...objects(at(value, 'coding')).map((coding) => words(coding['display']))]
    .filter((each) => each !== undefined)
    .join(' | ');
