import type { AnnotationShown, RemarkShown, WalkShown } from '#src/contract/images.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Walk } from '#src/domain/imaging/walk.ts';
import type { Person } from '#src/domain/people/person.ts';
import { namedPerson } from './referral-shape.ts';

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

export const walkShape = (house: House, { people, leads, asks, view }: Walk): WalkShown => ({
  people: people.map((person) => ({ person, name: namedPerson(house, person) })),
  ...(leads ? { leads } : {}),
  ...(asks ? { asks } : {}),
  ...(view
    ? { view: { ...view, ...(view.at ? { at: [view.at[0], view.at[1]] } : {}) } as WalkShown['view'] & object }
    : {}),
});
