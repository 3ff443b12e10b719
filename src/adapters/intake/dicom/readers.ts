import type { Reader } from '#src/domain/reading/read-note.ts';
import type { FileReader } from '#src/ports/readers.ts';
import { readDicom } from './read-dicom.ts';

export { seriesOf } from './series.ts';

/** `read` understands the free text of reports; without it reports are kept as text. */
export type ReportReading = { readonly read: Reader; readonly now: () => Date };

/** The readers of DICOM objects: pictures of every packing, waveforms, reports, contours, documents in a wrapper. */
export const dicomReaders = (words?: ReportReading): readonly FileReader[] => [
  {
    reads: (kind) => kind === 'dicom',
    read: (file, limits) => readDicom(file, limits, words),
  },
];
