import type { Finding } from '../record/finding.ts';
import { rule } from './folding.ts';
import type { Vital } from './lexicon.ts';
import { withTail } from './measured.ts';
import { type Hit, hitsOf, type Page, placeOf, senseOf } from './page.ts';

const joiner =
  '^\\s?(?:\\([^)]{1,12}\\)\\s?)?(?:(?:[:=~@]|is\\b|was\\b|of\\b|at\\b|score\\b|level\\b|today\\b|elevated\\b|raised\\b|為|是|約)\\s?)*';
/** "0-10 scale" is no score, "60-80" no single figure, and a date is neither. */
const notARange = '(?!\\s?[-–]\\s?\\d)';
const shapes: Readonly<Record<string, RegExp>> = {
  'blood pressure': rule(`${joiner}(\\d{2,3}\\s?/\\s?\\d{2,3})(?![\\d/])`),
  'pain score': rule(`${joiner}(\\d{1,2}(?:\\s?/\\s?10)?)(?![\\d/.])${notARange}`),
  'glasgow coma scale': rule(`${joiner}((?:1[0-5]|[3-9])(?:\\s?/\\s?15)?|e\\d\\s?v\\d\\s?m\\d)(?![\\d/])`),
};
const plain = rule(
  `${joiner}(\\d{1,3}(?:\\.\\d{1,2})?(?:\\s?-\\s?\\d{2,3}(?![\\d/-]))?)(?![\\d/]|\\s?-\\s?\\d|\\s?(?:/7|/52|/12))`,
);

/** Feet with inches, pounds with ounces: two figures that are one value, told as they are written. */
const twofold: Readonly<Record<string, RegExp>> = {
  'body height': rule(
    `${joiner}(\\d\\s?(?:feet|foot|ft\\.?|'|′)(?:\\s?,?\\s?(?:and )?\\d{1,2}(?:\\.\\d)?(?:\\s?(?:inches|inch|in\\b\\.?|"|″|'')|(?!\\d)))?)`,
  ),
  'body weight': rule(
    `${joiner}(\\d{1,3}\\s?(?:pounds?|lbs?\\.?|#)\\s?,?\\s?(?:and )?\\d{1,2}(?:\\.\\d)?\\s?(?:ounces?|oz)\\b\\.?)`,
  ),
};
/** "Birth weight", "weight loss of 5 kg", "5 lb increase" tell of another weight, or of a change. */
const otherInFront = rule(
  '(?:\\bbirth\\s?|\\b(?:gain(?:ed|ing)?|los[st]|losing|ideal|target|goal|dry|fetal|foetal|estimated) (?:body )?|出生|胎兒|理想|目標)$',
);
const changeBehind = rule(
  '^\\s?(?:kg|kgs|lbs?|pounds?|公斤)?\\s?(?:weight )?(?:increase|decrease|gain|loss|heavier|lighter|more\\b|less\\b|up\\b|down\\b|over (?:the|last))',
);

/** What a nurse would call the chart: blood pressure, pulse, temperature, each only in a value that a living body can have. */
export function readVitals(page: Page): Finding[] {
  const named = hitsOf(page, 'vital').map((hit) => vitalAt(page, hit));
  return [...named, ...shortHand(page)].filter((each) => each !== undefined);
}

function vitalAt(page: Page, hit: Hit): Finding | undefined {
  const sense = senseOf(hit, 'vital');
  if (sense === undefined) return undefined;
  const text = page.text.slice(hit.to);
  const isSize = sense.vital.name === 'body weight' || sense.vital.name === 'body height';
  if (isSize && otherInFront.test(page.text.slice(Math.max(0, hit.from - 20), hit.from))) return undefined;
  const both = twofold[sense.vital.name]?.exec(text);
  const written = both?.[1];
  if (both != null && written !== undefined)
    return {
      type: 'vital',
      name: sense.vital.name,
      code: sense.vital.loinc,
      value: written.trim(),
      status: 'present',
      confidence: 0.9,
      source: placeOf(page, hit.from, hit.to + both[0].length),
    };
  const shape = shapes[sense.vital.name.toLowerCase()] ?? plain;
  const match = shape.exec(text);
  const value = match?.[1];
  if (match === null || value === undefined) return undefined;
  if (isSize && changeBehind.test(text.slice(match[0].length))) return undefined;
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
  const usual = unit === undefined ? unsaidUnit(page, kind, Number.parseFloat(clean)) : { unit: kind.unit, sure: 0.95 };
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
    ...(unit !== undefined && known ? { unit } : usual.unit === undefined ? {} : { unit: usual.unit }),
    ...(flag === undefined ? {} : { flag }),
    status: 'present',
    confidence: known ? usual.sure : 0.7,
    source: placeOf(page, from, start + (known ? to : length)),
  };
}

/** A figure without a unit has the usual one, unless only another can be meant, or the text itself measures in feet and pounds. */
function unsaidUnit(page: Page, kind: Vital, value: number): { readonly unit?: string; readonly sure: number } {
  if (kind.name === 'body temperature' && value >= 90) return { unit: '[degF]', sure: 0.85 };
  if (kind.name === 'body height' && value < 30) return value < 2.5 ? { unit: 'm', sure: 0.9 } : { sure: 0.6 };
  if ((kind.name === 'body weight' || kind.name === 'body height') && measuredAbroad.test(page.text))
    return { sure: 0.7 };
  return { unit: kind.unit, sure: 0.95 };
}
const measuredAbroad = rule("\\d\\s?(?:lbs?|pounds?|feet|foot|ft|inches)\\b|\\d'\\s?\\d");

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
  if (name === 'body temperature' && foreign === undefined && number >= 90 && number <= 113) return true;
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
