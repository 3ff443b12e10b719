import { hongKong } from '../../domain/house/office-time.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import { dayAfter } from '../../domain/roster/shift.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

export type DrawerKey = { readonly day: string; readonly key: string };

/** Days in Hong Kong: a key lives through its own and the next, so what it sealed can be read for at most 48 hours. */
const daysOn = (now: Date): { readonly today: string; readonly yesterday: string } => {
  const { day } = hongKong(now);
  return { today: day, yesterday: dayAfter(day, -1) };
};

/** The keys to what this person has typed and not yet sent: today's first, made when there is none, and yesterday's if there is one. */
export const openDrawer =
  ({ clock }: Pick<World, 'clock'>) =>
  async (page: Page, person: ClinicianId): Promise<readonly DrawerKey[]> => {
    const { today, yesterday } = daysOn(clock.now());
    const older = await page.drawerKeys.of(person, yesterday);
    return [
      { day: today, key: await page.drawerKeys.today(person, today) },
      ...(older ? [{ day: yesterday, key: older }] : []),
    ];
  };

/** Destroys the keys of the day before yesterday and of all days before it. Gives how many. */
export const destroyOldDrawerKeys = ({ ledger, clock }: Pick<World, 'ledger' | 'clock'>): Promise<number> =>
  ledger.write((page) => page.drawerKeys.destroyBefore(daysOn(clock.now()).yesterday));
