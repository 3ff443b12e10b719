import type { ClinicianId, PatientId, ReferralId, UploadId } from '../domain/ids.ts';
import type { PatientIdentity } from '../domain/intake/document.ts';
import type { Finding } from '../domain/record/finding.ts';

/**
 * Where a document stands. read: its findings wait to be taken over. needs-person: whose it is, or what it says, is not sure, and a person has to look.
 * stopped: it seems to be about somebody else; nothing of it is used before a second person has confirmed. refused: it was not read, with a code.
 * filed: everything that was read of it has its answer.
 */
export type ReadingState = 'read' | 'needs-person' | 'stopped' | 'refused' | 'filed';

/** What a person did with one finding. */
export type Answer = 'taken' | 'left';

/** The line of the source a finding stands in, and where in the line. */
export type QuotedLine = { readonly text: string; readonly from: number; readonly to: number };

/** One fact as it was read, the line it stands in, and what was done with it. `right` is what a person put in its place; what was read stays beside it. */
export type ReadFact = {
  readonly finding: Finding;
  readonly line?: QuotedLine;
  readonly answer?: Answer;
  readonly right?: Finding;
};

/** What was read of one upload. Nothing of it is part of the referral until a person takes it over. */
export type KeptReading = {
  readonly upload: UploadId;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly state: ReadingState;
  /** Why it stands so: a refusal code or the code of a warning. */
  readonly code?: string;
  readonly at: Date;
  /** Who confirmed that it is about this patient, against what it says. */
  readonly confirmedBy?: ClinicianId;
  readonly says: {
    readonly kind: string;
    readonly subkind?: string;
    /** Pages that can be shown as pictures; nought where there are none. */
    readonly pages: number;
    readonly patient?: PatientIdentity;
    /** The words that a machine heard in a recording. */
    readonly heard?: string;
    readonly facts: readonly ReadFact[];
    readonly warnings: readonly { readonly code: string; readonly message: string }[];
  };
};

/** How far a reading has come: the page in hand, counted from 1, of all there are. */
export type Progress = { readonly page: number; readonly pages: number };

export interface ReadingReader {
  get(upload: UploadId): Promise<KeptReading | undefined>;
  of(referral: ReferralId): Promise<readonly KeptReading[]>;
  /** Where each stands, without opening what it says. */
  states(referral: ReferralId): Promise<ReadonlyMap<UploadId, ReadingState>>;
  /** Of the files that are being read just now. */
  progress(referral: ReferralId): Promise<ReadonlyMap<UploadId, Progress>>;
}

export interface Readings extends ReadingReader {
  /** What is kept is no longer in progress. */
  keep(reading: KeptReading): Promise<void>;
  keepProgress(upload: UploadId, referral: ReferralId, progress: Progress): Promise<void>;
}
