import type { CodeableConcept, Coding } from 'fhir/r4.d.ts';
import { shortNames } from '../concept.ts';

const hl7 = 'http://terminology.hl7.org/CodeSystem';
const longNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(shortNames)
    .reverse()
    .map(([system, short]) => [short, system]),
);

/** Codes of our own tables come without a system and are known by their shape. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/^\d{1,7}-\d$/u, 'loinc'],
  [/^[A-Z]\d{2}[A-Z]{2}\d{2}$/u, 'atc'],
  [/^[A-Z]\d{2}(?:\.\d{1,2})?$/u, 'icd10'],
];

/** Words as they were written, with the code they were given and the system that gives it meaning. A class of our own tables is no code for others. */
export const concept = (name: string, code?: string): CodeableConcept => {
  const coding = (code ?? '').split(';').flatMap(codingOf);
  return { ...(coding.length > 0 ? { coding } : {}), text: name };
};

function codingOf(written: string): readonly Coding[] {
  const code = written.trim();
  if (code === '' || code.startsWith('class:')) return [];
  const bar = code.lastIndexOf('|');
  const prefix = bar < 0 ? shapes.find(([shape]) => shape.test(code))?.[1] : code.slice(0, bar);
  const bare = bar < 0 ? code : code.slice(bar + 1);
  if (prefix === undefined || bare === '') return [{ code }];
  const system = longNames[prefix] ?? (/^(?:https?|urn):/u.test(prefix) ? prefix : undefined);
  return [system === undefined ? { code } : { system, code: bare }];
}

/** A code of one of HL7's own lists. */
export const listed = (list: string, code: string, display?: string): CodeableConcept => ({
  coding: [{ system: `${hl7}/${list}`, code, ...(display === undefined ? {} : { display }) }],
});

export const snomed = (code: string, display: string, text = display): CodeableConcept => ({
  coding: [{ system: 'http://snomed.info/sct', code, display }],
  text,
});

/** "There is none" and "nobody knows", as the International Patient Summary says them. */
export const ipsNothing = (code: string, display: string): CodeableConcept => ({
  coding: [{ system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', code, display }],
  text: display,
});
