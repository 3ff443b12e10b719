import type { SeriesFound } from '#src/ports/imaging.ts';
import { normalOf, seriesOf } from '../intake/dicom/series.ts';
import type { Header } from './headers.ts';

type Opened = { readonly file: string; readonly header: Header };
type Spacing = readonly [number, number];

/** Where the distance between pixels is a distance in the body. On a plain X-ray it is one on the detector, and would measure too long. */
const measuredInTheBody: readonly string[] = ['CT', 'MR', 'PT', 'NM'];
export const spacingInBody = (modality: string | undefined, spacing: Spacing | undefined): Spacing | undefined =>
  measuredInTheBody.includes(modality ?? '') ? spacing : undefined;

/** Pictures as series, each slice with its place; newest day first where they come from several. */
export function seriesTogether(readable: readonly Opened[], isAnyLost: boolean): readonly SeriesFound[] {
  const byFile = new Map(readable.map(({ file, header }) => [file, header]));
  const series = seriesOf(
    readable.map(({ file, header }) => ({
      file,
      reading: { kind: 'dicom', outcome: 'read', findings: [], warnings: [], facts: { instance: header.facts } },
    })),
  );
  return series
    .map((one, index) => {
      const members = one.files.flatMap((file) => {
        const header = byFile.get(file);
        return header ? [{ file, header }] : [];
      });
      const [first] = members;
      const codes = (one.warnings ?? []).map(({ code }) => code);
      const warnings = [
        ...(codes.some((code) => code.includes('gap')) ? ['images.gap'] : []),
        ...(codes.some((code) => code.includes('uneven')) ? ['images.uneven'] : []),
        ...(codes.includes('series.sheared') ? ['images.sheared'] : []),
        ...(members.some(({ header }) => !header.isNamed) ? ['images.no-identity'] : []),
        ...(members.some(({ header }) => header.isBurnedIn) ? ['images.burned-in'] : []),
        ...(members.some(({ header }) => header.hasOverlay) ? ['images.overlay'] : []),
        ...(members.some(({ header }) => header.isDrawn) ? ['images.drawn'] : []),
        ...(isAnyLost ? ['images.unreadable'] : []),
      ];
      const spacing = spacingInBody(one.modality, one.pixelSpacingMm);
      const frame = first?.header.facts.frameOfReference;
      return {
        id: `${one.uid || 'series'}-${index}`,
        title: one.description ?? one.bodyPart ?? '',
        modality: one.modality,
        ...(first?.header.date ? { at: first.header.date } : {}),
        columns: one.columns ?? 0,
        rows: one.rows ?? 0,
        slices: members.flatMap(slicesOf),
        ...(spacing ? { spacing } : {}),
        ...(frame ? { frameOfReference: frame } : {}),
        ...planeOf(first?.header.facts.orientation),
        windows: (one.windows ?? []).map(({ center, width, name }, at) => ({
          name: name ?? String(at + 1),
          centre: center,
          width,
        })),
        warnings,
      };
    })
    .toSorted((one, other) => (other.at ?? '').localeCompare(one.at ?? ''));
}

function slicesOf({ file, header: { facts } }: Opened): SeriesFound['slices'] {
  const normal = normalOf(facts.orientation);
  return Array.from({ length: Math.max(1, facts.frames) }, (_, frame) => {
    const at = facts.positions[frame];
    const place = at && Math.round((at[0] * normal[0] + at[1] * normal[1] + at[2] * normal[2]) * 1000) / 1000;
    return { file, frame, ...(place === undefined ? {} : { place }) };
  });
}

/** Which of the body's planes the slices lie in, where they lie nearly in one. */
function planeOf(orientation: readonly number[] | undefined): Pick<SeriesFound, 'plane'> {
  if (!orientation) return {};
  const [x, y, z] = normalOf(orientation).map(Math.abs);
  if ((z ?? 0) > 0.9) return { plane: 'axial' };
  if ((y ?? 0) > 0.9) return { plane: 'coronal' };
  return (x ?? 0) > 0.9 ? { plane: 'sagittal' } : {};
}
