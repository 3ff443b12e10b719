import type { Category } from '../consent/category.ts';
import type { InstitutionId, PatientId, ReferralId, UploadId } from '../ids.ts';

/** What sort of thing was filed, as a person tells it apart when they look for it. */
export const archiveKinds = ['words', 'document', 'photo', 'imaging', 'voice'] as const;
export type ArchiveKind = (typeof archiveKinds)[number];

/** One line of what was filed. It is shown, and found, only by those whose leave names every part of the record it speaks of. */
export type ArchiveLine = {
  readonly text: string;
  readonly needs: readonly Category[];
  /** What is meant in it, whatever the spelling: keys of terms.ts. */
  readonly means: readonly string[];
};

/** One thing that can be found: a file, a note, an update, or what a file says of one day. Everything said in it is sealed at rest. */
export type ArchiveEntry = {
  readonly id: string;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  /** Who wrote it or brought it. */
  readonly origin: InstitutionId;
  readonly kind: ArchiveKind;
  /** The day it is about where it says one, otherwise when it came. */
  readonly at: Date;
  readonly isDated: boolean;
  /** The file or the note it is part of: found in several ways, it is shown once. */
  readonly source: string;
  /** The file to open, and to show small. */
  readonly upload?: UploadId;
  readonly pages: number;
  readonly title?: string;
  readonly lines: readonly ArchiveLine[];
};

/** Everything an entry is found by. */
export const termsOfLines = (
  lines: readonly ArchiveLine[],
  wordsIn: (text: string) => readonly string[],
): readonly string[] => [...new Set(lines.flatMap(({ text, means }) => [...wordsIn(text), ...means]))];
