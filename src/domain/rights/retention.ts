import type { ClinicianId, Id, InstitutionId, PatientId } from '../ids.ts';

export type HoldId = Id<'LegalHold'>;
export type ErasureId = Id<'Erasure'>;

/** Somebody needs the record kept: a claim, a court, an inquiry. While one stands, nothing of the patient is erased. */
export type LegalHold = {
  readonly id: HoldId;
  readonly patient: PatientId;
  readonly institution: InstitutionId;
  readonly reason: string;
  readonly by: ClinicianId;
  readonly at: Date;
  readonly lifted?: { readonly by: ClinicianId; readonly at: Date };
};

/** What was erased, when, by whose decision, and how it was made sure. Ids and counts only: it outlives what it speaks of. */
export type Certificate = {
  readonly id: ErasureId;
  readonly patient: PatientId;
  readonly institution: InstitutionId;
  readonly why: 'request' | 'retention';
  readonly by: ClinicianId | 'baton';
  readonly at: Date;
  readonly rows: Readonly<Record<string, number>>;
  readonly files: readonly string[];
  /** Set once the files are gone and every key of the patient was destroyed. A backup made before still holds both until it is rotated out. */
  readonly doneAt?: Date;
};

export type RetentionYears = { readonly record: number };

/** A minor's record is kept until 25 (hk-law.md §3, common practice), everybody's so many years after the last thing that happened. */
export function eraseAfter(last: Date, born: string | undefined, { record }: RetentionYears): Date {
  const usual = addYears(last, record);
  if (!born || !/^\d{4}/.test(born)) return usual;
  const birth = new Date(`${born.slice(0, 10).padEnd(10, '-01').slice(0, 10)}T00:00:00+08:00`);
  if (Number.isNaN(birth.getTime()) || addYears(birth, 18) <= last) return usual;
  const grown = addYears(birth, 25);
  return grown > usual ? grown : usual;
}

function addYears(from: Date, years: number): Date {
  const to = new Date(from);
  to.setUTCFullYear(to.getUTCFullYear() + years);
  return to;
}
