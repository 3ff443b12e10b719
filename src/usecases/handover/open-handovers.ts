import {
  asksForHandover,
  type Handover,
  type HandoverCase,
  type HandoverId,
  holdingPlace,
  incoming,
} from '../../domain/handover/handover.ts';
import type { House } from '../../domain/house/house.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { changesOf, type Shift, shiftAt, takeWithin } from '../../domain/roster/shift.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import { houseAt } from '../rosters/on-duty-at.ts';
import type { World } from '../world.ts';
import { tellOfCases } from './tell-of-cases.ts';

const aDay = 24 * 60 * 60_000;

/**
 * At each change of shift every open case that an institution holds is put up to be taken, once, whoever looks and however often; those who come on duty hear how
 * many there are. Gives the institutions where a handover was opened.
 */
export const openHandovers =
  (world: Pick<World, 'ledger' | 'clock' | 'house' | 'dice'>) => async (): Promise<readonly InstitutionId[]> => {
    const now = world.clock.now();
    const opened: InstitutionId[] = [];
    const waiting = await world.ledger.read(async (page) => {
      const found: { readonly institution: InstitutionId; readonly shift: Shift }[] = [];
      for (const { id: institution } of world.house.institutions) {
        const shift = shiftAt(now, changesOf(world.house, institution));
        if ((await asked(page, institution, shift, now)) !== 'none') found.push({ institution, shift });
      }
      return found;
    });
    for (const { institution, shift } of waiting)
      if (await world.ledger.write((page) => open(world, page, institution, shift, now))) opened.push(institution);
    return opened;
  };

/** What a clock that ran ahead for a while opened far in the future does not keep tomorrow's from being opened. */
async function asked(page: ReadingPage, institution: InstitutionId, shift: Shift, now: Date) {
  const latest = await page.handovers.latest(institution, new Date(now.getTime() + aDay));
  return asksForHandover(shift, latest?.at);
}

async function open(
  world: Pick<World, 'house' | 'dice'>,
  page: Page,
  institution: InstitutionId,
  shift: Shift,
  now: Date,
): Promise<boolean> {
  const which = await asked(page, institution, shift, now);
  if (which === 'none') return false;
  const house = await houseAt(page, world.house, shift.from);
  const before = shiftAt(new Date(shift.from.getTime() - 1), changesOf(house, institution));
  const limit = new Date(Math.max(shift.from.getTime(), now.getTime()) + takeWithin(house));
  const handover: Handover = {
    id: world.dice.id() as HandoverId,
    institution,
    at: shift.from,
    since: before.from,
    openedAt: now,
    limit,
  };
  // The first of all only marks where the count begins: what was there before Baton handed anything over is told by its own clock.
  const referrals = which === 'first' ? [] : await openCasesAt(page, house, institution);
  const cases = referrals.map(
    ({ id }): HandoverCase => ({ handover: handover.id, referral: id, standing: { is: 'waiting' } }),
  );
  if (!(await page.handovers.open(handover, cases, cases.length > 0 ? limit : undefined))) return false;
  if (which === 'first') return false;
  await page.handovers.passOn(institution, handover.at);
  await page.happened({
    what: 'handover',
    step: 'opened',
    handover: handover.id,
    cases: cases.length,
    at: now,
    by: { baton: 'clock' },
    institution,
  });
  await tellOfCases(page, house, incoming(house, institution), referrals, 'told.handover');
  return true;
}

const many = 200;

/** Every open referral whose next step is with this institution, however many there are. */
export async function openCasesAt(
  page: Pick<ReadingPage, 'referrals'>,
  house: House,
  institution: InstitutionId,
): Promise<readonly Referral[]> {
  const found: Referral[] = [];
  let after: { readonly startedAt: Date; readonly id: Referral['id'] } | undefined;
  for (;;) {
    const rows = await page.referrals.list({
      institutions: [institution],
      open: true,
      limit: many,
      ...(after ? { after } : {}),
    });
    for (const { referral } of rows) if (holdingPlace(referral, house) === institution) found.push(referral);
    const last = rows.at(-1)?.referral;
    if (!last || rows.length < many) return found;
    after = { startedAt: last.startedAt, id: last.id };
  }
}
