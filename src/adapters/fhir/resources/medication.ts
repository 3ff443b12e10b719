import type { Finding } from '#src/domain/record/finding.ts';
import { type Concept, conceptOf, statusOf } from '../concept.ts';
import { type Context, certain, doubted, placeIn, type ResourceReader } from '../context.ts';
import { at, type Json, list, moment, objects, said, words } from '../json.ts';
import { nothing, plainly } from '../nothing.ts';
import { unsaidOf } from '../unsaid.ts';

const notYet = new Set(['draft', 'intended', 'unknown', 'preparation', 'in-progress-planned']);
const over = new Set(['stopped', 'completed', 'cancelled', 'ended', 'declined']);

/** MedicationRequest, MedicationStatement, MedicationAdministration, MedicationDispense: a drug as written, with how it is taken and whether it still is. */
export const readMedication: ResourceReader = (resource, context) => {
  const drug = drugOf(resource, context);
  if (drug === undefined) return [];
  // Also why nobody can tell: then it is that which is sure.
  const told =
    nothing(resource['medicationCodeableConcept'] ?? at(resource, 'medication', 'concept') ?? { text: drug.name }) ??
    unsaidOf(resource['_status']);
  const state = statusOf(resource['status']) ?? 'unknown';
  const intent = words(resource['intent']);
  if (intent === 'proposal' || intent === 'plan') return [planned(drug, resource, context)];
  const until = moment(at(resource, 'effectivePeriod', 'end'));
  const finding = {
    type: 'medication' as const,
    ...drug,
    name: plainly(drug.name, 'any drug'),
    status:
      told ??
      (state === 'not-taken' || state === 'not-done' || resource['doNotPerform'] === true
        ? ('absent' as const)
        : ('present' as const)),
    confidence: told === undefined && notYet.has(state) ? doubted : certain,
    course: over.has(state) ? ('stopped' as const) : (changeOf(resource) ?? ('current' as const)),
    at:
      moment(resource['authoredOn']) ??
      moment(at(resource, 'effectivePeriod', 'start')) ??
      moment(resource['effectiveDateTime']) ??
      moment(resource['dateAsserted']) ??
      moment(resource['whenHandedOver']) ??
      moment(at(resource, 'occurrenceDateTime')),
    began: moment(at(resource, 'effectivePeriod', 'start')),
    until,
    ...dosing(resource),
    source: placeIn(context, drug.name),
  };
  return [said(finding) as Finding];
};

/** Why it is taken as it is: it was begun, or changed. */
const changeOf = (resource: Json): 'started' | 'changed' | undefined => {
  const why = conceptOf(objects(resource['statusReason'])[0])?.name;
  return why === 'started' || why === 'changed' ? why : undefined;
};

function drugOf(resource: Json, { follow }: Context): Concept | undefined {
  const direct = conceptOf(resource['medicationCodeableConcept']) ?? conceptOf(at(resource, 'medication', 'concept'));
  if (direct) return direct;
  const reference =
    resource['medicationReference'] ?? at(resource, 'medication', 'reference') ?? resource['medication'];
  const product = follow(reference);
  const named = conceptOf(product?.['code']) ?? ingredientsOf(product, follow);
  if (named) return named;
  const display = words(at(reference, 'display'));
  return display === undefined ? undefined : { name: display };
}

/** A compounded product has no name of its own: it is named by what is in it. */
function ingredientsOf(product: Json | undefined, follow: Context['follow']): Concept | undefined {
  const names = objects(product?.['ingredient']).flatMap(
    (one) =>
      conceptOf(one['itemCodeableConcept'])?.name ?? conceptOf(follow(one['itemReference'])?.['code'])?.name ?? [],
  );
  return names.length === 0 ? undefined : { name: names.join(' / ') };
}

const planned = (drug: Concept, resource: Json, context: Context): Finding =>
  said({
    type: 'instruction' as const,
    ...drug,
    status: 'pending' as const,
    confidence: certain,
    category: 'plan',
    at: moment(resource['authoredOn']),
    source: placeIn(context, drug.name),
  });

function dosing(resource: Json): {
  dose?: string | undefined;
  route?: string | undefined;
  frequency?: string | undefined;
} {
  const [first] = objects(resource['dosageInstruction'] ?? resource['dosage']);
  if (first === undefined) return {};
  const quantity = at(first, 'doseAndRate', 'doseQuantity') ?? first['doseQuantity'] ?? first['dose'];
  const amount = words(at(quantity, 'value'));
  const unit = words(at(quantity, 'unit')) ?? words(at(quantity, 'code'));
  const text = words(first['text']);
  return {
    dose: amount === undefined ? undefined : unit === undefined || unit === '1' ? amount : `${amount} ${unit}`,
    route: conceptOf(first['route'])?.name,
    frequency: text ?? conceptOf(at(first, 'timing', 'code'))?.name ?? repeated(at(first, 'timing', 'repeat')),
  };
}

const spans: Readonly<Record<string, string>> = { h: 'hours', d: 'day', wk: 'week', mo: 'month', min: 'minutes' };

function repeated(repeat: unknown): string | undefined {
  const [times, period, unit] = [
    words(at(repeat, 'frequency')),
    words(at(repeat, 'period')),
    words(at(repeat, 'periodUnit')),
  ];
  if (times === undefined || period === undefined || unit === undefined)
    return list(at(repeat, 'when')).join(' ') || undefined;
  const span = spans[unit] ?? unit;
  return period === '1' ? `${times} × per ${span}` : `${times} × per ${period} ${span}`;
}
