import type { House } from '../../domain/house/house.ts';
import type { ClinicianId, TenantId } from '../../domain/ids.ts';
import type { Hotline, Institution } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Switched, SwitchSubject } from '../../domain/people/switches.ts';
import { coverNow, onDutyNow } from '../../domain/roster/on-duty.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { type Administering, placesOf } from './may-administer.ts';

/** A person as the administrator sees them: linked to DingTalk or gone from it, signed in how often, off or not. */
export type PersonStanding = {
  readonly person: Person;
  readonly links: readonly { readonly tenant: TenantId; readonly gone: boolean; readonly signedIn: boolean }[];
  readonly sessions: number;
  readonly seenAt?: Date;
};

export type AdminDesk = {
  readonly institutions: readonly Institution[];
  readonly people: readonly PersonStanding[];
  /** Each with who is on duty and who covers at this moment, by the roster where there is one. */
  readonly hotlines: readonly {
    readonly line: Hotline;
    readonly onDuty: readonly ClinicianId[];
    readonly cover: readonly ClinicianId[];
  }[];
  /** Off now, and the last times that somebody or somewhere was. */
  readonly switches: readonly Switched[];
  readonly configured: House;
};

/** The institutions, people and hotlines this person administers, and who is switched off. Refuses `person.role`. */
export const openAdmin =
  (world: Administering) =>
  async (page: ReadingPage, by: Person): Promise<AdminDesk> => {
    const { configured } = world;
    const places = placesOf(world, by);
    const institutions = configured.institutions.filter(({ id }) => places.includes(id));
    const staff = configured.people.filter(({ works }) =>
      works.some(({ institution }) => places.includes(institution)),
    );
    const subjects: readonly SwitchSubject[] = [
      ...places.map((id) => ({ kind: 'place', id }) as const),
      ...staff.map(({ id }) => ({ kind: 'person', id }) as const),
    ];
    const people: PersonStanding[] = [];
    for (const person of staff) people.push(await standingOf(page, person, world.clock.now()));
    return {
      institutions,
      people,
      hotlines: configured.hotlines
        .filter(({ receiving }) => places.includes(receiving))
        .map((line) => ({
          line,
          onDuty: onDutyNow(world.house, line.receiving, line.id),
          cover: coverNow(world.house, line.receiving, line.id),
        })),
      switches: await page.switches.of(subjects, 60),
      configured,
    };
  };

async function standingOf(page: ReadingPage, person: Person, now: Date): Promise<PersonStanding> {
  const links = [];
  for (const { tenant, user } of person.dingtalk)
    links.push({
      tenant,
      gone: await page.people.hasLeft(tenant, user),
      signedIn: (await page.people.personOf(tenant, user)) === person.id,
    });
  const sessions = await page.sessions.of(person.id, now);
  const seen = sessions.map(({ seenAt }) => seenAt.getTime());
  return {
    person,
    links,
    sessions: sessions.length,
    ...(seen.length > 0 ? { seenAt: new Date(Math.max(...seen)) } : {}),
  };
}
