import type { Finding } from '../record/finding.ts';

/**
 * Restricted data: HIV, psychiatry, sexual health, abuse (hk-law.md §5, 23). Hidden by default, opened by an extra reason. Medicines stay with the medicines
 * whatever they are for, but for those that are given for HIV alone: a medicine nobody sees harms.
 */

/** ICD-10 chapters: HIV; sexually transmitted infection; mental illness without dementia, delirium and tobacco; maltreatment and its suspicion. */
const restrictedCodes =
  /^(B2[0-4]|Z21|R75|A5\d|A6[0-4]|F1[0-689]|F[2-9]\d|T74|T76|Y0[5-7]|Z61\.[4-6]|Z91\.5|X[67]\d|X8[0-4])/;

/** ATC: protease inhibitors, non-nucleosides, integrase inhibitors and combinations for HIV. Nucleosides also treat hepatitis B and are left out. */
const hivMedicines = /^J05A(E|G|J|R)/;

const english =
  /\b(hiv|anti-?retrovirals?|pre-exposure prophylaxis|syphilis|gonorrh\w+|chlamydia\w*|genital (?:herpes|warts)|vdrl|schizo\w+|psychosis|psychotic|psychiatr\w+|bipolar|manic|mania|(?:major |clinical )?depressive|depression|suicid\w+|self[- ]harm\w*|anorexia nervosa|bulimia|alcohol dependence|drug abuse|substance (?:abuse|misuse)|opioid dependence|(?:sexual|domestic|child|elder|physical) (?:abuse|assault|violence)|rape|battered)\b/iu;
/** In capitals only: hearing aids are none. */
const capitals = /\b(AIDS|STDs?|STIs?|PTSD)\b/u;
const chinese =
  /愛滋|爱滋|艾滋|人類免疫(?:缺乏|力缺乏)|人类免疫缺陷|梅毒|淋病|衣原體|衣原体|性病|性傳染|性传染|精神科|精神病|精神分裂|思覺失調|思觉失调|躁鬱|躁郁|抑鬱|抑郁|自殺|自杀|自殘|自残|厭食症|厌食症|濫藥|滥药|吸毒|性侵|強姦|强奸|非禮|非礼|家暴|家庭暴力|虐兒|虐儿|虐待|虐老/u;
/** In an ECG, and of the breath or the marrow, a depression is no illness of the mind. */
const otherDepressions =
  /\b(?:st(?:[- ]segment)?|pr|respiratory|marrow|skull|cns|myocardial)[- ]depressions?\b|\bdepression of (?:the )?(?:st|skull)\b/giu;

/** Does this text speak of it? */
export const speaksOfRestricted = (text: string): boolean => {
  const plain = text.replace(otherDepressions, ' ');
  return english.test(plain) || capitals.test(plain) || chinese.test(plain);
};

export function isRestricted(finding: Finding): boolean {
  const code = 'code' in finding ? finding.code : undefined;
  if (finding.type === 'identity') return false;
  if (finding.type === 'medication' || finding.type === 'allergy')
    return finding.type === 'medication' && code !== undefined && hivMedicines.test(code);
  if (code !== undefined && restrictedCodes.test(code)) return true;
  return speaksOfRestricted(finding.name);
}
