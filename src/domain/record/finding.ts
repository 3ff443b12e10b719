/**
 * Where in an upload a fact was read, so that a tap can show it. `span` is the literal text, half-open offsets in UTF-16 units;
 * `page` counts from 1 and `box` is [left, top, width, height] in parts of the page (0..1).
 */
export type SourcePlace = {
  readonly upload?: string;
  readonly text?: string;
  readonly span?: readonly [from: number, to: number];
  readonly page?: number;
  readonly box?: readonly [number, number, number, number];
  readonly tag?: string;
  /** HL7: `OBX-5`, with the number of the segment in the message: `OBX[3]-5`. */
  readonly segment?: string;
  /** XML or JSON: the way to the element, as `Bundle.entry[4]` or `/ClinicalDocument/component/…`. */
  readonly path?: string;
  /** A cell of a sheet: `Sheet1!B7`. */
  readonly cell?: string;
};

/** present: it is so. absent: it is said not to be so. unknown: it is said that nobody knows. pending: asked for, no answer yet. */
export type FindingStatus = 'present' | 'absent' | 'unknown' | 'pending';

type Read = {
  /**
   * How likely the value is exactly what the source says, 0..1, judged by rules (check digit, dictionary, grammar, agreement of readers).
   * From 0.8 on it is shown as read; below, it is shown as not sure and asked about.
   */
  readonly confidence: number;
  readonly source: SourcePlace;
  readonly status: FindingStatus;
};

export type IdentityField =
  | 'hkid'
  | 'passport'
  | 'case-number'
  | 'ehealth-number'
  | 'record-number'
  | 'name-en'
  | 'name-zh'
  | 'birth-date'
  | 'sex'
  | 'phone';

/** One structured fact taken from a document, with its place in the source and how sure we are. */
export type Finding = Read &
  (
    | { readonly type: 'identity'; readonly name: IdentityField; readonly value: string; readonly valid?: boolean }
    | {
        readonly type: 'problem';
        readonly name: string;
        readonly code?: string;
        readonly since?: string;
        readonly whose: 'patient' | 'family';
        /** Said to be over, or quiet; when nothing is said it counts as active. `until` is when it ended. */
        readonly course?: 'active' | 'inactive' | 'resolved';
        readonly until?: string;
        readonly at?: string;
        readonly severity?: 'mild' | 'moderate' | 'severe';
      }
    | {
        readonly type: 'allergy';
        /** The substance as written; for "no known drug allergy" it is `any drug` with status absent. */
        readonly name: string;
        readonly code?: string;
        readonly ingredients?: readonly string[];
        readonly reaction?: string;
        readonly severity?: 'mild' | 'moderate' | 'severe';
        readonly criticality?: 'low' | 'high';
        /** What kind of thing the substance is, when the source says so. */
        readonly category?: 'food' | 'medication' | 'environment' | 'biologic';
        /** The source says that it is no longer so. */
        readonly course?: 'inactive' | 'resolved';
        readonly at?: string;
      }
    | {
        readonly type: 'medication';
        /** The drug as written; `none` with status absent when it is said that nothing is taken. */
        readonly name: string;
        readonly code?: string;
        readonly ingredients?: readonly string[];
        readonly dose?: string;
        readonly route?: string;
        readonly frequency?: string;
        readonly duration?: string;
        readonly course: 'current' | 'started' | 'stopped' | 'changed';
        /** When it was ordered or said; when it was begun, where that is said; when it ended. */
        readonly at?: string;
        readonly began?: string;
        readonly until?: string;
      }
    | {
        readonly type: 'result' | 'vital';
        readonly name: string;
        readonly code?: string;
        readonly value?: string;
        readonly unit?: string;
        readonly range?: string;
        readonly flag?: 'low' | 'high' | 'critical-low' | 'critical-high' | 'normal' | 'abnormal';
        readonly at?: string;
        /** The source's own heading: `laboratory`, `social-history`, `survey`. */
        readonly category?: string;
      }
    | {
        readonly type: 'procedure' | 'encounter' | 'image' | 'instruction';
        readonly name: string;
        readonly code?: string;
        readonly at?: string;
        readonly value?: string;
        /** What sort of it: `immunization`, `device`, `plan`, `goal`, `flag`. */
        readonly category?: string;
      }
  );

/** Shown as read from here on; below it is shown as not sure. */
const sureFrom = 0.8;
export const isSure = (finding: Pick<Finding, 'confidence'>): boolean => finding.confidence >= sureFrom;
