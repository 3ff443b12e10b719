import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Alerts, KeptAlert, RuleCount } from '#src/ports/alerts.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  id: string;
  referral: string;
  patient: string;
  tier: KeptAlert['tier'];
  raised_at: Date;
  acknowledged_by: string | null;
  acknowledged_at: Date | null;
  sealed: Uint8Array;
};
type Hidden = {
  readonly key: string;
  readonly rule: string;
  readonly version: string;
  readonly reason?: string;
  readonly words?: string;
};

export function alertsOn(sql: Sql, sealed: Seals): Alerts {
  const seal = (alert: KeptAlert, hidden: Hidden) => sealed.forPatient(alert.patient, `alert ${alert.id}`, hidden);
  const count = (alert: KeptAlert, institution: InstitutionId, what: 'raised' | 'overridden') =>
    sql.run(
      `insert into rule_counts (rule, institution, tier, ${what})
       select $1, $2, $3, 1 where not exists (select 1 from referrals where id = $4 and drill)
       on conflict (rule, institution, tier) do update set ${what} = rule_counts.${what} + 1`,
      [alert.rule, institution, alert.tier, alert.referral],
    );
  const alertOf = async (row: Row): Promise<KeptAlert> => {
    // Written by `seal` above from an alert's own parts.
    const hidden = (await sealed.openForPatient(id<PatientId>(row.patient), `alert ${row.id}`, row.sealed)) as Hidden;
    const { reason, words, ...said } = hidden;
    return {
      id: row.id,
      referral: id<ReferralId>(row.referral),
      patient: id<PatientId>(row.patient),
      tier: row.tier,
      raisedAt: row.raised_at,
      ...said,
      ...(row.acknowledged_by && row.acknowledged_at
        ? {
            acknowledged: {
              by: id<ClinicianId>(row.acknowledged_by),
              at: row.acknowledged_at,
              reason: reason ?? '',
              ...(words ? { words } : {}),
            },
          }
        : {}),
    };
  };
  return {
    of: async (referral) => {
      const rows = await sql.all<Row>('select * from alerts where referral = $1 order by raised_at, id', [referral]);
      const all: KeptAlert[] = [];
      for (const row of rows) all.push(await alertOf(row));
      return all;
    },
    add: async (alert, institution) => {
      const { key, rule, version } = alert;
      await sql.run(
        'insert into alerts (id, referral, patient, tier, raised_at, sealed) values ($1, $2, $3, $4, $5, $6)',
        [
          alert.id,
          alert.referral,
          alert.patient,
          alert.tier,
          alert.raisedAt,
          await seal(alert, { key, rule, version }),
        ],
      );
      await count(alert, institution, 'raised');
    },
    acknowledge: async (alert, institution, { by, at, reason, words }) => {
      const { key, rule, version } = alert;
      const hidden = { key, rule, version, reason, ...(words ? { words } : {}) };
      const changed = await sql.run(
        'update alerts set acknowledged_by = $2, acknowledged_at = $3, sealed = $4 where id = $1 and acknowledged_at is null',
        [alert.id, by, at, await seal(alert, hidden)],
      );
      if (changed === 1) await count(alert, institution, 'overridden');
      return changed === 1;
    },
    counts: async (institution) => {
      const rows = await sql.all<{
        rule: string;
        institution: string;
        tier: RuleCount['tier'];
        raised: string;
        overridden: string;
      }>(
        'select rule, institution, tier, raised, overridden from rule_counts where $1::text is null or institution = $1 order by rule, institution',
        [institution ?? null],
      );
      return rows.map((row) => ({
        rule: row.rule,
        institution: id<InstitutionId>(row.institution),
        tier: row.tier,
        raised: Number(row.raised),
        overridden: Number(row.overridden),
      }));
    },
  };
}
