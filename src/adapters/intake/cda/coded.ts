import { compactInstant } from '#src/domain/intake/instants.ts';
import { at, type Element, everywhere, kids, wordsOf } from '../text/xml.ts';

/** The narrative of a document by the ids its entries point at. */
export type Narrative = ReadonlyMap<string, string>;

export function narrativeOf(document: Element): Narrative {
  const found = new Map<string, string>();
  const look = (element: Element): void => {
    const id = element.attributes['ID'];
    if (id !== undefined) found.set(id, wordsOf(element).replace(/\s+/gu, ' '));
    for (const child of kids(element)) look(child);
  };
  for (const text of everywhere(document, 'text')) look(text);
  return found;
}

export type Coded = { readonly name: string; readonly code?: string; readonly system?: string };

const systems: Readonly<Record<string, string>> = {
  '2.16.840.1.113883.6.1': 'loinc',
  '2.16.840.1.113883.6.96': 'snomed',
  '2.16.840.1.113883.6.88': 'rxnorm',
  '2.16.840.1.113883.6.3': 'icd10',
  '2.16.840.1.113883.6.90': 'icd10',
  '2.16.840.1.113883.6.73': 'atc',
  '2.16.840.1.113883.6.103': 'icd9',
};

/** What a coded element says, in words: what was written, else the display name, else a translation. Nothing when it says nothing. */
export function coded(element: Element | undefined, narrative: Narrative): Coded | undefined {
  if (element === undefined) return undefined;
  const all = [element, ...kids(element, 'translation')];
  const display = all
    .map((each) => each.attributes['displayName'])
    .find((each) => each !== undefined && each.trim() !== '');
  const original = pointedAt(at(element, 'originalText'), narrative);
  const name = display ?? original;
  const withCode = all.find((each) => each.attributes['code'] !== undefined);
  const code = withCode?.attributes['code'];
  const system = systems[withCode?.attributes['codeSystem'] ?? ''];
  const said = name?.trim() ?? code;
  if (said === undefined || said === '') return undefined;
  return { name: said, ...(code === undefined ? {} : { code }), ...(system === undefined ? {} : { system }) };
}

/** Words written in place, or those a `reference` points at. */
export function pointedAt(element: Element | undefined, narrative: Narrative): string | undefined {
  if (element === undefined) return undefined;
  const target = at(element, 'reference')?.attributes['value']?.replace(/^#/u, '');
  const words = (target === undefined ? undefined : narrative.get(target)) ?? wordsOf(element);
  return words === '' ? undefined : words;
}

/** The one with a code system among an element's codes. */
export function codeIn(element: Element | undefined, system: string): string | undefined {
  if (element === undefined) return undefined;
  return [element, ...kids(element, 'translation')].find(
    (each) => systems[each.attributes['codeSystem'] ?? ''] === system,
  )?.attributes['code'];
}

export const isNull = (element: Element | undefined): boolean => element?.attributes['nullFlavor'] !== undefined;
export const isNegated = (element: Element): boolean => element.attributes['negationInd'] === 'true';
export const hasTemplate = (element: Element, ...roots: readonly string[]): boolean =>
  kids(element, 'templateId').some((each) => roots.includes(each.attributes['root'] ?? ''));

export type Period = { readonly from?: string; readonly to?: string };
export function periodOf(element: Element | undefined): Period {
  const value = (each: Element | undefined) => compactInstant(each?.attributes['value'] ?? '');
  const [from, to] = [value(at(element, 'low')) ?? value(element), value(at(element, 'high'))];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
