import type { Confirmations, ErrandOptions, Page, TenantNotes } from '#src/ports/ledger.ts';
import type { Lane } from '#src/ports/messenger.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';
import { alertsOn } from './alerts.ts';
import { annotationsOn } from './annotations.ts';
import { approvalsOn } from './approvals.ts';
import { archiveOn } from './archive.ts';
import { ticketsOn } from './consent-tickets.ts';
import { consentsOn } from './consents.ts';
import { consultationsOn } from './consultations.ts';
import { drawerKeysOn } from './drawer-keys.ts';
import { drillsOn } from './drills.ts';
import { emergenciesOn } from './emergencies.ts';
import { figuresOn } from './figures.ts';
import { filing } from './filing.ts';
import { followUpsOn } from './follow-ups.ts';
import { handoversOn } from './handovers.ts';
import { addHappenings, happeningsOf } from './happenings.ts';
import { patientsOn } from './patients.ts';
import { peopleOn } from './people.ts';
import { postedOn } from './posted.ts';
import { readingsOn } from './readings.ts';
import { reasonsOn } from './reasons.ts';
import { referralsOn } from './referrals.ts';
import { remarksOn } from './remarks.ts';
import { rightsOn } from './rights.ts';
import { rostersOn } from './rosters.ts';
import { type Seals, seals } from './seals.ts';
import { sessionsOn } from './sessions.ts';
import { switchesOn } from './switches.ts';
import { uploadsOn } from './uploads.ts';

const laneRank: Readonly<Record<Lane, number>> = { now: 0, soon: 1, optional: 2 };

export type PageParts = {
  readonly vault: Vault;
  readonly now: () => Date;
  /** A transaction that only reads may not lock rows. */
  readonly mayLock: boolean;
  /** Hears of queued errands, so that they can be taken up after the commit. */
  readonly sent: () => void;
};

/** Everything one transaction can read and write. */
export function pageOn(sql: Sql, { vault, now, mayLock, sent }: PageParts): Page {
  const sealed = seals(vault);
  const filed = filing(sql, {
    referrals: referralsOn(sql, sealed, mayLock),
    patients: patientsOn(sql, sealed, vault),
    uploads: uploadsOn(sql, sealed),
    consents: consentsOn(sql, sealed),
    readings: readingsOn(sql, sealed),
  });
  return {
    ...filed,
    archive: archiveOn(sql, sealed, vault),
    posted: postedOn(sql),
    approvals: approvalsOn(sql),
    people: peopleOn(sql),
    confirmations: confirmationsOn(sql, sealed),
    tenants: tenantsOn(sql),
    sessions: sessionsOn(sql),
    alerts: alertsOn(sql, sealed),
    annotations: annotationsOn(sql, sealed),
    remarks: remarksOn(sql, sealed, vault),
    consultations: consultationsOn(sql, sealed, vault, mayLock),
    followUps: followUpsOn(sql),
    handovers: handoversOn(sql, sealed),
    rosters: rostersOn(sql),
    emergencies: emergenciesOn(sql, sealed),
    tickets: ticketsOn(sql, vault),
    reasons: reasonsOn(sql),
    rights: rightsOn(sql, sealed),
    switches: switchesOn(sql, sealed),
    figures: figuresOn(sql),
    drills: drillsOn(sql),
    drawerKeys: drawerKeysOn(sql, sealed),
    keys: vault.sharesOn(sql),
    trail: { of: (referral) => happeningsOf(sql, referral) },
    happened: (...happenings) => addHappenings(sql, happenings),
    send: async (errand, { lane = 'soon', key, notBefore }: ErrandOptions = {}) => {
      await sql.run(
        `insert into errands (key, lane, deed, next_at, sealed) values ($1, $2, $3, $4, $5)
         on conflict (key) where state = 'waiting' and key is not null do update set lane = least(errands.lane, excluded.lane), next_at = least(errands.next_at, excluded.next_at), sealed = excluded.sealed`,
        [key ?? null, laneRank[lane], errand.do, notBefore ?? now(), await sealed.forService('errand', errand)],
      );
      sent();
    },
  };
}

function confirmationsOn(sql: Sql, sealed: Seals): Confirmations {
  return {
    ask: async (person, place, command, until) =>
      void (await sql.run(
        'insert into confirmations (person, place, sealed, until_at) values ($1, $2, $3, $4) on conflict (person, place) do update set sealed = excluded.sealed, until_at = excluded.until_at',
        [person, place, await sealed.forService(`confirm ${person}`, command), until],
      )),
    take: async (person, place, at) => {
      const row = await sql.one<{ sealed: Uint8Array; until_at: Date }>(
        'delete from confirmations where person = $1 and place = $2 returning sealed, until_at',
        [person, place],
      );
      return row && row.until_at >= at ? sealed.openForService(`confirm ${person}`, row.sealed) : undefined;
    },
    endFor: async (person) => void (await sql.run('delete from confirmations where person = $1', [person])),
  };
}

function tenantsOn(sql: Sql): TenantNotes {
  return {
    get: async (tenant, name) =>
      (
        await sql.one<{ value: string }>('select value from tenant_notes where tenant = $1 and name = $2', [
          tenant,
          name,
        ])
      )?.value,
    keep: async (tenant, name, value) =>
      void (await sql.run(
        'insert into tenant_notes (tenant, name, value) values ($1, $2, $3) on conflict (tenant, name) do update set value = excluded.value',
        [tenant, name, value],
      )),
  };
}
