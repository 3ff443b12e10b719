import { formatHkid, parseHkid } from '../../domain/identity/hkid.ts';
import type { PatientId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ReadingPage } from '../../ports/ledger.ts';

/** By whole HKID with a fitting check digit, or by a referral's code; never by name: an emergency look is at one person. */
export async function patientMeant(
  page: ReadingPage,
  said: string,
): Promise<{ readonly patient: PatientId; readonly referral: Referral | undefined } | undefined> {
  const code = /^\s*([2-9a-hj-np-z]{3})-?([2-9a-hj-np-z]{3})\s*$/i.exec(said);
  const row = code ? await page.referrals.byCode(`${code[1]}-${code[2]}`.toUpperCase()) : undefined;
  if (row) return { patient: row.referral.patient, referral: row.referral };
  const hkid = parseHkid(said);
  const patient = hkid?.isValid ? await page.patients.byHkid(formatHkid(hkid)) : undefined;
  if (!patient) return undefined;
  const [newest] = await page.referrals.list({ patient, limit: 1 });
  return { patient, referral: newest?.referral };
}
