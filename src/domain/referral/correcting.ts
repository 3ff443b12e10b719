import { formatHkid, parseHkid } from '../identity/hkid.ts';
import { Refused } from '../refused.ts';
import type { ConsentGiven, ReferralContent } from './content.ts';
import { birthFrom } from './drafting.ts';
import type { GapField } from './gaps.ts';

/**
 * One part of a draft put right by a person: one tap (a key of a choice) or one line. A person's word is sure.
 * Refuses with the code of what is wrong with the value. `to` and `urgency` belong to the case and are handled by the deed.
 */
export function correct(
  content: ReferralContent,
  field: GapField,
  value: string,
  who: string,
  at: Date,
): ReferralContent {
  const line = value.trim();
  switch (field) {
    case 'hkid':
      if (line === 'checked' && content.identityClash)
        return { ...content, identityClash: { ...content.identityClash, checked: { by: who, at: at.toISOString() } } };
      return { ...content, identity: { ...content.identity, hkid: validHkid(line), hkidValid: true } };
    case 'name':
      return withoutSeveral({
        ...content,
        identity: { ...content.identity, ...(/\p{Script=Han}/u.test(line) ? { nameZh: line } : { nameEn: line }) },
      });
    case 'birth':
      return { ...content, identity: { ...content.identity, birth: validBirth(line, at) } };
    case 'sex':
      return {
        ...content,
        identity: { ...content.identity, sex: line === 'male' || line === 'female' ? line : 'other' },
      };
    case 'phone':
      return { ...content, identity: { ...content.identity, phone: line } };
    case 'reason':
      return { ...content, reason: line };
    case 'allergies':
    case 'medications':
      return sayList(content, field, line);
    case 'consent':
      return { ...content, consent: consentFrom(line, who, at) };
    case 'doubtful':
      return {
        ...content,
        findings: content.findings.map((finding) => ({ ...finding, confidence: Math.max(finding.confidence, 1) })),
      };
    case 'urgency':
      return { ...content, urgencySaid: true };
    case 'to':
      return { ...content, toSaid: 'said' };
  }
}

function withoutSeveral({ severalPatients: _settled, ...rest }: ReferralContent): ReferralContent {
  return rest;
}

function validHkid(line: string): string {
  const read = parseHkid(line);
  if (!read) throw new Refused('identity.missing', 'The identifier has not the form of an HKID');
  if (!read.isValid) throw new Refused('identity.hkid-check-digit', 'The check digit does not fit');
  return formatHkid(read);
}

function validBirth(line: string, now: Date) {
  const iso = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(line) ? line : dayMonthYear(line);
  const parsed = iso && new Date(`${iso.padEnd(10, '-01').slice(0, 10)}T00:00:00+08:00`);
  if (!iso || !parsed || Number.isNaN(parsed.getTime()) || parsed > now || parsed.getUTCFullYear() < 1890) {
    throw new Refused('identity.birth-date', 'The birth date is not a date in the past');
  }
  return birthFrom(iso);
}

/** Hong Kong writes day, month, year. */
function dayMonthYear(line: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(line) ?? [];
  if (!day || !month || !year || Number(month) > 12 || Number(day) > 31) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function sayList(content: ReferralContent, field: 'allergies' | 'medications', line: string): ReferralContent {
  const type = field === 'allergies' ? 'allergy' : 'medication';
  const said = line === 'none' || line === 'unknown' ? line : undefined;
  // A list that already names something is not emptied by one tap; the named ones are corrected one by one.
  if (!said || content.findings.some((finding) => finding.type === type && finding.status === 'present'))
    return content;
  return field === 'allergies' ? { ...content, allergiesSaid: said } : { ...content, medicationsSaid: said };
}

function consentFrom(choice: string, recordedBy: string, at: Date): ConsentGiven {
  const how = choice === 'signed-form' ? 'signed-form' : 'spoken';
  return {
    given: choice !== 'refused',
    how,
    scope: ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
    recordedBy,
    at: at.toISOString(),
  };
}
