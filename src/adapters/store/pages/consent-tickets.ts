import { createHash } from 'node:crypto';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import type { ConsentTicket } from '#src/domain/consent/ticket.ts';
import { type ClinicianId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { ConsentTickets } from '#src/ports/consents.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';

type TicketRow = {
  id: string;
  kind: string;
  patient: string;
  referral: string;
  consents: string[];
  made_by: string;
  made_at: Date;
  until_at: Date | null;
  wrong_tries: number;
  proof: string | null;
  used_at: Date | null;
  closed_at: Date | null;
};

const columns =
  'id, kind, patient, referral, consents, made_by, made_at, until_at, wrong_tries, proof, used_at, closed_at';

/** A token is random enough for a plain hash; a code of eight digits is not, so its fingerprint is keyed. A stolen store opens neither. */
export function ticketsOn(sql: Sql, vault: Pick<Vault, 'blind'>): ConsentTickets {
  const fingerprint = (token: string) => createHash('sha256').update(token).digest('base64url');
  const one = async (where: string, values: readonly unknown[]) => {
    const row = await sql.one<TicketRow>(`select ${columns} from consent_tickets where ${where}`, values);
    return row && ticketOf(row);
  };
  const codeOf = (code: string) => vault.blind('word', `patient page ${code}`);
  return {
    add: async (ticket, token, code) =>
      void (await sql.run(
        `insert into consent_tickets (id, token, code, kind, patient, referral, consents, made_by, made_at, until_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
        [
          ticket.id,
          fingerprint(token),
          code ? codeOf(code) : null,
          ticket.kind,
          ticket.patient,
          ticket.referral,
          ticket.consents,
          ticket.madeBy,
          ticket.madeAt,
          ticket.until ?? null,
        ],
      )),
    byToken: (token) => one('token = $1', [fingerprint(token)]),
    byCode: (code) => one('code = $1', [codeOf(code)]),
    hold: (which) => one('id = $1 for update', [which]),
    keep: async (ticket) =>
      void (await sql.run(
        'update consent_tickets set wrong_tries = $2, proof = $3, used_at = $4, closed_at = $5, consents = $6 where id = $1',
        [
          ticket.id,
          ticket.wrongTries,
          ticket.proof ?? null,
          ticket.usedAt ?? null,
          ticket.closedAt ?? null,
          ticket.consents,
        ],
      )),
    closeFor: async (referral) =>
      void (await sql.run(
        "update consent_tickets set closed_at = now() where referral = $1 and kind = 'decide' and used_at is null and closed_at is null",
        [referral],
      )),
  };
}

const ticketOf = (row: TicketRow): ConsentTicket => ({
  id: row.id,
  kind: row.kind === 'withdraw' ? 'withdraw' : 'decide',
  patient: id<PatientId>(row.patient),
  referral: id<ReferralId>(row.referral),
  consents: row.consents.map((one) => id<ConsentId>(one)),
  madeBy: row.made_by === 'patient' ? 'patient' : id<ClinicianId>(row.made_by),
  madeAt: row.made_at,
  wrongTries: row.wrong_tries,
  ...(row.until_at ? { until: row.until_at } : {}),
  ...(row.proof ? { proof: row.proof } : {}),
  ...(row.used_at ? { usedAt: row.used_at } : {}),
  ...(row.closed_at ? { closedAt: row.closed_at } : {}),
});
