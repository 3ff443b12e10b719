import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { House } from '#src/domain/house/house.ts';
import { ownersOf, watchOf } from '#src/domain/referral/loop-clock.ts';
import { Refused } from '#src/domain/refused.ts';
import { coverNow, doctorsOnDuty, onDutyNow } from '#src/domain/roster/on-duty.ts';
import { gapsIn, plan, type RosterLine, type RosterWish } from '#src/domain/roster/roster.ts';
import { dayAfter, mondayOf, shiftAt, shiftsOn } from '#src/domain/roster/shift.ts';
import { aHouse, alvin, cheung, ng, tmCardio, twc, yip } from '#test/builders/a-house.ts';
import { aReferral, later, noon } from '#test/builders/a-referral.ts';

const on = (hongKong: string) => new Date(`${hongKong}:00+08:00`);
const eightAndEight = [480, 1200];

describe('shifts', () => {
  test.each([
    ['2026-11-23T07:59', '2026-11-22', 1200],
    ['2026-11-23T08:00', '2026-11-23', 480],
    ['2026-11-23T19:59', '2026-11-23', 480],
    ['2026-11-23T20:00', '2026-11-23', 1200],
    ['2026-11-24T00:00', '2026-11-23', 1200],
    ['2027-01-01T03:00', '2026-12-31', 1200],
  ])('at %s the shift of %s from minute %i runs', (at, day, minute) => {
    expect(shiftAt(on(at), eightAndEight)).toMatchObject({ day, minute });
  });

  test('at every moment exactly one shift runs, and the next begins where it ends', () => {
    const changes = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changes, fc.integer({ min: 0, max: 3 * 1440 }), (some, minutes) => {
        const sorted = [...some].sort((a, b) => a - b);
        const shift = shiftAt(later(minutes), sorted);
        expect(shift.from <= later(minutes) && later(minutes) < shift.until).toBe(true);
        expect(shiftAt(shift.until, sorted).from).toEqual(shift.until);
        expect(shiftsOn(shift.day, sorted).map(({ minute }) => minute)).toContain(shift.minute);
      }),
    );
  });

  test('a week begins on its Monday, over the turn of a year as well', () => {
    expect(['2026-11-23', '2026-11-29', '2027-01-01'].map(mondayOf)).toEqual([
      '2026-11-23',
      '2026-11-23',
      '2026-12-28',
    ]);
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  });
});

const wish = (more: Partial<RosterWish> = {}): RosterWish => ({
  institution: twc,
  day: '2026-11-23',
  minute: 480,
  onDuty: [ng.id],
  cover: [cheung.id],
  version: 0,
  ...more,
});
const planning = { by: yip.id, at: noon, until: later(480), house: aHouse() };
const codeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error instanceof Refused ? error.code : error;
  }
};

describe('planning a shift', () => {
  const first: RosterLine = plan(undefined, wish(), planning);

  test('each change is a version, with who made it', () => {
    expect(first).toMatchObject({ onDuty: [ng.id], cover: [cheung.id], version: 1, by: yip.id });
    expect(plan(first, wish({ onDuty: [cheung.id], version: 1 }), planning)).toMatchObject({ version: 2 });
  });

  test('what stands already is planned again without a new version, whoever was first', () => {
    expect(plan(first, wish(), planning)).toBe(first);
  });

  test('who plans on an older line than there is, is told; nothing is overwritten', () => {
    expect(codeOf(() => plan(first, wish({ onDuty: [yip.id] }), planning))).toBe('roster.changed-meanwhile');
  });

  test('only people of the institution who are still there, and no shift that is over', () => {
    expect(codeOf(() => plan(undefined, wish({ onDuty: [alvin.id] }), planning))).toBe('roster.not-staff');
    const gone = aHouse({ people: aHouse().people.map((one) => (one.id === ng.id ? { ...one, left: true } : one)) });
    expect(codeOf(() => plan(undefined, wish(), { ...planning, house: gone }))).toBe('roster.not-staff');
    expect(codeOf(() => plan(undefined, wish(), { ...planning, until: noon }))).toBe('roster.over');
  });

  test('a gap is named, also where those planned have left', () => {
    expect(gapsIn(undefined, [ng.id])).toEqual(['duty', 'cover']);
    expect(gapsIn({ onDuty: [ng.id], cover: [] }, [ng.id])).toEqual(['cover']);
    expect(gapsIn({ onDuty: [ng.id], cover: [cheung.id] }, [cheung.id])).toEqual(['duty']);
  });
});

describe('who is addressed now', () => {
  const planned = (people: readonly (typeof ng.id)[], cover: readonly (typeof ng.id)[] = []): House =>
    aHouse({ onDuty: [{ institution: twc, people, cover }] });
  const delivered = aReferral({ standing: { state: 'delivered', since: noon } });
  const owners = (house: House) => {
    const watch = watchOf(delivered, house);
    return watch ? ownersOf(watch.owner) : [];
  };

  test('the doctor on duty, instead of the configured receiver', () => {
    expect(owners(aHouse())).toEqual([cheung.id]);
    expect(owners(planned([ng.id]))).toEqual([ng.id]);
  });

  test('a roster that names a nurse alone leaves the configured doctor: a nurse cannot accept', () => {
    expect(onDutyNow(planned([yip.id]), twc)).toEqual([yip.id]);
    expect(doctorsOnDuty(planned([yip.id]), twc)).toEqual([]);
    expect(owners(planned([yip.id]))).toEqual([cheung.id]);
  });

  test('the hotline’s own line goes before the institution’s', () => {
    const house = aHouse({
      onDuty: [
        { institution: twc, people: [ng.id], cover: [ng.id] },
        { institution: twc, hotline: tmCardio, people: [cheung.id], cover: [] },
      ],
    });
    expect(onDutyNow(house, twc, tmCardio)).toEqual([cheung.id]);
    expect(coverNow(house, twc, tmCardio)).toEqual([ng.id]);
  });

  test('whoever has left is chosen by no roster and by no configuration', () => {
    const without = (house: House, who: string): House => ({
      ...house,
      people: house.people.map((one) => (one.id === who ? { ...one, left: true } : one)),
    });
    expect(owners(without(planned([ng.id]), ng.id))).toEqual([cheung.id]);
    expect(coverNow(aHouse(), twc)).toEqual([ng.id]);
    expect(coverNow(without(aHouse(), ng.id), twc)).toEqual([]);
    expect(coverNow(without(planned([], [ng.id, cheung.id]), ng.id), twc)).toEqual([cheung.id]);
  });
});
