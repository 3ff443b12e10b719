import type { Dice } from '#test/builders/a-camera.ts';
import { madeHkid } from '#test/builders/a-page.ts';
import { diceFrom } from '#test/builders/pages.ts';
import { letterPdf } from './a-letter.ts';
import type { Case, Truth } from './truth.ts';
import { pick, type Told, type Tongue, tell } from './words.ts';

const tongues = ['en', 'zh', 'mixed'] as const;
const shapes = ['letter', 'discharge', 'soap', 'lab table', 'csv', 'hl7', 'chat', 'list'] as const;
type Shape = (typeof shapes)[number];

/** `count` documents of words: letters, summaries, notes, laboratory tables, sheets, messages; plain or as PDF. The same seed gives the same. */
export async function* wordedCases(seed: number, count: number): AsyncGenerator<Case> {
  for (let number = 0; number < count; number += 1) {
    const dice = diceFrom(seed * 7919 + number);
    const shape = shapes[number % shapes.length] ?? 'letter';
    const tongue = tongues[Math.floor(number / shapes.length) % 3] ?? 'en';
    const told = tell(tongue, madeHkid(dice), dice);
    const isPdf = shape !== 'csv' && shape !== 'hl7' && Math.floor(number / (3 * shapes.length)) % 2 === 1;
    const { text, truth } = write(shape, tongue, told, dice);
    yield {
      name: `${number}-${shape.replace(' ', '-')}-${tongue}.${isPdf ? 'pdf' : shape === 'csv' ? 'csv' : shape === 'hl7' ? 'hl7' : 'txt'}`,
      group: 'words',
      kind: shape,
      tongue,
      bytes: isPdf ? await letterPdf(text) : new TextEncoder().encode(text),
      truth,
    };
  }
}

type Written = { readonly text: string; readonly truth: Truth };

function write(shape: Shape, tongue: Tongue, told: Told, dice: Dice): Written {
  const { truth } = told;
  const { results: _results, ...clinical } = truth;
  const { medications: _drugs, allergies: _allergies, noDrugAllergy: _none, stopped: _past, ...measured } = truth;
  const zh = tongue === 'zh';
  switch (shape) {
    case 'letter':
      return { text: zh ? zhLetter(told, dice) : letter(told, tongue, dice), truth };
    case 'discharge':
      return { text: discharge(told, zh, dice), truth: clinical };
    case 'soap':
      return { text: zh ? zhLetter(told, dice) : soap(told, dice), truth };
    case 'lab table':
      return { text: labTable(told, zh, dice), truth: measured };
    case 'csv':
      return { text: sheet(told, zh, dice), truth: { results: truth.results ?? [] } };
    case 'hl7': {
      const { stopped: _over, name: _name, medications: _orders, ...coded } = truth;
      return { text: hl7(told, dice), truth: coded };
    }
    case 'chat':
      return { text: chat(told, zh), truth: clinical };
    case 'list':
      return { text: list(told, zh), truth: clinical };
  }
}

const dmy = ({ truth: { birthDate = '' } }: Told): string => birthDate.split('-').toReversed().join('/');
const bloods = ({ analytes }: Told): string =>
  analytes.map(({ name, value, unit }) => `${name} ${value} ${unit}`).join(', ');

const letter = (
  told: Told,
  tongue: Tongue,
  dice: Dice,
): string => `${pick(['Kwai Shing Family Clinic', 'Dr. LAM Chi Wai, Specialist in Family Medicine'], dice)}
23 November 2026

Dear Doctor,
Re: ${told.name}${tongue === 'mixed' ? ` ${told.zhName}` : ''}   HKID: ${told.truth.hkid}   DOB: ${dmy(told)}

Thank you for seeing this patient with hypertension. ${told.allergies}
His father had diabetes.
Recent results: ${bloods(told)}.

Current medications:
${told.medicines.map((each, index) => `${index + 1}. ${each}`).join('\n')}

${told.stopped}.

With thanks,
Dr. LAM Chi Wai`;

const zhLetter = (told: Told, dice: Dice): string => `${pick(['轉介信', '門診記錄'], dice)}
姓名：${told.zhName}　身份證號碼：${told.truth.hkid}　出生日期：${dmy(told)}

敬啟者：上述病人患有高血壓，懇請跟進。
${told.allergies}
最近化驗：${bloods(told)}
現時藥物：
${told.medicines.map((each, index) => `${index + 1}. ${each}`).join('\n')}
${told.stopped}
謝謝！`;

const discharge = (told: Told, zh: boolean, dice: Dice): string =>
  zh
    ? zhLetter({ ...told, analytes: [] }, dice).replace('最近化驗：\n', '')
    : `DISCHARGE SUMMARY
Patient Name : ${told.name}
HKID         : ${told.truth.hkid}
Date of Birth: ${dmy(told)}
Admission Date: 18/11/2026      Discharge Date: 22/11/2026

DIAGNOSIS
Community acquired pneumonia

ALLERGY
${told.allergies}

HOSPITAL COURSE
Admitted with fever and productive cough. Chest X-ray showed right lower zone consolidation. Improved with treatment.

DISCHARGE MEDICATIONS
${told.medicines.map((each) => `- ${each}`).join('\n')}

DISCONTINUED MEDICATIONS
- ${told.stopped}

FOLLOW UP
Medical clinic in 4 weeks`;

const soap = (told: Told, dice: Dice): string => `PATIENT: ${told.name}
HKID ${told.truth.hkid}  DOB ${dmy(told)}

SUBJECTIVE: ${pick(['Complains of knee pain for two weeks.', 'Here for a routine visit. No chest pain, no shortness of breath.'], dice)}
ALLERGIES: ${told.allergies.replace(/^(?:Drug allergy|Allergies|Known drug allergies)\s*[:-]\s*/u, '')}
MEDICATIONS: ${told.medicines.join('; ')}
${told.stopped}.
OBJECTIVE: BP 138/84 mmHg, HR 76 bpm. ${bloods(told)}.
ASSESSMENT: Osteoarthritis of knee.
PLAN: Physiotherapy. Review in 6 weeks.`;

function labTable(told: Told, zh: boolean, dice: Dice): string {
  const heads = zh
    ? ['項目', '結果', '單位', '參考範圍']
    : pick(
        [
          ['Test', 'Result', 'Unit', 'Reference Range'],
          ['Investigation', 'Result', 'Units', 'Ref. Interval'],
        ],
        dice,
      );
  const row = (cells: readonly string[]) =>
    cells
      .map((each, index) => each.padEnd([32, 12, 12, 0][index] ?? 0))
      .join('')
      .trimEnd();
  const who = zh
    ? `姓名：${told.zhName}\n身份證號碼：${told.truth.hkid}    出生日期：${dmy(told)}`
    : `Name: ${told.name}\nHKID No.: ${told.truth.hkid}    Date of birth: ${dmy(told)}`;
  return `${zh ? '化驗報告' : 'LABORATORY REPORT'}\n${who}\n\n${row(heads)}\n${told.analytes.map(({ name, value, unit, range }) => row([name, value, unit, range])).join('\n')}\n`;
}

function sheet(told: Told, zh: boolean, dice: Dice): string {
  const heads = zh
    ? ['項目', '結果', '單位', '參考範圍']
    : pick(
        [
          ['Test', 'Result', 'Unit', 'Reference Range'],
          ['Analyte', 'Value', 'Units', 'Normal Range'],
        ],
        dice,
      );
  const rows = [
    heads,
    ...told.analytes.map(({ name, value, unit, range }) => [
      name.includes(',') ? `"${name}"` : name,
      value,
      unit,
      range,
    ]),
  ];
  return `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
}

function hl7(told: Told, dice: Dice): string {
  const [family = '', ...given] = told.name.split(' ');
  const segments = [
    'MSH|^~\\&|LIS|KWH|EMR|CLINIC|202611230930||ORU^R01^ORU_R01|1|P|2.5',
    `PID|1||${told.truth.hkid}^^^HK^NI||${family}^${given.join(' ')}||${(told.truth.birthDate ?? '').replaceAll('-', '')}|M`,
    ...(told.truth.allergies ?? []).map((each, index) => `AL1|${index + 1}|DA|^${each}|SV|Rash`),
    ...(told.truth.noDrugAllergy === true ? ['AL1|1|DA|^No known drug allergies||'] : []),
    'OBR|1|||24323-8^Panel^LN|||202611230900',
    ...(told.truth.results ?? []).map(
      ({ code, value, unit }, index) =>
        `OBX|${index + 1}|NM|${dice() < 0.5 ? `${code}^${told.analytes[index]?.name}^LN` : `L${index}^${told.analytes[index]?.name}^L`}||${value}|${unit}|||||F`,
    ),
  ];
  return `${segments.join('\r')}\r`;
}

const chat = (told: Told, zh: boolean): string =>
  zh
    ? `轉介 ${told.zhName} ${told.truth.hkid} 出生日期 ${dmy(told)}，高血壓。${told.allergies}。現服：${told.medicines.join('，')}。${told.stopped}。`
    : `Pls see ${told.name}, HKID ${told.truth.hkid}, DOB ${dmy(told)}. HT. ${told.allergies.replace(/\.$/u, '')}. On ${told.medicines.join(', ')}. ${told.stopped}.`;

const list = (told: Told, zh: boolean): string =>
  `${zh ? `姓名：${told.zhName}` : `Name: ${told.name}`}\n${zh ? '身份證號碼' : 'HKID'}: ${told.truth.hkid}\n${zh ? '出生日期' : 'DOB'}: ${dmy(told)}\n${told.allergies}\n${zh ? '藥物' : 'Medications'}:\n${told.medicines.join('\n')}\n\n${told.stopped}\n`;
