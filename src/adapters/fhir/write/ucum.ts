const prefixes = 'da|[YZEPTGMkhdcmunpfazy]';
/** Units that take a prefix, and units that take none: the part of UCUM (version 2.1, tables 1 to 9) that laboratories and charts print. */
const metric = 'mol|eq|osm|kat|Pa|bar|Hz|Bq|Gy|Sv|cal|Ci|[gmsLlJWVU]|\\[IU\\]|m\\[Hg\\]|m\\[H2O\\]';
const whole =
  "min|h|d|wk|mo|a|deg|Cel|%|\\[degF\\]|\\[pH\\]|\\[ppm\\]|\\[ppb\\]|\\[lb_av\\]|\\[oz_av\\]|\\[in_i\\]|\\[ft_i\\]|\\[arb'U\\]|\\[drp\\]|10[*^]\\d{1,2}|\\d{1,4}";
const unit = `(?:(?:${prefixes})?(?:${metric})|${whole})(?:[+-]?\\d)?(?:\\{[^{}\\s]{1,30}\\})?|\\{[^{}\\s]{1,30}\\}`;
const form = new RegExp(`^(?:/?(?:${unit}))(?:[./](?:${unit}))*$`, 'u');

/** What laboratories print where UCUM writes it another way. */
const printed: readonly (readonly [RegExp, string])[] = [
  [/[µμ]/gu, 'u'],
  [/^mmHg$/u, 'mm[Hg]'],
  [/^cmH2O$/u, 'cm[H2O]'],
  [/^°C$/u, 'Cel'],
  [/(^|\/)([munk]?)IU(?=\/|$)/gu, '$1$2[IU]'],
  [/\/1\.73m2$/u, '/{1.73_m2}'],
];

/** The UCUM code of a unit, or nothing: a unit that is not in UCUM goes out as its words alone. */
export function ucumOf(written: string): string | undefined {
  const unit = printed.reduce((said, [pattern, instead]) => said.replace(pattern, instead), written);
  return form.test(unit) ? unit : undefined;
}
