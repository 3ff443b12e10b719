import { codesOf, conceptOf } from './concept.ts';
import { at, type Json, moment, objects, words } from './json.ts';

type Flag = 'low' | 'high' | 'critical-low' | 'critical-high' | 'normal' | 'abnormal';
export type Value = { readonly value: string; readonly unit?: string };

/** The value of an Observation or of one of its components, whatever form it has. */
export function valueOf(holder: Json): Value | undefined {
  const quantity = holder['valueQuantity'];
  const amount = words(at(quantity, 'value'));
  if (amount !== undefined) return withUnit(`${words(at(quantity, 'comparator')) ?? ''}${amount}`, quantity);
  const plain =
    conceptOf(holder['valueCodeableConcept'])?.name ??
    words(holder['valueString']) ??
    words(holder['valueInteger']) ??
    moment(holder['valueDateTime']) ??
    words(holder['valueTime']);
  if (plain !== undefined) return { value: plain };
  if (typeof holder['valueBoolean'] === 'boolean') return { value: holder['valueBoolean'] ? 'yes' : 'no' };
  return between(holder['valueRange']) ?? ratio(holder['valueRatio']) ?? period(holder['valuePeriod']);
}

function withUnit(value: string, quantity: unknown): Value {
  const unit = words(at(quantity, 'unit')) ?? words(at(quantity, 'code'));
  return unit === undefined || unit === '1' ? { value } : { value, unit };
}

function between(range: unknown): Value | undefined {
  const [low, high] = [words(at(range, 'low', 'value')), words(at(range, 'high', 'value'))];
  const value =
    low !== undefined && high !== undefined
      ? `${low}-${high}`
      : low !== undefined
        ? `≥${low}`
        : high !== undefined
          ? `≤${high}`
          : undefined;
  return value === undefined ? undefined : withUnit(value, at(range, low === undefined ? 'high' : 'low'));
}

function ratio(value: unknown): Value | undefined {
  const [over, under] = [words(at(value, 'numerator', 'value')), words(at(value, 'denominator', 'value'))];
  return over === undefined || under === undefined ? undefined : { value: `${over}:${under}` };
}

function period(value: unknown): Value | undefined {
  const start = moment(at(value, 'start'));
  return start === undefined ? undefined : { value: `${start} – ${moment(at(value, 'end')) ?? ''}`.trim() };
}

const flags: Readonly<Record<string, Flag>> = {
  L: 'low',
  H: 'high',
  LL: 'critical-low',
  HH: 'critical-high',
  LU: 'critical-low',
  HU: 'critical-high',
  '<': 'low',
  '>': 'high',
  N: 'normal',
  A: 'abnormal',
  AA: 'abnormal',
  POS: 'abnormal',
  DET: 'abnormal',
  R: 'abnormal',
  NEG: 'normal',
  ND: 'normal',
  HX: 'critical-high',
  LX: 'critical-low',
};

/** The laboratory's own judgement when it gave one, else the value beside the range that was printed with it. */
export function flagOf(holder: Json): Flag | undefined {
  const stated = objects(holder['interpretation'])
    .flatMap(codesOf)
    .map((code) => flags[code.toUpperCase()])
    .find((flag) => flag !== undefined);
  if (stated) return stated;
  const value = numberIn(at(holder, 'valueQuantity', 'value'));
  const [range] = objects(holder['referenceRange']);
  if (value === undefined || range === undefined) return undefined;
  const [low, high] = [numberIn(at(range, 'low', 'value')), numberIn(at(range, 'high', 'value'))];
  if (low !== undefined && value < low) return 'low';
  if (high !== undefined && value > high) return 'high';
  return low !== undefined || high !== undefined ? 'normal' : undefined;
}

/** Digits may come as they were written (`4.0`), to be reckoned with all the same. */
function numberIn(value: unknown): number | undefined {
  const digits = words(value);
  const number = digits === undefined ? Number.NaN : Number(digits);
  return Number.isFinite(number) ? number : undefined;
}

/** The range as printed: `3.5-5.0`, `<5`, or its own words. */
export function rangeOf(holder: Json): string | undefined {
  const [range] = objects(holder['referenceRange']);
  const [low, high] = [words(at(range, 'low', 'value')), words(at(range, 'high', 'value'))];
  if (low !== undefined && high !== undefined) return `${low}-${high}`;
  return low !== undefined ? `>${low}` : high !== undefined ? `<${high}` : words(range?.['text']);
}

export function severityOf(value: unknown): 'mild' | 'moderate' | 'severe' | undefined {
  const said = (words(value) ?? conceptOf(value)?.name ?? '').toLowerCase();
  return (['mild', 'moderate', 'severe'] as const).find((one) => said.includes(one));
}
