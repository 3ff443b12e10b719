import { Refused } from '#src/domain/refused.ts';
import type { Imaging, PictureFile, SeriesFound } from '#src/ports/imaging.ts';
import { type InstanceFacts, instanceFacts } from '../intake/dicom/geometry.ts';
import { whoIsIt } from '../intake/dicom/identity.ts';
import { openDicom } from '../intake/dicom/part10.ts';
import { previewOf } from '../intake/dicom/preview.ts';
import { seriesOf } from '../intake/dicom/series.ts';

type Header = { readonly facts: InstanceFacts; readonly isNamed: boolean; readonly isBurnedIn: boolean } | 'unreadable';

/** The headers of two large studies; the oldest go first. */
const mostHeaders = 4_000;
/** Where the distance between pixels is a distance in the body. On a plain X-ray it is one on the detector, and would measure too long. */
const measuredInTheBody = ['CT', 'MR', 'PT', 'NM'];

export function dicomImaging(): Imaging {
  const known = new Map<string, Header>();
  const headerOf = async ({ file, bytes }: PictureFile): Promise<Header> => {
    const before = known.get(file);
    if (before) return before;
    const header = look(await bytes());
    known.set(file, header);
    const [oldest] = known.keys();
    if (known.size > mostHeaders && oldest !== undefined) known.delete(oldest);
    return header;
  };
  return {
    seriesIn: async (files) => {
      const headers: { file: string; header: Header }[] = [];
      for (const file of files) headers.push({ file: file.file, header: await headerOf(file) });
      return together(headers);
    },
    picture: (bytes, frame) => previewOf(bytes, { size: 1024, frame }),
  };
}

function look(bytes: Uint8Array): Header {
  try {
    const { dataset, syntax } = openDicom(bytes);
    const { patient, warnings } = whoIsIt(dataset);
    return {
      facts: instanceFacts(dataset, syntax.uid),
      isNamed: (patient?.names.length ?? 0) > 0 || patient?.chineseName !== undefined,
      isBurnedIn: warnings.some(({ code }) => code.includes('burn')),
    };
  } catch (error) {
    if (error instanceof Refused || error instanceof RangeError) return 'unreadable';
    throw error;
  }
}

function together(headers: readonly { readonly file: string; readonly header: Header }[]): readonly SeriesFound[] {
  const readable = headers.flatMap(({ file, header }) => (header === 'unreadable' ? [] : [{ file, header }]));
  const isAnyLost = readable.length < headers.length;
  const series = seriesOf(
    readable.map(({ file, header }) => ({
      file,
      reading: { kind: 'dicom', outcome: 'read', findings: [], warnings: [], facts: { instance: header.facts } },
    })),
  );
  return series.map((one, index) => {
    const members = one.files.flatMap((file) => readable.find((each) => each.file === file) ?? []);
    const codes = (one.warnings ?? []).map(({ code }) => code);
    const warnings = [
      ...(codes.some((code) => code.includes('gap')) ? ['images.gap'] : []),
      ...(codes.some((code) => code.includes('uneven')) ? ['images.uneven'] : []),
      ...(members.some(({ header }) => !header.isNamed) ? ['images.no-identity'] : []),
      ...(members.some(({ header }) => header.isBurnedIn) ? ['images.burned-in'] : []),
      ...(isAnyLost ? ['images.unreadable'] : []),
    ];
    return {
      id: `${one.uid || 'series'}-${index}`,
      title: one.description ?? one.bodyPart ?? '',
      modality: one.modality,
      columns: one.columns ?? 0,
      rows: one.rows ?? 0,
      slices: members.flatMap(({ file, header }) =>
        Array.from({ length: Math.max(1, header.facts.frames) }, (_, frame) => ({ file, frame })),
      ),
      ...(one.pixelSpacingMm && measuredInTheBody.includes(one.modality) ? { spacing: one.pixelSpacingMm } : {}),
      windows: (one.windows ?? []).map(({ center, width, name }, at) => ({
        name: name ?? String(at + 1),
        centre: center,
        width,
      })),
      warnings,
    };
  });
}
