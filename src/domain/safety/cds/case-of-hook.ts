import { codeIn, numberOf, type Part, partOf, partsOf, resourcesIn, statusOf, textOf, wordsOf } from './fhir.ts';
import { prefetch } from './services.ts';

/** What a hook brings: cases as the safety net reads them, with and without the orders that are not signed yet. */
export type HookCase = {
  readonly without: Readonly<Record<string, unknown>>;
  readonly withDrafts: Readonly<Record<string, unknown>>;
  /** Parts of the prefetch that did not come: not checked. */
  readonly missing: readonly string[];
};

/** Reads prefetch and context of a request. Pure translation: no rule of care stands here. */
export function caseOfHook(request: { readonly context: unknown; readonly prefetch?: unknown }, now: Date): HookCase {
  const sent = partOf(request.prefetch) ?? {};
  const resources = Object.values(sent).flatMap(resourcesIn);
  const context = partOf(request.context) ?? {};
  const selected = new Set(Array.isArray(context['selections']) ? context['selections'].map(String) : []);
  const orders = resourcesIn(context['draftOrders']);
  const isPicked = (each: Part) =>
    selected.size === 0 || selected.has(`${String(each['resourceType'])}/${String(each['id'])}`);
  const drafts = orders.filter(isPicked);
  const others = orders.filter((each) => !isPicked(each));
  const all = [...resources, ...others];
  return {
    without: caseOf(all, now),
    withDrafts: caseOf([...all, ...drafts], now),
    missing: Object.keys(prefetch).filter(
      (key) => key !== 'statements' && (sent[key] === undefined || sent[key] === null),
    ),
  };
}

function caseOf(resources: readonly Part[], now: Date): Readonly<Record<string, unknown>> {
  const of = (type: string) => resources.filter((each) => each['resourceType'] === type);
  const named = new Map(of('Medication').map((each) => [`Medication/${String(each['id'])}`, wordsOf(each['code'])]));
  const patient = of('Patient')[0];
  return {
    now: now.toISOString(),
    medications: [...of('MedicationRequest'), ...of('MedicationStatement')].flatMap((each) => medicineOf(each, named)),
    allergies: of('AllergyIntolerance').flatMap(allergyOf),
    problems: of('Condition').flatMap(problemOf),
    results: of('Observation').flatMap(resultOf),
    orders: of('ServiceRequest').flatMap((each) => wordsOf(each['code']) ?? codeIn(each['code'], /loinc/iu) ?? []),
    ...ageOf(textOf(patient?.['birthDate']), now),
    ...sexOf(textOf(patient?.['gender'])),
  };
}

const gone = new Set(['entered-in-error', 'cancelled', 'not-taken', 'refuted']);
const ended = new Set(['stopped', 'completed', 'ended']);

/** A medicine without a name stays, as a name that nobody can recognise: it is shown as not checked. */
function medicineOf(resource: Part, named: ReadonlyMap<string, string | undefined>): Part[] {
  const status = statusOf(resource['status']);
  if (gone.has(status) || resource['doNotPerform'] === true) return [];
  const concept = resource['medicationCodeableConcept'] ?? resource['medication'];
  const reference = textOf(
    (partOf(resource['medicationReference']) ?? partOf(partOf(resource['medication'])?.['reference']))?.['reference'],
  );
  const contained = partsOf(resource['contained']).find((each) => `#${String(each['id'])}` === reference);
  const name =
    wordsOf(concept) ?? wordsOf(contained?.['code']) ?? (reference === undefined ? undefined : named.get(reference));
  const dosage = partsOf(resource['dosageInstruction'] ?? resource['dosage'])[0];
  return [
    {
      name: name ?? codeIn(concept, /./u) ?? 'medicine without a name',
      ...doseOf(dosage),
      ...(ended.has(status) ? { status: 'stopped' } : {}),
    },
  ];
}

function doseOf(dosage: Part | undefined): Part {
  if (dosage === undefined) return {};
  const text = textOf(dosage['text']);
  const quantity = partOf(partsOf(dosage['doseAndRate'])[0]?.['doseQuantity']);
  const amount = numberOf(quantity?.['value']);
  const structured = amount === undefined ? undefined : `${amount} ${textOf(quantity?.['unit']) ?? ''}`.trim();
  const dose = text ?? structured;
  const route = wordsOf(dosage['route']);
  return { ...(dose === undefined ? {} : { dose }), ...(route === undefined ? {} : { route }) };
}

const noneKnown = new Set(['716186003', '409137002', 'no-known-allergies']);

function allergyOf(resource: Part): Part[] {
  const verified = statusOf(resource['verificationStatus']);
  if (verified === 'entered-in-error') return [];
  const code = codeIn(resource['code'], /./u);
  const name = code !== undefined && noneKnown.has(code) ? 'NKDA' : wordsOf(resource['code']);
  const clinical = statusOf(resource['clinicalStatus']);
  const reaction = partsOf(resource['reaction'])
    .flatMap((each) => [
      ...partsOf(each['manifestation']).map(wordsOf),
      textOf(each['description']),
      textOf(each['severity']),
    ])
    .filter((each) => each !== undefined)
    .join(', ');
  return [
    {
      substance: name ?? code ?? 'allergy without a name',
      ...(reaction === '' ? {} : { reaction }),
      ...(statusOf(resource['type']) === 'intolerance' ? { type: 'intolerance' } : {}),
      ...(verified === 'refuted' || clinical === 'resolved' || clinical === 'inactive' ? { status: 'refuted' } : {}),
    },
  ];
}

function problemOf(resource: Part): string[] {
  const clinical = statusOf(resource['clinicalStatus']);
  const verified = statusOf(resource['verificationStatus']);
  if (['resolved', 'inactive', 'remission'].includes(clinical) || gone.has(verified)) return [];
  const icd10 = codeIn(resource['code'], /icd-?10/iu);
  const words = [icd10, wordsOf(resource['code'])].filter((each) => each !== undefined).join(' ');
  return words === '' ? [] : [words];
}

function resultOf(resource: Part): Part[] {
  if (gone.has(statusOf(resource['status']))) return [];
  const quantity = partOf(resource['valueQuantity']);
  const value =
    numberOf(quantity?.['value']) ?? textOf(resource['valueString']) ?? wordsOf(resource['valueCodeableConcept']);
  const test = codeIn(resource['code'], /loinc/iu) ?? wordsOf(resource['code']);
  if (value === undefined || test === undefined) return [];
  const unit = textOf(quantity?.['unit']) ?? textOf(quantity?.['code']);
  const at = textOf(resource['effectiveDateTime']) ?? textOf(resource['issued']);
  const words = wordsOf(resource['code']);
  return [
    {
      test,
      ...(words === undefined ? {} : { name: words }),
      value,
      ...(unit === undefined ? {} : { unit }),
      ...(at === undefined ? {} : { at }),
    },
  ];
}

function ageOf(birthDate: string | undefined, now: Date): { age?: number } {
  const born = birthDate === undefined ? Number.NaN : Date.parse(birthDate);
  const age = Math.floor((now.getTime() - born) / (365.25 * 86_400_000));
  return Number.isNaN(age) || age < 0 || age > 130 ? {} : { age };
}

const sexOf = (gender: string | undefined): { sex?: string } =>
  gender === 'male' || gender === 'female' ? { sex: gender } : {};
