import { initialsOf } from '../identity/initials.ts';
import type { Identity } from './content.ts';

/**
 * How a list, a card or a notice names a patient: initials and the last three characters of the identifier, no more
 * (Hong Kong law page, behaviour 19).
 */
export function patientLine(identity: Identity): string {
  const name = identity.nameEn ?? identity.nameZh;
  const initials = name ? initialsOf(name) : '–';
  const plain = (identity.hkid ?? identity.otherId?.value ?? '').replace(/[()（）\s]/gu, '');
  return plain ? `${initials} · •••${plain.slice(-3)}` : initials;
}
