/** Pictures of one body part in one plane, in the order of their place in the body; `file` and `frame` name each slice. */
export type SeriesFound = {
  readonly id: string;
  readonly title: string;
  readonly modality: string;
  readonly at?: string;
  readonly columns: number;
  readonly rows: number;
  readonly slices: readonly { readonly file: string; readonly frame: number }[];
  /** Millimetres per pixel [down, across] in the body; not the distance on a detector. */
  readonly spacing?: readonly [number, number];
  readonly windows: readonly { readonly name: string; readonly centre: number; readonly width: number }[];
  /** What a reader of the pictures should know: `images.gap`, `images.uneven`, `images.no-identity`, `images.burned-in`, `images.unreadable`. */
  readonly warnings: readonly string[];
};

export type PictureFile = { readonly file: string; readonly bytes: () => Promise<Uint8Array> };

/** Looks into DICOM files. */
export interface Imaging {
  /** Files that are no pictures (a report, a plan) are left out; what cannot be read at all is told by a warning. Headers are remembered for a while. */
  seriesIn(files: readonly PictureFile[]): Promise<readonly SeriesFound[]>;
  /** A JPEG of one frame, for where the browser cannot decode. Refuses `upload.unreadable-type`, `upload.damaged`, `upload.unknown-encoding`. */
  picture(bytes: Uint8Array, frame: number): Promise<Uint8Array>;
}
