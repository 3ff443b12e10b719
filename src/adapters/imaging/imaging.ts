import { Refused } from '#src/domain/refused.ts';
import type { Imaging, PictureFile, ReportedDrawing, SeriesFound } from '#src/ports/imaging.ts';
import { previewOf } from '../intake/dicom/preview.ts';
import { type Header, headersOf } from './headers.ts';
import { recordingIn } from './recording.ts';
import { seriesTogether, spacingInBody } from './series-together.ts';
import { type Reported, writeReport } from './write-report.ts';

/** Reading waits for the disk and the cipher more than for us. */
const atOnce = 4;
type Opened = { readonly file: string; readonly header: Header };

export function dicomImaging(): Imaging {
  const headerOf = headersOf();
  const readable = async (files: readonly PictureFile[]): Promise<readonly Opened[]> => {
    const all: (Opened | undefined)[] = [];
    const hand = async () => {
      for (let at = next++; at < files.length; at = next++) {
        const one = files[at];
        const header = one && (await headerOf(one));
        all[at] = one && header && header !== 'unreadable' ? { file: one.file, header } : undefined;
      }
    };
    let next = 0;
    await Promise.all(Array.from({ length: atOnce }, hand));
    return all.filter((one) => one !== undefined);
  };
  return {
    seriesIn: async (files): Promise<readonly SeriesFound[]> => {
      const found = await readable(files);
      return seriesTogether(found, found.length < files.length);
    },
    recordingsIn: async (files) =>
      (await readable(files)).flatMap(({ file, header }) =>
        header.isRecording
          ? [{ file, title: header.facts.description ?? '', ...(header.date ? { at: header.date } : {}) }]
          : [],
      ),
    drawingsIn: async (files) => {
      const found = await readable(files);
      const fileOf = new Map(
        found.flatMap(({ file, header: { facts } }) => (facts.sopInstance ? [[facts.sopInstance, file] as const] : [])),
      );
      return found.flatMap(({ header }) =>
        header.drawings.flatMap(({ sopInstance, ...drawing }): ReportedDrawing[] => {
          const file = fileOf.get(sopInstance);
          return file ? [{ ...drawing, file }] : [];
        }),
      );
    },
    report: async (files, drawings, at) => {
      const used = new Set(drawings.map(({ file }) => file));
      const found = await readable(files.filter(({ file }) => used.has(file)));
      const images = new Map(found.flatMap(({ file, header }) => reportedOf(file, header)));
      const [first] = found;
      const able = drawings.filter(({ file }) => images.has(file));
      if (!first || able.length === 0) throw new Refused('upload.not-found', 'There is nothing to report');
      return writeReport(first.header.head, images, able, at);
    },
    picture: (bytes, frame) => previewOf(bytes, { size: 1024, frame }),
    recording: recordingIn,
  };
}

/** A picture without names of its own cannot be pointed to. */
function reportedOf(file: string, { facts }: Header): [string, Reported][] {
  const { sopClass, sopInstance, study, series, frames } = facts;
  if (!sopClass || !sopInstance || !study || !series) return [];
  const spacing = spacingInBody(facts.modality, facts.pixelSpacingMm);
  return [[file, { sopClass, sopInstance, study, series, isMulti: frames > 1, ...(spacing ? { spacing } : {}) }]];
}
