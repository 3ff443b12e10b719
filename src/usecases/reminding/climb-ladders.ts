import { type House, hotline, institution, person, staffOf } from '../../domain/house/house.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { Rung } from '../../domain/people/hotline.ts';
import { ownersOf, type Watch, watchOf } from '../../domain/referral/loop-clock.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { coverNow } from '../../domain/roster/on-duty.ts';
import type { Page, ReferralRow } from '../../ports/ledger.ts';
import { refreshCards } from '../steps/tell-after.ts';
import type { World } from '../world.ts';

/**
 * For every referral whose deadline has passed: climbs to the highest rung that is due, tells who must hear of it, and sets the next alarm.
 * A clock that jumped ahead climbs once, to where it stands, not through every rung. Gives how many were climbed.
 */
export const climbLadders =
  (world: Pick<World, 'ledger' | 'clock' | 'house'> & { readonly repeatMinutes: number }) =>
  (limit = 20): Promise<number> =>
    world.ledger.write(async (page) => {
      const overdue = await page.referrals.overdue(world.clock.now(), limit);
      for (const row of overdue) await climb(world, page, row);
      return overdue.length;
    });

async function climb(
  world: Pick<World, 'clock' | 'house'> & { readonly repeatMinutes: number },
  page: Page,
  { referral, due }: ReferralRow,
): Promise<void> {
  const now = world.clock.now();
  const watch = watchOf(referral, world.house);
  if (!watch || !due || watch.due > now) {
    await page.referrals.setDue(referral.id, watch && { at: watch.due, rung: 0 });
    return;
  }
  const ladder = world.house.ladders[referral.urgency];
  const at = (rung: number) => watch.due.getTime() + (ladder[rung]?.afterMinutes ?? 0) * 60_000;
  const top = ladder.findLastIndex((_rung, index) => at(index) <= now.getTime());
  const rungAt = Math.max(top, 0);
  const rung = ladder[rungAt];
  if (rung) await tell(world, page, referral, watch, rung, rungAt);
  const next = ladder[rungAt + 1] ? new Date(at(rungAt + 1)) : new Date(now.getTime() + world.repeatMinutes * 60_000);
  await page.referrals.setDue(referral.id, { at: next, rung: rungAt + 1 });
  await page.happened({
    what: 'escalated',
    rung: rungAt,
    how: rung?.how ?? 'group',
    deadline: watch.due.toISOString(),
    at: now,
    by: { baton: 'clock' },
    institution: referral.from,
    referral: referral.id,
    patient: referral.patient,
  });
  await refreshCards({ world, page, referral, lane: 'now' });
}

async function tell(
  world: Pick<World, 'house'>,
  page: Page,
  referral: Referral,
  watch: Watch,
  rung: Rung,
  step: number,
): Promise<void> {
  const line = hotline(world.house, referral.hotline);
  if (!line) return;
  const people = whoHears(world.house, referral, watch, rung);
  const words = {
    key: `reminder.${referral.standing.state}`,
    with: { code: referral.code, due: watch.due.toISOString() },
  };
  await page.send(
    {
      do: 'say',
      place: { tenant: line.tenant, in: 'group', group: line.group },
      words: [words],
      buttons: [{ label: { key: 'button.open' }, page: `/app/r/${referral.id}` }],
      about: referral.id,
    },
    { lane: 'now' },
  );
  if (rung.how === 'group') return;
  await page.send(
    {
      do: 'ding',
      tenant: line.tenant,
      people,
      how: rung.how === 'phone' ? 'phone' : 'app',
      words,
      about: referral.id,
      key: `${referral.id} ${watch.due.toISOString()} ${step}`,
    },
    { lane: 'now' },
  );
}

function whoHears(house: House, referral: Referral, watch: Watch, rung: Rung): readonly ClinicianId[] {
  const where = 'person' in watch.owner ? watch.owner.at : watch.owner.desk;
  const place = institution(house, where);
  const cover = coverNow(house, where, where === referral.to ? referral.hotline : undefined);
  const head = place?.head && person(house, place.head)?.left !== true ? [place.head] : [];
  const otherwise = (people: readonly ClinicianId[]) => (people.length > 0 ? people : ownersOf(watch.owner));
  switch (rung.who) {
    case 'owner':
      return ownersOf(watch.owner);
    case 'cover':
      return otherwise(cover);
    case 'coordinator':
      return staffOf(house, referral.to, 'coordinator').map(({ id }) => id);
    case 'head':
      return head.length > 0 ? head : otherwise(cover);
  }
}
