/**
 * Tests a doctor asks for by name, whichever way a laboratory writes them. Limits are those of adults in the usual units;
 * a laboratory's own flag or range always comes first. Values: RCPath 2017 and Hong Kong laboratories' usual ranges, not yet reviewed by a clinician.
 */
export type KnownTest = {
  readonly id: string;
  readonly loinc: readonly string[];
  readonly names: RegExp;
  readonly limits: readonly Limit[];
};

type Limit = {
  readonly unit: RegExp;
  readonly low?: number;
  readonly high?: number;
  readonly criticalLow?: number;
  readonly criticalHigh?: number;
};

type Edge = number | undefined;
type Row = readonly [unit: RegExp, low?: Edge, high?: Edge, criticalLow?: Edge, criticalHigh?: Edge];

const of = (id: string, loinc: string, names: RegExp, ...limits: readonly Row[]): KnownTest => ({
  id,
  loinc: loinc === '' ? [] : loinc.split(' '),
  names,
  limits: limits.map(([unit, low, high, criticalLow, criticalHigh]) => ({
    unit,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(criticalLow === undefined ? {} : { criticalLow }),
    ...(criticalHigh === undefined ? {} : { criticalHigh }),
  })),
});

const mmol = /^m(mol|eq)\/l$/iu;
const mgdl = /^mg\/dl$/iu;
const umol = /^(u|µ|μ)mol\/l$/iu;
const none = undefined;

const knownTests: readonly KnownTest[] = [
  of('sodium', '2951-2 2947-0', /^sodium|^Na$|血鈉/iu, [mmol, 135, 145, 120, 160]),
  of('potassium', '2823-3 6298-4', /^potassium|^K$|血鉀/iu, [mmol, 3.5, 5.1, 2.5, 6.5]),
  of(
    'creatinine',
    '2160-0 38483-4 14682-9',
    /^creatinine(?!.*ratio|.*clear|.*urine)|肌酐/iu,
    [umol, none, 110, none, 354],
    [mgdl, none, 1.3, none, 4],
  ),
  of('egfr', '33914-3 62238-1 48642-3 48643-1 69405-9 98979-8 88293-6', /egfr|glomerular filtration/iu, [
    /m[lL]\/min/u,
    60,
    none,
    15,
  ]),
  of(
    'urea',
    '3094-0 6299-2 22664-7',
    /^urea\b|urea nitrogen|^BUN|尿素/iu,
    [mmol, none, 8.1, none, 30],
    [mgdl, none, 22],
  ),
  of('urate', '3084-1 14933-6', /uric acid|^urate|尿酸/iu, [umol, none, 416], [mgdl, none, 7]),
  of('alt', '1742-6', /alanine aminotransferase|^ALT\b|SGPT/iu, [/u\/l/iu, none, 50, none, 900]),
  of('ast', '1920-8', /aspartate aminotransferase|^AST\b|SGOT/iu, [/u\/l/iu, none, 40]),
  of('alp', '6768-6', /alkaline phosphatase|^ALP\b/iu, [/u\/l/iu, none, 130]),
  of(
    'bilirubin',
    '1975-2 14631-6',
    /^bilirubin(?!.*urine)|total bilirubin|總膽紅素/iu,
    [umol, none, 21],
    [mgdl, none, 1.3],
  ),
  of('albumin', '1751-7', /^albumin(?!.*ratio|.*creat|.*urine)|白蛋白/iu, [/^g\/l$/iu, 35], [/^g\/dl$/iu, 3.4]),
  of(
    'calcium',
    '17861-6 2000-8 49765-1 29265-6',
    /^calcium|血鈣/iu,
    [mmol, 2.15, 2.55, 1.8, 3.5],
    [mgdl, 8.5, 10.4, 7.2, 14],
  ),
  of(
    'haemoglobin',
    '718-7 20509-6',
    /^h(a?)emoglobin(?! ?a1c|.*a1c)|^hb$|^hgb|血紅蛋白|血色素/iu,
    [/^g\/dl$/iu, 12, 17.5, 7, 20],
    [/^g\/l$/iu, 120, 175, 70, 200],
  ),
  of('white-cells', '6690-2 26464-8', /leukocytes|white (blood )?cell|^wbc|白血球/iu, [
    /10.*(9\/l|3\/ul)/iu,
    3.7,
    11,
    1.1,
    50,
  ]),
  of('platelets', '777-3 26515-7', /^platelets|platelet count|^plt|血小板(?!.*分)/iu, [
    /10.*(9\/l|3\/ul)/iu,
    140,
    450,
    50,
    1000,
  ]),
  of('inr', '6301-6 34714-6', /^INR\b|international normali[sz]ed ratio|國際標準化/iu, [/.*/u, none, 1.2, none, 5]),
  of('d-dimer', '48065-7 48066-5', /d-?dimer/iu),
  of(
    'hba1c',
    '4548-4 17856-6 59261-8',
    /a1c|glyc(at|osylat)ed h|糖化血/iu,
    [/^%/u, none, 6],
    [/mmol\/mol/iu, none, 42],
  ),
  of(
    'glucose',
    '2339-0 2345-7 1558-6 15074-8 41653-7 14749-6',
    /^glucose(?!.*urine)|blood sugar|血糖/iu,
    [mmol, 3.9, 7.8, 2.5, 25],
    [mgdl, 70, 140, 45, 450],
  ),
  of('cholesterol', '2093-3', /^(total )?cholesterol(?!.*[lh]dl)|總膽固醇/iu, [mmol, none, 5.2], [mgdl, none, 200]),
  of('ldl', '13457-7 18262-6 2089-1', /low density lipoprotein|^ldl|低密度/iu, [mmol, none, 3.4], [mgdl, none, 130]),
  of('hdl', '2085-9', /high density lipoprotein|^hdl|高密度/iu, [mmol, 1], [mgdl, 40]),
  of('triglycerides', '2571-8', /triglyceride|三酸甘油/iu, [mmol, none, 1.7, none, 20], [mgdl, none, 150, none, 1770]),
  of(
    'troponin',
    '89579-7 67151-1 6598-7 10839-9 42757-5 49563-0',
    /troponin|肌鈣蛋白/iu,
    [/^ng\/l$/iu, none, 34],
    [/^ng\/ml$|^ug\/l$/iu, none, 0.04],
    [/^pg\/ml$/iu, none, 34],
  ),
  of('ck', '2157-6', /creatine kinase|^CK\b|^CPK/iu, [/u\/l/iu, none, 190, none, 5000]),
  of('bnp', '33762-6 30934-4 42637-9 83107-3', /natriuretic peptide|\bBNP/iu, [/^(pg\/ml|ng\/l)$/iu, none, 125]),
  of('crp', '1988-5 30522-7', /c.?reactive protein|^CRP/iu, [/^mg\/l$/iu, none, 5, none, 300], [mgdl, none, 0.5]),
  of('lactate', '2524-7 32693-4', /^lactate|乳酸/iu, [mmol, none, 2.2, none, 5.5]),
  of('tsh', '3016-3 11580-8', /thyrotropin|^TSH|促甲狀腺/iu, [/iu\/m?l/iu, 0.35, 4.94]),
  of(
    'free-t4',
    '3024-7 14920-3',
    /free t4|thyroxine.*free|游離甲狀腺素/iu,
    [/^pmol\/l$/iu, 9, 19],
    [/^ng\/dl$/iu, 0.7, 1.5],
  ),
  of('ferritin', '2276-4', /ferritin|鐵蛋白/iu, [/^(ug\/l|ng\/ml)$/iu, 15, 400]),
  of('b12', '2132-9 14685-2', /b12|cobalamin/iu, [/^pmol\/l$/iu, 145], [/^pg\/ml$/iu, 200]),
  of(
    'urine-albumin',
    '9318-7 14959-1 32294-1 14958-3',
    /albumin.*creat|microalbumin|\bACR\b/iu,
    [/mg\/mmol/iu, none, 3.5],
    [/^(mg\/g|ug\/mg)/iu, none, 30],
  ),
  of('psa', '2857-1', /prostate specific|\bPSA\b/iu, [/^(ug\/l|ng\/ml)$/iu, none, 4]),
  of('cea', '2039-6', /carcinoembryonic|\bCEA\b/iu, [/^(ug\/l|ng\/ml)$/iu, none, 5]),
  of('afp', '1834-1', /alpha.?1?.?fetoprotein|\bAFP\b/iu, [/^(ug\/l|ng\/ml)$/iu, none, 9]),
  of('hbsag', '5196-1 5195-3', /hepatitis b.*surface ag|hbsag|乙型肝炎表面抗原/iu),
  of('ejection-fraction', '10230-1 8806-2 18043-0', /ejection fraction|LVEF/iu, [/^%/u, 50, none, 20]),
  of('fev1', '20150-9 19926-5', /FEV1|forced expir/iu),
  of('bone-density', '38263-0 80948-3', /bone density|T-score|DXA/iu, [/.*/u, -2.5]),
  of('blood-pressure', '85354-9 55284-4', /blood pressure|血壓/iu),
  of('heart-rate', '8867-4', /heart rate|^pulse|心率/iu, [/.*/u, 50, 100, 40, 140]),
  of('oxygen', '2708-6 59408-5', /oxygen saturation|spo2|血氧/iu, [/%/u, 94, none, 88]),
  of('temperature', '8310-5 8331-1', /temperature|體溫/iu, [/cel|°?c$/iu, 35, 37.9, 32, 40]),
  of('bmi', '39156-5', /body mass index|\bBMI\b/iu, [/kg/iu, 18.5, 30]),
  of('weight', '29463-7', /body weight|^weight|體重/iu),
  of('height', '8302-2', /body height|^height|身高/iu),
  of('smoking', '72166-2', /tobacco smoking|smoking status|吸煙/iu),
];

const byLoinc = new Map(knownTests.flatMap((test) => test.loinc.map((code) => [code, test] as const)));

const found = new Map<string, KnownTest | undefined>();

/** Which test it is, by its LOINC code, else by its name. Looked up once for each way of writing. */
export function knownTest(name: string, code: string | undefined): KnownTest | undefined {
  const key = `${code}|${name}`;
  if (found.has(key)) return found.get(key);
  if (found.size > 10_000) found.clear();
  const test = lookUp(name, code);
  found.set(key, test);
  return test;
}

function lookUp(name: string, code: string | undefined): KnownTest | undefined {
  const bare = code?.split('|').at(-1);
  return (bare === undefined ? undefined : byLoinc.get(bare)) ?? knownTests.find(({ names }) => names.test(name));
}

type Flag = 'low' | 'high' | 'critical-low' | 'critical-high' | 'normal';

/** The value beside the usual limits of adults; nothing where unit or test are not known. A pressure is judged by its upper and lower value. */
export function judged(test: KnownTest | undefined, value: string, unit: string | undefined): Flag | undefined {
  if (test === undefined) return undefined;
  if (test.id === 'blood-pressure') return pressure(value);
  const amount = amountOf(value);
  const limit = test.limits.find((one) => one.unit.test(unit ?? ''));
  if (amount === undefined || limit === undefined) return undefined;
  if (limit.criticalLow !== undefined && amount <= limit.criticalLow) return 'critical-low';
  if (limit.criticalHigh !== undefined && amount >= limit.criticalHigh) return 'critical-high';
  if (limit.low !== undefined && amount < limit.low) return 'low';
  return limit.high !== undefined && amount > limit.high ? 'high' : 'normal';
}

/** High from 140/90, critical from 180/120 or below 80 mmHg (ESC 2018). */
function pressure(value: string): Flag | undefined {
  const [over, under] = value.split('/').map(Number);
  if (over === undefined || under === undefined || !(over > 0) || !(under > 0)) return undefined;
  if (over >= 180 || under >= 120) return 'critical-high';
  if (over < 80) return 'critical-low';
  return over >= 140 || under >= 90 ? 'high' : over < 95 ? 'low' : 'normal';
}

/** The number a value is, `<5` and `>60` included; nothing for words. */
export function amountOf(value: string): number | undefined {
  const match = /^\s*[<>≤≥]?=?\s*(-?\d+(?:\.\d+)?)\s*$/u.exec(value);
  return match ? Number(match[1]) : undefined;
}
