import { expect, test } from 'vitest';
import { livePart } from '#bot/cards/live-part.ts';
import { referralCard, type Scene } from '#bot/cards/referral-card.ts';
import { catalogues, clockTime, speak } from '#bot/words/words.ts';
import { gapsOf } from '#src/domain/referral/gaps.ts';
import { watchOf } from '#src/domain/referral/loop-clock.ts';
import { aHouse, alvin, cheung, lam, shared } from '#test/builders/a-house.ts';
import { aContent, aReferral, awaiting, noon } from '#test/builders/a-referral.ts';

const gapsIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('every sentence exists in English, 繁體 and 简体, with the same gaps', () => {
  const keys = Object.keys(catalogues.en).sort();
  for (const [language, words] of Object.entries(catalogues)) {
    expect(Object.keys(words).sort(), language).toEqual(keys);
    for (const key of keys)
      expect(gapsIn(words[key as keyof typeof words]), `${language} ${key}`).toEqual(
        gapsIn(catalogues.en[key as keyof typeof words]),
      );
  }
});

test('times are Hong Kong times', () => {
  expect(clockTime(new Date('2026-11-23T07:00:00Z'), 'en')).toContain('15:00');
  expect(speak('en', 'told.booked', { code: 'B7K-42Q', at: '2026-11-23T07:00:00.000Z' })).toContain('15:00');
});

const scene = (more: Partial<Scene> = {}): Scene => {
  const referral = more.referral ?? aReferral({ standing: awaiting });
  const house = aHouse();
  return {
    referral,
    house,
    watch: watchOf(referral, house),
    now: noon,
    tenant: shared,
    in: 'group',
    viewer: undefined,
    viewers: [alvin, lam, cheung],
    language: 'en',
    languageOf: () => 'en',
    patientLine: 'C.S.M. · •••563',
    gaps: [],
    counts: { findings: 3, doubtful: 0 },
    files: [],
    duplicates: [],
    history: [{ state: 'draft', at: noon }],
    page: 'https://b.example/app/r/ref-1',
    uploadPage: 'https://b.example/app/upload?r=ref-1',
    livePart: false,
    ...more,
  };
};

test('a card and what it shows on a lock screen hold nothing of the patient but initials', () => {
  const content = aContent({
    findings: [{ type: 'allergy', name: 'penicillin', status: 'present', confidence: 1, source: {} }],
  });
  const card = JSON.stringify(referralCard(scene({ gaps: gapsOf(content) })));
  for (const secret of ['CHAN', '陳小明', 'A123456', 'penicillin', 'Chest pain', '1967'])
    expect(card).not.toContain(secret);
  expect(card).toContain('C.S.M.');
});

test('only the one who is asked sees a sign button', () => {
  const { values, forViewer } = referralCard(scene());
  expect(values['b1']).toBe('false');
  expect(Object.values(forViewer[lam.dingtalk[0]!.user]!)).toContain('Sign');
  expect(Object.values(forViewer[cheung.dingtalk[0]!.user]!)).not.toContain('Sign');
});

test('all values of a card are strings of at most a kilobyte, as DingTalk wants them', () => {
  const { values, forViewer } = referralCard(scene());
  for (const one of [values, ...Object.values(forViewer)])
    for (const value of Object.values(one)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1024);
});

test('an allergy is the first thing in the live part, red and in words', () => {
  const live = livePart(
    aContent({
      allergiesSaid: 'given',
      findings: [
        { type: 'allergy', name: 'penicillin', reaction: 'rash', status: 'present', confidence: 1, source: {} },
      ],
    }),
    [],
    'en',
  );
  expect(live['allergyLine']).toBe('<font colorTokenV2=common_red1_color>**ALLERGY: penicillin (rash)**</font>');
});

test('allergies not stated are said to be not stated', () => {
  expect(livePart(aContent({ allergiesSaid: 'not-said' }), [], 'en')['allergyLine']).toBe('Allergies not stated');
});

test('a stop stands before everything else, with what to do; a note stays off the card', () => {
  const stop = { tier: 'stop', subjects: ['warfarin', 'diclofenac'], why: 'more bleeding', do: 'avoid' } as const;
  const note = { tier: 'note', subjects: ['warfarin', 'paracetamol'], why: 'INR may rise', do: 'check INR' } as const;
  const { details } = livePart(aContent(), [stop, note], 'en');
  const rows = JSON.parse(details ?? '[]') as { label: string; value: string; tone?: string }[];
  expect(rows[0]).toEqual({
    label: '⛔ STOP',
    value: 'warfarin + diclofenac: more bleeding. avoid',
    tone: 'missing',
  });
  expect(details).not.toContain('paracetamol');
});

test('an answered stop says by what reason, and warns no longer', () => {
  const answered = {
    tier: 'stop',
    subjects: ['warfarin', 'diclofenac'],
    why: 'more bleeding',
    do: 'avoid',
    acknowledged: { reason: 'will-monitor' },
  } as const;
  const rows = JSON.parse(livePart(aContent(), [answered], 'en')['details'] ?? '[]') as { value: string }[];
  expect(rows[0]).toEqual({
    label: '⛔ STOP',
    value: 'warfarin + diclofenac: more bleeding. avoid — answered: it will be monitored',
  });
});
