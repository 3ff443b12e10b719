import { escalate, type Handover, holdingPlace } from '../../domain/handover/handover.ts';
import { hotline, institution, person } from '../../domain/house/house.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import { isOpen, type Referral } from '../../domain/referral/referral.ts';
import { coverNow } from '../../domain/roster/on-duty.ts';
import { takeWithin } from '../../domain/roster/shift.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { tellOfCases } from './tell-of-cases.ts';

type Escalates = Pick<World, 'ledger' | 'clock' | 'house'>;

/**
 * For every handover whose time is up: what nobody took is marked so and told to whoever covers, and after the same time again to the head.
 * An emergency among them is rung as well. Gives the institutions where somebody was told.
 */
export const escalateHandovers = (world: Escalates) => (): Promise<readonly InstitutionId[]> =>
  world.ledger.write(async (page) => {
    const told: InstitutionId[] = [];
    const now = world.clock.now();
    for (const { handover, step } of await page.handovers.due(now, 20)) {
      const left = await untaken(world, page, handover, step === 0, now);
      const isLast = step >= 1 || left.length === 0;
      await page.handovers.setDue(
        handover.id,
        isLast ? undefined : new Date(now.getTime() + takeWithin(world.house)),
        step + 1,
      );
      if (left.length === 0) continue;
      const people = whoHears(world, handover.institution, step);
      await tellOfCases(page, world.house, people, left, step === 0 ? 'told.handover-cover' : 'told.handover-head');
      await ringForEmergencies(world, page, handover, left, people, step);
      told.push(handover.institution);
    }
    return told;
  });

/** The cases that still wait; at the first look each is marked as taken by nobody. */
async function untaken(
  { house }: Escalates,
  page: Page,
  handover: Handover,
  isFirst: boolean,
  now: Date,
): Promise<readonly Referral[]> {
  const left: Referral[] = [];
  for (const { referral: which } of await page.handovers.cases(handover.id)) {
    const one = await page.handovers.hold(handover.id, which);
    if (!one || one.standing.is === 'taken') continue;
    const row = await page.referrals.get(which);
    if (!row || !isOpen(row.referral) || holdingPlace(row.referral, house) !== handover.institution) continue;
    left.push(row.referral);
    if (!isFirst) continue;
    await page.handovers.keep(escalate(one, now));
    await page.happened({
      what: 'handover',
      step: 'nobody-took',
      handover: handover.id,
      at: now,
      by: { baton: 'clock' },
      institution: handover.institution,
      referral: which,
      patient: row.referral.patient,
    });
  }
  return left;
}

/** First whoever covers; then the head, or whoever covers where no head is there. */
function whoHears({ house }: Escalates, where: InstitutionId, step: number): readonly ClinicianId[] {
  const head = institution(house, where)?.head;
  const cover = coverNow(house, where);
  const isThere = head !== undefined && person(house, head)?.left !== true;
  if (step === 0) return cover.length > 0 || !isThere ? cover : [head];
  return isThere ? [head] : cover;
}

async function ringForEmergencies(
  { house }: Escalates,
  page: Page,
  handover: Handover,
  left: readonly Referral[],
  people: readonly ClinicianId[],
  step: number,
): Promise<void> {
  for (const { id, code, urgency, hotline: line } of left) {
    const tenant = hotline(house, line)?.tenant;
    if (urgency !== 'emergency' || !tenant || people.length === 0) continue;
    await page.send(
      {
        do: 'ding',
        tenant,
        people,
        how: 'app',
        words: { key: 'reminder.handover', with: { code } },
        about: id,
        key: `${handover.id} ${id} ${step}`,
      },
      { lane: 'now' },
    );
  }
}
