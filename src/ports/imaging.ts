/** Pictures of one body part in one plane, in the order of their place in the body; `file` and `frame` name each slice. */
export type SeriesFound = {
  readonly id: string;
  readonly title: string;
  readonly modality: string;
  readonly at?: string;
  readonly columns: number;
  readonly rows: number;
  readonly slices: readonly { readonly file: string; readonly frame: number; readonly place?: number }[];
  readonly frameOfReference?: string;
  readonly plane?: 'axial' | 'coronal' | 'sagittal';
  /** Millimetres per pixel [down, across] in the body; not the distance on a detector. */
  readonly spacing?: readonly [number, number];
  readonly windows: readonly { readonly name: string; readonly centre: number; readonly width: number }[];
  /** What a reader of the pictures should know: `images.gap`, `images.uneven`, `images.sheared`, `images.overlay`, `images.no-identity`, `images.burned-in`, `images.unreadable`; `images.drawn`: the service draws them, browsers would show them wrongly. */
  readonly warnings: readonly string[];
};

/** `bytes` gives all of it, or as much of its beginning as was asked for. */
export type PictureFile = { readonly file: string; readonly bytes: (length?: number) => Promise<Uint8Array> };

/** A drawing as a report carries it. `key` is unique in the world and stays the same when it is exported again. */
export type ReportedDrawing = {
  readonly key: string;
  readonly file: string;
  readonly frame: number;
  readonly kind: 'circle' | 'arrow' | 'line' | 'text' | 'length' | 'angle' | 'pin';
  readonly points: readonly (readonly [number, number])[];
  /** The name of whoever drew it, as a report writes names. */
  readonly by: string;
  readonly at?: Date;
  readonly text?: string;
  /** What was written in its thread; voices stay behind. */
  readonly remarks: readonly { readonly by: string; readonly at: Date; readonly text: string }[];
};

/** An ECG in millivolts, all leads at the same moments. */
export type EcgRecording = {
  readonly hz: number;
  /** The recording ends earlier than the file says. */
  readonly isShort: boolean;
  readonly leads: readonly { readonly lead: string; readonly millivolts: readonly number[] }[];
};

/** Looks into DICOM files. */
export interface Imaging {
  /** Files that are no pictures (a report, a plan) are left out; what cannot be read at all is told by a warning. Headers are remembered for a while. */
  seriesIn(files: readonly PictureFile[]): Promise<readonly SeriesFound[]>;
  /** The files among these that hold an ECG. */
  recordingsIn(
    files: readonly PictureFile[],
  ): Promise<readonly { readonly file: string; readonly title: string; readonly at?: string }[]>;
  /** The longest ECG in a file. Refuses `upload.unreadable-type`, `upload.damaged`, `upload.unknown-encoding`, `upload.too-complex`. */
  recording(bytes: Uint8Array): EcgRecording;
  /** Drawings in the reports among these files, on those of the files that they point to. What is no drawing is left out. */
  drawingsIn(files: readonly PictureFile[]): Promise<readonly ReportedDrawing[]>;
  /** A structured report (TID 1500) of these drawings. Refuses `upload.not-found` where there is nothing to report. */
  report(files: readonly PictureFile[], drawings: readonly ReportedDrawing[], at: Date): Promise<Uint8Array>;
  /** A JPEG of one frame, for where the browser cannot decode. Refuses `upload.unreadable-type`, `upload.damaged`, `upload.unknown-encoding`. */
  picture(bytes: Uint8Array, frame: number): Promise<Uint8Array>;
}
