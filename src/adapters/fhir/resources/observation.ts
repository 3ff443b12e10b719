import type { Finding } from '#src/domain/record/finding.ts';
import { codesOf, conceptOf, statusOf } from '../concept.ts';
import { type Context, certain, doubted, placeIn, type ResourceReader } from '../context.ts';
import { type Json, moment, objects, said, words } from '../json.ts';
import { flagOf, rangeOf, valueOf } from '../values.ts';

const waiting = new Set(['registered', 'preliminary', 'specimen-in-process']);
const vitalCodes = new Set([
  '85354-9',
  '55284-4',
  '8480-6',
  '8462-4',
  '8867-4',
  '9279-1',
  '2708-6',
  '59408-5',
  '8310-5',
  '29463-7',
  '8302-2',
  '39156-5',
]);

/** Observation: a result or a vital sign with value, unit, range and flag; parts of a panel each on their own, a blood pressure as one. */
export const readObservation: ResourceReader = (resource, context) => {
  const concept = conceptOf(resource['code']);
  if (concept === undefined) return [];
  const common = commonOf(resource);
  const parts = objects(resource['component']);
  const own = valueOf(resource);
  const pressure = own === undefined ? bloodPressure(parts) : undefined;
  if (pressure)
    return [
      said({
        ...common,
        type: 'vital' as const,
        ...concept,
        ...pressure,
        range: rangeOf(resource),
        flag: flagOf(resource),
        status: 'present' as const,
        source: placeIn(context, concept.name),
      }),
    ];
  const whole =
    own ?? (parts.length > 0 || objects(resource['hasMember']).length > 0 ? undefined : valueless(resource));
  const first: Finding[] = whole === undefined ? [] : [one(resource, context, concept, whole, common)];
  return [...first, ...parts.flatMap((part) => partOf(part, context, common))];
};

type Common = ReturnType<typeof commonOf>;
type Known = { readonly value?: string; readonly unit?: string; readonly status?: Finding['status'] };

function commonOf(resource: Json) {
  const groups = objects(resource['category']).flatMap((group) => [...codesOf(group), conceptOf(group)?.name ?? '']);
  const isVital =
    groups.some((group) => /^vital.?signs$/iu.test(group)) ||
    codesOf(resource['code']).some((code) => vitalCodes.has(code));
  const category = groups.find((group) => group !== '')?.toLowerCase();
  return said({
    type: isVital ? ('vital' as const) : ('result' as const),
    confidence: statusOf(resource['status']) === 'preliminary' ? doubted : certain,
    at:
      moment(resource['effectiveDateTime']) ??
      moment(resource['effectiveInstant']) ??
      moment((resource['effectivePeriod'] as Json | undefined)?.['start']) ??
      moment(resource['issued']),
    category: isVital ? undefined : category,
  });
}

/** Nothing measured: asked for and not there yet, not done, or said that nobody knows. A pending result has no value. */
function valueless(resource: Json): Known | undefined {
  if (waiting.has(statusOf(resource['status']) ?? '')) return { status: 'pending' };
  if (statusOf(resource['status']) === 'cancelled') return { status: 'absent' };
  const why = statusOf(resource['dataAbsentReason']);
  if (why === 'not-performed') return { status: 'absent' };
  if (why !== undefined) return { status: why === 'temp-unknown' || why === 'pending' ? 'pending' : 'unknown' };
  const note = words(objects(resource['note'])[0]?.['text']);
  return note === undefined ? undefined : { value: note };
}

const one = (
  holder: Json,
  context: Context,
  concept: { name: string; code?: string },
  known: Known,
  common: Common,
): Finding =>
  said({
    ...common,
    ...concept,
    value: known.value,
    unit: known.unit,
    range: rangeOf(holder),
    flag: flagOf(holder),
    status: known.status ?? ('present' as const),
    source: placeIn(context, concept.name),
  });

function partOf(part: Json, context: Context, common: Common): readonly Finding[] {
  const [concept, value] = [conceptOf(part['code']), valueOf(part)];
  return concept === undefined || value === undefined ? [] : [one(part, context, concept, value, common)];
}

/** Systolic over diastolic is read as one (LOINC 8480-6 and 8462-4). */
function bloodPressure(parts: readonly Json[]): { value: string; unit: string } | undefined {
  const of = (code: string) => parts.find((part) => codesOf(part['code']).includes(code));
  const [over, under] = [of('8480-6'), of('8462-4')].map((part) => (part === undefined ? undefined : valueOf(part)));
  return over === undefined || under === undefined || parts.length > 3
    ? undefined
    : { value: `${over.value}/${under.value}`, unit: over.unit ?? 'mm[Hg]' };
}
