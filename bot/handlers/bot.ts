import { type House, personByUser } from '#src/domain/house/house.ts';
import { id, type TenantId, type UserId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Page } from '#src/usecases/page.ts';
import type { World } from '#src/usecases/world.ts';

/** What the handlers need: the world of the deeds, and a few facts about the place they speak in. */
export type Bot = World & {
  readonly confirmMinutes: number;
  readonly standing: () => Promise<{
    readonly link: boolean;
    readonly inbox: number;
    readonly errands: number;
    readonly aside: number;
    readonly apiPercent: number;
  }>;
  /** The link page a person opens to send files. */
  readonly uploadPath: (referral: string | undefined, hotline: string | undefined) => string;
};

/** Who is behind a DingTalk user of one organisation: linked by verified sign-in, else by configuration; nobody who has left. */
export async function personAt(house: House, page: Page, tenant: TenantId, user: string): Promise<Person | undefined> {
  const which = id<UserId>(user);
  if (await page.people.hasLeft(tenant, which)) return undefined;
  const linked = await page.people.personOf(tenant, which);
  const found = (linked && house.people.find((one) => one.id === linked)) ?? personByUser(house, tenant, which);
  return found?.left ? undefined : found;
}
