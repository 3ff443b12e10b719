import type { Finding } from '../record/finding.ts';
import { rule } from './folding.ts';
import type { Vital } from './lexicon.ts';
import { withTail } from './measured.ts';
import { type Hit, hitsOf, type Page, placeOf, senseOf } from './page.ts';

const joiner = '^\\s?(?:\\([^)]{1,12}\\)\\s?)?(?:[:=~@]|is\\b|was\\b|of\\b|at\\b|score\\b|為|是|約)*\\s?';
const shapes: Readonly<Record<string, RegExp>> = {
  'blood pressure': rule(`${joiner}(\\d{2,3}\\s?/\\s?\\d{2,3})(?![\\d/])`),
  'pain score': rule(`${joiner}(\\d{1,2}(?:\\s?/\\s?10)?)(?![\\d/.])`),
  'glasgow coma scale': rule(`${joiner}((?:1[0-5]|[3-9])(?:\\s?/\\s?15)?|e\\d\\s?v\\d\\s?m\\d)(?![\\d/])`),
};
const plain = rule(`${joiner}(\\d{1,3}(?:\\.\\d{1,2})?)(?![\\d/]|\\s?(?:/7|/52|/12))`);

/** What a nurse would call the chart: blood pressure, pulse, temperature, each only in a value that a living body can have. */
export function readVitals(page: Page): Finding[] {
  const named = hitsOf(page, 'vital').map((hit) => vitalAt(page, hit));
  return [...named, ...shortHand(page)].filter((each) => each !== undefined);
}

function vitalAt(page: Page, hit: Hit): Finding | undefined {
  const sense = senseOf(hit, 'vital');
  if (sense === undefined) return undefined;
  const text = page.text.slice(hit.to);
  const shape = shapes[sense.vital.name.toLowerCase()] ?? plain;
  const match = shape.exec(text);
  const value = match?.[1];
  if (match === null || value === undefined) return undefined;
  if (sense.vital.name === 'pain score' && page.text.slice(hit.from, hit.to) === 'pain' && !value.includes('/'))
    return undefined;
  return vital(page, sense.vital, value, hit.from, hit.to, match[0].length);
}

function vital(
  page: Page,
  kind: Vital,
  value: string,
  from: number,
  start: number,
  length: number,
): Finding | undefined {
  const clean = value.replace(/\s/gu, '');
  const { unit, flag, to } = withTail(page.text.slice(start), clean, length);
  if (!isLiving(kind.name, clean, foreignUnit(kind.name, page.text.slice(start + length))?.unit)) return undefined;
  const known = unit === undefined || isUnitOf(kind.name, unit);
  const foreign = foreignUnit(kind.name, page.text.slice(start + length));
  if (foreign !== undefined)
    return {
      type: 'vital',
      name: kind.name,
      code: kind.loinc,
      value: clean,
      unit: foreign.unit,
      status: 'present',
      confidence: 0.95,
      source: placeOf(page, from, start + length + foreign.length),
    };
  return {
    type: 'vital',
    name: kind.name,
    code: kind.loinc,
    value: clean,
    unit: unit !== undefined && known ? unit : kind.unit,
    ...(flag === undefined ? {} : { flag }),
    status: 'present',
    confidence: known ? 0.95 : 0.7,
    source: placeOf(page, from, start + (known ? to : length)),
  };
}

const unitsOf: Readonly<Record<string, RegExp>> = {
  'blood pressure': /^mmHg$/u,
  'heart rate': /^\/min$/u,
  'respiratory rate': /^\/min$/u,
  'body temperature': /^Cel$/u,
  'oxygen saturation': /^%$/u,
  'body weight': /^kg$/u,
  'body height': /^(?:cm|m)$/u,
  'body mass index': /^kg\/m2$/u,
};
const isUnitOf = (name: string, unit: string): boolean => unitsOf[name]?.test(unit) ?? false;

const limits: Readonly<Record<string, readonly [number, number]>> = {
  'heart rate': [10, 350],
  'respiratory rate': [2, 120],
  'body temperature': [25, 45],
  'oxygen saturation': [20, 100],
  'body weight': [0.3, 400],
  'body height': [0.3, 250],
  'body mass index': [8, 90],
  'pain score': [0, 10],
};

/** Pounds, inches and degrees Fahrenheit are told as they are written: never by the unit that is usual here. */
const foreignUnits: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  'body weight': [[/^\s?(?:lbs?|pounds?)(?![a-z])/u, '[lb_av]']],
  'body height': [[/^\s?(?:inches|inch|in|")(?![a-z])/u, '[in_i]']],
  'body temperature': [[/^\s?(?:°\s?|deg(?:rees)?\s?)?f(?:ahrenheit)?(?![a-z])/u, '[degF]']],
};
function foreignUnit(name: string, behind: string): { readonly unit: string; readonly length: number } | undefined {
  for (const [shape, unit] of foreignUnits[name] ?? []) {
    const match = shape.exec(behind);
    if (match !== null) return { unit, length: match[0].length };
  }
  return undefined;
}
const foreignLimits: Readonly<Record<string, readonly [number, number]>> = {
  '[lb_av]': [0.6, 900],
  '[in_i]': [8, 100],
  '[degF]': [77, 113],
};

function isLiving(name: string, value: string, foreign?: string): boolean {
  if (name === 'blood pressure') {
    const [upper = 0, lower = 0] = value.split('/').map(Number);
    return upper > lower && upper <= 320 && lower >= 10;
  }
  const [least, most] = foreignLimits[foreign ?? ''] ?? limits[name] ?? [0, 1000];
  const number = Number.parseFloat(value);
  return value.startsWith('e') || (number >= least && number <= most);
}

const pulse = rule('(?<![a-z])(p)\\s?(\\d{2,3})(?![\\d/.])(?=[\\s,;.]|$)', 'gu');
const warmth = rule('(?<![a-z])(t)\\s?(3[3-9]\\.\\d|4[0-2]\\.\\d|3[6-9](?=\\s?c\\b))', 'gu');
const besideVitals = /bp|rr|hr|spo2|sao2|血/u;

/** `BP 150/90 P 98 T 37.5`: single letters count only beside other vital signs. */
function* shortHand(page: Page): Generator<Finding | undefined> {
  if (!besideVitals.test(page.text)) return;
  const vitals = new Map(
    [...page.lexicon.terms.values()]
      .flat()
      .flatMap(({ sense }) => (sense.kind === 'vital' ? [[sense.vital.name, sense.vital] as const] : [])),
  );
  for (const [finder, name] of [
    [pulse, 'heart rate'],
    [warmth, 'body temperature'],
  ] as const) {
    const kind = vitals.get(name);
    for (const match of page.text.matchAll(finder)) {
      const [, letter = '', value = ''] = match;
      if (kind !== undefined)
        yield vital(page, kind, value, match.index, match.index + letter.length, match[0].length - letter.length);
    }
  }
}
