import { describe, expect, test } from 'vitest';
import { spokenBytes } from '../../../miniapp/parts/bytes.ts';
import {
  ageAt,
  fromHongKongField,
  likelyTimes,
  spokenBirth,
  spokenSpan,
  spokenTime,
  toHongKongField,
} from '../../../miniapp/parts/hong-kong-time.ts';
import { languageOf } from '../../../miniapp/parts/preferences.ts';
import { askedFor, lackOf, nothingTyped } from '../../../miniapp/screens/referral/asked-for.ts';
import { hashToSign } from '../../../miniapp/screens/referral/sign-panel.tsx';
import { sorted } from '../../../miniapp/screens/work/work-screen.tsx';
import { en } from '../../../miniapp/words/en.ts';
import { sayIn } from '../../../miniapp/words/words.ts';
import { aDraft, aReceived, aReferralShown, aWork, hash, others } from '../../fakes/miniapp-cases.ts';

const say = sayIn(en);
const now = new Date('2026-11-23T02:00:00Z');

describe('time on the screen is Hong Kong time, wherever the device is', () => {
  test('today is an hour, tomorrow is a word, other days have their name', () => {
    expect(spokenTime('2026-11-23T06:30:00Z', now, 'en', say)).toBe('14:30');
    expect(spokenTime('2026-11-23T16:30:00Z', now, 'en', say)).toBe('tomorrow 00:30');
    expect(spokenTime('2026-11-26T01:00:00Z', now, 'en', say)).toMatch(/26.*09:00$/);
    expect(spokenTime('2025-11-26T01:00:00Z', now, 'en', say)).toContain('2025');
  });

  test('what is typed into a time field is meant in Hong Kong', () => {
    expect(fromHongKongField('2026-11-24T09:30')).toBe('2026-11-24T09:30:00+08:00');
    expect(fromHongKongField('tomorrow')).toBeUndefined();
    expect(toHongKongField(now)).toBe('2026-11-23T10:00');
    expect(likelyTimes(now)).toEqual(['2026-11-24T09:30', '2026-11-24T14:30', '2026-11-30T09:30']);
  });

  test('spans are said in the grain a person would use', () => {
    expect(spokenSpan(20_000, say)).toBe('1 min');
    expect(spokenSpan(-95 * 60_000, say)).toBe('1 h 35 min');
    expect(spokenSpan(3 * 24 * 60 * 60_000, say)).toBe('3 days');
  });

  test('age counts birthdays, and a birth year alone is enough', () => {
    expect(ageAt('1961-11-23', now)).toBe(65);
    expect(ageAt('1961-11-24', now)).toBe(64);
    expect(ageAt('1950', now)).toBe(76);
    expect(spokenBirth('1961-03-14')).toBe('14/03/1961');
  });
});

describe('asking for an action', () => {
  const book = { name: 'book', needs: 'time', confirm: false, primary: true } as const;
  const decline = { name: 'decline', needs: 'decline-reason', confirm: true, primary: false } as const;

  test('a visit in the past, or without a time, is said beside its field', () => {
    expect(lackOf('time', nothingTyped, now)).toEqual({ field: 'at', why: 'missing' });
    expect(lackOf('time', { ...nothingTyped, at: '2026-11-23T09:59' }, now)).toEqual({ field: 'at', why: 'past' });
    expect(lackOf('time', { ...nothingTyped, at: '2026-11-23T10:30' }, now)).toBeUndefined();
  });

  test('a decline needs its reason and words; a suggested place may go without words', () => {
    expect(lackOf('decline-reason', { ...nothingTyped, reason: 'duplicate' }, now)).toEqual({
      field: 'words',
      why: 'missing',
    });
    expect(lackOf('hotline', { ...nothingTyped, hotline: 'h' }, now)).toBeUndefined();
  });

  test('only what the action needs is sent', () => {
    const typed = {
      words: ' no bed ',
      reason: 'duplicate',
      at: '2026-11-24T09:30',
      person: 'x',
      hotline: 'y',
      followUpDays: '42',
      followUpOwner: 'us',
    } as const;

    expect(askedFor(decline, 4, typed)).toEqual({
      action: 'decline',
      version: 4,
      words: 'no bed',
      reason: 'duplicate',
    });
    expect(askedFor(book, 4, typed)).toEqual({ action: 'book', version: 4, at: '2026-11-24T09:30:00+08:00' });
    // A day to see the patient again goes with an answer alone.
    const answer = { name: 'answer', needs: 'words', confirm: false, primary: true } as const;
    expect(askedFor(answer, 4, typed)).toEqual({
      action: 'answer',
      version: 4,
      words: 'no bed',
      followUp: { days: 42, owner: 'us' },
    });
    expect(askedFor(answer, 4, { ...typed, followUpDays: '' })).not.toHaveProperty('followUp');
  });
});

test('my work shows every open referral exactly once, my own overdue ones first', () => {
  const referrals = [aReferralShown(), aDraft(), aReceived(), ...others()];
  const { mine, late, waiting } = sorted(aWork(referrals));
  const ids = [...mine, ...late, ...waiting].map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.sort()).toEqual(
    referrals
      .filter(({ state }) => state !== 'closed')
      .map(({ id }) => id)
      .sort(),
  );
  expect(mine[0]?.clock.overdue).toBe(true);
});

test('the fingerprint to be signed is the one that was sent for sign-off last', () => {
  expect(hashToSign(aReferralShown())).toBe(hash);
  expect(hashToSign({ happenings: [] })).toBeUndefined();
});

test('the device chooses the first language until the person has', () => {
  expect(languageOf(['fr', 'zh-HK', 'en'])).toBe('zh-Hant');
  expect(languageOf(['zh-CN'])).toBe('zh-Hans');
  expect(languageOf(['yue-Hant-HK'])).toBe('zh-Hant');
  expect(languageOf([])).toBe('en');
});

test('sizes of files are said shortly', () => {
  expect([900, 1536, 52_428_800].map(spokenBytes)).toEqual(['900 B', '1.5 KB', '50 MB']);
});
