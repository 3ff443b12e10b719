import { Refused } from '#src/domain/refused.ts';
import { isObject, type Json, objects, words } from './json.ts';

/** One resource with the address it has in its bundle. */
export type Entry = { readonly resource: Json; readonly url: string | undefined };

/** 64 MB of text hold a century of one patient; what is larger is no bundle for one reader. */
const largestBundle = 64 * 1024 * 1024;
const mostEntries = 200_000;

/**
 * The resources of a text: a Bundle (also bundles in bundles), one resource alone, or one resource a line (bulk export).
 * Refuses `upload.empty`, `upload.too-large`, `upload.unreadable-type` (XML, JSON of another kind), `upload.damaged` (not JSON).
 */
export function unpack(text: string): {
  readonly type: string;
  readonly entries: readonly Entry[];
  readonly broken: number;
} {
  if (text.length > largestBundle)
    throw new Refused('upload.too-large', 'The bundle is larger than what one reading takes', { limit: largestBundle });
  const body = text.replace(/^\uFEFF/u, '').trim();
  if (body === '') throw new Refused('upload.empty', 'The file is empty');
  if (body.startsWith('<')) throw new Refused('upload.unreadable-type', 'FHIR is read as JSON, not as XML');
  const whole = parsed(body);
  if (!isObject(whole) || words(whole['resourceType']) === undefined)
    throw new Refused('upload.unreadable-type', 'This JSON is no FHIR resource: it has no resourceType');
  const found =
    whole['resourceType'] === 'Bundle'
      ? inside(whole, 0)
      : { entries: [{ resource: whole, url: undefined }], broken: 0 };
  if (found.entries.length > mostEntries) throw new Refused('upload.too-complex', `More than ${mostEntries} resources`);
  return {
    type: whole['resourceType'] === 'Bundle' ? `Bundle/${words(whole['type']) ?? '?'}` : String(whole['resourceType']),
    ...found,
  };
}

function parsed(body: string): unknown {
  try {
    return asWritten(body);
  } catch (error) {
    const lines = body.split(/\r?\n/u).filter((line) => line.trim() !== '');
    if (lines.length > 1 && lines[0]?.trim().startsWith('{') && lines[0].trim().endsWith('}')) return oneALine(lines);
    throw new Refused(
      'upload.damaged',
      `This is no JSON: ${error instanceof RangeError ? 'too deep' : 'it breaks off or is wrong'}`,
    );
  }
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** FHIR: "the precision of the decimal value has significance". A potassium of 4.0 is not read as 4: digits that a number would lose are kept as words. */
function asWritten(text: string): unknown {
  if (!/\.\d*0[\s,}\]]/u.test(text)) return JSON.parse(text) as unknown;
  const keep = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown =>
    typeof value === 'number' && source !== undefined && /^-?\d+\.\d*0$/u.test(source) ? source : value;
  // Node 21 and later hand the source of a value over as well; the types of the language do not know it yet.
  return JSON.parse(text, keep as Reviver) as unknown;
}

/** Bulk export: each line a resource. A bad line is counted, not fatal; a file of bad lines is no export. */
function oneALine(lines: readonly string[]): unknown {
  const read = lines.map((line) => {
    try {
      return asWritten(line);
    } catch {
      // Counted below, as an entry without a resource.
      return undefined;
    }
  });
  if (!read.some((one) => isObject(one) && words(one['resourceType']) !== undefined))
    throw new Refused('upload.damaged', 'This is no JSON: it breaks off or is wrong');
  return { resourceType: 'Bundle', type: 'collection', entry: read.map((resource) => ({ resource })) };
}

function inside(bundle: Json, depth: number): { entries: Entry[]; broken: number } {
  const entries: Entry[] = [];
  let broken = 0;
  const list = Array.isArray(bundle['entry']) ? (bundle['entry'] as unknown[]) : [];
  if (bundle['entry'] !== undefined && !Array.isArray(bundle['entry'])) broken += 1;
  for (const entry of list) {
    const resource = isObject(entry) ? entry['resource'] : undefined;
    if (!isObject(resource) || words(resource['resourceType']) === undefined) broken += isBare(entry) ? 0 : 1;
    else if (resource['resourceType'] === 'Bundle' && depth < 3) {
      const inner = inside(resource, depth + 1);
      entries.push(...inner.entries);
      broken += inner.broken;
    } else entries.push({ resource, url: isObject(entry) ? words(entry['fullUrl']) : undefined });
  }
  return { entries, broken };
}

/** An entry may carry a request or an answer and no resource. */
const isBare = (entry: unknown): boolean =>
  isObject(entry) && entry['resource'] === undefined && objects([entry['request'], entry['response']]).length > 0;
