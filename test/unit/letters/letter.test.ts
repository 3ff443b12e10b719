import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { openPdf } from '#src/adapters/intake/pdf/pdfium.ts';
import { compose } from '#src/adapters/letters/compose.ts';
import { openLetters } from '#src/adapters/letters/open-letters.ts';
import { differences } from '#src/domain/letter/mirror.ts';
import { hashOf, type LetterSeal, sealedBytes, withSeal } from '#src/domain/letter/sealed-letter.ts';
import { type LetterSide, textsOf } from '#src/domain/letter/side.ts';
import { verifyLetter } from '#src/domain/letter/verify-letter.ts';
import { trailKey, vouch } from '../signing/an-exported-sign-off.ts';
import { aFullContent, aLetter, theNames } from './a-letter.ts';

const limits = { bytes: 1e8, pages: 50, pixels: 4e7 } as Parameters<typeof openPdf>[1];
let pdf: Uint8Array;
beforeAll(async () => {
  pdf = await openLetters(theNames).write(aLetter());
}, 60_000);

const wordsOn = (doc: Awaited<ReturnType<typeof openPdf>>, from: number, to: number): string => {
  let words = '';
  for (let number = from; number < to; number += 1)
    words +=
      doc
        .page(number)
        ?.glyphs.map(({ text }) => text)
        .join('') ?? '';
  return words;
};

test('the letter reads in both languages: allergies, medicines, results, question, signature and who it was made for', async () => {
  const doc = await openPdf(pdf, limits);
  expect(doc.pages).toBe(4);
  const [english, chinese] = [wordsOn(doc, 1, 3), wordsOn(doc, 3, 5)];
  doc.close();
  const bare = (words: string) => words.replace(/\s/g, '');
  for (const words of [
    'CHAN Siu Ming 陳小明',
    'A123456(3)',
    'penicillin',
    'warfarin',
    '158/96 mmHg',
    '86 ng/L',
    'key-lam',
  ])
    for (const side of [english, chinese]) expect(bare(side)).toContain(bare(words));
  for (const words of ['Allergies', 'Referral letter', 'Made for Dr CHEUNG Ka Man', 'CRITICALLY HIGH', 'STOPPED'])
    expect(bare(english)).toContain(bare(words));
  for (const words of ['過敏', '轉介信', '華法林', '盤尼西林', '危急偏高', '已停用'])
    expect(bare(chinese)).toContain(words);
});

test('the letter of a drill says so on every page, in large words and in plain ones; another letter nowhere', async () => {
  const asked = aLetter();
  const referral = { ...asked.signOff.referral, code: 'DRILL 演習 B7K-42Q' };
  const bytes = await openLetters(theNames).write({ ...asked, signOff: { ...asked.signOff, referral } });
  const [drill, real] = [await openPdf(bytes, limits), await openPdf(pdf, limits)];
  for (let page = 1; page <= drill.pages; page += 1) {
    const words = wordsOn(drill, page, page + 1).replace(/\s/g, '');
    expect(words.split('DRILL演習').length - 1).toBeGreaterThanOrEqual(4);
    expect(words).toContain('Thepatientdoesnotexist.');
  }
  expect(wordsOn(real, 1, real.pages + 1)).not.toContain('DRILL');
  drill.close();
  real.close();
}, 60_000);

test('the figures on the English pages are those on the Chinese pages', async () => {
  const doc = await openPdf(pdf, limits);
  const figures = (words: string) => (words.match(/\d/g) ?? []).toSorted();
  // The running heads repeat the code on each page; both languages have as many pages here. Blanks are no glyphs, so figures are counted one by one.
  expect(figures(wordsOn(doc, 1, 3))).toEqual(figures(wordsOn(doc, 3, 5)));
  doc.close();
});

const [english, chinese] = compose(aLetter(), theNames);
const change = (side: LetterSide, from: string, to: string): LetterSide =>
  JSON.parse(JSON.stringify(side).replaceAll(from, to)) as LetterSide;

test('both languages say the same figures, units and medicines', () => {
  expect(differences(english, chinese, theNames.medicinesIn)).toEqual([]);
});

test.each([
  ['a dose', '"3 mg"', '"8 mg"', 'numbers'],
  ['a unit', '"3 mg"', '"3 g"', 'units'],
  ['a medicine', 'warfarin（華法林）', 'aspirin（阿士匹靈）', 'medicines'],
  ['a Chinese name of another medicine', 'warfarin（華法林）', 'warfarin（阿士匹靈）', 'medicines'],
  ['a missing medicine', 'metoprolol（美托洛爾）', '', 'medicines'],
  ['a result', '5.9 mmol/L', '9.5 mmol/L', 'numbers'],
  ['a date', '2018-03-01', '2016-03-01', 'numbers'],
  ['the HKID', 'A123456(3)', 'A123465(3)', 'numbers'],
])('a mirror with %s changed is found', (_name, from, to, what) => {
  const changed = change(chinese, from, to);
  expect(changed).not.toEqual(chinese);
  expect(differences(english, changed, theNames.medicinesIn).map((one) => one.what)).toContain(what);
});

test('a mirror with a part left out is found', () => {
  const short = { ...chinese, parts: chinese.parts.slice(1) };
  expect(differences(english, short, theNames.medicinesIn)).toEqual([{ part: -1, what: 'parts' }]);
});

test('where the names would tell two stories no letter comes out', async () => {
  const lying = { ...theNames, withChinese: (written: string) => written.replace('warfarin', 'aspirin') };
  await expect(openLetters(lying).write(aLetter())).rejects.toMatchObject({ code: 'letter.mirror-differs' });
});

test('a Chinese name is written only where it means the same', () => {
  expect(theNames.withChinese('warfarin')).toBe('warfarin（華法林）');
  expect(theNames.withChinese('suspected essential hypertension')).toBe('suspected essential hypertension');
  expect(theNames.withChinese('something unheard of')).toBe('something unheard of');
  expect(theNames.withEnglish('華法林')).toBe('華法林 (warfarin)');
});

test('what a reader may not see is not in the letter, and the letter says that something is left out', () => {
  const cut = aLetter({ content: aFullContent({ findings: [], allergiesSaid: 'not-said' }), hidden: ['allergies'] });
  const [side] = compose(cut, theNames);
  const texts = side.parts.flatMap(textsOf).join('\n');
  expect(texts).toContain('Not shown to this reader. Ask before prescribing.');
  expect(texts).toContain('left out of this letter');
});

test('each word of both catalogues leaves the counting of figures alone', () => {
  for (const side of [english, chinese]) expect(`${side.mirrorNote}${side.signature.verify}`).not.toMatch(/\d/);
});

function aSealedLetter(bytes = pdf, more: Partial<LetterSeal> = {}, secret = trailKey.secret): Uint8Array {
  const signOff = vouch(aLetter().signOff, trailKey.secret);
  const seal: LetterSeal = {
    ...{ kind: 'baton-letter', version: 1, sha256: hashOf(bytes), at: signOff.voucher.at, reader: 'cheung' },
    ...{ institution: 'twc', signOff, key: trailKey.shown, signature: '', ...more },
  };
  return withSeal(bytes, { ...seal, signature: sign(null, sealedBytes(seal), secret).toString('base64url') });
}

test('a sealed letter verifies from its bytes alone, and is still an ordinary PDF', async () => {
  const sealed = aSealedLetter();
  expect(verifyLetter(sealed)).toMatchObject({ ok: true, exported: { reader: 'cheung', institution: 'twc' } });
  const doc = await openPdf(sealed, limits);
  expect(doc.pages).toBe(4);
  doc.close();
  expect(Buffer.from(sealed).includes('baton-sign-off.json')).toBe(true);
});

test('a byte changed, added or cut anywhere in a letter is found', () => {
  const sealed = Buffer.from(aSealedLetter());
  const step = Math.ceil(sealed.length / 400);
  const places = [
    ...Array.from({ length: 400 }, (_one, n) => Math.min(n * step, sealed.length - 1)),
    ...Array.from({ length: 120 }, (_one, n) => sealed.length - 1 - n),
  ];
  for (const at of places) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(verifyLetter(changed).ok, `byte ${at}`).toBe(false);
  }
  for (const bad of [
    sealed.subarray(0, sealed.length - 1),
    Buffer.concat([sealed, Buffer.from('\n')]),
    Buffer.concat([sealed.subarray(0, 2000), sealed.subarray(2001)]),
    Buffer.from(pdf),
    Buffer.from(''),
  ])
    expect(verifyLetter(bad).ok).toBe(false);
});

test('a letter sealed by another key, with the seal of another letter, or drawn anew is refused with its reason', () => {
  const stranger = generateKeyPairSync('ed25519').privateKey;
  expect(verifyLetter(aSealedLetter(pdf, {}, stranger))).toEqual({ ok: false, why: 'letter-seal' });
  expect(verifyLetter(aSealedLetter(pdf, { sha256: '0'.repeat(64) }))).toEqual({ ok: false, why: 'letter-changed' });
  const unsigned = aLetter().signOff;
  const nobody = { ...unsigned, signer: { name: { en: 'Dr Nobody', zhHant: '無名' } } };
  expect(verifyLetter(aSealedLetter(pdf, { signOff: nobody }))).toEqual({ ok: false, why: 'voucher' });
});
