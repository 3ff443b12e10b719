import { Refused } from '#src/domain/refused.ts';
import type { PictureFile } from '#src/ports/imaging.ts';
import { isBeyondBrowser } from '../intake/dicom/beyond-browser.ts';
import type { DataSet } from '../intake/dicom/elements.ts';
import { type InstanceFacts, instanceFacts } from '../intake/dicom/geometry.ts';
import { whoIsIt } from '../intake/dicom/identity.ts';
import { hasOverlay } from '../intake/dicom/overlays.ts';
import { openDicom } from '../intake/dicom/part10.ts';
import { tags } from '../intake/dicom/tags.ts';
import { dateOf, itemsOf, textOf } from '../intake/dicom/values.ts';
import { drawingsOf, type FoundDrawing } from './read-drawings.ts';
import type { ReportHead } from './write-report.ts';

/** What is kept of a file that was opened, without its pixels. */
export type Header = {
  readonly facts: InstanceFacts;
  readonly isNamed: boolean;
  readonly isBurnedIn: boolean;
  readonly hasOverlay: boolean;
  /** The browser would show it wrongly: the service draws it. */
  readonly isDrawn: boolean;
  readonly date: string | undefined;
  readonly head: ReportHead;
  readonly drawings: readonly FoundDrawing[];
  readonly isRecording: boolean;
};
export type Known = Header | 'unreadable';

/** The headers of two large studies; the oldest go first. */
const mostHeaders = 4_000;

/** So many bytes hold the header of a slice of any scanner we have met; what does not fit is read whole. */
const usualHeader = 64 * 1024;

/** Opens headers, and remembers them for a while. */
export function headersOf(): (file: PictureFile) => Promise<Known> {
  const known = new Map<string, Known>();
  return async ({ file, bytes }) => {
    const before = known.get(file);
    if (before) return before;
    const start = await bytes(usualHeader);
    const header = look(start, start.length >= usualHeader) ?? look(await bytes(), false) ?? 'unreadable';
    known.set(file, header);
    const [oldest] = known.keys();
    if (known.size > mostHeaders && oldest !== undefined) known.delete(oldest);
    return header;
  };
}

/** Nothing where the beginning is not enough: pixels have not begun, or what matters lies behind them. */
function look(bytes: Uint8Array, isBeginning: boolean): Known | undefined {
  try {
    const { dataset, syntax, cutAt } = openDicom(bytes);
    if (isBeginning && cutAt !== tags.pixelData) return undefined;
    const { patient, warnings } = whoIsIt(dataset);
    const facts = instanceFacts(dataset, syntax.uid);
    return {
      facts,
      isNamed: (patient?.names.length ?? 0) > 0 || patient?.chineseName !== undefined,
      isBurnedIn: warnings.some(({ code }) => code.includes('burn')),
      hasOverlay: hasOverlay(dataset),
      isDrawn: isBeyondBrowser(dataset, syntax),
      date:
        dateOf(dataset, tags.acquisitionDate) ?? dateOf(dataset, tags.seriesDate) ?? dateOf(dataset, tags.studyDate),
      head: headOf(dataset),
      drawings: facts.modality === 'SR' ? drawingsOf(dataset) : [],
      isRecording: itemsOf(dataset, tags.waveforms).length > 0,
    };
  } catch (error) {
    if (error instanceof Refused || error instanceof RangeError) return isBeginning ? undefined : 'unreadable';
    throw error;
  }
}

function headOf(dataset: DataSet): ReportHead {
  const text = (tag: string) => textOf(dataset, tag) ?? '';
  return {
    patientName: text(tags.patientName),
    patientId: text(tags.patientId),
    birthDate: text(tags.birthDate),
    sex: text(tags.sex),
    studyDate: text(tags.studyDate),
    studyTime: text(tags.studyTime),
    accession: text(tags.accession),
  };
}
