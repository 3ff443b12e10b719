/** A telephone number in E.164, or nothing. Hong Kong has eight digits and no area code; mainland and Macao numbers need their country code. */
export function parsePhone(written: string): string | undefined {
  const plain = written
    .normalize('NFKC')
    .replace(/[\s().-]/gu, '')
    .replace(/^00/u, '+');
  const local = /^(?:\+?852)?([2-9]\d{7})$/u.exec(plain)?.[1];
  if (local !== undefined) return `+852${local}`;
  if (/^\+861[3-9]\d{9}$/u.test(plain) || /^\+853[268]\d{7}$/u.test(plain)) return plain;
  return undefined;
}
