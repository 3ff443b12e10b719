import { tailOf } from './context.ts';
import { at, type Json, words } from './json.ts';
import type { Entry } from './unpack.ts';

/** Who a resource says it is about, as its reference is written. */
const subjectOf = (resource: Json): string | undefined =>
  words(at(resource, 'subject', 'reference')) ??
  words(at(resource, 'patient', 'reference')) ??
  words(at(resource, 'individual', 'reference'));

/** The addresses one Patient answers to. */
function namesOf({ resource, url }: Entry): ReadonlySet<string> {
  const own = words(resource['id']);
  const all = [url, url && tailOf(url), own && `Patient/${own}`, own && `urn:uuid:${own}`];
  return new Set(all.flatMap((one) => (one === undefined || one === '' ? [] : [one])));
}

/** adrift: it names somebody who is nowhere, inside a document that is about one patient and holds no other. */
export type Belonging = 'theirs' | 'adrift' | 'foreign';

/**
 * The patient a bundle is about, and which resources are theirs. A bundle may hold several: the subject of its document,
 * else the one most resources speak of. A resource about somebody else, or about somebody the bundle does not hold, is not theirs.
 */
export function whose(entries: readonly Entry[]): {
  readonly patient: Json | undefined;
  readonly belongs: (resource: Json) => Belonging;
  readonly patients: number;
} {
  const counts = new Map<string, number>();
  for (const { resource } of entries) {
    const subject = subjectOf(resource);
    if (subject !== undefined) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  }
  const people = entries
    .filter(({ resource }) => resource['resourceType'] === 'Patient')
    .map((entry) => ({ entry, names: namesOf(entry) }));
  const answers = (names: ReadonlySet<string>, subject: string) => names.has(subject) || names.has(tailOf(subject));
  const weight = (names: ReadonlySet<string>) =>
    [...counts].reduce((sum, [subject, count]) => sum + (answers(names, subject) ? count : 0), 0);
  const document = entries.find(({ resource }) => resource['resourceType'] === 'Composition');
  const about = document && subjectOf(document.resource);
  const chosen =
    people.find(({ names }) => about !== undefined && answers(names, about)) ??
    people.toSorted((one, other) => weight(other.names) - weight(one.names))[0];
  // Nobody in the bundle answers to any subject: then all that speak of the most named one belong together.
  const lonely = chosen === undefined || weight(chosen.names) === 0;
  const most = [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
  const theirs = lonely
    ? new Set([most, most && tailOf(most)].filter((one) => one !== undefined))
    : (chosen?.names ?? new Set());
  return {
    patient: chosen?.entry.resource,
    patients: Math.max(people.length, lonely ? counts.size : 0),
    belongs: (resource) => {
      const subject = subjectOf(resource);
      if (subject === undefined || answers(theirs as ReadonlySet<string>, subject)) return 'theirs';
      return document !== undefined && people.length === 1 ? 'adrift' : 'foreign';
    },
  };
}
