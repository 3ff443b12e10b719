import { hotline, person, userIn } from '../../domain/house/house.ts';
import type { ClinicianId, TenantId } from '../../domain/ids.ts';
import type { Agenda } from '../../ports/agenda.ts';
import type { World } from '../world.ts';
import type { Does } from './run-errand.ts';
import type { Shows } from './show-referral.ts';

export type Plans = Pick<World, 'ledger' | 'house'> &
  Pick<Shows, 'speech' | 'publicUrl'> & { readonly agendaOf: (tenant: TenantId) => Agenda };

/** A to-do on a person's list: one per referral and matter. */
export const addToDo =
  (world: Plans): Does<'add-to-do'> =>
  async ({ referral: which, person: who, about, due }) => {
    const found = await userFor(world, which, who);
    if (!found) return { is: 'dropped', why: 'person.unknown' };
    const { referral, tenant, user, language } = found;
    const subject = world.speech.sentence({ key: `todo.${about}`, with: { code: referral.code } }, language);
    const task = await world.agendaOf(tenant).addToDo(tenant, {
      key: `${which} ${about} ${who}`,
      user,
      subject,
      url: `${world.publicUrl()}/app/r/${which}`,
      ...(due ? { due: new Date(due) } : {}),
    });
    return { is: 'done', keep: (page) => page.tenants.keep(tenant, `todo ${which} ${about} ${who}`, task) };
  };

/** Ticks off what no longer needs doing, for everybody who had it. */
export const finishToDo =
  (world: Plans): Does<'finish-to-do'> =>
  async ({ referral: which, about }) => {
    for (const one of world.house.people) {
      const found = await userFor(world, which, one.id);
      if (!found) continue;
      const { tenant, user } = found;
      const task = await world.ledger.read((page) => page.tenants.get(tenant, `todo ${which} ${about} ${one.id}`));
      if (task) await world.agendaOf(tenant).finishToDo(tenant, user, task);
    }
    return { is: 'done' };
  };

/** The visit in the calendar of the one who holds the referral, the clinic's coordinators beside. Patients are no DingTalk users. */
export const bookVisit =
  (world: Plans): Does<'book-visit'> =>
  async ({ referral: which, at }) => {
    const row = await world.ledger.read((page) => page.referrals.get(which));
    const line = row && hotline(world.house, row.referral.hotline);
    const holder = row && (row.referral.heldBy ?? line?.receivers[0]);
    const found = holder && (await userFor(world, which, holder));
    if (!row || row.referral.standing.state !== 'booked' || !found) return { is: 'done' };
    const start = new Date(at);
    if (row.referral.standing.visit.at.getTime() !== start.getTime()) return { is: 'done' };
    const others = world.house.people
      .filter((one) =>
        one.works.some(({ institution, roles }) => institution === row.referral.to && roles.includes('coordinator')),
      )
      .flatMap((one) => userIn(one, found.tenant) ?? []);
    const subject = world.speech.sentence({ key: 'calendar.visit', with: { code: row.referral.code } }, found.language);
    const event = await world.agendaOf(found.tenant).addVisit(found.tenant, {
      key: `${which} ${at}`,
      user: found.user,
      others: others.filter((user) => user !== found.user),
      subject,
      start,
      minutes: 30,
    });
    return { is: 'done', keep: (page) => page.tenants.keep(found.tenant, `visit ${which} ${at}`, event) };
  };

async function userFor(world: Plans, which: Parameters<Does<'add-to-do'>>[0]['referral'], who: ClinicianId) {
  const row = await world.ledger.read((page) => page.referrals.get(which));
  const line = row && hotline(world.house, row.referral.hotline);
  const one = person(world.house, who);
  const user = one && !one.left && line ? userIn(one, line.tenant) : undefined;
  return row && line && one && user
    ? { referral: row.referral, tenant: line.tenant, user, language: one.language }
    : undefined;
}
