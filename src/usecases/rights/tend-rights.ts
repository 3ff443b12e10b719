import { institution } from '../../domain/house/house.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import { refusalLogYears, requestClock } from '../../domain/rights/request.ts';
import { tellPerson } from '../emergency/tell.ts';
import type { World } from '../world.ts';
import { noteStep } from './requests.ts';

/**
 * Warns the owner of a request on day 30, and its owner and the head of the institution once day 40 is over; lets go of what the refusal log need not keep any longer. Gives how
 * many were told of.
 */
export const tendRights = (world: Pick<World, 'ledger' | 'clock' | 'house'>) => async (): Promise<number> =>
  world.ledger.write(async (page) => {
    const now = world.clock.now();
    let told = 0;
    const tell = async (who: ClinicianId, key: string, day: number): Promise<void> =>
      tellPerson(world, page, who, { key, with: { n: day } }, '/app/privacy');
    for (const request of await page.rights.open(500)) {
      const { is, day } = requestClock(request, now);
      if (is === 'warning' && !request.warnedAt) {
        await page.rights.keepRequest({ ...request, warnedAt: now });
        await noteStep(page, request, 'warned', now, { baton: 'clock' });
        await tell(request.owner, 'told.rights-warned', day);
        told += 1;
      }
      if (is !== 'late' || request.lateToldAt) continue;
      await page.rights.keepRequest({ ...request, lateToldAt: now });
      await noteStep(page, request, 'overdue', now, { baton: 'clock' });
      const head = institution(world.house, request.institution)?.head;
      for (const who of new Set([request.owner, ...(head ? [head] : [])])) await tell(who, 'told.rights-late', day);
      told += 1;
    }
    const before = new Date(now);
    before.setUTCFullYear(before.getUTCFullYear() - refusalLogYears);
    await page.rights.forgetRequests(before);
    return told;
  });
