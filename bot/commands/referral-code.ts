/** Letters and digits of a referral code: without 0, 1, I, L and O, which people mix up. */
export const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export type FoundCode = { readonly code: string; readonly rest: string };
export type NearCode = { readonly nearCode: string };

const dash = '[-‐‑–—－ ]';
const exact = new RegExp(`(?<![A-Za-z0-9])([${codeAlphabet}]{3})${dash}?([${codeAlphabet}]{3})(?![A-Za-z0-9])`, 'giu');
const near = new RegExp(
  `(?<![A-Za-z0-9])(?=[A-Z0-9]{0,3}${dash}?[A-Z0-9]*[0-9])([A-Z0-9]{3})[-‐‑–—－]([A-Z0-9]{3})(?![A-Za-z0-9])`,
  'iu',
);

/** Finds the code in a line and gives the line without it. Lower case and a missing hyphen are fine; O and 0 are never exchanged. */
export function findCode(line: string): FoundCode | NearCode | undefined {
  const plain = line.normalize('NFKC');
  // Each match may begin inside the one before: in `yes B7K-42Q` the first six letters are no code, and hide one.
  exact.lastIndex = 0;
  for (let match = exact.exec(plain); match !== null; match = exact.exec(plain)) {
    exact.lastIndex = match.index + 1;
    const [whole, one = '', two = ''] = match;
    if (!isLikely(whole, one, two)) continue;
    return {
      code: `${one}-${two}`.toUpperCase(),
      rest: `${plain.slice(0, match.index)} ${plain.slice(match.index + whole.length)}`.replace(/[ \t]+/gu, ' ').trim(),
    };
  }
  const letters = onlyLetters(line);
  if (letters !== undefined) return letters;
  const almost = near.exec(line.normalize('NFKC'));
  return almost === null ? undefined : { nearCode: almost[0] };
}

const capitals = new RegExp(`^(.*?)\\s?\\b([${codeAlphabet}]{3})([${codeAlphabet}]{3})\\b\\s?(.*)$`, 'u');

/** One code in six is letters only. Without its hyphen it is read only in capitals beside a word or two in small letters. */
function onlyLetters(line: string): FoundCode | undefined {
  const [, left = '', one = '', two = '', right = ''] = capitals.exec(line.normalize('NFKC').trim()) ?? [];
  const rest = `${left} ${right}`.trim();
  if (one === '' || rest === '' || /[A-Z0-9]/u.test(rest) || rest.split(/\s+/u).length > 3) return undefined;
  return { code: `${one}-${two}`, rest };
}

/** `accept` is six letters of the alphabet and no code. Without a hyphen a code must hold a digit or be in capitals of no word. */
function isLikely(whole: string, one: string, two: string): boolean {
  const hasDigit = /\d/u.test(one + two);
  const hasLetter = /[a-z]/iu.test(one + two);
  if (/\s/u.test(whole)) return /\d/u.test(one) && /\d/u.test(two) && hasLetter && /^[A-Z0-9 ]+$/u.test(whole);
  if (whole.length === 7)
    return hasDigit
      ? hasLetter || !/^\d{3}.\d{3}$/u.test(whole)
      : /^[A-Z]/u.test(whole) && whole === whole.toUpperCase();
  return hasDigit && hasLetter && !/^\d+[a-z]+$/iu.test(whole) && !/^[a-z]{1,2}\d+$/iu.test(whole);
}
