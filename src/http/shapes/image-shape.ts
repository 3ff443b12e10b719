import type { AnnotationShown, ImagesShown, RemarkShown, WalkShown } from '#src/contract/images.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Walk } from '#src/domain/imaging/walk.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { namedPerson, namedPlace } from './referral-shape.ts';

type Who = Person['id'];
type Point = readonly [number, number];
/** Of the port `Annotations`, what is shown. */
type Annotation = {
  readonly id: string;
  readonly by: Who;
  readonly at: Date;
  readonly version: number;
  readonly series: string;
  readonly file: string;
  readonly frame: number;
  readonly kind: AnnotationShown['kind'];
  readonly points: readonly Point[];
  readonly text?: string;
};
type Remark = {
  readonly id: string;
  readonly annotation: string;
  readonly by: Who;
  readonly at: Date;
  readonly text?: string;
  readonly voice?: { readonly seconds: number; readonly peaks: readonly number[] };
};

const remarkShape = (house: House, me: Who, { id, by, at, text, voice }: Remark): RemarkShown => ({
  id,
  by: namedPerson(house, by),
  mine: by === me,
  at: at.toISOString(),
  ...(text ? { text } : {}),
  ...(voice ? { voice: { seconds: voice.seconds, peaks: [...voice.peaks] } } : {}),
});

export const annotationShape = (
  house: House,
  me: Who,
  { id, by, at, version, series, file, frame, kind, points, text }: Annotation,
  remarks: readonly Remark[],
): AnnotationShown => ({
  id,
  series,
  file,
  frame,
  kind,
  points: points.map(([x, y]) => [x, y]),
  ...(text ? { text } : {}),
  by: namedPerson(house, by),
  mine: by === me,
  at: at.toISOString(),
  version,
  remarks: remarks.filter(({ annotation }) => annotation === id).map((one) => remarkShape(house, me, one)),
});

/** An earlier referral of the patient, by its code, its day and where it came from. */
export const priorShape = (
  house: House,
  { id, code, startedAt, from }: Pick<Referral, 'id' | 'code' | 'startedAt' | 'from'>,
): ImagesShown['priors'][number] => ({
  referral: id,
  code,
  at: startedAt.toISOString(),
  from: namedPlace(house, from),
});

export const walkShape = (house: House, { people, leads, asks, view }: Walk): WalkShown => ({
  people: people.map((person) => ({ person, name: namedPerson(house, person) })),
  ...(leads ? { leads } : {}),
  ...(asks ? { asks } : {}),
  ...(view
    ? { view: { ...view, ...(view.at ? { at: [view.at[0], view.at[1]] } : {}) } as WalkShown['view'] & object }
    : {}),
});

/** Of the port `Imaging`, a drawing that came in a report. */
export type ReportedDrawing = {
  readonly key: string;
  readonly file: string;
  readonly frame: number;
  readonly kind: AnnotationShown['kind'];
  readonly points: readonly Point[];
  readonly by: string;
  readonly at?: Date;
  readonly text?: string;
  readonly remarks: readonly { readonly by: string; readonly at: Date; readonly text: string }[];
};

/** Drawings of reports on the series that are shown; those that people drew here are there already. */
export function reportedShapes(
  drawings: readonly ReportedDrawing[],
  series: ImagesShown['series'],
  own: readonly Pick<Annotation, 'id'>[],
): AnnotationShown[] {
  const known = new Set(own.map(({ id }) => id));
  return drawings.flatMap(({ key, file, frame, kind, points, by, at, text, remarks }) => {
    const found = series.find(({ slices }) => slices.some((one) => one.file === file && one.frame === frame));
    if (!found || known.has(key)) return [];
    known.add(key);
    return [
      {
        id: `report ${key}`,
        series: found.id,
        file,
        frame,
        kind,
        points: points.map(([x, y]): [number, number] => [x, y]),
        ...(text ? { text } : {}),
        by: asWritten(by),
        mine: false,
        at: (at ?? new Date(0)).toISOString(),
        version: 1,
        remarks: remarks.map((one, index) => ({
          id: `report ${key} ${index}`,
          by: asWritten(one.by),
          mine: false,
          at: one.at.toISOString(),
          text: one.text,
        })),
      },
    ];
  });
}

/** A name of a report is the same in every language. */
const asWritten = (name: string) => ({ en: name, zhHant: name });
