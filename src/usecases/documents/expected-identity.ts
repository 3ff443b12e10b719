import type { PatientIdentity } from '../../domain/intake/document.ts';
import type { Identity } from '../../domain/referral/content.ts';

/** Whom a referral is about, as the guard compares it. Nothing when the draft does not know yet. */
export function expectedIdentity(identity: Identity): PatientIdentity | undefined {
  const { hkid, hkidValid, otherId, nameEn, nameZh, birth, sex } = identity;
  if (!hkid && !otherId && !nameEn && !nameZh && !birth) return undefined;
  return {
    names: nameEn ? [nameEn] : [],
    ...(nameZh ? { chineseName: nameZh } : {}),
    ...(birth ? { birthDate: birth.iso } : {}),
    ...(sex ? { sex } : {}),
    numbers: [
      ...(hkid && hkidValid ? [{ type: 'hkid' as const, value: hkid }] : []),
      ...(otherId ? [{ type: otherId.kind, value: otherId.value }] : []),
    ],
  };
}
