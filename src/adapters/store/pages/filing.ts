import type { Page } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';

/**
 * Notes, in the transaction that changes it, that a referral has to be filed anew in the archive: whatever way the change comes, now and later, it passes
 * here. It is filed afterwards, by one process for all.
 */
export function filing<Parts extends Pick<Page, 'referrals' | 'readings' | 'uploads' | 'consents' | 'patients'>>(
  sql: Sql,
  page: Parts,
): Parts {
  const due = (referral: string | undefined) =>
    referral === undefined
      ? undefined
      : sql.run('insert into archive_due (referral) values ($1) on conflict do nothing', [referral]);
  const dueOf = (column: 'id' | 'patient', table: 'consents' | undefined, value: string) =>
    sql.run(
      table
        ? `insert into archive_due select id from referrals where patient in (select patient from consents where ${column} = $1) on conflict do nothing`
        : `insert into archive_due select id from referrals where ${column} = $1 on conflict do nothing`,
      [value],
    );
  const { referrals, readings, uploads, consents, patients } = page;
  return {
    ...page,
    referrals: {
      ...referrals,
      add: async (referral, ...rest) => {
        await referrals.add(referral, ...rest);
        await due(referral.id);
      },
      keepContent: async (referral, content) => {
        await referrals.keepContent(referral, content);
        await due(referral.id);
      },
    },
    readings: {
      ...readings,
      keep: async (reading) => {
        await readings.keep(reading);
        await due(reading.referral);
      },
    },
    uploads: {
      ...uploads,
      keep: async (upload) => {
        await uploads.keep(upload);
        await due(upload.referral);
      },
    },
    consents: {
      ...consents,
      add: async (consent) => {
        await consents.add(consent);
        await dueOf('patient', undefined, consent.patient);
      },
      withdraw: async (which, withdrawn) => {
        const done = await consents.withdraw(which, withdrawn);
        if (done) await dueOf('id', 'consents', which);
        return done;
      },
      replace: async (which, replaced) => {
        await consents.replace(which, replaced);
        await dueOf('id', 'consents', which);
      },
      noteOnce: async (which, what, at) => {
        const first = await consents.noteOnce(which, what, at);
        if (first && what === 'expired') await dueOf('id', 'consents', which);
        return first;
      },
    },
    patients: {
      ...patients,
      merge: async (from, into) => {
        await patients.merge(from, into);
        for (const table of ['archive_entries', 'archive_words', 'archive_texts', 'archive_thumbnails'])
          await sql.run(`update ${table} set patient = $2 where patient = $1`, [from, into]);
        await dueOf('patient', undefined, into);
      },
    },
  };
}
