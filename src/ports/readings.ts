import type { ClinicianId, PatientId, ReferralId, UploadId } from '../domain/ids.ts';
import type { PatientIdentity } from '../domain/intake/document.ts';
import type { Finding } from '../domain/record/finding.ts';

/**
 * Where a document stands. read: its findings wait to be taken over. needs-person: it could not be read for sure, a person has to look. stopped: it seems to be
 * about somebody else; nothing of it is used before a second person has confirmed. refused: it was not read, with a code. accepted: its findings are in the draft.
 */
export type ReadingState = 'read' | 'needs-person' | 'stopped' | 'refused' | 'accepted';

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
    readonly patient?: PatientIdentity;
    readonly findings: readonly Finding[];
    readonly warnings: readonly { readonly code: string; readonly message: string }[];
  };
};

export interface ReadingReader {
  get(upload: UploadId): Promise<KeptReading | undefined>;
  of(referral: ReferralId): Promise<readonly KeptReading[]>;
}

export interface Readings extends ReadingReader {
  keep(reading: KeptReading): Promise<void>;
}
