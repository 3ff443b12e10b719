import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommand } from '#bot/commands/read-command.ts';
import { codeAlphabet } from '#bot/commands/referral-code.ts';

const now = new Date('2026-11-23T02:00:00Z');
const read = (text: string) => readCommand(text, { now });

describe('the same command in three languages and in people’s own words', () => {
  test.each([
    ['help', 'help'],
    ['@Baton help', 'help'],
    ['幫助', 'help'],
    ['帮助', 'help'],
    ['?', 'help'],
    ['status of B7K-42Q', 'status'],
    ['B7K-42Q', 'status'],
    ['where is B7K-42Q?', 'status'],
    ['B7K-42Q 進度', 'status'],
    ['B7K-42Q 进度', 'status'],
    ['sign it', 'sign'],
    ['please sign B7K-42Q', 'sign'],
    ['簽核', 'sign'],
    ['签名 B7K-42Q', 'sign'],
    ['B7K-42Q accept', 'accept'],
    ['ACCEPT b7k-42q', 'accept'],
    ["I'll take it B7K-42Q", 'accept'],
    ['接收 B7K-42Q', 'accept'],
    ['请接收 B7K-42Q', 'accept'],
    ['decline B7K-42Q', 'decline'],
    ['拒絕 B7K-42Q 資料不足', 'decline'],
    ['B7K-42Q attended', 'attended'],
    ['病人來了 B7K-42Q', 'attended'],
    ['已到诊 B7K-42Q', 'attended'],
    ['did not attend B7K-42Q', 'missed'],
    ['DNA B7K-42Q', 'missed'],
    ['病人沒有來 B7K-42Q', 'missed'],
    ['病人没来 B7K-42Q', 'missed'],
    ['病人冇嚟 B7K-42Q', 'missed'],
    ['close B7K-42Q', 'close'],
    ['結案 B7K-42Q', 'close'],
    ['handover B7K-42Q to Dr Ng', 'handover'],
    ['交班給吳醫生', 'handover'],
    ['redirect B7K-42Q to Queen Elizabeth cardiology', 'redirect'],
    ['转送 B7K-42Q 到伊利沙伯醫院', 'redirect'],
    ['mine', 'mine'],
    ['my referrals', 'mine'],
    ['我的轉介', 'mine'],
    ['open B7K-42Q', 'open'],
    ['打開 B7K-42Q', 'open'],
    ['settings', 'settings'],
    ['doctor', 'doctor'],
    ['自檢', 'doctor'],
    ['yes', 'yes'],
    ['確認', 'yes'],
    ['no', 'no'],
    ['不是', 'no'],
    ['cancel B7K-42Q', 'cancel'],
    ['撤回 B7K-42Q', 'cancel'],
    ['refer to Tsuen Wan: 58M chest pain', 'refer'],
    ['轉介荃灣家庭診所 胸痛', 'refer'],
    ['add trop 54 ng/L', 'add'],
    ['補充 肌鈣蛋白 54', 'add'],
    ['find CHAN Siu Ming', 'find'],
    ['搵 陳小明', 'find'],
    ['answer B7K-42Q: start aspirin 100 mg', 'answer'],
    ['回覆 B7K-42Q 可以停薄血丸', 'answer'],
  ])('%s', (text, kind) => {
    expect(read(text)).toMatchObject({ kind, ...(text.toUpperCase().includes('B7K-42Q') ? { code: 'B7K-42Q' } : {}) });
  });
});

describe('the words behind a command', () => {
  test('a decline keeps the reason as a key and as words', () => {
    expect(read('decline B7K-42Q because not our service')).toEqual({
      kind: 'decline',
      code: 'B7K-42Q',
      because: 'not-our-service',
      words: 'not our service',
    });
    expect(read('拒絕 B7K-42Q 資料不足')).toMatchObject({ because: 'information-missing', words: '資料不足' });
  });

  test('a cancel says whether the patient refused or it was entered in error', () => {
    expect(read('cancel B7K-42Q wrong patient')).toMatchObject({ kind: 'cancel', because: 'entered-in-error' });
    expect(read('撤回 B7K-42Q 病人拒絕')).toMatchObject({ kind: 'cancel', because: 'patient-refused' });
  });

  test('an answer keeps its words as they were typed', () => {
    expect(read('Answer B7K-42Q: Stop Warfarin, start Apixaban 5mg BD')).toEqual({
      kind: 'answer',
      code: 'B7K-42Q',
      text: 'Stop Warfarin, start Apixaban 5mg BD',
    });
  });

  test('a handover names who takes over', () => {
    expect(read('hand over to Dr Ng')).toEqual({ kind: 'handover', to: 'Dr Ng' });
    expect(read('B7K-42Q 交班給 吳醫生')).toEqual({ kind: 'handover', code: 'B7K-42Q', to: '吳醫生' });
  });

  test('consent says how it was given and for what', () => {
    expect(read('consent signed form for bloods and CT')).toEqual({
      kind: 'consent',
      given: true,
      how: 'signed-form',
      scope: ['results', 'imaging'],
    });
    expect(read('病人已同意 口頭')).toMatchObject({ kind: 'consent', given: true, how: 'spoken' });
    expect(read('病人不同意')).toEqual({ kind: 'consent', given: false, how: 'spoken', scope: [] });
  });

  test.each([
    ['correct dob: 1/4/1967', 'birth', '1/4/1967'],
    ['更正身份證 A123456(3)', 'hkid', 'A123456(3)'],
    ['change sex to F', 'sex', 'female'],
    ['更正 過敏: 無', 'allergies', 'none'],
    ['correct allergies: unknown', 'allergies', 'unknown'],
    ['set urgency urgent', 'urgency', 'urgent'],
    ['更改緊急程度為半緊急', 'urgency', 'semi-urgent'],
    ['correct name: CHAN Siu Ming', 'name', 'CHAN Siu Ming'],
    ['correct phone 91234567', 'phone', '91234567'],
  ])('%s puts one field right', (text, field, value) => {
    expect(read(text)).toEqual({ kind: 'correct', field, value });
  });

  test.each([
    ['language English', 'en'],
    ['language 繁體', 'zh-Hant'],
    ['switch to simplified chinese', 'zh-Hans'],
    ['語言 简体', 'zh-Hans'],
    ['用英文', 'en'],
  ])('%s changes the language', (text, language) => {
    expect(read(text)).toEqual({ kind: 'settings', language });
  });
});

describe('visits are booked in Hong Kong time', () => {
  test.each([
    ['book B7K-42Q tomorrow 3pm', '2026-11-24T07:00:00.000Z'],
    ['book B7K-42Q 5/12 15:00', '2026-12-05T07:00:00.000Z'],
    ['book B7K-42Q 5 Dec 2026 9:30', '2026-12-05T01:30:00.000Z'],
    ['B7K-42Q book Friday 2:30pm', '2026-11-27T06:30:00.000Z'],
    ['約 B7K-42Q 12月5日下午三時', '2026-12-05T07:00:00.000Z'],
    ['预约 B7K-42Q 明天下午三点', '2026-11-24T07:00:00.000Z'],
    ['預約 B7K-42Q 下星期三上午十時半', '2026-12-02T02:30:00.000Z'],
    ['約 B7K-42Q 5/12 15:00', '2026-12-05T07:00:00.000Z'],
  ])('%s', (text, at) => {
    expect(read(text)).toMatchObject({ kind: 'book', code: 'B7K-42Q', when: { at: new Date(at) } });
  });

  test.each([
    ['book B7K-42Q', 'nothing-said'],
    ['book B7K-42Q next Wednesday', 'no-hour'],
    ['book B7K-42Q at 3pm', 'no-day'],
    ['book B7K-42Q 5/12 3:00', 'which-half-of-day'],
    ['約 B7K-42Q 12月5日三時', 'which-half-of-day'],
    ['book B7K-42Q 5/11 15:00', 'which-year'],
  ])('%s is asked about, not guessed', (text, unclear) => {
    expect(read(text)).toMatchObject({ kind: 'book', when: { unclear } });
  });
});

describe('referral codes', () => {
  test.each(['b7k-42q', 'B7K42Q', 'b7k42q', 'B7K 42Q', 'Ｂ７Ｋ－４２Ｑ'])('%s is B7K-42Q', (typed) => {
    expect(read(`accept ${typed}`)).toEqual({ kind: 'accept', code: 'B7K-42Q' });
  });

  test('a code of letters only is found without its hyphen', () => {
    expect(read('accept KMNPQR')).toEqual({ kind: 'accept', code: 'KMN-PQR' });
  });

  test.each(['accept B7O-42Q', 'B70-42Q accept', 'sign B1K-42Q'])(
    '%s: O and 0, I and 1 are never exchanged for a guess',
    (text) => {
      expect(read(text)).toMatchObject({ kind: 'unclear', because: 'code' });
    },
  );

  test('every code is found in front of and behind every plain command', () => {
    const code = fc
      .string({ unit: fc.constantFrom(...codeAlphabet), minLength: 6, maxLength: 6 })
      // Digits alone are never given out as a code.
      .filter((letters) => /[A-Z]/.test(letters))
      .map((letters) => `${letters.slice(0, 3)}-${letters.slice(3)}`);
    fc.assert(
      fc.property(code, fc.constantFrom('accept', 'sign', 'close', '接收', '簽核'), (typed, verb) => {
        expect(read(`${verb} ${typed}`)).toMatchObject({ code: typed });
        expect(read(`${typed} ${verb}`)).toMatchObject({ code: typed });
      }),
    );
  });
});

describe('a slip of spelling gets a suggestion, never an action', () => {
  test.each([
    ['acept B7K-42Q', 'accept B7K-42Q'],
    ['statsu', 'status'],
    ['declne B7K-42Q duplicate', 'decline B7K-42Q duplicate'],
    ['handovr to Dr Ng', 'handover to Dr Ng'],
    ['hlep', 'help'],
    ['接授 B7K-42Q', '接收 B7K-42Q'],
  ])('%s', (text, suggestion) => {
    const heard = readCommand(text, { now, language: 'zh-Hant' });
    expect(heard).toMatchObject({ kind: 'unclear', because: 'spelling' });
    expect(heard.kind === 'unclear' && heard.suggestions).toContain(suggestion);
  });

  test('one wrong letter in an irreversible command never carries it out', () => {
    const verbs = ['accept', 'decline', 'cancel', 'redirect', 'handover', 'close'];
    fc.assert(
      fc.property(fc.constantFrom(...verbs), fc.nat(), fc.constantFrom(...'qxzjv'), (verb, place, letter) => {
        const at = place % verb.length;
        fc.pre(verb[at] !== letter);
        const heard = read(`${verb.slice(0, at)}${letter}${verb.slice(at + 1)} B7K-42Q`);
        expect(['unclear', 'free']).toContain(heard.kind);
      }),
    );
  });
});

describe('notes are not taken for commands', () => {
  test.each([
    'open fracture tibia 60F',
    'sign of stroke, left arm weak',
    'status post PCI 2019',
    'status asthmaticus on arrival',
    'decline in renal function over 3 months',
    'missed 2 doses of warfarin',
    'no chest pain',
    'not urgent, chest pain 2 days',
    'patient refused dialysis',
    'accepted by ICU last night',
    'close contact of TB, cough 3/52',
    'change in bowel habit',
    'Handover bed 5: 58M chest pain',
    'seen in GOPC last week with BP 180/100',
    'book colonoscopy',
    'CHAN Siu Ming A123456(3) chest pain, trop 54',
    '陳小明 胸痛兩小時',
    '不適三日 發燒',
    '情況: 胸痛',
    '用藥: 華法林 3mg',
    '對盤尼西林過敏',
    '看過急症 心電圖正常',
    '接受過通波仔手術',
    '約三日前開始胸痛',
    '約 5 日前跌倒',
  ])('%s', (text) => {
    expect(read(text)).toEqual({ kind: 'free', text });
  });
});

test('any string is heard without an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string()), (text) => {
      expect(typeof read(text).kind).toBe('string');
    }),
  );
});

test('an empty mention is answered with help', () => {
  expect(read('@Baton ')).toMatchObject({ kind: 'unclear', suggestions: ['help'] });
});
