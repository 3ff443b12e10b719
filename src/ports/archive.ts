import type { ArchiveEntry, ArchiveKind, ArchiveLine } from '../domain/archive/entry.ts';
import type { ClinicianId, InstitutionId, PatientId, ReferralId, UploadId } from '../domain/ids.ts';
import type { Identity } from '../domain/referral/content.ts';

/** What is looked for, among what these places hold. Each member of `all` must be met by one of its alternatives, each a set of terms that go together. */
export type ArchiveAsked = {
  readonly places: readonly InstitutionId[];
  readonly all: readonly (readonly (readonly string[])[])[];
  readonly patients?: readonly PatientId[];
  readonly kinds?: readonly ArchiveKind[];
  readonly origins?: readonly InstitutionId[];
  /** Half open. */
  readonly from?: Date;
  readonly to?: Date;
  readonly limit: number;
  readonly offset: number;
};

/** Something that may fit. It was found by fingerprints: only what is opened, with leave, says whether it does. */
export type ArchiveCandidate = Omit<ArchiveEntry, 'lines' | 'title'> & { readonly sealed: Uint8Array };
export type ArchiveText = { readonly title?: string; readonly lines: readonly ArchiveLine[] };

/** Small pictures; `none` where there is nothing to show. */
export type Thumbnail = { readonly jpeg: Uint8Array } | 'none';

export interface ArchiveReader {
  /** The newest first. */
  candidates(asked: ArchiveAsked): Promise<readonly ArchiveCandidate[]>;
  open(candidate: Pick<ArchiveCandidate, 'id' | 'patient' | 'sealed'>): Promise<ArchiveText>;
  /** Which of these patients have emergency access, and which referrals a reason this person gave, whatever of it is in force. */
  leaveMayHang(
    person: ClinicianId,
    candidates: readonly Pick<ArchiveCandidate, 'patient' | 'referral'>[],
  ): Promise<{
    readonly emergencies: ReadonlySet<PatientId>;
    readonly reasons: ReadonlySet<ReferralId>;
  }>;
  identities(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, Identity>>;
  textOf(upload: UploadId, patient: PatientId): Promise<string | undefined>;
  thumbnail(upload: UploadId, patient: PatientId): Promise<Thumbnail | undefined>;
  /** Filed things of these uploads that can be shown small. */
  shownSmall(uploads: readonly UploadId[]): Promise<ReadonlySet<UploadId>>;
  /** Filed files without a small picture yet. */
  withoutThumbnail(
    limit: number,
  ): Promise<readonly { readonly upload: UploadId; readonly referral: ReferralId; readonly patient: PatientId }[]>;
}

/**
 * What can be found, without anything readable at rest: words as keyed fingerprints that differ from institution to institution, the lines themselves sealed
 * for the patient. It is made of what is kept elsewhere, and can be made anew at any time.
 */
export interface Archive extends ArchiveReader {
  /** The whole text that was read of a file. */
  keepText(upload: UploadId, referral: ReferralId, patient: PatientId, text: string): Promise<void>;
  /** The entries of a referral, and who may look among them at all; what was there of it before is gone. */
  replace(referral: ReferralId, entries: readonly ArchiveEntry[], places: readonly InstitutionId[]): Promise<void>;
  keepThumbnail(upload: UploadId, referral: ReferralId, patient: PatientId, thumbnail: Thumbnail): Promise<void>;
  /** Takes up to so many referrals that changed since they were filed; the page that takes them files them. */
  takeDue(limit: number): Promise<readonly ReferralId[]>;
  /** Everything is filed anew. How many referrals. */
  startAnew(): Promise<number>;
}
