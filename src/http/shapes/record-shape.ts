import type { ChangesShown, MomentShown, PlaceShown, RecordShown } from '#src/contract/record.ts';
import type { House } from '#src/domain/house/house.ts';
import { type ClinicianId, type InstitutionId, id } from '#src/domain/ids.ts';
import { shortNumber } from '#src/domain/points/quote.ts';
import { documentsIn } from '#src/domain/record/documents.ts';
import type {
  AllergyEntry,
  MedicineEntry,
  Mention,
  PatientRecord,
  ProblemEntry,
  Series,
} from '#src/domain/record/record.ts';
import type { RecordSource } from '#src/domain/record/source.ts';
import type { ReadRecord } from '#src/usecases/looking/read-record.ts';
import { namedPerson, namedPlace } from './referral-shape.ts';

const mostValues = 60;
const mostMoments = 300;

/** The record as one reader's screen shows it; each entry with its places. */
export function recordShape(read: ReadRecord, house: House, mayUpdate: boolean): RecordShown {
  const { record, summary, parts, since } = read;
  const places = placesOf(read, house);
  return {
    code: read.grant.referral.code,
    points: summary.points.map(({ text, sources }) => ({
      text,
      places: sources.map(({ reference, excerpt }) => ({ ...places.at(reference), excerpt })),
    })),
    leftOut: summary.left_out,
    ...(read.question ? { question: read.question } : {}),
    allergies: record.allergies.toSorted(worstFirst).map((one) => allergyShape(one, places)),
    allergiesDenied: record.allergiesDenied.map(places.of),
    medicines: record.medicines.map((one) => medicineShape(one, places)),
    medicinesDenied: record.medicinesDenied.map(places.of),
    problems: record.problems.map((one) => problemShape(one, places)),
    results: record.series.map((one) => seriesShape(one, places)),
    timeline: timeline(record, places),
    ...(since
      ? {
          since: {
            at: since.at.toISOString(),
            names: [
              ...new Set(
                [
                  ...since.what.allergies,
                  ...since.what.medicines,
                  ...since.what.problems,
                  ...since.what.series,
                  ...since.what.deeds,
                ].map(({ name }) => name),
              ),
            ],
            documents: documentsIn(since.what.sources),
          },
        }
      : {}),
    changes: read.changes.map(
      (one): ChangesShown => ({
        id: one.id,
        kind: one.kind,
        by: namedPerson(house, id<ClinicianId>(one.by)),
        at: one.at,
        words: one.words,
        changes: one.changes.map(({ reference: _where, ...change }) => change),
      }),
    ),
    safety: {
      alerts: read.safety.alerts.map(({ tier, subjects, why, do: what, rule, source }) => ({
        tier,
        subjects: [...subjects],
        why,
        do: what,
        rule,
        source,
      })),
      unrecognised: [...read.safety.unrecognised],
    },
    mayUpdate,
    referrals: parts.length,
    documents: documentsIn(record.sources),
    hidden: [...read.hidden],
  };
}

type Places = {
  readonly of: (mention: Mention) => PlaceShown;
  readonly at: (reference: string) => Omit<PlaceShown, 'excerpt'>;
  readonly ofSource: (source: RecordSource) => PlaceShown;
};

function placesOf({ parts }: ReadRecord, house: House): Places {
  const known = new Map(
    parts.flatMap(({ referral, sources }) =>
      sources.map((source) => [source.reference, { referral, source }] as const),
    ),
  );
  const at = (reference: string): Omit<PlaceShown, 'excerpt'> => {
    const found = known.get(reference);
    if (!found) return { reference, kind: 'referral' };
    const { referral, source } = found;
    return {
      reference,
      kind: source.kind,
      referral: referral.id,
      code: referral.code,
      ...(reference.startsWith('file:') ? { file: reference.slice('file:'.length) } : {}),
      ...(source.institution ? { institution: namedPlace(house, id<InstitutionId>(source.institution)) } : {}),
      ...(source.at ? { at: source.at } : {}),
    };
  };
  return {
    at,
    of: ({ finding, source }) => ({ ...at(source.reference), excerpt: finding.source.text ?? finding.name }),
    ofSource: (source) => ({ ...at(source.reference), excerpt: (source.text ?? '').slice(0, 400) }),
  };
}

const worstFirst = (one: AllergyEntry, other: AllergyEntry): number =>
  Number(other.says === 'present') - Number(one.says === 'present') || Number(other.isSevere) - Number(one.isSevere);

const allergyShape = (one: AllergyEntry, places: Places): RecordShown['allergies'][number] => ({
  name: one.name,
  says: one.says,
  reactions: [...one.reactions],
  severe: one.isSevere,
  contradicted: one.contradictedBy.length > 0,
  places: [...one.mentions, ...one.contradictedBy.filter((each) => !one.mentions.includes(each))].map(places.of),
});

const medicineShape = (one: MedicineEntry, places: Places): RecordShown['medicines'][number] => ({
  name: one.name,
  course: one.course,
  ...(one.dose ? { dose: one.dose } : {}),
  ...(one.frequency ? { frequency: one.frequency } : {}),
  ...(one.since ? { since: one.since } : {}),
  ...(one.noted ? { noted: one.noted } : {}),
  ...(one.stopped ? { until: one.stopped } : {}),
  changes: [...one.changes],
  places: one.mentions.map(places.of),
});

const problemShape = (one: ProblemEntry, places: Places): RecordShown['problems'][number] => ({
  name: one.name,
  course: one.course,
  family: one.whose === 'family',
  ...(one.since ? { since: one.since } : {}),
  ...(one.noted ? { noted: one.noted } : {}),
  ...(one.until ? { until: one.until } : {}),
  places: one.mentions.map(places.of),
});

const seriesShape = (one: Series, places: Places): RecordShown['results'][number] => ({
  name: one.name,
  ...(one.unit ? { unit: one.unit } : {}),
  vital: one.isVital,
  values: one.values.slice(-mostValues).map(({ value, amount, flag, at, mention }) => ({
    value: value.split('/').map(shortNumber).join('/'),
    ...(amount === undefined ? {} : { amount }),
    ...(flag === undefined ? {} : { flag }),
    ...(at === undefined ? {} : { at }),
    place: places.of(mention),
  })),
  pending: one.pending.length > 0,
});

function timeline(record: PatientRecord, places: Places): MomentShown[] {
  const deeds = record.deeds
    .filter(({ status }) => status !== 'absent')
    .map(
      ({ type, name, value, at, mention }): MomentShown => ({
        kind: type,
        name,
        ...(value ? { detail: value } : {}),
        ...(at ? { at } : {}),
        place: places.of(mention),
      }),
    );
  const sources = record.sources.map(
    (source): MomentShown => ({
      kind: kindOf(source),
      name: source.title ?? '',
      ...(source.at ? { at: source.at } : {}),
      place: places.ofSource(source),
    }),
  );
  return [...deeds, ...sources]
    .sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''))
    .slice(0, mostMoments);
}

function kindOf({ kind }: RecordSource): MomentShown['kind'] {
  switch (kind) {
    case 'note':
    case 'outcome':
    case 'change':
    case 'correction':
      return kind;
    default:
      return 'document';
  }
}
