import { id, type ReferralId, type TenantId } from '#src/domain/ids.ts';
import type { Posted, PostedCard } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';

type CardRow = {
  referral: string;
  place_key: string;
  track: string;
  template: string;
  receipt: string | null;
  shown_version: number;
  way: string;
  shown_files: string | null;
};

export function postedOn(sql: Sql): Posted {
  const columns = 'referral, place_key, track, template, receipt, shown_version, way, shown_files';
  const cardOf = (row: CardRow): PostedCard => ({
    referral: id<ReferralId>(row.referral),
    placeKey: row.place_key,
    track: row.track,
    template: row.template,
    shownVersion: row.shown_version,
    way: row.way === 'message' ? 'message' : 'card',
    ...(row.receipt ? { receipt: row.receipt } : {}),
    ...(row.shown_files === null ? {} : { shownFiles: row.shown_files }),
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
        `insert into posted_cards (${columns}) values ($1,$2,$3,$4,$5,$6,$7,$8) on conflict (referral, place_key)
         do update set track = excluded.track, template = excluded.template, receipt = coalesce(excluded.receipt, posted_cards.receipt), shown_version = excluded.shown_version, way = excluded.way, shown_files = excluded.shown_files`,
        [
          card.referral,
          card.placeKey,
          card.track,
          card.template,
          card.receipt ?? null,
          card.shownVersion,
          card.way,
          card.shownFiles ?? null,
        ],
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
