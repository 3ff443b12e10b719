import type { Reading, SeriesSummary, Warning } from '#src/domain/intake/document.ts';
import { type InstanceFacts, type Triple, withoutHoles } from './geometry.ts';

export type InstanceReading = { readonly file: string; readonly reading: Reading };

/** Windows for CT where the header brings none, in Hounsfield units: what radiologists use for lung, soft tissue and bone. */
export const ctPresets = [
  { name: 'lung', center: -600, width: 1500 },
  { name: 'mediastinum', center: 40, width: 400 },
  { name: 'bone', center: 300, width: 1500 },
] as const;

type Instance = { readonly file: string; readonly facts: InstanceFacts };
type Plane = { readonly at: number; readonly position: Triple; readonly file: string };

/**
 * Puts pictures together into series: by Series Instance UID, in order of position along the normal of the slices, never by file name.
 * Pictures of one UID that do not lie in one stack (another plane, another matrix) come apart. Lengths in millimetres.
 */
export function seriesOf(readings: readonly InstanceReading[]): SeriesSummary[] {
  const instances = readings.flatMap(({ file, reading }) => {
    const facts = instanceIn(reading);
    return facts === undefined ? [] : [{ file, facts }];
  });
  const byUid = Map.groupBy(instances, ({ facts }) => facts.series ?? unnamed(facts));
  return [...byUid.entries()].flatMap(([uid, members]) => {
    const stacks = [...Map.groupBy(members, ({ facts }) => stackKey(facts)).values()];
    const notes: Warning[] = [
      ...(stacks.length > 1
        ? [{ code: 'series.mixed', message: `${stacks.length} stacks of different plane or size under one series` }]
        : []),
      ...(members[0]?.facts.series === undefined
        ? [{ code: 'series.no-uid', message: 'The pictures name no series; those alike were put together' }]
        : []),
    ];
    return stacks.map((stack) => summary(uid, stack, notes));
  });
}

/** Pictures from which the UIDs were taken are one series when all that is left says the same. */
const unnamed = ({
  study,
  modality,
  description,
  bodyPart,
  frameOfReference,
  sliceThicknessMm,
}: InstanceFacts): string =>
  `unnamed:${[study, modality, description, bodyPart, frameOfReference, sliceThicknessMm].map((each) => each ?? '').join('|')}`;

/** Only what has rows and columns is a picture; plans, contours and reports have no place in a stack. */
function instanceIn({ facts }: Reading): InstanceFacts | undefined {
  const instance = facts?.instance;
  if (typeof instance !== 'object' || instance === null || !('positions' in instance)) return undefined;
  // `readDicom` is the only one that writes `facts.instance`, and always all of it.
  const known = instance as InstanceFacts;
  return known.rows === undefined || known.columns === undefined ? undefined : known;
}

const stackKey = ({ rows, columns, orientation }: InstanceFacts): string =>
  `${rows}x${columns} ${orientation?.map((each) => each.toFixed(2).replace('-0.00', '0.00')).join(' ') ?? ''}`;

function summary(uid: string, all: readonly Instance[], mixed: readonly Warning[]): SeriesSummary {
  const stack = all.filter(
    ({ facts }, index) =>
      facts.sopInstance === undefined ||
      all.findIndex((other) => other.facts.sopInstance === facts.sopInstance) === index,
  );
  const planes = planesOf(stack);
  const { spacing, warnings } = distances(planes);
  const ordered = inOrder(stack, planes);
  const middle = (stack.find(({ file }) => file === ordered[Math.floor(ordered.length / 2)]) ?? stack[0])?.facts;
  if (middle === undefined) throw new TypeError('a series without instances');
  const frames = stack.reduce((sum, { facts }) => sum + facts.frames, 0);
  const [first, last] = [planes[0], planes.at(-1)];
  const windows = middle.windows.length > 0 ? middle.windows : middle.modality === 'CT' ? ctPresets : undefined;
  const twice = all.length - stack.length;
  const unplaced = stack.filter(({ facts }) => facts.positions.length === 0).length;
  const notes: Warning[] = [
    ...mixed,
    ...(twice > 0
      ? [{ code: 'series.duplicates', message: `${twice} instances came more than once; each counts once` }]
      : []),
    ...(unplaced > 0 && stack.length > 1
      ? [{ code: 'series.no-position', message: `${unplaced} instances do not say where they lie; they come last` }]
      : []),
    ...(isSheared(planes, normalOf(stack[0]?.facts.orientation))
      ? [{ code: 'series.sheared', message: 'The slices are shifted against each other, as by a tilted gantry' }]
      : []),
    ...warnings,
  ];
  return {
    uid: uid.startsWith('unnamed:') ? '' : uid,
    modality: middle.modality ?? 'unknown',
    slices: Math.max(stack.length, frames > stack.length ? planes.length : 0),
    files: ordered,
    transferSyntax: middle.transferSyntax,
    ...withoutHoles({
      study: middle.study,
      description: middle.description,
      bodyPart: middle.bodyPart,
      frames: frames > stack.length ? frames : undefined,
      rows: middle.rows,
      columns: middle.columns,
      pixelSpacingMm: middle.pixelSpacingMm,
      sliceSpacingMm: spacing,
      sliceThicknessMm: middle.sliceThicknessMm,
      zFirstLast: first === undefined || last === undefined ? undefined : ([height(first), height(last)] as const),
      firstFile: ordered[0],
      lastFile: ordered.at(-1),
      windows,
      windowsFrom:
        windows === undefined ? undefined : middle.windows.length > 0 ? ('header' as const) : ('presets' as const),
      warnings: notes.length === 0 ? undefined : notes,
    }),
  };
}

/** Axial stacks are told by z; others by the distance along their own normal. */
const height = ({ position, at }: Plane): number => rounded(Math.abs(at - position[2]) < 0.01 ? position[2] : at);
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000 + 0;

function planesOf(stack: readonly Instance[]): Plane[] {
  const normal = normalOf(stack[0]?.facts.orientation);
  return stack
    .flatMap(({ file, facts }) =>
      facts.positions.map((position) => ({
        file,
        position,
        at: position[0] * normal[0] + position[1] * normal[1] + position[2] * normal[2],
      })),
    )
    .toSorted((one, other) => one.at - other.at);
}

/** A tilted gantry moves each slice sideways: more than a millimetre over the stack, and more than a degree. */
function isSheared(planes: readonly Plane[], normal: Triple): boolean {
  const [first, last] = [planes[0], planes.at(-1)];
  if (first === undefined || last === undefined) return false;
  const along = last.at - first.at;
  const sideways = Math.hypot(
    ...last.position.map((each, axis) => each - (first.position[axis] ?? 0) - (normal[axis] ?? 0) * along),
  );
  return sideways > 1 && sideways > along * Math.tan(Math.PI / 180);
}

/** The cross product of row and column direction, turned so that it points up, back or left: towards the head for axial slices. */
export function normalOf(orientation: readonly number[] | undefined): Triple {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0] = orientation ?? [];
  const normal: Triple = [b * f - c * e, c * d - a * f, a * e - b * d];
  const largest = normal.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
  if (largest === 0) return [0, 0, 1];
  return largest < 0 ? [-normal[0], -normal[1], -normal[2]] : normal;
}

/** By position; what has none comes behind, by instance number and then as it came. */
function inOrder(stack: readonly Instance[], planes: readonly Plane[]): string[] {
  const placed = [...new Set(planes.map(({ file }) => file))];
  const rest = stack
    .filter(({ file }) => !placed.includes(file))
    .toSorted((one, other) => (one.facts.instanceNumber ?? 0) - (other.facts.instanceNumber ?? 0))
    .map(({ file }) => file);
  return [...placed, ...rest];
}

/** Closer than this is the same place. */
const samePlace = 0.01;

function distances(planes: readonly Plane[]): { spacing?: number; warnings: readonly Warning[] } {
  const steps = planes.slice(1).map((plane, index) => plane.at - (planes[index]?.at ?? plane.at));
  const apart = steps.filter((step) => step > samePlace).toSorted((one, other) => one - other);
  const usual = apart[Math.floor(apart.length / 2)];
  const repeated = steps.length - apart.length;
  const warnings: Warning[] =
    repeated > 0
      ? [
          {
            code: 'series.repeated-positions',
            message: `${repeated} slices lie where another lies (phases or repeats)`,
          },
        ]
      : [];
  if (usual === undefined) return { warnings };
  const missing = apart.reduce((sum, step) => sum + (step > usual * 1.5 ? Math.round(step / usual) - 1 : 0), 0);
  const gaps = apart.filter((step) => step > usual * 1.5).length;
  const within = apart.filter((step) => step <= usual * 1.5);
  const isUneven = within.some((step) => Math.abs(step - usual) > Math.max(usual * 0.05, 0.02));
  return {
    spacing: rounded(usual),
    warnings: [
      ...warnings,
      ...(gaps > 0 ? [{ code: 'series.gap', message: `${gaps} gaps: about ${missing} slices are missing` }] : []),
      ...(isUneven
        ? [{ code: 'series.uneven', message: 'The slices are not evenly spaced; measure by position only' }]
        : []),
    ],
  };
}
