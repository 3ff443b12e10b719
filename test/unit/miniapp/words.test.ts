import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { needReasons, restrictedReasons } from '#src/domain/access/reasons.ts';
import { categories } from '#src/domain/consent/category.ts';
import { roles } from '#src/domain/people/person.ts';
import { actionNames } from '#src/domain/referral/actions.ts';
import { gapFields, gapsOf } from '#src/domain/referral/gaps.ts';
import { cancelReasons, declineReasons } from '#src/domain/referral/referral.ts';
import { urgencies } from '#src/domain/referral/urgency.ts';
import type { RefusalCode, Unreachable } from '#src/domain/refused.ts';
import { aContent } from '#test/builders/a-referral.ts';
import {
  cancelReasons as pageCancelReasons,
  declineReasons as pageDeclineReasons,
} from '../../../miniapp/screens/referral/asked-for.ts';
import { reasons as pageReasons } from '../../../miniapp/screens/referral/reason-choice.tsx';
import { faultsBeside } from '../../../miniapp/words/compare.ts';
import { en } from '../../../miniapp/words/en.ts';
import { nameIn } from '../../../miniapp/words/names.ts';
import { outageCodes, refusalCodes } from '../../../miniapp/words/refusal-codes.ts';
import { troubleWords } from '../../../miniapp/words/trouble-words.ts';
import { speechIn } from '../../../miniapp/words/words.ts';
import { zhHans } from '../../../miniapp/words/zh-hans.ts';
import { zhHant } from '../../../miniapp/words/zh-hant.ts';

describe('the three catalogues', () => {
  test('say the same things with the same gaps', () => {
    expect(faultsBeside(en, zhHant, '繁')).toEqual([]);
    expect(faultsBeside(en, zhHans, '简')).toEqual([]);
  });

  test('a missing, empty, strange or differently filled sentence is named', () => {
    const first = { a: 'one {n}', b: 'two', c: 'three' };
    const other = { a: '一', b: ' ', d: '四' };

    expect(faultsBeside(first, other, 'x')).toEqual([
      "x lacks 'c'",
      "x has 'd', which English has not",
      "x leaves 'b' empty",
      "x fills 'a' with other gaps than English",
    ]);
  });

  test('the simplified one holds no traditional form of common characters', () => {
    expect(Object.values(zhHans).join('')).not.toMatch(/[轉檔簽醫當會為這並後復時間錄類處沒]/);
  });

  test('every sentence is used somewhere, or belongs to a family that is', () => {
    const pages = readdirSync('miniapp', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/words|dist/.test(entry.parentPath))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    // A family is a template that ends in a gap: `urgency.${urgency}` uses every sentence that begins so.
    const families = [...pages.matchAll(/`([a-z][\w.-]*\.)\$\{/g)].map(([, start = '']) => start);
    const idle = Object.keys(en).filter(
      (key) => !pages.includes(`'${key}'`) && ![...families, 'trouble.'].some((family) => key.startsWith(family)),
    );

    expect(idle).toEqual([]);
  });
});

describe('refusals', () => {
  test('every code of the service has words, and no code is made up', () => {
    const source = readFileSync('src/domain/refused.ts', 'utf8');
    const union = source.slice(source.indexOf('export type RefusalCode'));
    const codes = [...union.matchAll(/\| '([^']+)'/g)].map(([, code]) => code);

    expect(codes.length).toBeGreaterThan(40);
    expect([...refusalCodes].sort()).toEqual([...codes].sort());
    expectTypeOf<(typeof refusalCodes)[number]>().toEqualTypeOf<RefusalCode>();
    expectTypeOf<Unreachable['code']>().toExtend<(typeof outageCodes)[number]>();
  });

  test('each is said without gaps in each language, and tells what to do', () => {
    for (const catalogue of [en, zhHant, zhHans]) {
      const speech = speechIn('en', catalogue);
      for (const code of [...refusalCodes, ...outageCodes]) {
        const words = troubleWords(speech, code);
        expect(words, code).not.toMatch(/[{}]/);
        expect(words.length, code).toBeGreaterThan(5);
      }
    }
  });

  test('a code this page does not know yet is said honestly as a surprise', () => {
    expect(troubleWords(speechIn('en', en), 'something.new')).toBe(en['trouble.door.surprise']);
  });
});

test('a name without a simplified form is shown in the traditional one', () => {
  expect(nameIn('zh-Hans', { en: 'Dr Lam', zhHant: '林醫生' })).toBe('林醫生');
  expect(nameIn('en', { en: 'Dr Lam', zhHant: '林醫生' })).toBe('Dr Lam');
});

test('whatever the service may name, a step, a reason, a role, a happening, has words of its own', () => {
  const happenings = readFileSync('src/domain/happening.ts', 'utf8');
  const family = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}.${name}`);
  const { consent: _none, ...bare } = aContent();
  const choices = gapsOf({
    ...bare,
    identity: {},
    findings: [],
    urgencySaid: false,
    allergiesSaid: 'not-said',
    medicationsSaid: 'not-said',
  }).flatMap(({ field, choices: keys }) =>
    keys.map(
      (key) => [`choice.${field}.${key}`, `${field}.${key}`].find((one) => one in en) ?? `choice.${field}.${key}`,
    ),
  );
  // What happens outside any one referral is in no list of a referral.
  const elsewhere = [
    'person-left',
    'sessions-ended',
    'switched-off',
    'switched-on',
    'person-joined-group',
    'quota-warned',
  ];
  const what = [...happenings.matchAll(/readonly what: ([^;}]+)/g)]
    .flatMap(([, union = '']) => [...union.matchAll(/'([^']+)'/g)].map(([, name = '']) => name))
    .filter((name) => !elsewhere.includes(name));

  expect(what.length).toBeGreaterThan(12);
  expect(choices.length).toBe(13);
  const needed = [
    ...family('action', actionNames),
    ...family('gap', gapFields),
    ...family('decline', declineReasons),
    ...family('cancel', cancelReasons),
    ...family('role', roles),
    ...family('urgency', urgencies),
    ...family('happening', what),
    ...choices,
  ];
  expect(needed.filter((key) => !(key in en))).toEqual([]);
});

test('the reasons that can be chosen are exactly the ones the service takes', () => {
  expect(pageReasons).toEqual({ need: needReasons, restricted: restrictedReasons });
  for (const one of [...needReasons, ...restrictedReasons]) expect(`why.${one}` in en, one).toBe(true);
  for (const one of categories) expect(`part.${one}` in en, one).toBe(true);
  expect([...pageDeclineReasons]).toEqual([...declineReasons]);
  expect([...pageCancelReasons]).toEqual([...cancelReasons]);
});
