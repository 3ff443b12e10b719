import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralId } from '#src/domain/ids.ts';
import { id } from '#src/domain/ids.ts';
import { type Referral, type Standing } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import {
  bookFollowUp,
  comeDue,
  dueInDays,
  endFollowUp,
  type FollowUp,
  type FollowUpId,
  isOpenFollowUp,
  maySetFollowUp,
  wake,
} from '#src/domain/visits/follow-up.ts';
import { clashesAmong, partOf } from '#src/domain/visits/visit-list.ts';
import { alvin, cheung, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aReferral, later, noon } from '#test/builders/a-referral.ts';

const aFollowUp = (more: Partial<FollowUp> = {}): FollowUp => ({
  id: id<FollowUpId>('f1'),
  referral: aReferral().id,
  patient: aReferral().patient,
  by: cheung.id,
  setAt: noon,
  owner: twc,
  due: later(60),
  standing: { state: 'open' },
  version: 1,
  ...more,
});
const booked = (at: Date): Standing => ({ state: 'booked', since: noon, visit: { at, bookedBy: yip.id } });
const on = (hongKong: string) => new Date(`${hongKong}:00+08:00`);
// Noon in the builders is Monday 23 November 2026, 12:00 in Hong Kong.

describe('the parts of the list', () => {
  test.each([
    ['2026-11-23T11:59', 'outcome'],
    ['2026-11-20T09:00', 'outcome'],
    ['2026-11-23T12:01', 'today'],
    ['2026-11-23T23:59', 'today'],
    ['2026-11-24T00:00', 'week'],
    ['2026-11-29T23:59', 'week'],
    ['2026-11-30T00:00', 'later'],
  ])('a visit at %s stands under "%s"', (at, part) => {
    expect(partOf(aReferral({ standing: booked(on(at)) }), [], noon)).toBe(part);
  });

  test('to be booked, did not come, and no answer yet', () => {
    const visit = { at: noon, bookedBy: yip.id };
    const part = (standing: Standing) => partOf(aReferral({ standing }), [], noon);
    expect(part({ state: 'accepted', since: noon, by: cheung.id })).toBe('to-book');
    expect(part({ state: 'did-not-attend', since: noon, visit, by: yip.id, times: 1 })).toBe('missed');
    expect(part({ state: 'attended', since: noon, visit, by: yip.id })).toBe('answer');
    expect(part({ state: 'answered', since: noon, by: cheung.id })).toBeUndefined();
  });

  test('an answered or closed case with an open follow-up is to be booked; one that ended is not', () => {
    const answered = aReferral({ standing: { state: 'answered', since: noon, by: cheung.id } });
    expect(partOf(answered, [aFollowUp()], noon)).toBe('to-book');
    expect(partOf(answered, [bookFollowUp(aFollowUp(), yip.id, noon)], noon)).toBeUndefined();
    const gone = { state: 'cancelled', since: noon, by: alvin.id, because: 'patient-died', words: 'x' } as const;
    expect(partOf(aReferral({ standing: gone }), [aFollowUp()], noon)).toBeUndefined();
  });
});

describe('two visits at one time', () => {
  const visit = (which: string, at: Date, more: Partial<Referral> = {}) =>
    aReferral({ id: id<ReferralId>(which), standing: booked(at), ...more });
  test('of one patient they clash when they meet; half an hour apart, or of two patients, they do not', () => {
    expect([...clashesAmong([visit('a', later(60)), visit('b', later(89))])]).toEqual(['a', 'b']);
    expect(clashesAmong([visit('a', later(60)), visit('b', later(90))]).size).toBe(0);
    const other = { patient: id<Referral['patient']>('somebody else') };
    expect(clashesAmong([visit('a', later(60)), visit('b', later(60), other)]).size).toBe(0);
  });

  test('a clash is always seen from both sides', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 12 }), (minutes) => {
        const all = minutes.map((minute, index) => visit(`r${index}`, later(minute)));
        const found = clashesAmong(all);
        minutes.forEach((minute, index) => {
          const meets = minutes.some((other, at) => at !== index && Math.abs(other - minute) < 30);
          expect(found.has(id<ReferralId>(`r${index}`))).toBe(meets);
        });
      }),
    );
  });
});

describe('see again', () => {
  test('six weeks from today is nine in the morning of that day in Hong Kong, also just before midnight', () => {
    expect(dueInDays(noon, 42)).toEqual(on('2027-01-04T09:00'));
    expect(dueInDays(on('2026-11-23T23:59'), 1)).toEqual(on('2026-11-24T09:00'));
    expect(dueInDays(on('2026-11-24T00:01'), 1)).toEqual(on('2026-11-25T09:00'));
    for (const days of [0, -1, 1.5, 5_000, Number.NaN]) expect(() => dueInDays(noon, days)).toThrow(Refused);
  });

  test('the doctors of the receiving side set it once they have the patient', () => {
    const taken = aReferral({ standing: { state: 'accepted', since: noon, by: cheung.id } });
    expect(maySetFollowUp(cheung, taken)).toBe(true);
    expect([alvin, yip].some((one) => maySetFollowUp(one, taken))).toBe(false);
    expect(maySetFollowUp(cheung, aReferral())).toBe(false);
  });

  test('its day comes once; a booking or a reason closes it, and what is closed stays closed', () => {
    expect(comeDue(aFollowUp(), later(59)).standing.state).toBe('open');
    const due = comeDue(aFollowUp(), later(60));
    expect(due.standing).toEqual({ state: 'due', since: later(60) });
    expect(comeDue(due, later(61))).toBe(due);
    const done = bookFollowUp(due, yip.id, later(70));
    expect(isOpenFollowUp(done)).toBe(false);
    expect(bookFollowUp(done, yip.id, later(71))).toBe(done);
    expect(() => endFollowUp(done, yip.id, 'not-needed', later(72))).toThrow(Refused);
    const ended = endFollowUp(due, yip.id, 'patient-declined', later(70));
    expect(endFollowUp(ended, yip.id, 'patient-declined', later(71))).toBe(ended);
  });

  test('a closed case stands again as taken, with somebody who holds it; every other case, and one of the referrer, stays as it is', () => {
    const closed = aReferral({
      standing: { state: 'closed', since: noon, by: alvin.id, because: 'answer-read' },
      heldBy: cheung.id,
    });
    expect(wake(closed, aFollowUp(), later(60))).toMatchObject({
      standing: { state: 'accepted', since: later(60), by: cheung.id },
      version: closed.version + 1,
    });
    expect(wake(closed, aFollowUp({ owner: tmh }), later(60))).toBe(closed);
    const open = aReferral({ standing: { state: 'answered', since: noon, by: cheung.id } });
    expect(wake(open, aFollowUp(), later(60))).toBe(open);
  });
});
