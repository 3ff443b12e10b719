import type { Dice } from './a-camera.ts';
import type { Ink, Sheet } from './a-paper.ts';

export const kinds = ['lab', 'letter', 'label', 'prescription'] as const;
export const tongues = ['en', 'zh', 'mixed'] as const;
export type Kind = (typeof kinds)[number];
export type Tongue = (typeof tongues)[number];

export type Truth = {
  readonly name: string;
  readonly hkid: string;
  readonly birthDate: string;
  /** By ingredient, as the knowledge tables name it. */
  readonly medications: readonly { readonly ingredient: string; readonly dose: string; readonly frequency: string }[];
  readonly allergies: readonly string[];
  readonly results: readonly { readonly code: string; readonly value: string; readonly unit: string }[];
};
export type WrittenPage = {
  readonly kind: Kind;
  readonly tongue: Tongue;
  readonly sheet: Sheet;
  readonly truth: Truth;
  readonly text: string;
};

const drugs = [
  ['metformin', 'Metformin', '二甲雙胍', '500 mg'],
  ['amlodipine', 'Amlodipine', '氨氯地平', '5 mg'],
  ['warfarin', 'Warfarin', '華法林', '3 mg'],
  ['simvastatin', 'Simvastatin', '辛伐他汀', '20 mg'],
  ['amoxicillin', 'Amoxicillin', '阿莫西林', '250 mg'],
  ['paracetamol', 'Paracetamol', '撲熱息痛', '500 mg'],
  ['omeprazole', 'Omeprazole', '奧美拉唑', '20 mg'],
  ['furosemide', 'Furosemide', '呋塞米', '40 mg'],
  ['bisoprolol', 'Bisoprolol', '比索洛爾', '2.5 mg'],
  ['lisinopril', 'Lisinopril', '賴諾普利', '10 mg'],
] as const;
const frequencies = [
  ['once daily', 'once daily', '每日一次'],
  ['twice daily', 'twice daily', '每日兩次'],
  ['three times daily', 'three times daily', '每日三次'],
  ['at night', 'at night', '睡前'],
] as const;
const allergens = [
  ['penicillin', 'Penicillin', '盤尼西林'],
  ['aspirin', 'Aspirin', '阿士匹靈'],
  ['ibuprofen', 'Ibuprofen', '布洛芬'],
] as const;
const tests = [
  ['2951-2', 'Sodium', '血鈉', 'mmol/L', 128, 150, 0, '135 - 145'],
  ['2823-3', 'Potassium', '血鉀', 'mmol/L', 2.9, 6.1, 1, '3.5 - 5.1'],
  ['22664-7', 'Urea', '尿素', 'mmol/L', 2.1, 14.9, 1, '2.8 - 8.1'],
  ['14682-9', 'Creatinine', '肌酐', 'umol/L', 52, 190, 0, '62 - 106'],
  ['1742-6', 'ALT', '谷丙轉氨酶', 'U/L', 11, 96, 0, '0 - 41'],
  ['1751-7', 'Albumin', '白蛋白', 'g/L', 26, 49, 0, '35 - 52'],
  ['718-7', 'Haemoglobin', '血紅素', 'g/dL', 7.9, 16.8, 1, '13.0 - 17.5'],
  ['777-3', 'Platelet count', '血小板', '10^9/L', 96, 410, 0, '150 - 400'],
] as const;
const surnames = [
  ['CHAN', '陳'],
  ['WONG', '黃'],
  ['LEE', '李'],
  ['CHEUNG', '張'],
] as const;
const given = [
  ['Siu Ming', '小明'],
  ['Ka Yan', '嘉欣'],
  ['Wai Man', '偉文'],
  ['Mei Ling', '美玲'],
] as const;

/** An HKID of the form that is never issued for real people here: made from dice, its check digit worked out. */
export function madeHkid(dice: Dice): string {
  const letter = String.fromCharCode(65 + Math.floor(dice() * 26));
  const digits = Array.from({ length: 6 }, () => Math.floor(dice() * 10));
  const sum =
    36 * 9 + (letter.charCodeAt(0) - 55) * 8 + digits.reduce((all, digit, index) => all + digit * (7 - index), 0);
  const rest = (11 - (sum % 11)) % 11;
  return `${letter}${digits.join('')}(${rest === 10 ? 'A' : rest})`;
}

const pick = <One>(from: readonly One[], dice: Dice): One => from[Math.floor(dice() * from.length)] as One;
const several = <One>(from: readonly One[], count: number, dice: Dice): One[] =>
  from
    .map((one) => ({ one, key: dice() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ one }) => one);

class Writer {
  readonly ink: Ink[] = [];
  readonly rules: number[] = [];
  y = 48;
  line(text: string, size = 11, bold = false, x = 48): void {
    this.ink.push({ text, x, y: this.y, size, bold });
    this.y += size * 1.75;
  }
  row(cells: readonly (readonly [string, number])[], size = 10.5, bold = false): void {
    for (const [text, x] of cells) if (text !== '') this.ink.push({ text, x, y: this.y, size, bold });
    this.y += size * 1.8;
  }
  rule(): void {
    this.rules.push(this.y);
    this.y += 10;
  }
}

/** Writes one page about an invented person and keeps what it says. */
export function write(kind: Kind, tongue: Tongue, dice: Dice): WrittenPage {
  const isZh = (share = 0.5) => tongue === 'zh' || (tongue === 'mixed' && dice() < share);
  const [surname, given1] = [pick(surnames, dice), pick(given, dice)];
  const birthDate = `19${40 + Math.floor(dice() * 55)}-0${1 + Math.floor(dice() * 9)}-${10 + Math.floor(dice() * 18)}`;
  const hkid = madeHkid(dice);
  const [year, month, day] = birthDate.split('-');
  const name = tongue === 'zh' ? `${surname[1]}${given1[1]}` : `${surname[0]} ${given1[0]}`;
  const page = new Writer();
  const who = () => {
    if (tongue === 'zh') {
      page.line(`姓名：${name}`);
      page.line(`身份證號碼：${hkid}　出生日期：${day}/${month}/${year}`);
    } else {
      page.line(`Patient name: ${tongue === 'mixed' ? `${name} ${surname[1]}${given1[1]}` : name}`);
      page.line(`HKID: ${hkid}    Date of birth: ${day}/${month}/${year}`);
    }
  };
  const truth = {
    name,
    hkid,
    birthDate,
    medications: [] as Truth['medications'][number][],
    allergies: [] as string[],
    results: [] as Truth['results'][number][],
  };
  const medicine = (share: number) => {
    const [ingredient, en, zh, dose] = pick(
      drugs.filter(([each]) => !truth.medications.some((other) => other.ingredient === each)),
      dice,
    );
    const [frequency, often, zhOften] = pick(frequencies, dice);
    truth.medications.push({ ingredient, dose, frequency });
    return isZh(share) ? `${zh} ${dose} ${zhOften}` : `${en} ${dose} ${often}`;
  };
  const allergy = () => {
    const [ingredient, en, zh] = pick(allergens, dice);
    truth.allergies.push(ingredient);
    return isZh() ? `藥物過敏：${zh}` : `Drug allergy: ${en}`;
  };
  const height = kind === 'label' ? 230 : kind === 'prescription' ? 420 : 620;
  const width = kind === 'label' ? 380 : 560;
  switch (kind) {
    case 'lab': {
      page.line(tongue === 'zh' ? '化驗報告' : 'LABORATORY REPORT', 16, true);
      who();
      page.rule();
      const heads = tongue === 'zh' ? ['項目', '結果', '單位', '參考範圍'] : ['Test', 'Result', 'Unit', 'Reference'];
      const columns = [48, 230, 320, 410];
      page.row(
        heads.map((text, index) => [text, columns[index] ?? 0] as const),
        10.5,
        true,
      );
      for (const [code, en, zh, unit, low, high, decimals, range] of several(tests, 6, dice)) {
        const value = (low + dice() * (high - low)).toFixed(decimals);
        truth.results.push({ code, value, unit });
        page.row([
          [isZh() ? zh : en, 48],
          [value, 230],
          [unit, 320],
          [range, 410],
        ]);
      }
      page.rule();
      break;
    }
    case 'letter': {
      page.line(tongue === 'zh' ? '轉介信' : 'REFERRAL LETTER', 16, true);
      who();
      page.rule();
      page.line(tongue === 'zh' ? '敬啟者：懇請貴科跟進上述病人。' : 'Dear Doctor, thank you for seeing this patient.');
      page.line(allergy());
      page.line(tongue === 'zh' ? '現時藥物：' : 'Current medications:', 11, true);
      for (let count = 0; count < 4; count += 1) page.line(`${count + 1}. ${medicine(0.5)}`, 11, false, 60);
      page.line(tongue === 'zh' ? '謝謝！' : 'With thanks,');
      page.line('Dr. LAM Chi Wai');
      break;
    }
    case 'label': {
      page.y = 24;
      page.line(name, 13, true, 24);
      page.line(hkid, 11, false, 24);
      page.line(medicine(0.5), 13, true, 24);
      page.line(tongue === 'en' ? 'Take with water. Qty: 28' : '用水送服 Qty: 28', 11, false, 24);
      page.line('23/11/2026  Tsuen Wan Clinic', 10, false, 24);
      break;
    }
    case 'prescription': {
      page.line(tongue === 'zh' ? '處方' : 'PRESCRIPTION', 16, true);
      who();
      page.rule();
      for (let count = 0; count < 3; count += 1) page.line(`${count + 1}. ${medicine(0.5)}`, 12);
      page.line(allergy());
      page.rule();
      page.line('Dr. CHEUNG Mei Fong');
      break;
    }
  }
  const text = page.ink.map((each) => each.text).join('\n');
  return { kind, tongue, sheet: { width, height, ink: page.ink, rules: page.rules }, truth, text };
}
