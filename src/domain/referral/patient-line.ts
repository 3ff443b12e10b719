import type { Identity } from './content.ts';

/**
 * How a list, a card or a notice names a patient: initials and the last three characters of the identifier, no more
 * (Hong Kong law page, behaviour 19).
 */
export function patientLine(identity: Identity): string {
  const initials = identity.nameEn
    ? initialsOf(identity.nameEn)
    : identity.nameZh
      ? `${[...identity.nameZh][0] ?? ''}〇`
      : '–';
  const plain = (identity.hkid ?? identity.otherId?.value ?? '').replace(/[()（）\s]/g, '');
  return plain ? `${initials} · •••${plain.slice(-3)}` : initials;
}

const initialsOf = (name: string): string =>
  name
    .split(/[\s,.-]+/)
    .filter(Boolean)
    .map((part) => `${[...part][0]?.toUpperCase() ?? ''}.`)
    .join('');
