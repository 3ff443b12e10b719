import { plainUnit } from '../reading/measured.ts';

/**
 * A unit as it is shown and compared: the usual spelling of one unit, never a conversion. What is not known stays as written.
 * UCUM forms (`10*9/L`, `umol/L`, `[IU]/L`, `mm[Hg]`) are kept where a document brings them.
 */
export function tidyUnit(written: string): string | undefined {
  const unit = written.trim().replace(/^\{(.+)\}$/u, '$1');
  if (unit === '' || /^(?:n\/?a|none|-+|unitless|1)$/iu.test(unit)) return undefined;
  const bare = unit.normalize('NFKC').replace(/[μµ]/gu, 'u').replace(/\s+/gu, '').toLowerCase();
  const counted = counts.find(([pattern]) => pattern.test(bare));
  if (counted !== undefined) return counted[1];
  const same = spellings[bare];
  if (same !== undefined) return same;
  // UCUM and mixed-case spellings are right as they stand; only all lower and all upper case are put right.
  const folded = plainUnit(bare);
  return folded === bare && bare !== unit.toLowerCase() ? unit : folded !== bare || isShouted(unit) ? folded : unit;
}

const isShouted = (unit: string): boolean => unit === unit.toUpperCase() && /[A-Z]{2}/u.test(unit);

/** Counts of cells are printed in more ways than any other unit. */
const counts: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:x?10[*^e]?\+?9\/?(?:\/l|\.l-1)|x?10\*\*9\/l|giga(?:\.l-1|\/l)|g(?:pt)?\/l\(count\)|bil(?:lion)?\/l|10e9\/l)$/u,
    '10*9/L',
  ],
  [/^(?:x?10[*^e]?\+?12\/?(?:\/l|\.l-1)|x?10\*\*12\/l|tera(?:\.l-1|\/l)|tril(?:lion)?\/l|10e12\/l)$/u, '10*12/L'],
  [/^(?:x?10[*^e]?\+?3\/(?:ul|mm3|cumm)|k\/(?:ul|mm3|cumm)|thou(?:sand)?\/(?:ul|mm3|cumm)|10e3\/ul)$/u, '10*3/uL'],
  [/^(?:x?10[*^e]?\+?6\/(?:ul|mm3|cumm)|m(?:il)?\/(?:ul|mm3|cumm)|million\/(?:ul|mm3)|10e6\/ul)$/u, '10*6/uL'],
];

const spellings: Readonly<Record<string, string>> = {
  'beats/min': '/min',
  '/min': '/min',
  '{beats}/min': '/min',
  '{breaths}/min': '/min',
  '/minute': '/min',
  'beats/minute': '/min',
  'breaths/min': '/min',
  'breaths/minute': '/min',
  percent: '%',
  pct: '%',
  '[ph]': '[pH]',
  'mm[hg]': 'mmHg',
  'mm/hg': 'mmHg',
  mmhg: 'mmHg',
  degc: 'Cel',
  cel: 'Cel',
  '°c': 'Cel',
  '℃': 'Cel',
  '°f': '[degF]',
  degf: '[degF]',
  '[degf]': '[degF]',
  lbs: '[lb_av]',
  '[lb_av]': '[lb_av]',
  'u/l': 'U/L',
  'iu/l': 'IU/L',
  '[iu]/l': 'IU/L',
  'mgs/dl': 'mg/dL',
  'mg/dl': 'mg/dL',
  'ml/min/{1.73_m2}': 'mL/min/1.73m2',
  'ml/min/1.73m2': 'mL/min/1.73m2',
  'ml/min/1.73m^2': 'mL/min/1.73m2',
  'ml/min/1.73m²': 'mL/min/1.73m2',
  fl: 'fL',
  pg: 'pg',
  'kg/m2': 'kg/m2',
  'kg/m^2': 'kg/m2',
};
