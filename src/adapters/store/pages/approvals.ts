import { id, type ReferralId, type TenantId } from '#src/domain/ids.ts';
import type { ApprovalRow, ApprovalRows } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';

type ApprovalSql = {
  referral: string;
  content_version: number;
  tenant: string;
  reference: string;
  instance: string | null;
  state: string;
  started_at: Date;
};

export function approvalsOn(sql: Sql): ApprovalRows {
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
