import type { Happening } from '../../domain/happening.ts';
import { type House, person } from '../../domain/house/house.ts';
import { rolesAt } from '../../domain/people/person.ts';
import type { Ledger, Page } from '../../ports/ledger.ts';

/** What somebody asks with, while they ask: a word for the kind of device and a mark of this sign-in; undefined outside of anybody's asking. */
export type DeviceNow = () => string | undefined;

/**
 * A page whose entries say, for what a person did, in which post they stood at that moment and with which device (hk-law.md §5, 15). The roles are those the directory gives them
 * at the entry's institution, or at their own where they have none there. Entries of Baton itself stay as they are, and so do entries made before this was kept.
 */
export const namingAskers = (page: Page, house: House, deviceNow: DeviceNow): Page => ({
  ...page,
  happened: (...all) => page.happened(...all.map((one) => named(one, house, deviceNow()))),
});

/** The same for every page of a ledger. */
export const ledgerNamingAskers = (ledger: Ledger, house: House, deviceNow: DeviceNow): Ledger => ({
  write: (work) => ledger.write((page) => work(namingAskers(page, house, deviceNow))),
  read: (work) => ledger.read(work),
});

function named(happening: Happening, house: House, device: string | undefined): Happening {
  const { by, institution } = happening;
  if (!('person' in by)) return happening;
  const who = person(house, by.person);
  const here = who && rolesAt(who, institution).length > 0 ? institution : who?.works[0]?.institution;
  const roles = who && here ? rolesAt(who, here) : [];
  return {
    ...happening,
    by: {
      ...by,
      ...(here && roles.length > 0 ? { post: { at: here, roles: [...roles] } } : {}),
      ...(device ? { device } : {}),
    },
  };
}
