import {
  type ClinicianId,
  id,
  type PatientId,
  type ReferralId,
  type TenantId,
  type UploadId,
  type UserId,
} from '#src/domain/ids.ts';
import type { Language } from '#src/domain/people/person.ts';
import type { ApprovalRow, ErrandOptions, Page, PostedCard, Session, Upload } from '#src/ports/ledger.ts';
import type { Lane } from '#src/ports/messenger.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';
import { addHappening, happeningsOf } from './happenings.ts';
import { patientsOn } from './patients.ts';
import { referralsOn } from './referrals.ts';
import { seals } from './seals.ts';

export const laneRank: Readonly<Record<Lane, number>> = { now: 0, soon: 1, optional: 2 };

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
  return {
    referrals: referralsOn(sql, sealed, mayLock),
    patients: patientsOn(sql, sealed, vault),
    uploads: uploadsOn(sql, sealed),
    posted: postedOn(sql),
    approvals: approvalsOn(sql),
    people: peopleOn(sql),
    confirmations: {
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
    },
    tenants: {
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
    },
    sessions: sessionsOn(sql),
    trail: { of: (referral) => happeningsOf(sql, referral) },
    happened: (happening) => addHappening(sql, happening),
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

type UploadRow = {
  id: string;
  referral: string | null;
  patient: string;
  by_person: string;
  state: string;
  kind: string | null;
  mime: string | null;
  bytes: string | null;
  sha256: string | null;
  refusal: string | null;
  at: Date;
  sealed: Uint8Array;
};

function uploadsOn(sql: Sql, sealed: ReturnType<typeof seals>): Page['uploads'] {
  const columns = 'id, referral, patient, by_person, state, kind, mime, bytes, sha256, refusal, at, sealed';
  const uploadOf = async (row: UploadRow): Promise<Upload> => {
    // Written by `valuesOf` below from an Upload's own parts.
    const hidden = (await sealed.openForService(`upload ${row.id}`, row.sealed)) as Pick<
      Upload,
      'origin' | 'name' | 'replyTo'
    >;
    return {
      id: id<UploadId>(row.id),
      referral: row.referral ? id<ReferralId>(row.referral) : undefined,
      patient: id<PatientId>(row.patient),
      by: id<ClinicianId>(row.by_person),
      state: row.state as Upload['state'],
      at: row.at,
      ...hidden,
      ...(row.kind ? { kind: row.kind } : {}),
      ...(row.mime ? { mime: row.mime } : {}),
      ...(row.bytes === null ? {} : { bytes: Number(row.bytes) }),
      ...(row.sha256 ? { sha256: row.sha256 } : {}),
      ...(row.refusal ? { refusal: row.refusal } : {}),
    };
  };
  const valuesOf = async (upload: Upload): Promise<readonly unknown[]> => [
    upload.id,
    upload.referral ?? null,
    upload.patient,
    upload.by,
    upload.state,
    upload.kind ?? null,
    upload.mime ?? null,
    upload.bytes ?? null,
    upload.sha256 ?? null,
    upload.refusal ?? null,
    upload.at,
    await sealed.forService(`upload ${upload.id}`, {
      origin: upload.origin,
      name: upload.name,
      replyTo: upload.replyTo,
    }),
  ];
  return {
    add: async (upload) =>
      (await sql.run(
        `insert into uploads (${columns}) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) on conflict do nothing`,
        await valuesOf(upload),
      )) === 1,
    get: async (which) => {
      const row = await sql.one<UploadRow>(`select ${columns} from uploads where id = $1`, [which]);
      return row && uploadOf(row);
    },
    // The patient stays what the row says: a merge may have moved it since the upload was read.
    keep: async (upload) => {
      const [which, referral, , by, ...rest] = await valuesOf(upload);
      await sql.run(
        'update uploads set referral = $2, by_person = $3, state = $4, kind = $5, mime = $6, bytes = $7, sha256 = $8, refusal = $9, at = $10, sealed = $11 where id = $1',
        [which, referral, by, ...rest],
      );
    },
    of: async (referral) => {
      const found: Upload[] = [];
      for (const row of await sql.all<UploadRow>(`select ${columns} from uploads where referral = $1 order by at, id`, [
        referral,
      ]))
        found.push(await uploadOf(row));
      return found;
    },
    seenInSpace: async (space, file, version, at) =>
      (await sql.run(
        'insert into space_files (space, file, version, at) values ($1, $2, $3, $4) on conflict do nothing',
        [space, file, version, at],
      )) === 1,
  };
}

type CardRow = {
  referral: string;
  place_key: string;
  track: string;
  template: string;
  receipt: string | null;
  shown_version: number;
  way: string;
};

function postedOn(sql: Sql): Page['posted'] {
  const columns = 'referral, place_key, track, template, receipt, shown_version, way';
  const cardOf = (row: CardRow): PostedCard => ({
    referral: id<ReferralId>(row.referral),
    placeKey: row.place_key,
    track: row.track,
    template: row.template,
    shownVersion: row.shown_version,
    way: row.way === 'message' ? 'message' : 'card',
    ...(row.receipt ? { receipt: row.receipt } : {}),
  });
  return {
    card: async (referral, placeKey) => {
      const row = await sql.one<CardRow>(`select ${columns} from posted_cards where referral = $1 and place_key = $2`, [
        referral,
        placeKey,
      ]);
      return row && cardOf(row);
    },
    cardByTrack: async (track) => {
      const row = await sql.one<CardRow>(`select ${columns} from posted_cards where track = $1`, [track]);
      return row && cardOf(row);
    },
    cards: async (referral) =>
      (await sql.all<CardRow>(`select ${columns} from posted_cards where referral = $1`, [referral])).map(cardOf),
    keepCard: async (card) =>
      void (await sql.run(
        `insert into posted_cards (${columns}) values ($1,$2,$3,$4,$5,$6,$7) on conflict (referral, place_key)
         do update set track = excluded.track, template = excluded.template, receipt = coalesce(excluded.receipt, posted_cards.receipt), shown_version = excluded.shown_version, way = excluded.way`,
        [card.referral, card.placeKey, card.track, card.template, card.receipt ?? null, card.shownVersion, card.way],
      )),
    keepReceipt: async (receipt, about) =>
      void (await sql.run(
        'insert into receipts (receipt, referral, what, tenant) values ($1, $2, $3, $4) on conflict do nothing',
        [receipt, about.referral ?? null, about.what, about.tenant],
      )),
    receipt: async (receipt) => {
      const row = await sql.one<{ referral: string | null; what: string; tenant: string }>(
        'select referral, what, tenant from receipts where receipt = $1',
        [receipt],
      );
      return (
        row && {
          what: row.what,
          tenant: id<TenantId>(row.tenant),
          ...(row.referral ? { referral: id<ReferralId>(row.referral) } : {}),
        }
      );
    },
    noteRead: async (receipt, user, at) =>
      (await sql.run('insert into reads (receipt, user_id, at) values ($1, $2, $3) on conflict do nothing', [
        receipt,
        user,
        at,
      ])) === 1,
  };
}

type ApprovalSql = {
  referral: string;
  content_version: number;
  tenant: string;
  reference: string;
  instance: string | null;
  state: string;
  started_at: Date;
};

function approvalsOn(sql: Sql): Page['approvals'] {
  const columns = 'referral, content_version, tenant, reference, instance, state, started_at';
  const approvalOf = (row: ApprovalSql): ApprovalRow => ({
    referral: id<ReferralId>(row.referral),
    contentVersion: row.content_version,
    tenant: id<TenantId>(row.tenant),
    reference: row.reference,
    state: row.state as ApprovalRow['state'],
    startedAt: row.started_at,
    ...(row.instance ? { instance: row.instance } : {}),
  });
  const one = async (where: string, values: readonly unknown[]) => {
    const row = await sql.one<ApprovalSql>(`select ${columns} from approvals where ${where}`, values);
    return row && approvalOf(row);
  };
  return {
    get: (referral, contentVersion) => one('referral = $1 and content_version = $2', [referral, contentVersion]),
    byInstance: (tenant, instance) => one('tenant = $1 and instance = $2', [tenant, instance]),
    keep: async (row) =>
      void (await sql.run(
        `insert into approvals (${columns}) values ($1,$2,$3,$4,$5,$6,$7) on conflict (referral, content_version)
         do update set instance = coalesce(excluded.instance, approvals.instance), state = excluded.state`,
        [row.referral, row.contentVersion, row.tenant, row.reference, row.instance ?? null, row.state, row.startedAt],
      )),
    unsettled: async (limit) =>
      (
        await sql.all<ApprovalSql>(
          `select ${columns} from approvals where state <> 'settled' order by started_at limit $1`,
          [limit],
        )
      ).map(approvalOf),
  };
}

function peopleOn(sql: Sql): Page['people'] {
  return {
    personOf: async (tenant, user) => {
      const row = await sql.one<{ person: string }>(
        'select person from people_links where tenant = $1 and user_id = $2',
        [tenant, user],
      );
      return row && id<ClinicianId>(row.person);
    },
    link: async (person, tenant, user, unionId, at) =>
      void (await sql.run(
        'insert into people_links (tenant, user_id, person, union_id, at) values ($1,$2,$3,$4,$5) on conflict (tenant, user_id) do update set person = excluded.person, union_id = coalesce(excluded.union_id, people_links.union_id)',
        [tenant, user, person, unionId ?? null, at],
      )),
    // Written by keepLanguage only.
    language: async (person) =>
      (await sql.one<{ language: string }>('select language from people_settings where person = $1', [person]))
        ?.language as Language | undefined,
    keepLanguage: async (person, language) =>
      void (await sql.run(
        'insert into people_settings (person, language) values ($1, $2) on conflict (person) do update set language = excluded.language',
        [person, language],
      )),
    endFor: async (tenant, user, at) => {
      await sql.run('insert into leavers (tenant, user_id, at) values ($1, $2, $3) on conflict do nothing', [
        tenant,
        user,
        at,
      ]);
      await sql.run('delete from sessions where tenant = $1 and user_id = $2', [tenant, user]);
      await sql.run('delete from people_links where tenant = $1 and user_id = $2', [tenant, user]);
    },
    hasLeft: async (tenant, user) =>
      (await sql.one('select 1 as left from leavers where tenant = $1 and user_id = $2', [tenant, user])) !== undefined,
    comeBack: async (tenant, user) =>
      void (await sql.run('delete from leavers where tenant = $1 and user_id = $2', [tenant, user])),
  };
}

type SessionRow = {
  id: string;
  person: string;
  tenant: string;
  user_id: string;
  device: string;
  csrf: string;
  from_at: Date;
  until_at: Date;
};

function sessionsOn(sql: Sql): Page['sessions'] {
  return {
    add: async (session) =>
      void (await sql.run(
        'insert into sessions (id, person, tenant, user_id, device, csrf, from_at, until_at) values ($1,$2,$3,$4,$5,$6,$7,$8)',
        [
          session.id,
          session.person,
          session.tenant,
          session.user,
          session.device,
          session.csrf,
          session.from,
          session.until,
        ],
      )),
    get: async (which, now): Promise<Session | undefined> => {
      const row = await sql.one<SessionRow>(
        'select id, person, tenant, user_id, device, csrf, from_at, until_at from sessions where id = $1 and until_at > $2',
        [which, now],
      );
      return (
        row && {
          id: row.id,
          person: id<ClinicianId>(row.person),
          tenant: id<TenantId>(row.tenant),
          user: id<UserId>(row.user_id),
          device: row.device,
          csrf: row.csrf,
          from: row.from_at,
          until: row.until_at,
        }
      );
    },
    end: async (which) => void (await sql.run('delete from sessions where id = $1', [which])),
    endAllOf: async (person) => void (await sql.run('delete from sessions where person = $1', [person])),
  };
}
