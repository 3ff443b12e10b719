import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from '#src/domain/safety/alert.ts';
import { redList } from './corpus.ts';
import { about, check, knowledge, safety, tables } from './net.ts';

const single = knowledge.drugs.filter((drug) => drug.ingredients.length === 1 && !drug.name.includes('('));
const names = single.map((drug) => drug.name);
const drug = fc.constantFrom(...names);
const list = fc.uniqueArray(drug, { minLength: 2, maxLength: 8 });
const key = (answer: ReturnType<typeof check>) =>
  answer.alerts.map((alert) => [alert.tier, alert.kind, ...alert.subjects, alert.rule].join('|'));

describe('the answer does not depend on how the list is written', () => {
  test('nor on its order', () => {
    fc.assert(
      fc.property(list, fc.integer(), (medications, seed) => {
        const turned = [
          ...medications.slice(seed % medications.length),
          ...medications.slice(0, seed % medications.length),
        ];
        expect(key(check({ medications: turned.toReversed() }))).toEqual(key(check({ medications })));
      }),
      { numRuns: 150 },
    );
  });

  test('nor on brand, Chinese name or capitals', () => {
    const written = fc.constantFrom(
      ...single
        .filter((each) => each.brands.length > 0 || each.zh.length > 0)
        .map((each) => ({
          name: each.name,
          others: [...each.synonyms, ...each.brands, ...each.zh].filter(
            (other) => other.length > 2 && !/^[a-z0-9 -]{1,3}$/iu.test(other),
          ),
        })),
    );
    fc.assert(
      fc.property(written, drug, fc.nat(), ({ name, others }, partner, pick) => {
        const other = others[pick % others.length] ?? name;
        const lead = check({ medications: [name, partner] });
        const [one, two] = [
          check({ medications: [other, partner] }),
          check({ medications: [name.toUpperCase(), partner] }),
        ];
        expect(two.unrecognised).toEqual([]);
        expect(key(two)).toEqual(key(lead));
        // A brand may hold more than its name says; then it warns of at least as much.
        expect(one.unrecognised).toEqual([]);
        for (const pair of about(lead, 'stop')) expect(about(one, 'stop').join()).toContain(pair.split('+')[0]);
      }),
      { numRuns: 300 },
    );
  });

  test('nor on a combination product standing for its parts', () => {
    for (const [product, parts, partner] of [
      ['Septrin', 'co-trimoxazole', 'warfarin'],
      ['Aggrenox', 'aspirin 25 mg; dipyridamole', 'warfarin'],
      ['Caduet', 'amlodipine; atorvastatin', 'clarithromycin'],
      ['Vimovo', 'naproxen; esomeprazole', 'warfarin'],
      ['Hyzaar', 'losartan; hydrochlorothiazide', 'lithium'],
    ] as const) {
      const whole = check({ medications: [product, partner] }).alerts.filter((each) => each.subjects.includes(partner));
      const split = check({ medications: [...parts.split('; '), partner] }).alerts.filter((each) =>
        each.subjects.includes(partner),
      );
      expect(new Set(whole.map((each) => each.subjects.join())), product).toEqual(
        new Set(split.map((each) => each.subjects.join())),
      );
    }
  });
});

test('another drug never takes an alert away', () => {
  fc.assert(
    fc.property(list, drug, (medications, more) => {
      const before = check({ medications }).alerts;
      const after = check({ medications: [...medications, more] }).alerts;
      for (const alert of before)
        expect(after.some((each) => alert.subjects.every((subject) => each.subjects.includes(subject)))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('every pair of the red list is a stop, for every member of its classes, whatever else is taken', () => {
  const red = tables.interactions.filter(
    (row) => (row.red || row.severity === 'contraindicated') && row.when === undefined,
  );
  const reds = new Set(red.map((row) => row.id));
  let pairs = 0;
  for (const [at, rules] of safety.pairs) {
    const rule = rules.find((each) => reds.has(each.id));
    if (rule === undefined) continue;
    const [one, other] = [safety.units.all[Math.floor(at / safety.width)], safety.units.all[at % safety.width]];
    if (one === undefined || other === undefined) continue;
    pairs += 1;
    const { alerts } = check({ medications: [{ name: one.name }, { name: other.name }, { name: 'loratadine' }] });
    const stop = alerts.find((alert) => alert.tier === 'stop' && alert.kind === 'interaction');
    expect(stop, `${one.name} with ${other.name}`).toBeDefined();
  }
  expect(pairs).toBeGreaterThan(700);
}, 120_000);

test('alerts stand in one fixed order and one pair makes one alert', () => {
  fc.assert(
    fc.property(fc.uniqueArray(drug, { minLength: 20, maxLength: 40 }), (medications) => {
      const { alerts } = check({ medications });
      expect(inOrder(alerts.toReversed())).toEqual(alerts);
      const pairs = alerts
        .filter((each) => each.kind === 'interaction' || each.kind === 'duplicate')
        .map((each) => each.subjects.join('|'));
      expect(new Set(pairs).size).toBe(pairs.length);
    }),
    { numRuns: 20 },
  );
});

test('every alert says why, what to do, by which rule, from where and of which day', () => {
  for (const each of redList)
    for (const alert of check({ medications: each.meds }).alerts) {
      expect(alert.why.length).toBeGreaterThan(5);
      expect(alert.do).not.toBe('');
      expect(alert.rule).toMatch(/^[A-Z]{3}\d{3}$/u);
      expect(alert.source).not.toBe('');
      expect(alert.version).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    }
});

test('a misspelt name is checked as the one drug it can mean, and that is said', () => {
  for (const [slip, name] of [
    ['warfrin', 'warfarin'],
    ['diclofinac', 'diclofenac'],
    ['ibuprofin', 'ibuprofen'],
    ['simvastatine', 'simvastatin'],
    ['clarithromicin', 'clarithromycin'],
    ['Votaren', 'diclofenac'],
    ['methotrexat', 'methotrexate'],
    ['辛伐他丁', 'simvastatin'],
  ] as const) {
    const answer = check({ medications: [slip], allergies: 'NKDA' });
    expect(answer.unrecognised, slip).toEqual([]);
    expect(answer.unknown.join(), slip).toContain(`"${slip}" was taken for ${name}`.slice(1 + slip.length + 1));
  }
});

test('whatever is typed, nothing throws but a coded refusal, and no name vanishes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 40 }), { maxLength: 5 }),
      fc.string({ maxLength: 40 }),
      (medications, allergies) => {
        expect(Array.isArray(check({ medications, allergies }).alerts)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
  for (const strange of ['foozumab 5 mg', '天山雪蓮', 'herbal tea', 'TCM herbs', 'blue pill'])
    expect(check({ medications: ['warfarin', strange] }).unrecognised, strange).toEqual([strange]);
  expect(check({ medications: 'warfarin 3 mg and foozumab' }).unrecognised).toEqual(['foozumab']);
});
