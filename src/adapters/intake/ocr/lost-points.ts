import type { Finding } from '#src/domain/record/finding.ts';

/**
 * Milligrams with a decimal point in which common medicines are made (as their data sheets say), where the same figures without the point are no usual dose:
 * bisoprolol 2.5 mg read as 25 mg, digoxin 0.125 mg as 125 mg.
 */
const pointed: Readonly<Record<string, readonly string[]>> = {
  alprazolam: ['0.25'],
  amlodipine: ['2.5'],
  apixaban: ['2.5'],
  bisoprolol: ['1.25', '2.5', '3.75', '7.5'],
  captopril: ['12.5'],
  carvedilol: ['3.125', '6.25', '12.5'],
  digoxin: ['0.0625', '0.125', '0.25'],
  enalapril: ['2.5'],
  glibenclamide: ['2.5'],
  glipizide: ['2.5'],
  hydrochlorothiazide: ['12.5'],
  indapamide: ['1.5', '2.5'],
  ivabradine: ['7.5'],
  letrozole: ['2.5'],
  lisinopril: ['2.5'],
  methotrexate: ['2.5'],
  olanzapine: ['2.5', '7.5'],
  perindopril: ['2.5'],
  pramipexole: ['0.125', '0.25'],
  ramipril: ['1.25', '2.5'],
  rivaroxaban: ['2.5'],
  saxagliptin: ['2.5'],
  spironolactone: ['12.5'],
  warfarin: ['2.5'],
  zopiclone: ['3.75', '7.5'],
};

/** Results that laboratories print with a decimal place, by LOINC, in these units: 72 mmol/L of potassium was 7.2, whatever flag stands beside it. */
const withPlaces: Readonly<Record<string, string>> = {
  '2823-3': 'mmol/L',
  '22664-7': 'mmol/L',
  '2000-8': 'mmol/L',
  '29265-6': 'mmol/L',
  '14879-1': 'mmol/L',
  '2601-3': 'mmol/L',
  '14334-7': 'mmol/L',
  '2524-7': 'mmol/L',
  '1558-6': 'mmol/L',
  '2345-7': 'mmol/L',
  '2093-3': 'mmol/L',
  '13457-7': 'mmol/L',
  '2085-9': 'mmol/L',
  '2571-8': 'mmol/L',
  '4548-4': '%',
  '718-7': 'g/dL',
  '6690-2': '10*9/L',
  '789-8': '10*12/L',
  '6301-6': '',
};

/**
 * Whether a figure read from a picture may have lost its decimal point: one that begins with nought, a dose that is a made strength but for the point, a result
 * without a point whose range has one at both ends and lies below it, or whose test is always printed with one.
 */
export function mayLackPoint(finding: Finding): boolean {
  if (finding.type === 'medication') {
    const [, figure = ''] = /^(\d+) mg(?![a-z])/u.exec(finding.dose ?? '') ?? [];
    const strengths = (finding.ingredients ?? []).flatMap((each) => pointed[each] ?? []);
    return /^0\d/u.test(finding.dose ?? '') || strengths.some((each) => bare(each) === bare(figure));
  }
  if (finding.type !== 'result' && finding.type !== 'vital') return false;
  const { value = '', range = '', code = '', unit = '' } = finding;
  if (/^0\d/u.test(value) || rangeLacksPoint(value, range)) return true;
  if (!/^\d{2,}$/u.test(value)) return false;
  const high = /\d\.\d+\s*[-–—~～至]\s*(\d+\.\d+)/u.exec(range)?.[1];
  const usual = withPlaces[code];
  return (
    (high !== undefined && Number(value) > Number(high)) || (usual !== undefined && (unit === '' || unit === usual))
  );
}

/** 8.2 beside "28-81": far below the range as it was read, and near it with the point in its ends. */
function rangeLacksPoint(value: string, range: string): boolean {
  const [, low, high] = /^\s*(\d{2,})\s*[-–—~～至]\s*(\d{2,})\s*$/u.exec(range) ?? [];
  const number = Number(value);
  if (low === undefined || high === undefined || !/^\d+\.\d+$/u.test(value)) return false;
  return number < Number(low) && number > Number(low) / 30 && number < (Number(high) / 10) * 3;
}

/** The figures alone, without the noughts before the first. */
const bare = (figure: string): string => figure.replace('.', '').replace(/^0+/u, '');
