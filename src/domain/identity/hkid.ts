/** A Hong Kong identity card number, taken apart. `isValid` says that the check character fits; it does not prove that the person exists. */
export type Hkid = {
  readonly letters: string;
  readonly digits: string;
  readonly check: string;
  readonly isValid: boolean;
};

const shape = /^([A-Z]{1,2})(\d{6})\(?([0-9A])\)?$/u;

/** Folds width, case, blanks and hyphens, and nothing else: an O is never taken for a 0. */
export function parseHkid(written: string): Hkid | undefined {
  const plain = written.normalize('NFKC').toUpperCase().replace(/[\s-]/gu, '');
  const match = shape.exec(plain);
  if (match === null || plain.includes('(') !== plain.includes(')')) return undefined;
  const [, letters = '', digits = '', check = ''] = match;
  return { letters, digits, check, isValid: checkCharacter(letters, digits) === check };
}

/** Weights 9 to 2 over eight places; one letter is led by a blank that counts 36; ten is written A. */
export function checkCharacter(letters: string, digits: string): string {
  const places = [...`${letters}${digits}`.padStart(8, ' ')];
  const sum = places.reduce((total, each, index) => total + valueOf(each) * (9 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'A' : String(check);
}

const valueOf = (place: string): number => (place === ' ' ? 36 : Number.parseInt(place, 36));

/** A number in its one form, with the answer of its check character; `undefined` when it has not the form of an HKID. */
export function checkHkid(written: string): { readonly formatted: string; readonly valid: boolean } | undefined {
  const hkid = parseHkid(written);
  return hkid === undefined ? undefined : { formatted: formatHkid(hkid), valid: hkid.isValid };
}

export const isValidHkid = (written: string): boolean => parseHkid(written)?.isValid ?? false;

/** The one way a number is kept and compared: `A123456(3)`. */
export const formatHkid = ({ letters, digits, check }: Pick<Hkid, 'letters' | 'digits' | 'check'>): string =>
  `${letters}${digits}(${check})`;

/** For lists and notices: the last three characters only, `•••••56(3)`. What is no HKID shows nothing at all. */
export function maskHkid(written: string): string {
  const hkid = parseHkid(written);
  if (hkid === undefined) return '•••••••';
  return `${'•'.repeat(hkid.letters.length + 4)}${hkid.digits.slice(-2)}(${hkid.check})`;
}
