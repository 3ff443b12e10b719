import type { Consent, ConsentId, HowGiven, Recipient } from '#src/domain/consent/consent.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Consents, LeaveEnd } from '#src/ports/consents.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type ConsentRow = {
  id: string;
  patient: string;
  referral: string | null;
  recipient: string;
  decision: string;
  purpose: string;
  from_at: Date;
  until_at: Date | null;
  wording: string;
  recorded_by: string;
  recorded_at: Date;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
  replaced_at: Date | null;
  replaced_by: string | null;
  sealed: Uint8Array;
};

const columns =
  'id, patient, referral, recipient, decision, purpose, from_at, until_at, wording, recorded_by, recorded_at, withdrawn_at, withdrawn_by, replaced_at, replaced_by, sealed';
/** Every instance of the service listens here; the rows of `leave_ends` hold what is meant. */
export const leaveEndsChannel = 'baton_leave_ends';

export function consentsOn(sql: Sql, sealed: Seals): Consents {
  const label = (which: string) => `consent ${which}`;
  const consentOf = async (row: ConsentRow): Promise<Consent> => {
    // Written by `add` below from a Consent's own parts.
    const hidden = (await sealed.openForPatient(id<PatientId>(row.patient), label(row.id), row.sealed)) as {
      categories: Consent['categories'];
      how: HowGiven;
    };
    return {
      id: id<ConsentId>(row.id),
      patient: id<PatientId>(row.patient),
      recipient: recipientFrom(row.recipient),
      // Only `add` writes these two columns.
      decision: row.decision as Consent['decision'],
      purpose: row.purpose as Consent['purpose'],
      categories: hidden.categories,
      how: hidden.how,
      from: row.from_at,
      wording: row.wording,
      recordedBy: byWhom(row.recorded_by),
      recordedAt: row.recorded_at,
      ...(row.referral ? { referral: id<ReferralId>(row.referral) } : {}),
      ...(row.until_at ? { until: row.until_at } : {}),
      ...(row.withdrawn_at ? { withdrawn: { at: row.withdrawn_at, by: byWhom(row.withdrawn_by ?? 'patient') } } : {}),
      ...(row.replaced_at ? { replaced: { at: row.replaced_at, by: id<ConsentId>(row.replaced_by ?? '') } } : {}),
    };
  };
  const leaveEnded = async ({ patient, referral, institution, clinician, because }: LeaveEnd): Promise<void> => {
    await sql.run("delete from leave_ends where at < now() - interval '1 day'");
    await sql.run(
      'insert into leave_ends (patient, referral, institution, clinician, because) values ($1,$2,$3,$4,$5)',
      [patient, referral ?? null, institution ?? null, clinician ?? null, because],
    );
    await sql.run(`select pg_notify('${leaveEndsChannel}', '')`);
  };
  return {
    add: async (consent) =>
      void (await sql.run(
        `insert into consents (id, patient, referral, recipient, decision, purpose, from_at, until_at, way, wording, recorded_by, recorded_at, sealed)
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
        [
          consent.id,
          consent.patient,
          consent.referral ?? null,
          recipientText(consent.recipient),
          consent.decision,
          consent.purpose,
          consent.from,
          consent.until ?? null,
          consent.how.way,
          consent.wording,
          consent.recordedBy,
          consent.recordedAt,
          await sealed.forPatient(consent.patient, label(consent.id), {
            categories: consent.categories,
            how: consent.how,
          }),
        ],
      )),
    get: async (which) => {
      const row = await sql.one<ConsentRow>(`select ${columns} from consents where id = $1`, [which]);
      return row && consentOf(row);
    },
    of: async (patient) =>
      Promise.all(
        (
          await sql.all<ConsentRow>(`select ${columns} from consents where patient = $1 order by recorded_at, id`, [
            patient,
          ])
        ).map(consentOf),
      ),
    ofSeveral: async (patients) =>
      Map.groupBy(
        await Promise.all(
          (
            await sql.all<ConsentRow>(
              `select ${columns} from consents where patient = any($1) order by recorded_at, id`,
              [patients],
            )
          ).map(consentOf),
        ),
        ({ patient }) => patient,
      ),
    endingBetween: async (from, to, limit) =>
      Promise.all(
        (
          await sql.all<ConsentRow>(
            `select ${columns} from consents where until_at > $1 and until_at <= $2 and decision = 'given' and withdrawn_at is null and replaced_at is null
             order by until_at limit $3`,
            [from, to, limit],
          )
        ).map(consentOf),
      ),
    withdraw: async (which, { at, by }) => {
      const row = await sql.one<{ patient: string; referral: string | null; recipient: string }>(
        `update consents set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and withdrawn_at is null and replaced_at is null
         returning patient, referral, recipient`,
        [which, at, by],
      );
      if (!row) return false;
      await leaveEnded({
        patient: id<PatientId>(row.patient),
        ...(row.referral ? { referral: id<ReferralId>(row.referral) } : {}),
        ...recipientFrom(row.recipient),
        because: 'withdrawn',
      });
      return true;
    },
    replace: async (which, { at, by }) =>
      void (await sql.run(
        'update consents set replaced_at = $2, replaced_by = $3 where id = $1 and replaced_at is null and withdrawn_at is null',
        [which, at, by],
      )),
    noteOnce: async (which, what, at) =>
      (await sql.run('insert into consent_notices (consent, what, at) values ($1, $2, $3) on conflict do nothing', [
        which,
        what,
        at,
      ])) === 1,
    leaveEnded,
  };
}

const byWhom = (text: string): ClinicianId | 'patient' => (text === 'patient' ? 'patient' : id<ClinicianId>(text));

const recipientText = (recipient: Recipient): string =>
  'institution' in recipient ? `institution ${recipient.institution}` : `clinician ${recipient.clinician}`;

function recipientFrom(text: string): Recipient {
  const [kind, ...rest] = text.split(' ');
  const which = rest.join(' ');
  return kind === 'clinician' ? { clinician: id<ClinicianId>(which) } : { institution: id<InstitutionId>(which) };
}
