/** A part of a FHIR resource: nothing is believed of it but that it is an object. */
export type Part = Readonly<Record<string, unknown>>;

export const partOf = (value: unknown): Part | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
export const partsOf = (value: unknown): Part[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(partOf).filter((each) => each !== undefined);
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 500) : undefined;
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The resources of a bundle, or the one resource there is. */
export function resourcesIn(value: unknown): Part[] {
  const part = partOf(value);
  if (part === undefined) return [];
  if (part['resourceType'] !== 'Bundle') return [part];
  return partsOf(part['entry'])
    .map((entry) => partOf(entry['resource']))
    .filter((each) => each !== undefined);
}

/** What a concept says: its text, else what a coding displays. R5 wraps it in `concept`. */
export function wordsOf(value: unknown): string | undefined {
  const part = partOf(value);
  if (part === undefined) return undefined;
  if (part['concept'] !== undefined) return wordsOf(part['concept']);
  return (
    textOf(part['text']) ??
    partsOf(part['coding'])
      .map((coding) => textOf(coding['display']))
      .find((each) => each !== undefined)
  );
}

/** The code of a concept in a system, by the end of the system's name. */
export const codeIn = (value: unknown, system: RegExp): string | undefined =>
  partsOf(partOf(value)?.['coding'])
    .filter((coding) => system.test(textOf(coding['system']) ?? ''))
    .map((coding) => textOf(coding['code']))
    .find((each) => each !== undefined);

/** The code of a status that FHIR writes as a concept. */
export const statusOf = (value: unknown): string =>
  textOf(value) ??
  partsOf(partOf(value)?.['coding'])
    .map((coding) => textOf(coding['code']))
    .find((each) => each !== undefined) ??
  '';
