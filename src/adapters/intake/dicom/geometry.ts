import type { DataSet } from './elements.ts';
import { tags } from './tags.ts';
import { itemsOf, numberOf, numbersOf, textOf, textsOf } from './values.ts';

export type Triple = readonly [number, number, number];
export type Window = { readonly center: number; readonly width: number; readonly name?: string };

/** What one instance says of its place among its neighbours; kept in `facts.instance` of its reading, so that a series can be put together. */
export type InstanceFacts = {
  readonly sopClass?: string;
  readonly sopInstance?: string;
  readonly study?: string;
  readonly series?: string;
  readonly modality?: string;
  readonly description?: string;
  readonly bodyPart?: string;
  readonly frameOfReference?: string;
  readonly instanceNumber?: number;
  readonly rows?: number;
  readonly columns?: number;
  readonly frames: number;
  readonly pixelSpacingMm?: readonly [number, number];
  readonly sliceThicknessMm?: number;
  /** One for each frame that says where it lies; empty when the instance does not. */
  readonly positions: readonly Triple[];
  readonly orientation?: readonly number[];
  readonly windows: readonly Window[];
  readonly rescale?: { readonly slope: number; readonly intercept: number };
  readonly transferSyntax: string;
};

/** Geometry and window of a single-frame or an enhanced multi-frame object (PS3.3 sections C.7.6.2 and C.7.6.16). */
export function instanceFacts(dataset: DataSet, transferSyntax: string): InstanceFacts {
  const shared = itemsOf(dataset, tags.sharedGroups)[0];
  const perFrame = itemsOf(dataset, tags.perFrameGroups);
  const groups = [dataset, ...within(shared), ...within(perFrame[0])];
  const first = <Value>(read: (from: DataSet) => Value | undefined): Value | undefined =>
    groups.map(read).find((each) => each !== undefined);
  const numbers = (tag: string, count: number) =>
    first((from) => {
      const found = numbersOf(from, tag);
      return found.length >= count ? found : undefined;
    });
  // Noughts are how writers leave out what they do not know; a length of nought would be measured with them.
  const [pixels, detector] = [numbers(tags.pixelSpacing, 2), numbers(tags.imagerPixelSpacing, 2)];
  const spacing = [pixels, detector].find((each) => each?.slice(0, 2).every((side) => side > 0));
  const orientation = numbers(tags.orientation, 6)?.slice(0, 6);
  const slope = first((from) => numberOf(from, tags.rescaleSlope));
  const intercept = first((from) => numberOf(from, tags.rescaleIntercept));
  const optional = {
    sopClass: textOf(dataset, tags.sopClass),
    sopInstance: textOf(dataset, tags.sopInstance),
    study: textOf(dataset, tags.studyUid),
    series: textOf(dataset, tags.seriesUid),
    modality: textOf(dataset, tags.modality),
    description: textOf(dataset, tags.seriesDescription),
    bodyPart: textOf(dataset, tags.bodyPart),
    frameOfReference: textOf(dataset, tags.frameOfReference),
    instanceNumber: numberOf(dataset, tags.instanceNumber),
    rows: numberOf(dataset, tags.rows),
    columns: numberOf(dataset, tags.columns),
    sliceThicknessMm: first((from) => numberOf(from, tags.sliceThickness)),
    orientation,
    pixelSpacingMm: spacing === undefined ? undefined : ([spacing[0] ?? 0, spacing[1] ?? 0] as const),
    rescale:
      slope === undefined && intercept === undefined ? undefined : { slope: slope ?? 1, intercept: intercept ?? 0 },
  };
  return {
    ...withoutHoles(optional),
    frames: Math.max(1, Math.trunc(numberOf(dataset, tags.frames) ?? 1)),
    positions: positionsIn(dataset, perFrame),
    windows: first(windowsIn) ?? [],
    transferSyntax,
  };
}

/** What holds for one frame, from 0: its own functional groups come before the shared ones and behind the data set (PS3.3 section C.7.6.16). */
export function windowsAndRescale(
  dataset: DataSet,
  frame: number,
): Pick<InstanceFacts, 'windows' | 'rescale'> & { readonly function?: string } {
  const shared = itemsOf(dataset, tags.sharedGroups)[0];
  const own = itemsOf(dataset, tags.perFrameGroups)[frame];
  const groups = [dataset, ...within(own), ...within(shared)];
  const first = <Value>(read: (from: DataSet) => Value | undefined): Value | undefined =>
    groups.map(read).find((each) => each !== undefined);
  const [slope, intercept] = [tags.rescaleSlope, tags.rescaleIntercept].map((tag) =>
    first((from) => numberOf(from, tag)),
  );
  return withoutHoles({
    windows: first(windowsIn) ?? [],
    function: first((from) => (windowsIn(from) ? textOf(from, tags.windowFunction) : undefined)),
    rescale:
      slope === undefined && intercept === undefined ? undefined : { slope: slope ?? 1, intercept: intercept ?? 0 },
  }) as Pick<InstanceFacts, 'windows' | 'rescale'> & { readonly function?: string };
}

/** The items one level down: the macros of a functional group. */
const within = (group: DataSet | undefined): DataSet[] =>
  group === undefined ? [] : [...group.elements.values()].flatMap(({ items }) => items?.slice(0, 1) ?? []);

function positionsIn(dataset: DataSet, perFrame: readonly DataSet[]): Triple[] {
  const own = tripleOf(dataset);
  if (own !== undefined) return [own];
  return perFrame.flatMap((frame) => {
    const found = within(frame)
      .map(tripleOf)
      .find((each) => each !== undefined);
    return found === undefined ? [] : [found];
  });
}

function tripleOf(dataset: DataSet): Triple | undefined {
  const [x, y, z] = numbersOf(dataset, tags.position);
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}

function windowsIn(dataset: DataSet): Window[] | undefined {
  const centers = numbersOf(dataset, tags.windowCenter);
  const widths = numbersOf(dataset, tags.windowWidth);
  const names = textsOf(dataset, tags.windowName);
  const windows = centers.flatMap((center, index) => {
    const width = widths[index];
    const name = names[index];
    if (width === undefined || width <= 0) return [];
    return [{ center, width, ...(name === undefined || name === '' ? {} : { name }) }];
  });
  return windows.length === 0 ? undefined : windows;
}

type WithoutHoles<Shape> = { readonly [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };

export const withoutHoles = <Shape extends object>(shape: Shape): WithoutHoles<Shape> =>
  // Dropping what is undefined leaves exactly the shape that says so.
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as WithoutHoles<Shape>;
