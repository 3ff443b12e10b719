import type { AdminDesk as DeskShown, DoctorShown, SwitchShown, WorksShown } from '#src/contract/admin.ts';
import type { Named } from '#src/contract/referral.ts';
import type { House } from '#src/domain/house/house.ts';
import type { ClinicianId } from '#src/domain/ids.ts';
import type { Hotline } from '#src/domain/people/hotline.ts';
import type { Switched } from '#src/domain/people/switches.ts';
import type { Examined, Works } from '#src/usecases/admin/look-at-works.ts';
import type { AdminDesk, PersonStanding } from '#src/usecases/admin/open-admin.ts';
import { namedPerson, namedPlace } from './referral-shape.ts';

/** What the administrator's screen shows of institutions, people and hotlines. */
export function adminShape(
  { institutions, people, hotlines, switches, configured: house }: AdminDesk,
  me: ClinicianId,
  isBound: (line: Hotline) => boolean,
): DeskShown {
  const off = switches.filter(({ on }) => on === undefined);
  const isOff = (kind: 'person' | 'place', which: string) =>
    off.some(({ subject }) => subject.kind === kind && subject.id === which);
  const hand = (who: ClinicianId) => ({ name: namedPerson(house, who), off: isOff('person', who) });
  return {
    places: institutions.map(({ id, name, short }) => ({
      id,
      name,
      short,
      people: people.filter(({ person }) => person.works.some(({ institution }) => institution === id)).length,
      off: isOff('place', id),
    })),
    people: people.map((one) => personShape(one, house, me, isOff('person', one.person.id))),
    hotlines: hotlines.map(({ line, onDuty, cover }) => ({
      id: line.id,
      name: line.name,
      specialty: line.specialty,
      receiving: namedPlace(house, line.receiving),
      tenant: line.tenant,
      bound: isBound(line),
      receivers: line.receivers.map(hand),
      onDuty: onDuty.map(hand),
      cover: cover.map(hand),
      urgencies: [...line.urgencies],
      resting: isOff('place', line.receiving),
    })),
    off: off.map((one) => switchShape(one, house)),
    before: switches.filter(({ on }) => on !== undefined).map((one) => switchShape(one, house)),
  };
}

const personShape = (
  { person, links, sessions, seenAt }: PersonStanding,
  house: House,
  me: ClinicianId,
  off: boolean,
): DeskShown['people'][number] => ({
  id: person.id,
  name: person.name,
  works: person.works.map(({ institution, roles }) => ({
    institution: namedPlace(house, institution),
    roles: [...roles],
  })),
  links: links.map(({ tenant, gone, signedIn }) => ({
    tenant,
    standing: gone ? 'gone' : signedIn ? 'linked' : 'configured',
  })),
  sessions,
  ...(seenAt ? { seenAt: seenAt.toISOString() } : {}),
  left: person.left === true,
  off,
  me: person.id === me,
});

const switchShape = ({ subject, reason, words, since, by, on }: Switched, house: House): SwitchShown => ({
  kind: subject.kind,
  id: subject.id,
  name: nameOf(subject, house),
  reason,
  ...(words ? { words } : {}),
  since: since.toISOString(),
  by: namedPerson(house, by),
  ...(on ? { on: { at: on.at.toISOString(), by: namedPerson(house, on.by) } } : {}),
});
const nameOf = (subject: Switched['subject'], house: House): Named =>
  subject.kind === 'person' ? namedPerson(house, subject.id) : namedPlace(house, subject.id);

export const worksShape = ({ tenants, shipped, knowledge, keys, store }: Works, now: Date): WorksShown => ({
  at: now.toISOString(),
  tenants: tenants.map(({ template, cards, ...one }) => ({
    ...one,
    cards: cards.map((each) => ({ ...each })),
    ...(template ? { template } : {}),
  })),
  shipped,
  knowledge: {
    tables: knowledge.tables.map(({ evidence, ...table }) => ({ ...table, evidence: { ...evidence } })),
    ...(knowledge.trouble ? { trouble: knowledge.trouble } : {}),
    changes: [...knowledge.changes],
  },
  keys: {
    provider: keys.provider,
    ...(keys.rotatedAt ? { rotatedAt: keys.rotatedAt.toISOString() } : {}),
    standing: keys.standing.map(({ kind, count, newest, oldestAt }) => ({
      kind,
      count,
      ...(newest
        ? {
            newest: {
              id: newest.id,
              ...(newest.of ? { of: newest.of } : {}),
              ...(newest.at ? { at: newest.at.toISOString() } : {}),
            },
          }
        : {}),
      ...(oldestAt ? { oldestAt: oldestAt.toISOString() } : {}),
    })),
  },
  store: {
    ...store,
    inbox: {
      waiting: store.inbox.waiting,
      aside: store.inbox.aside,
      ...(store.inbox.oldestAt ? { oldestAt: store.inbox.oldestAt.toISOString() } : {}),
    },
  },
});

export const doctorShape = (findings: readonly Examined[], now: Date): DoctorShown => ({
  at: now.toISOString(),
  ok: findings.every(({ ok }) => ok),
  findings: findings.map((one) => ({ ...one })),
});
