import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addOfficeMinutes, hongKong } from '#src/domain/house/office-time.ts';
import { aHouse } from '#test/builders/a-house.ts';

const { office } = aHouse();
const hk = (text: string) => new Date(`${text}:00+08:00`);

test('two office hours from Monday morning end the same morning', () => {
  expect(addOfficeMinutes(hk('2026-11-23T09:30'), 120, office)).toEqual(hk('2026-11-23T11:30'));
});

test('what begins late in the day ends on the next', () => {
  expect(addOfficeMinutes(hk('2026-11-23T17:30'), 60, office)).toEqual(hk('2026-11-24T09:30'));
});

test('nights, Sundays and public holidays do not count', () => {
  expect(addOfficeMinutes(hk('2026-12-24T17:00'), 120, office)).toEqual(hk('2026-12-28T10:00'));
});

test('a deadline always falls into office time, never before its start', () => {
  fc.assert(
    fc.property(
      fc.date({ min: hk('2026-01-01T00:00'), max: hk('2027-01-01T00:00'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 5000 }),
      (from, minutes) => {
        const due = addOfficeMinutes(from, minutes, office);
        const { weekday, minuteOfDay, day } = hongKong(due);
        expect(due.getTime()).toBeGreaterThanOrEqual(from.getTime());
        expect(office.days).toContain(weekday);
        expect(office.holidays).not.toContain(day);
        expect(minuteOfDay).toBeGreaterThanOrEqual(office.fromMinute);
        expect(minuteOfDay).toBeLessThanOrEqual(office.toMinute);
      },
    ),
  );
});
