import type { Finding } from '../record/finding.ts';
import type { RefusalCode } from '../refused.ts';

/** What a file is, told by its bytes and never by its name. */
export type DocumentKind =
  | 'text'
  | 'pdf'
  | 'word'
  | 'spreadsheet'
  | 'csv'
  | 'hl7'
  | 'cda'
  | 'fhir'
  | 'dicom'
  | 'image'
  | 'archive'
  | 'audio'
  | 'video'
  | 'unknown';

export type IdentifierType =
  | 'hkid'
  | 'passport'
  | 'case-number'
  | 'ehealth-number'
  | 'record-number'
  | 'account-number'
  | 'other';

export type PatientNumber = { readonly type: IdentifierType; readonly value: string; readonly issuer?: string };

/** Who a document says it is about. A part that the document does not say is left out and never guessed. */
export type PatientIdentity = {
  /** Each way the name is written, the plainest first: `CHAN, Tai Man`, `Levin, Henry L.`. */
  readonly names: readonly string[];
  readonly chineseName?: string;
  readonly family?: string;
  readonly given?: string;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as exact as the document is. */
  readonly birthDate?: string;
  readonly age?: number;
  readonly sex?: 'male' | 'female' | 'other' | 'unknown';
  readonly numbers: readonly PatientNumber[];
  readonly phone?: string;
};

/**
 * Something a reader must know before trusting the document. `code` is stable: `names.several`, `identity.none`, `dicom.truncated`,
 * `dicom.burnt-in`, `text.none`… The message holds no patient data.
 */
export type Warning = { readonly code: string; readonly message: string };

/** One series of pictures, put in order by position. Lengths in millimetres. */
export type SeriesSummary = {
  readonly uid: string;
  readonly study?: string;
  readonly modality: string;
  readonly description?: string;
  readonly bodyPart?: string;
  /** Instances in this series, and frames where an instance holds several. */
  readonly slices: number;
  readonly frames?: number;
  readonly rows?: number;
  readonly columns?: number;
  readonly pixelSpacingMm?: readonly [row: number, column: number];
  /** The distance between neighbours by position, which is not the thickness. */
  readonly sliceSpacingMm?: number;
  readonly sliceThicknessMm?: number;
  readonly zFirstLast?: readonly [number, number];
  /** Names of the files at both ends, by position. */
  readonly firstFile?: string;
  readonly lastFile?: string;
  /** The files in order by position. */
  readonly files: readonly string[];
  readonly windows?: readonly { readonly center: number; readonly width: number; readonly name?: string }[];
  readonly windowsFrom?: 'header' | 'presets';
  readonly transferSyntax?: string;
  readonly warnings?: readonly Warning[];
};

/** A file inside a file: a PDF in a CDA, an entry of a zip. It is read on its own. */
export type Embedded = { readonly name: string; readonly bytes: Uint8Array; readonly mime?: string };

/** What a reader took from one file. A refusal is thrown as `Refused` with a code. */
export type Reading = {
  readonly kind: DocumentKind;
  /** The form within the kind, as the format itself names it: `ORU^R01`, `Bundle/document`, `CT`, `12-lead ECG`. */
  readonly subkind?: string;
  /** `unsure`: something was read, and a person has to look before any of it is used. */
  readonly outcome: 'read' | 'unsure';
  /** The text that spans in `findings` point into. */
  readonly text?: string;
  readonly pages?: number;
  readonly findings: readonly Finding[];
  readonly patient?: PatientIdentity;
  /** The other patients of a file that speaks of several. Each has findings of its own; they are never mixed. */
  readonly others?: readonly Reading[];
  readonly warnings: readonly Warning[];
  readonly series?: readonly SeriesSummary[];
  readonly embedded?: readonly Embedded[];
  /** Facts of the format that are no findings: transfer syntax, rows, appointment and referral numbers. Plain values only. */
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** A document as it is told to the outside: read, read with doubt, or refused with a code. */
export type DocumentReport =
  | ({ readonly file: string } & Reading)
  | {
      readonly file: string;
      readonly kind: DocumentKind;
      readonly outcome: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly findings: readonly [];
      readonly warnings: readonly Warning[];
    };

export const isRefused = (report: DocumentReport): report is DocumentReport & { readonly outcome: 'refused' } =>
  report.outcome === 'refused';
