import type { ArchiveEntry } from '#src/domain/archive/entry.ts';
import { termsOfLines } from '#src/domain/archive/entry.ts';
import { termsIn } from '#src/domain/archive/terms.ts';
import { type InstitutionId, id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { fold } from '#src/domain/reading/folding.ts';
import type { Identity } from '#src/domain/referral/content.ts';
import type { Archive, ArchiveText, Thumbnail } from '#src/ports/archive.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';
import { candidatesIn, type EntryRow } from './archive-asked.ts';
import type { Seals } from './seals.ts';

export function archiveOn(sql: Sql, sealed: Seals, vault: Pick<Vault, 'blind' | 'seal' | 'open'>): Archive {
  const print = (entry: ArchiveEntry, places: readonly InstitutionId[]) =>
    vault.blind('word', `entry\n${JSON.stringify([entry, places])}`);
  const add = async (entry: ArchiveEntry, places: readonly InstitutionId[]) => {
    const { referral, patient, origin, kind, at, isDated, source, upload, pages, title, lines } = entry;
    const text: ArchiveText = { lines, ...(title ? { title } : {}) };
    await sql.run(
      `insert into archive_entries (id, referral, patient, origin, kind, at, is_dated, source, upload, pages, print, sealed)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`,
      [
        entry.id,
        referral,
        patient,
        origin,
        kind,
        at,
        isDated,
        source,
        upload ?? null,
        pages,
        print(entry, places),
        await sealed.forPatient(patient, label(entry.id), text),
      ],
    );
    const terms = termsOfLines(lines, (line) => termsIn(fold(line).text).map(({ term }) => term));
    for (const place of places)
      await sql.run(
        `insert into archive_words (entry, place, referral, patient, origin, kind, at, terms) values ($1,$2,$3,$4,$5,$6,$7,$8::bigint[])`,
        [entry.id, place, referral, patient, origin, kind, at, terms.map((term) => printOf(vault, place, term))],
      );
  };
  return {
    candidates: (asked) => candidatesIn(sql, (place, term) => printOf(vault, place, term), asked),
    // Only `replace` writes this column.
    open: async ({ id: which, patient, sealed: text }) =>
      (await sealed.openForPatient(patient, label(which), text)) as ArchiveText,
    leaveMayHang: async (person, candidates) => {
      const rows = await sql.all<{ patient: string | null; referral: string | null }>(
        `select distinct patient, null as referral from emergency_access where patient = any($1)
         union all select distinct null, referral from stated_reasons where person = $2 and referral = any($3)`,
        [candidates.map(({ patient }) => patient), person, candidates.map(({ referral }) => referral)],
      );
      return {
        emergencies: new Set(rows.flatMap((row) => (row.patient ? [id<PatientId>(row.patient)] : []))),
        reasons: new Set(rows.flatMap((row) => (row.referral ? [id<ReferralId>(row.referral)] : []))),
      };
    },
    identities: async (patients) => {
      const rows = await sql.all<{ id: string; identity: Uint8Array }>(
        'select id, identity from patients where id = any($1)',
        [patients],
      );
      const found = new Map<PatientId, Identity>();
      for (const { id: patient, identity } of rows)
        found.set(
          id<PatientId>(patient),
          // The page's own patients write this column.
          (await sealed.openForPatient(id<PatientId>(patient), `identity ${patient}`, identity)) as Identity,
        );
      return found;
    },
    textOf: async (upload, patient) => {
      const row = await sql.one<{ sealed: Uint8Array }>('select sealed from archive_texts where upload = $1', [upload]);
      return row && String(await sealed.openForPatient(patient, `archive text ${upload}`, row.sealed));
    },
    keepText: async (upload, referral, patient, text) =>
      void (await sql.run(
        `insert into archive_texts (upload, referral, patient, sealed) values ($1, $2, $3, $4)
         on conflict (upload) do update set referral = excluded.referral, patient = excluded.patient, sealed = excluded.sealed`,
        [upload, referral, patient, await sealed.forPatient(patient, `archive text ${upload}`, text)],
      )),
    replace: async (referral, entries, places) => {
      const before = new Map(
        (
          await sql.all<{ id: string; print: string }>('select id, print from archive_entries where referral = $1', [
            referral,
          ])
        ).map((row) => [row.id, row.print]),
      );
      const fresh = entries.filter((entry) => before.get(entry.id) !== print(entry, places));
      const stays = new Set(entries.filter((entry) => !fresh.includes(entry)).map((entry) => entry.id));
      const gone = [...before.keys()].filter((one) => !stays.has(one));
      if (gone.length > 0) {
        await sql.run('delete from archive_words where entry = any($1)', [gone]);
        await sql.run('delete from archive_entries where id = any($1)', [gone]);
      }
      for (const entry of fresh) await add(entry, places);
      await sql.run(
        'delete from archive_thumbnails t where referral = $1 and not exists (select 1 from archive_entries e where e.upload = t.upload)',
        [referral],
      );
    },
    thumbnail: async (upload, patient) => {
      const row = await sql.one<{ sealed: Uint8Array | null }>(
        'select sealed from archive_thumbnails where upload = $1',
        [upload],
      );
      if (!row) return undefined;
      return row.sealed === null ? 'none' : { jpeg: await vault.open(patient, `thumbnail ${upload}`, row.sealed) };
    },
    keepThumbnail: async (upload, referral, patient, thumbnail: Thumbnail) =>
      void (await sql.run(
        `insert into archive_thumbnails (upload, referral, patient, sealed) values ($1, $2, $3, $4)
         on conflict (upload) do update set referral = excluded.referral, patient = excluded.patient, sealed = excluded.sealed`,
        [
          upload,
          referral,
          patient,
          thumbnail === 'none' ? null : await vault.seal(patient, `thumbnail ${upload}`, thumbnail.jpeg),
        ],
      )),
    shownSmall: async (uploads) =>
      new Set(
        (
          await sql.all<{ upload: string }>(
            'select upload from archive_thumbnails where upload = any($1) and sealed is not null',
            [uploads],
          )
        ).map((row) => id<UploadId>(row.upload)),
      ),
    withoutThumbnail: async (limit) =>
      (
        await sql.all<Pick<EntryRow, 'referral' | 'patient'> & { upload: string }>(
          `select e.upload, e.referral, e.patient from archive_entries e where e.upload is not null and not e.is_dated and e.kind in ('document', 'photo', 'imaging')
           and not exists (select 1 from archive_thumbnails t where t.upload = e.upload) order by e.at desc limit $1`,
          [limit],
        )
      ).map((row) => ({
        upload: id<UploadId>(row.upload),
        referral: id<ReferralId>(row.referral),
        patient: id<PatientId>(row.patient),
      })),
    takeDue: async (limit) =>
      (
        await sql.all<{ referral: string }>(
          `delete from archive_due where referral in (select referral from archive_due limit $1 for update skip locked) returning referral`,
          [limit],
        )
      ).map((row) => id<ReferralId>(row.referral)),
    startAnew: () => sql.run('insert into archive_due select id from referrals on conflict do nothing'),
  };
}

const label = (entry: string) => `archive ${entry}`;

/** The same word is another fingerprint at every place: what one place has filed tells nothing about another's. */
const printOf = (vault: Pick<Vault, 'blind'>, place: InstitutionId, term: string): string =>
  vault.blind('word', `${place}\n${term}`);
