/** Creatinine of 1 mg/dL in µmol/L. */
const creatininePerMgDl = 88.4;

/**
 * eGFR in mL/min/1.73 m² by CKD-EPI 2021 (Inker, NEJM 2021; without race), from creatinine in µmol/L, age in years, sex.
 * For adults only: undefined under 18.
 */
export function ckdEpi2021(creatinine: number, age: number, sex: 'male' | 'female'): number | undefined {
  if (age < 18) return undefined;
  const ratio = creatinine / creatininePerMgDl / (sex === 'female' ? 0.7 : 0.9);
  const alpha = sex === 'female' ? -0.241 : -0.302;
  const egfr =
    142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** age * (sex === 'female' ? 1.012 : 1);
  return Math.round(egfr);
}

/** A value older than this says nothing of the kidney of today. */
export const kidneyDays = 90;
