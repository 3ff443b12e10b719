import type { ImagePoint, ImageSeries } from '#src/contract/images.ts';

/** All of this happens on the image, in its pixels; painting comes last and elsewhere. */
type Spacing = readonly [down: number, across: number];

export const distance = ([x, y]: ImagePoint, [x2, y2]: ImagePoint): number => Math.hypot(x2 - x, y2 - y);

/** Millimetres where the file says how large a pixel of the body is; otherwise undefined, and only pixels are honest. */
export function millimetres(from: ImagePoint, to: ImagePoint, spacing: Spacing | undefined): number | undefined {
  if (!spacing) return undefined;
  const [down, across] = spacing;
  return Math.hypot((to[0] - from[0]) * across, (to[1] - from[1]) * down);
}

/** Degrees at the second of three points, 0 to 180, in the body's own proportions. */
export function angleAt(
  points: readonly [ImagePoint, ImagePoint, ImagePoint],
  [down, across]: Spacing = [1, 1],
): number {
  const [first, corner, last] = points;
  const arm = (to: ImagePoint): [number, number] => [(to[0] - corner[0]) * across, (to[1] - corner[1]) * down];
  const [ax, ay] = arm(first);
  const [bx, by] = arm(last);
  const lengths = Math.hypot(ax, ay) * Math.hypot(bx, by);
  if (lengths === 0) return 0;
  return (Math.acos(Math.min(1, Math.max(-1, (ax * bx + ay * by) / lengths))) * 180) / Math.PI;
}

/** The mean and extremes of the values inside a circle: centre and a point on its rim. */
export function valuesInside(
  [centre, rim]: readonly [ImagePoint, ImagePoint],
  columns: number,
  rows: number,
  valueAt: (column: number, row: number) => number,
): { readonly count: number; readonly mean: number; readonly least: number; readonly most: number } | undefined {
  const radius = distance(centre, rim);
  let count = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const [cx, cy] = centre;
  for (let row = Math.max(0, Math.ceil(cy - radius)); row <= Math.min(rows - 1, cy + radius); row += 1) {
    for (let column = Math.max(0, Math.ceil(cx - radius)); column <= Math.min(columns - 1, cx + radius); column += 1) {
      if (Math.hypot(column - cx, row - cy) > radius) continue;
      const value = valueAt(column, row);
      count += 1;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return count === 0 ? undefined : { count, mean: sum / count, least, most };
}

/** The slices in the order they are worth having: the one in front of the eyes, then its neighbours, nearest first. */
export function byWorth(count: number, here: number): readonly number[] {
  const order = [here];
  for (let away = 1; order.length < count && away < count; away += 1) {
    if (here + away < count) order.push(here + away);
    if (here - away >= 0) order.push(here - away);
  }
  return order;
}

/** The slice of another series that belongs beside this one: at the same share of the way where bodies lie in different frames, nearest by millimetres where both say one. */
export function besideIndex(series: Placed, index: number, other: Placed): number {
  const here = series.slices[index]?.place;
  const places = other.slices.map(({ place }) => place);
  if (shareFrame(series, other) && here !== undefined) {
    const far = (at: number) => Math.abs((places[at] ?? Number.POSITIVE_INFINITY) - here);
    return places.reduce<number>((best, _, at) => (far(at) < far(best) ? at : best), 0);
  }
  const last = series.slices.length - 1;
  return last <= 0 ? 0 : Math.round((index / last) * (other.slices.length - 1));
}

/** Both lie in one frame of reference, and say where: a place in one is a place in the other. */
export const shareFrame = (series: Placed, other: Placed): boolean =>
  series.frameOfReference !== undefined &&
  series.frameOfReference === other.frameOfReference &&
  [series, other].every(({ slices }) => slices.every(({ place }) => place !== undefined));

/** Values mean the same in both: Hounsfield units everywhere, other units within one frame of reference. */
export const shareValues = (series: Valued, other: Valued): boolean =>
  series.modality !== '' &&
  series.modality === other.modality &&
  (series.modality === 'CT' || shareFrame(series, other));

type Placed = Pick<ImageSeries, 'slices' | 'frameOfReference'>;
type Valued = Placed & Pick<ImageSeries, 'modality'>;
