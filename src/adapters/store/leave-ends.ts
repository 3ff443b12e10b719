import type pg from 'pg';
import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { LeaveEnd } from '#src/ports/consents.ts';
import type { Log } from '#src/ports/log.ts';
import { leaveEndsChannel } from './pages/consents.ts';

type EndRow = {
  id: string;
  patient: string;
  referral: string | null;
  institution: string | null;
  clinician: string | null;
  because: string;
};

const pollMs = 500;
/** Rows of slower transactions appear behind faster ones: the last ones are looked at again. */
const lookBack = 200;

/**
 * Hears, in every instance of the service, that somebody's leave to look has ended: at once by the store's own notice, and at the latest by looking twice a second, should
 * the line for notices be down. Each end is told once.
 */
export function watchLeaveEnds(
  pool: pg.Pool,
  log: Log,
  told: (end: LeaveEnd) => Promise<void> | void,
): { readonly ready: Promise<void>; readonly stop: () => Promise<void> } {
  const seen = new Set<string>();
  let newest = 0;
  let stopped = false;
  let line: pg.PoolClient | undefined;
  let looking: Promise<void> = Promise.resolve();

  const begin = async () => {
    const { rows } = await pool.query<{ newest: string | null }>('select max(id) as newest from leave_ends');
    newest = Number(rows[0]?.newest ?? 0);
    const { rows: before } = await pool.query<{ id: string }>('select id from leave_ends where id > $1', [
      newest - lookBack,
    ]);
    for (const { id: one } of before) seen.add(one);
  };
  const look = async () => {
    const { rows } = await pool.query<EndRow>(
      'select id, patient, referral, institution, clinician, because from leave_ends where id > $1 order by id',
      [newest - lookBack],
    );
    for (const row of rows) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      newest = Math.max(newest, Number(row.id));
      await told(endOf(row));
    }
    if (seen.size > lookBack * 4) for (const one of seen) if (Number(one) <= newest - lookBack) seen.delete(one);
  };
  const wake = () => {
    looking = looking
      .then(async () => {
        if (!stopped) await look();
      })
      .catch((error: unknown) => {
        log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'ended leave could not be looked up');
      });
  };
  const listen = async () => {
    if (stopped || line) return;
    try {
      const client = await pool.connect();
      const gone = () => {
        if (line !== client) return;
        line = undefined;
        client.release(true);
      };
      client.on('notification', wake);
      client.on('error', gone);
      client.on('end', gone);
      line = client;
      await client.query(`listen ${leaveEndsChannel}`);
    } catch {
      // The next tick tries again; until then the looks twice a second do.
      line?.release(true);
      line = undefined;
    }
  };
  const ready = begin().then(listen);
  const timer = setInterval(() => {
    if (!line) void listen();
    wake();
  }, pollMs);
  timer.unref();
  return {
    ready,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await ready.catch(() => undefined);
      await looking;
      const client = line;
      line = undefined;
      client?.release(true);
    },
  };
}

const endOf = (row: EndRow): LeaveEnd => ({
  patient: id<PatientId>(row.patient),
  // Only `leaveEnded` of a page writes this column.
  because: row.because as LeaveEnd['because'],
  ...(row.referral ? { referral: id<ReferralId>(row.referral) } : {}),
  ...(row.institution ? { institution: id<InstitutionId>(row.institution) } : {}),
  ...(row.clinician ? { clinician: id<ClinicianId>(row.clinician) } : {}),
});
