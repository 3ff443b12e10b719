import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProcessors } from '#config/processors.ts';
import { contractStanding, type Processor, receiverFor } from '#src/domain/rights/processor.ts';
import type { Phrasing } from '#src/ports/phrasing.ts';
import { runErrand } from '#src/usecases/errands/run-errand.ts';
import { phrasePoints } from '#src/usecases/points/phrase-points.ts';
import { onlyRegistered } from '#src/usecases/rights/processors.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const name = { en: 'Model Limited', zhHant: '模型有限公司', zhHans: '模型有限公司' };
const model: Processor = {
  id: 'model',
  name,
  receives: name,
  where: 'Hong Kong',
  tenants: ['shared'],
  origins: ['https://model.example:8443'],
  contract: { note: 'No. 12 of 2026', from: '2026-01-01', until: '2026-12-31' },
};
const hongKong = (said: string) => new Date(`${said}+08:00`);
const clockAt = (said: string) => ({ now: () => hongKong(said) });

test('a contract counts from its first day to midnight of its last in Hong Kong, and is ending for thirty days', () => {
  expect(
    [
      '2025-12-31T23:59:59',
      '2026-01-01T00:00:00',
      '2026-12-01T23:59:59',
      '2026-12-02T00:00:00',
      '2026-12-31T23:59:59',
      '2027-01-01T00:00:00',
    ].map((said) => contractStanding(model, hongKong(said))),
  ).toEqual(['not-begun', 'in-force', 'in-force', 'ending', 'ending', 'ended']);
});

test('only the registered organisation and the registered address are received for, by scheme, host and port', () => {
  const now = hongKong('2026-06-01T12:00:00');
  const goes = (to: Parameters<typeof receiverFor>[1]) => receiverFor([model], to, now) !== undefined;
  expect(goes({ tenant: 'shared' })).toBe(true);
  expect(goes({ tenant: 'another' })).toBe(false);
  expect(goes({ address: 'https://model.example:8443/v1/chat' })).toBe(true);
  for (const address of [
    'https://model.example/v1',
    'http://model.example:8443/',
    'https://model.example.evil:8443/',
    'https://model.example:8443@evil.example/',
    'no address',
    '',
  ])
    expect(goes({ address })).toBe(false);
});

test('what would go to somebody without a contract in force waits and is not lost', async () => {
  const mayGo = onlyRegistered([model], clockAt('2027-01-01T00:00:00'));
  const sent: string[] = [];
  const hands = {
    say: async () => {
      mayGo({ tenant: 'shared' });
      sent.push('words');
      return { is: 'done' };
    },
  };
  // Only the hand that is used is there.
  const run = runErrand(hands as unknown as Parameters<typeof runErrand>[0], { warn: () => undefined } as never);

  const outcome = await run({ id: '1', tries: 100, errand: { do: 'say' } } as never);

  expect(outcome).toMatchObject({ is: 'later', why: 'processor.not-registered' });
  expect(sent).toEqual([]);
});

test('a model whose contract has ended is not asked, and the points stay as quoted', async () => {
  const asked: unknown[] = [];
  const phrasing = (said: string): Phrasing => ({
    phrase: async (sentences) => {
      onlyRegistered([model], clockAt(said))({ address: 'https://model.example:8443/v1' });
      asked.push(sentences);
      return [];
    },
  });
  const summary = {
    points: [{ text: 'Gastroscopy done.', sources: [{ excerpt: 'Gastroscopy done.' }] }],
  } as unknown as Parameters<ReturnType<typeof phrasePoints>>[0];
  const points = (said: string) =>
    phrasePoints({ phrasing: phrasing(said), lexicon: theNaming.lexicon, log: { warn: () => undefined } })(
      summary,
      {} as never,
      'en',
    );

  expect(await points('2027-01-01T00:00:00')).toEqual(summary);
  expect(asked).toEqual([]);
  await points('2026-12-31T23:59:00');
  expect(asked).toHaveLength(1);
});

test('the register that comes with Baton names DingTalk for every organisation, and its end can be set', () => {
  const dir = join(import.meta.dirname, '../../../config');
  const [dingtalk] = loadProcessors(dir, { BATON_DINGTALK_CONTRACT_UNTIL: '2026-11-30' });
  expect(dingtalk).toMatchObject({ id: 'dingtalk', tenants: ['shared'], contract: { until: '2026-11-30' } });
  expect(() => loadProcessors(dir, { BATON_DINGTALK_CONTRACT_UNTIL: 'some day' })).toThrow('processors.yaml');
  expect(() => loadProcessors(join(dir, 'policy'), {})).toThrow('who outside receives data');
});
