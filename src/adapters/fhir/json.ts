/** A piece of somebody else's JSON: nothing is known of it before it was looked at. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The part at a path, or nothing: `at(resource, 'code', 'text')`. A list on the way is entered at its first element. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (Array.isArray(here)) [here] = here as unknown[];
    if (!isObject(here)) return undefined;
    here = here[key];
  }
  return here;
}

/** A list as a list, a single value as a list of one, nothing as no list. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** The objects of a list. What is no object is left out. */
export const objects = (value: unknown): readonly Json[] => list(value).filter(isObject);

/** Words without blanks around them; a number becomes its digits. Nothing else is words. */
export function words(value: unknown): string | undefined {
  const first = Array.isArray(value) ? (value as unknown[])[0] : value;
  if (typeof first === 'number' && Number.isFinite(first)) return String(first);
  if (typeof first !== 'string') return undefined;
  const trimmed = first.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** A FHIR date or instant as it stands, when it looks like one: `2019`, `2019-05`, `2019-05-04T10:00:00+08:00`. */
export function moment(value: unknown): string | undefined {
  const said = words(value);
  return said !== undefined && /^\d{4}(-\d{2}(-\d{2}(T.*)?)?)?$/u.test(said) ? said : undefined;
}

/** The object without the parts that were not said. */
export function said<T extends object>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Only parts that are there remain, so what is left has no undefined in it.
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Every string and number of a resource, one a line, so that an excerpt can be looked up. Deep or endless ones are cut. */
export function leaves(value: unknown): string {
  const found: string[] = [];
  const walk = (here: unknown, depth: number): void => {
    if (depth > 24 || found.length > 20_000) return;
    if (typeof here === 'string' || typeof here === 'number') found.push(String(here));
    else if (Array.isArray(here)) for (const each of here as unknown[]) walk(each, depth + 1);
    else if (isObject(here)) for (const key in here) if (key !== 'meta' && key !== 'div') walk(here[key], depth + 1);
  };
  walk(value, 0);
  return found.join('\n');
}
