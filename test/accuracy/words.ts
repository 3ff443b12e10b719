import type { Dice } from '#test/builders/a-camera.ts';
import type { KnownMedicine, Truth } from './truth.ts';

/** The pieces of an invented document, in both languages, with what each says. */
export type Tongue = 'en' | 'zh' | 'mixed';

export const pick = <One>(from: readonly One[], dice: Dice): One => from[Math.floor(dice() * from.length)] as One;
export const several = <One>(from: readonly One[], count: number, dice: Dice): One[] =>
  from
    .map((one) => ({ one, key: dice() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ one }) => one);

/** ingredient, ways it is written in English, ways in Chinese, doses. */
const drugs: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
  ['metformin', ['metformin', 'Metformin', 'Glucophage', 'METFORMIN HCL'], ['二甲雙胍'], ['500 mg', '850 mg', '1 g']],
  ['amlodipine', ['amlodipine', 'Norvasc', 'Amlodipine Besylate'], ['氨氯地平'], ['5 mg', '10 mg', '2.5 mg']],
  ['warfarin', ['warfarin', 'Warfarin', 'Coumadin'], ['華法林'], ['3 mg', '2.5 mg', '1 mg']],
  ['simvastatin', ['simvastatin', 'Zocor'], ['辛伐他汀'], ['10 mg', '20 mg', '40 mg']],
  ['atorvastatin', ['atorvastatin', 'Lipitor'], ['阿托伐他汀'], ['20 mg', '80 mg']],
  ['aspirin', ['aspirin', 'Aspirin', 'ASA'], ['阿士匹靈', '阿司匹林'], ['80 mg', '100 mg', '81 mg']],
  ['omeprazole', ['omeprazole', 'Losec'], ['奧美拉唑'], ['20 mg', '40 mg']],
  ['pantoprazole', ['pantoprazole', 'Pantoloc'], ['泮托拉唑'], ['40 mg']],
  ['furosemide', ['furosemide', 'frusemide', 'Lasix'], ['呋塞米'], ['40 mg', '20 mg']],
  ['bisoprolol', ['bisoprolol', 'Concor'], ['比索洛爾'], ['2.5 mg', '5 mg', '1.25 mg']],
  ['lisinopril', ['lisinopril', 'Zestril'], ['賴諾普利'], ['10 mg', '5 mg']],
  ['losartan', ['losartan', 'Cozaar'], ['氯沙坦'], ['50 mg', '100 mg']],
  ['gliclazide', ['gliclazide', 'Diamicron'], ['格列齊特'], ['80 mg', '40 mg']],
  ['allopurinol', ['allopurinol', 'Zyloric'], ['別嘌醇'], ['100 mg', '300 mg']],
  ['levothyroxine sodium', ['levothyroxine', 'thyroxine'], ['左甲狀腺素'], ['50 mcg', '100 mcg']],
  ['prednisolone', ['prednisolone'], ['潑尼松龍'], ['5 mg', '30 mg']],
  ['apixaban', ['apixaban', 'Eliquis'], ['阿哌沙班'], ['2.5 mg', '5 mg']],
  ['clopidogrel', ['clopidogrel', 'Plavix'], ['氯吡格雷'], ['75 mg']],
];

const frequencies: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['once daily', ['daily', 'od', 'OD', 'once daily', 'qd', 'once a day'], ['每日一次', '一日一次']],
  ['twice daily', ['bd', 'BD', 'BID', 'twice daily', 'b.i.d.', 'two times a day'], ['每日兩次', '一日二次']],
  ['three times daily', ['tds', 'TDS', 'tid', 'three times daily'], ['每日三次', '一日三次']],
  ['at night', ['nocte', 'at night', 'at bedtime'], ['睡前', '每晚一次']],
];

/** What an allergy is called once read, ways to write it. Named reactions do not change what it is to. */
const allergens: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['penicillin', ['penicillin', 'Penicillin', 'PCN'], ['盤尼西林', '青黴素']],
  ['aspirin', ['aspirin', 'Aspirin'], ['阿士匹靈']],
  ['ibuprofen', ['ibuprofen', 'Ibuprofen'], ['布洛芬']],
  ['ciprofloxacin', ['ciprofloxacin', 'Cipro'], ['環丙沙星']],
  ['codeine', ['codeine', 'Codeine'], ['可待因']],
  ['allopurinol', ['allopurinol'], ['別嘌醇']],
];
const reactions = ['rash', 'urticaria', 'anaphylaxis', 'angioedema', 'hives', 'GI upset'];
const zhReactions = ['皮疹', '蕁麻疹', '休克', '腫面'];

type Analyte = {
  readonly code: string;
  readonly en: readonly string[];
  readonly zh: string;
  readonly unit: readonly string[];
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
  readonly range: string;
};
const analyte = (
  code: string,
  en: readonly string[],
  zh: string,
  unit: readonly string[],
  [low, high, decimals]: readonly [number, number, number],
  range: string,
): Analyte => ({ code, en, zh, unit, low, high, decimals, range });
const analytes: readonly Analyte[] = [
  analyte('2951-2', ['Sodium', 'Na', 'SODIUM'], '血鈉', ['mmol/L'], [128, 150, 0], '135 - 145'),
  analyte('2823-3', ['Potassium', 'K', 'Potassium, serum'], '血鉀', ['mmol/L'], [2.9, 6.1, 1], '3.5 - 5.1'),
  analyte('22664-7', ['Urea', 'UREA'], '尿素', ['mmol/L'], [2.1, 14.9, 1], '2.8 - 8.1'),
  analyte('14682-9', ['Creatinine', 'Creat'], '肌酐', ['umol/L'], [52, 190, 0], '62 - 106'),
  analyte('1742-6', ['ALT', 'Alanine aminotransferase'], '谷丙轉氨酶', ['U/L'], [11, 96, 0], '0 - 41'),
  analyte('1751-7', ['Albumin'], '白蛋白', ['g/L'], [26, 49, 0], '35 - 52'),
  analyte('718-7', ['Haemoglobin', 'Hb', 'Hemoglobin'], '血紅素', ['g/dL'], [7.9, 16.8, 1], '13.0 - 17.5'),
  analyte('777-3', ['Platelet count', 'Platelets', 'PLT'], '血小板', ['10^9/L'], [96, 410, 0], '150 - 400'),
  analyte('4548-4', ['HbA1c'], '糖化血紅素', ['%'], [5.1, 11.2, 1], '< 6.0'),
  analyte('1988-5', ['CRP', 'C-reactive protein'], 'C反應蛋白', ['mg/L'], [1.2, 88, 1], '0 - 5.0'),
];

const people = [
  ['CHAN Siu Ming', '陳小明'],
  ['WONG Ka Yan', '黃嘉欣'],
  ['LEE Wai Man', '李偉文'],
  ['CHEUNG Mei Ling', '張美玲'],
  ['LAM Chi Keung', '林志強'],
  ['NG Hoi Ting', '吳凱婷'],
] as const;

/** What an invented patient has, and how the document says it. */
export type Told = {
  readonly name: string;
  readonly zhName: string;
  readonly truth: Truth;
  readonly medicines: readonly string[];
  readonly stopped: string;
  readonly allergies: string;
  readonly analytes: readonly {
    readonly name: string;
    readonly value: string;
    readonly unit: string;
    readonly range: string;
  }[];
};

export function tell(tongue: Tongue, hkid: string, dice: Dice): Told {
  const isZh = () => tongue === 'zh' || (tongue === 'mixed' && dice() < 0.4);
  const [name, zhName] = pick(people, dice);
  const birthDate = `19${35 + Math.floor(dice() * 60)}-0${1 + Math.floor(dice() * 9)}-${13 + Math.floor(dice() * 15)}`;
  const allergic = dice() < 0.3 ? [] : several(allergens, dice() < 0.35 ? 2 : 1, dice);
  const fine = drugs.filter(([each]) => !allergic.some(([other]) => other === each));
  const chosen = several(fine, 5, dice);
  const past = chosen.pop();
  const medications: KnownMedicine[] = [];
  const medicines = chosen.map(([ingredient, en, zh, doses]) => {
    const [frequency, often, zhOften] = pick(frequencies, dice);
    const dose = pick(doses, dice);
    medications.push({ ingredient, dose, frequency });
    const spaced = dice() < 0.4 ? dose.replace(' ', '') : dose;
    return isZh()
      ? `${pick(zh, dice)} ${spaced} ${pick(zhOften, dice)}`
      : writtenOut(pick(en, dice), spaced, pick(often, dice), dice);
  });
  const results = several(analytes, 5, dice).map((each) => ({
    ...each,
    value: (each.low + dice() * (each.high - each.low)).toFixed(each.decimals),
    written: isZh() ? each.zh : pick(each.en, dice),
  }));
  return {
    name,
    zhName,
    medicines,
    stopped:
      past === undefined
        ? ''
        : isZh()
          ? `${past[2][0]} 已停用`
          : pick([`${past[1][0]} stopped last month`, `Stopped ${past[1][0]} in January`], dice),
    allergies: allergyLine(allergic, isZh(), dice),
    analytes: results.map(({ written, value, unit, range }) => ({ name: written, value, unit: unit[0] ?? '', range })),
    truth: {
      name: tongue === 'zh' ? zhName : name,
      hkid,
      birthDate,
      medications,
      stopped: past === undefined ? [] : [past[0]],
      ...(allergic.length > 0 ? { allergies: allergic.map(([each]) => each) } : { noDrugAllergy: true }),
      results: results.map(({ code, value, unit }) => ({ code, value, unit: unit[0] ?? '' })),
    },
  };
}

function writtenOut(name: string, dose: string, often: string, dice: Dice): string {
  const form = pick(['plain', 'tab', 'po', 'comma', 'sig'] as const, dice);
  switch (form) {
    case 'plain':
      return `${name} ${dose} ${often}`;
    case 'tab':
      return `Tab ${name} ${dose} ${often}`;
    case 'po':
      return `${name} ${dose} PO ${often}`;
    case 'comma':
      return `${name} ${dose}, ${often}`;
    case 'sig':
      return `${name} ${dose} tablet - take ${dose.replace(/\s/gu, '')} by mouth ${often}`;
  }
}

function allergyLine(allergic: readonly (typeof allergens)[number][], isZh: boolean, dice: Dice): string {
  if (allergic.length === 0)
    return isZh
      ? pick(['藥物過敏：無', '無藥物過敏史', '藥物敏感：沒有'], dice)
      : pick(
          ['NKDA', 'No known drug allergies.', 'Drug allergy: Nil', 'Allergies: NKDA', 'Denies any drug allergies'],
          dice,
        );
  const named = allergic.map(([, en, zh]) => (isZh ? pick(zh, dice) : pick(en, dice)));
  if (isZh)
    return pick([`藥物過敏：${named.join('、')}`, `對${named.join('及')}過敏（${pick(zhReactions, dice)}）`], dice);
  const [first = '', ...others] = named;
  return pick(
    [
      `Allergies: ${named.map((each) => `${each} (${pick(reactions, dice)})`).join(', ')}`,
      `Allergic to ${named.join(' and ')}`,
      `Drug allergy: ${[first, ...others].join('; ')}`,
      `Known drug allergies - ${named.map((each) => `${each}: ${pick(reactions, dice)}`).join('; ')}`,
    ],
    dice,
  );
}
