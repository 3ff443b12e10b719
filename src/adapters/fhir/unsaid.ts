import { isObject, objects, words } from './json.ts';

export const absentReason = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** What an element says of why it has no value, or none that is sure: nobody knows, or not yet. Undefined where it says nothing of the kind. */
export function unsaidOf(element: unknown): 'unknown' | 'pending' | undefined {
  if (!isObject(element)) return undefined;
  const why = objects(element['extension'])
    .filter((one) => one['url'] === absentReason)
    .map((one) => words(one['valueCode']))
    .find((one) => one !== undefined);
  if (why === undefined) return undefined;
  return why === 'temp-unknown' ? 'pending' : 'unknown';
}
