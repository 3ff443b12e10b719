import { isSure } from '../record/finding.ts';
import type { ReferralContent } from './content.ts';

/** Gaps whose reason is told instead of the name of the part. */
export const tellingWhys = ['check-digit', 'two-patients', 'identity-clash'] as const;
export const tellsWhy = (why: Gap['why']): why is (typeof tellingWhys)[number] =>
  tellingWhys.some((one) => one === why);

export const gapFields = [
  'hkid',
  'name',
  'birth',
  'sex',
  'phone',
  'to',
  'urgency',
  'reason',
  'medications',
  'allergies',
  'consent',
  'doubtful',
] as const;
export type GapField = (typeof gapFields)[number];

/** A part that must be there before sign-off and is missing or doubtful. `choices` are keys of one-tap answers. */
export type Gap = {
  readonly field: GapField;
  readonly why: 'missing' | 'doubtful' | 'check-digit' | 'two-patients' | 'identity-clash';
  readonly choices: readonly string[];
};

/**
 * What a draft still lacks, the most dangerous first. A good referral names the patient by name, birth date, sex and one identifier, gives its reason, and states
 * allergies and medicines as given, none, or unknown (PRSB clinical referral information; our referral practice page).
 */
export function gapsOf(content: ReferralContent): readonly Gap[] {
  const { identity } = content;
  const gaps: Gap[] = [];
  const miss = (field: GapField, why: Gap['why'] = 'missing', choices: readonly string[] = []) =>
    gaps.push({ field, why, choices });
  if (content.severalPatients) miss('name', 'two-patients');
  if (identity.hkid && identity.hkidValid === false) miss('hkid', 'check-digit');
  else if (!identity.hkid && !identity.otherId) miss('hkid');
  if (content.identityClash && !content.identityClash.checked) miss('hkid', 'identity-clash', ['checked']);
  if (!identity.nameEn && !identity.nameZh) miss('name');
  if (!identity.birth) miss('birth');
  if (!identity.sex) miss('sex', 'missing', ['male', 'female']);
  if (!content.reason?.trim()) miss('reason');
  if (!content.urgencySaid) miss('urgency', 'missing', ['emergency', 'urgent', 'semi-urgent', 'routine']);
  if (content.toSaid === 'ambiguous') miss('to', 'doubtful', content.toChoices ?? []);
  if (content.allergiesSaid === 'not-said') miss('allergies', 'missing', ['none', 'unknown']);
  if (content.medicationsSaid === 'not-said') miss('medications', 'missing', ['none', 'unknown']);
  if (
    content.findings.some((finding) => finding.type !== 'identity' && finding.status === 'present' && !isSure(finding))
  )
    miss('doubtful', 'doubtful', ['confirm']);
  if (!content.consent) miss('consent', 'missing', ['spoken', 'signed-form', 'refused']);
  return gaps;
}
