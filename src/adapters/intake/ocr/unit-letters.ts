/** A unit without blanks and however its power is written. */
export const folded = (unit: string): string => unit.toLowerCase().replace(/[\s^*]/gu, '');
/** What is left of a unit when strokes are not told from letters, and a small raised figure not from a letter beside it. */
export const letters = (unit: string): string =>
  folded(unit)
    .replace(/[µμ]/gu, 'u')
    .replace(/^1[o0].{0,2}(\d{1,2})\/?[l1i|]$/u, '10$1l')
    .replace(/[1i|]/gu, 'l')
    .replace(/^l[o0]/u, 'l0')
    .replace(/[^a-z0-9%]/gu, '');

/** The same where letters were taken for others that look like them: q and 9 for g, rn for m, p and y for µ, o for 0. Good for a guess that is asked about. */
export const alikeLetters = (unit: string): string =>
  letters(unit.replace(/[µμ]/gu, 'u'))
    .replaceAll('rn', 'm')
    .replaceAll('o', '0')
    .replace(/^[py4](?=m0l|[gq9])/u, 'u')
    .replace(/[q9]/gu, 'g');
