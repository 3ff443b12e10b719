import type { PatientIdentity } from '#src/domain/intake/document.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { RecordSource } from '#src/domain/record/source.ts';
import { conceptOf, statusOf } from './concept.ts';
import { type Context, certain, doubted, follower, tailOf } from './context.ts';
import { at, type Json, leaves, moment, objects, said, words } from './json.ts';
import { readPatient } from './patient.ts';
import { emptySections, type Section, sectionsOf, writtenIn } from './prose.ts';
import { readers } from './resources/readers.ts';
import { type Entry, unpack } from './unpack.ts';
import { whose } from './whose.ts';

/** What a bundle says of one patient. */
export type ReadBundle = {
  /** `Bundle/document`, `Bundle/transaction`, or the type of a single resource. */
  readonly type: string;
  readonly patient: PatientIdentity | undefined;
  /** One for each resource that says something, in the order of the bundle, with what it says. */
  readonly sources: readonly RecordSource[];
  /** Resources that could not be understood. They cost nothing of the rest. */
  readonly broken: number;
  /** Resources about somebody else, set aside and never mixed in. */
  readonly foreign: number;
  /** Resources of a document about one patient whose own reference leads nowhere: taken, and doubted. */
  readonly adrift: number;
  /** How many different patients the bundle seems to speak of. */
  readonly patients: number;
};

/**
 * Reads a FHIR R4 (or R5) text into sources with findings, each with its reference `ResourceType/id`. Pure: follows no address outside of the text.
 * Resources entered in error are left out; retracted, refuted and negated ones say "absent". Refuses as `unpack` does.
 */
export function readBundle(text: string): ReadBundle {
  const { type, entries, broken } = unpack(text);
  const byReference = index(entries);
  const { patient, belongs, patients } = whose(entries);
  const sources: RecordSource[] = [];
  const refused = { broken, foreign: 0, adrift: 0 };
  for (const [place, entry] of entries.entries()) {
    const { resource } = entry;
    if (readers[String(resource['resourceType'])] === undefined || isError(resource)) continue;
    const belonging = belongs(resource);
    if (belonging === 'foreign') refused.foreign += 1;
    else
      try {
        const found = sourcesOf(entry, place, byReference);
        sources.push(...(belonging === 'adrift' || isUncertain(resource) ? found.map(inDoubt) : found));
        if (belonging === 'adrift') refused.adrift += 1;
      } catch {
        // One strange resource never costs the rest; it is counted and said.
        refused.broken += 1;
      }
  }
  return { type, patient: patient && readPatient(patient), sources, ...refused, patients };
}

const inDoubt = (source: RecordSource): RecordSource => ({
  ...source,
  findings: source.findings.map((finding) => ({ ...finding, confidence: Math.min(finding.confidence, doubted) })),
});

/** Its own author was not sure of it (HL7 v3 ObservationValue, integrity confidence). */
const isUncertain = (resource: Json): boolean =>
  objects(at(resource, 'meta', 'security')).some((label) =>
    ['UNCERTREL', 'UNRELIABLE'].includes(words(label['code']) ?? ''),
  );

const isError = (resource: Json): boolean =>
  statusOf(resource['status']) === 'entered-in-error' ||
  statusOf(resource['verificationStatus']) === 'entered-in-error';

function index(entries: readonly Entry[]): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const { resource, url } of entries) {
    const own = words(resource['id']);
    for (const name of [own && `${String(resource['resourceType'])}/${own}`, url && tailOf(url), url])
      if (name !== undefined && name !== '' && !found.has(name)) found.set(name, resource);
  }
  return found;
}

function sourcesOf(
  { resource, url }: Entry,
  place: number,
  byReference: ReadonlyMap<string, Json>,
): readonly RecordSource[] {
  const kind = String(resource['resourceType']);
  const id =
    words(resource['id']) ?? (url === undefined ? undefined : /[^/:]+$/u.exec(url)?.[0]) ?? `entry-${place + 1}`;
  const context: Context = { reference: `${kind}/${id}`, follow: follower(byReference, resource) };
  const findings = readers[kind]?.(resource, context) ?? [];
  const written = writtenIn(resource);
  const common = said({
    reference: context.reference,
    kind,
    institution: institutionOf(resource, context),
    at: timeOf(resource),
    title: conceptOf(resource['type'])?.name ?? words(resource['title']) ?? words(resource['description']),
  });
  if (kind === 'Composition')
    return [
      ...sectionsOf(resource).map((section) => sectionSource(common, section)),
      ...emptySections(resource).map((empty) => ({
        ...common,
        findings: [emptyFinding(empty, context)],
        text: empty.words,
      })),
    ];
  const product = productOf(resource, context);
  return [
    {
      ...common,
      findings,
      text: [leaves(resource), ...(written ? [written] : [])].join('\n'),
      ...(product === undefined ? {} : { beside: [product] }),
      ...(written === undefined ? {} : { prose: written }),
    },
  ];
}

function emptyFinding(
  { type, status, words: why }: ReturnType<typeof emptySections>[number],
  { reference }: Context,
): Finding {
  const base = { status, confidence: certain, source: { path: reference, text: why } } as const;
  switch (type) {
    case 'allergy':
      return { type, name: 'any drug', ...base };
    case 'medication':
      return { type, name: 'any drug', course: 'current', ...base };
    case 'problem':
      return { type, name: 'any problem', whose: 'patient', ...base };
  }
}

/** A medicine may be named in a resource of its own: its words are cited there. */
function productOf(resource: Json, { follow }: Context): { reference: string; text: string } | undefined {
  const product = follow(resource['medicationReference'] ?? at(resource, 'medication', 'reference'));
  const id = words(product?.['id']);
  return product === undefined || id === undefined || product['resourceType'] !== 'Medication'
    ? undefined
    : { reference: `Medication/${id}`, text: leaves(product) };
}

const sectionSource = (common: Omit<RecordSource, 'findings'>, { title, code, prose }: Section): RecordSource => ({
  ...common,
  title,
  ...(code === undefined ? {} : { kind: `Composition#${code}` }),
  findings: [],
  text: prose,
  prose: `${title}:\n${prose}`,
});

const timeOf = (resource: Json): string | undefined =>
  [
    'effectiveDateTime',
    'effectiveInstant',
    'authoredOn',
    'performedDateTime',
    'occurrenceDateTime',
    'onsetDateTime',
    'date',
    'recordedDate',
    'started',
    'issued',
    'created',
    'sent',
    'assertedDate',
    'dateAsserted',
  ]
    .map((key) => moment(resource[key]))
    .find((each) => each !== undefined) ??
  ['effectivePeriod', 'performedPeriod', 'period', 'onsetPeriod', 'occurrencePeriod']
    .map((key) => moment(at(resource, key, 'start')))
    .find((each) => each !== undefined);

function institutionOf(resource: Json, { follow }: Context): string | undefined {
  for (const key of ['serviceProvider', 'custodian', 'performer', 'author', 'asserter', 'requester']) {
    const held = resource[key];
    const [first] = Array.isArray(held) ? (held as unknown[]) : [held];
    const one = follow(first) ?? follow(at(first, 'actor'));
    if (one?.['resourceType'] === 'Organization') return words(one['name']);
  }
  const visit = follow(resource['encounter']);
  const provider = visit && follow(visit['serviceProvider']);
  return provider?.['resourceType'] === 'Organization' ? words(provider['name']) : undefined;
}
