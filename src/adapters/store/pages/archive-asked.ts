import { type ArchiveKind, archiveKinds } from '#src/domain/archive/entry.ts';
import { type InstitutionId, id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { ArchiveAsked, ArchiveCandidate } from '#src/ports/archive.ts';
import type { Sql } from '../sql.ts';

export type EntryRow = {
  id: string;
  referral: string;
  patient: string;
  origin: string;
  kind: string;
  at: Date;
  is_dated: boolean;
  source: string;
  upload: string | null;
  pages: number;
  sealed: Uint8Array;
};

/** Asks each place by its own fingerprints; what stands at several places is given once. */
export async function candidatesIn(
  sql: Sql,
  print: (place: InstitutionId, term: string) => string,
  asked: ArchiveAsked,
): Promise<readonly ArchiveCandidate[]> {
  const found = new Map<string, ArchiveCandidate>();
  for (const place of asked.places) {
    const { text, values } = questionFor(place, (term) => print(place, term), asked);
    for (const row of await sql.all<EntryRow>(text, values)) found.set(row.id, candidateOf(row));
  }
  return [...found.values()].sort(
    (one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1),
  );
}

function questionFor(
  place: InstitutionId,
  print: (term: string) => string,
  { all, patients, kinds, origins, from, to, limit, offset }: ArchiveAsked,
): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [place];
  const value = (one: unknown): string => {
    values.push(one);
    return `$${values.length}`;
  };
  const where = [
    'place = $1',
    // Alternatives of one word each are one look into the index, and the database knows better how often they come.
    ...all.map((alternatives) =>
      alternatives.every(({ length }) => length === 1)
        ? `terms && ${value(alternatives.flat().map(print))}::bigint[]`
        : `(${alternatives.map((terms) => `terms @> ${value(terms.map(print))}::bigint[]`).join(' or ')})`,
    ),
    ...(patients ? [`patient = any(${value(patients)})`] : []),
    ...(kinds ? [`kind = any(${value(kinds)})`] : []),
    ...(origins ? [`origin = any(${value(origins)})`] : []),
    ...(from ? [`at >= ${value(from)}`] : []),
    ...(to ? [`at < ${value(to)}`] : []),
  ];
  return {
    text: `select e.id, e.referral, e.patient, e.origin, e.kind, e.at, e.is_dated, e.source, e.upload, e.pages, e.sealed from
      (select entry from archive_words where ${where.join(' and ')} order by at desc, entry desc limit ${value(limit)} offset ${value(offset)}) w
      join archive_entries e on e.id = w.entry`,
    values,
  };
}

const candidateOf = (row: EntryRow): ArchiveCandidate => ({
  id: row.id,
  referral: id<ReferralId>(row.referral),
  patient: id<PatientId>(row.patient),
  origin: id<InstitutionId>(row.origin),
  kind: archiveKinds.find((one): one is ArchiveKind => one === row.kind) ?? 'document',
  at: row.at,
  isDated: row.is_dated,
  source: row.source,
  pages: row.pages,
  sealed: row.sealed,
  ...(row.upload ? { upload: id<UploadId>(row.upload) } : {}),
});
