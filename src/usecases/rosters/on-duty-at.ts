import type { House } from '../../domain/house/house.ts';
import type { OnDuty } from '../../domain/roster/on-duty.ts';
import { changesOf, dayAfter, type Shift, shiftAt } from '../../domain/roster/shift.ts';
import type { ReadingPage } from '../../ports/ledger.ts';

/** Who is on duty and who covers at an instant, in every institution and hotline of which a roster says so. */
export async function onDutyAt(page: Pick<ReadingPage, 'rosters'>, house: House, at: Date): Promise<readonly OnDuty[]> {
  const shifts = new Map(house.institutions.map(({ id }): [string, Shift] => [id, shiftAt(at, changesOf(house, id))]));
  const days = [...shifts.values()].map(({ day }) => day).sort();
  const [first = dayAfter('1970-01-01', 0)] = days;
  const lines = await page.rosters.between(
    house.institutions.map(({ id }) => id),
    first,
    days.at(-1) ?? first,
  );
  return lines.flatMap(({ institution, hotline, day, minute, onDuty, cover }) => {
    const now = shifts.get(institution);
    if (now?.day !== day || now.minute !== minute) return [];
    return [{ institution, ...(hotline ? { hotline } : {}), people: onDuty, cover }];
  });
}

/** The house with the rosters of another moment than now. */
export const houseAt = async (page: Pick<ReadingPage, 'rosters'>, house: House, at: Date): Promise<House> => ({
  ...house,
  onDuty: await onDutyAt(page, house, at),
});
