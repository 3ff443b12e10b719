import type { CodeableConcept, Observation, ObservationComponent, ObservationReferenceRange } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { decimal, quantity, range } from './amount.ts';
import { concept, listed } from './coded.ts';
import { dateTime, spokenTime } from './moments.ts';

type Measured = Of<'result' | 'vital'>;
type Flag = NonNullable<Measured['flag']>;

const flags: Readonly<Record<Flag, readonly [code: string, display: string]>> = {
  low: ['L', 'Low'],
  high: ['H', 'High'],
  'critical-low': ['LL', 'Critical low'],
  'critical-high': ['HH', 'Critical high'],
  normal: ['N', 'Normal'],
  abnormal: ['A', 'Abnormal'],
};
/** FHIR R4, observation-category. */
const categories = new Set([
  'social-history',
  'imaging',
  'laboratory',
  'procedure',
  'survey',
  'exam',
  'therapy',
  'activity',
]);
const pressure = /^(?:blood pressure|bp|nibp|血壓|血压)$/iu;

/** A result or a vital sign: a number with its unit, or words; asked for and not there yet, not done, or unknown where there is neither. */
export function observation(finding: Measured, about: About): Observation {
  const at = dateTime(finding.at);
  const notes = spokenTime(finding.at);
  const flag = finding.flag && flags[finding.flag];
  return {
    resourceType: 'Observation',
    ...begun('Observation', about, finding),
    status: statusOf(finding),
    ...grouped(finding),
    code: concept(finding.name, finding.code),
    subject: about.subject,
    ...(at === undefined ? {} : { effectiveDateTime: at }),
    ...valued(finding),
    ...(flag ? { interpretation: [listed('v3-ObservationInterpretation', ...flag)] } : {}),
    ...(finding.range ? { referenceRange: [rangeOf(finding.range, finding.unit)] } : {}),
    ...(notes.length > 0 ? { note: [...notes] } : {}),
  };
}

function statusOf({ status, value }: Measured): Observation['status'] {
  switch (status) {
    case 'pending':
      return value ? 'preliminary' : 'registered';
    case 'absent':
      return value ? 'final' : 'cancelled';
    case 'unknown':
    case 'present':
      return 'final';
  }
}

function grouped({ type, category }: Measured): { category?: CodeableConcept[] } {
  if (type === 'vital') return { category: [listed('observation-category', 'vital-signs', 'Vital Signs')] };
  if (category === undefined) return {};
  return { category: [categories.has(category) ? listed('observation-category', category) : { text: category }] };
}

function valued(finding: Measured): Partial<Observation> {
  const { value, unit, status } = finding;
  if (!value)
    return status === 'pending' || status === 'present'
      ? {}
      : { dataAbsentReason: listed('data-absent-reason', status === 'absent' ? 'not-performed' : 'unknown') };
  const parts = isPressure(finding) ? pressureOf(value, unit) : undefined;
  if (parts) return { component: parts };
  const exact = quantity(value, unit);
  if (exact) return { valueQuantity: exact };
  const between = range(value, unit);
  return between ? { valueRange: between } : { valueString: [value, unit].filter(Boolean).join(' ') };
}

const isPressure = ({ name, code }: Measured): boolean => /85354-9$/u.test(code ?? '') || pressure.test(name);

/** 140/90 in its two parts, as LOINC 85354-9 has them. */
function pressureOf(value: string, unit = 'mmHg'): ObservationComponent[] | undefined {
  const [, over, under] = /^(\d{2,3})\s*\/\s*(\d{2,3})$/u.exec(value.trim()) ?? [];
  if (over === undefined || under === undefined) return undefined;
  return [
    part('8480-6', 'Systolic blood pressure', over, unit),
    part('8462-4', 'Diastolic blood pressure', under, unit),
  ];
}

const part = (code: string, name: string, value: string, unit: string): ObservationComponent => ({
  code: concept(name, code),
  ...valued({ type: 'vital', name, value, unit, status: 'present', confidence: 1, source: {} }),
});

/** In numbers where it is numbers, and always as it was printed. */
function rangeOf(printed: string, unit: string | undefined): ObservationReferenceRange {
  const both = range(printed, unit);
  const [, sign, edge] = /^([<>≤≥]=?)\s*(\S+)$/u.exec(printed.trim()) ?? [];
  const limit = edge === undefined || decimal(edge) === undefined ? undefined : quantity(edge, unit);
  const side = limit === undefined ? {} : /[<≤]/u.test(sign ?? '') ? { high: limit } : { low: limit };
  return { ...both, ...side, text: printed };
}
