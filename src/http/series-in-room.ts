import type { ImageSeries } from '#src/contract/images.ts';

type File = { readonly file: string; readonly bytes: (length?: number) => Promise<Uint8Array> };
/** Of `filesInTheRoom`, what is needed here. */
type Given = {
  readonly upload: {
    readonly id: string;
    readonly patient: string;
    readonly kind?: string;
    readonly name: string;
    readonly at: Date;
  };
  readonly pages: number;
};
/** Everything that can be looked at among files of the room: `slices` are those that hold DICOM, for whoever reads more in them. */
export type PicturesOf = (
  files: readonly Given[],
) => Promise<{ readonly series: ImageSeries[]; readonly slices: readonly File[] }>;

/** Slices as series in the order of the body, then the photos together, then each document with its pages. */
export const picturesOf =
  (
    seriesIn: (files: readonly File[]) => Promise<readonly unknown[]>,
    wholeFile: (patient: string, file: string, length?: number) => Promise<Uint8Array>,
  ): PicturesOf =>
  async (given) => {
    const slices = given
      .filter(({ upload }) => upload.kind === 'dicom')
      .map(({ upload: { id, patient } }) => ({
        file: id,
        bytes: (length?: number) => wholeFile(patient, id, length),
      }));
    // The port's series have the contract's shape; the contract's own test holds them to it.
    const series = (await seriesIn(slices)) as readonly ImageSeries[];
    const photos = given.filter(({ upload }) => upload.kind === 'photo');
    const documents = given.filter(({ upload }) => upload.kind === 'pdf');
    return {
      slices,
      series: [
        ...series,
        ...(photos.length > 0 ? [flat('photos', 'photo', '', photos)] : []),
        ...documents.map((one) => flat(`pages-${one.upload.id}`, 'pages', one.upload.name, [one])),
      ],
    };
  };

const flat = (id: string, kind: 'photo' | 'pages', title: string, files: readonly Given[]): ImageSeries => ({
  id,
  title,
  modality: '',
  ...dayOf(files),
  columns: 0,
  rows: 0,
  slices: files.flatMap(({ upload, pages }) =>
    Array.from({ length: pages }, (_, frame) => ({ file: upload.id, frame })),
  ),
  windows: [],
  warnings: [],
  flat: kind,
});

/** The day the newest of them came, in Hong Kong, as DICOM files tell theirs. */
function dayOf(files: readonly Given[]): Pick<ImageSeries, 'at'> {
  const newest = Math.max(...files.map(({ upload }) => upload.at.getTime()));
  return { at: new Date(newest + 8 * 3_600_000).toISOString().slice(0, 10) };
}
