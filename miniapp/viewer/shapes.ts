import type { AnnotationShown, ImagePoint, ShapeKind } from '#src/contract/images.ts';
import type { Say } from '../words/words.ts';
import { angleAt, millimetres } from './geometry.ts';

/** How many points a drawing has: two by dragging from one to the other, an angle by three taps, a line as many as the hand makes. */
export const pointsOf: Readonly<Record<ShapeKind, number | 'many'>> = {
  circle: 2,
  arrow: 2,
  length: 2,
  angle: 3,
  text: 1,
  pin: 1,
  line: 'many',
};

export type Shape = Pick<AnnotationShown, 'kind' | 'points' | 'text'>;

/** The figure beside a measuring shape. Without a known size of the pixels it says in words that it is no distance in the body. */
export function measure(
  { kind, points }: Shape,
  spacing: readonly [number, number] | undefined,
  say: Say,
): string | undefined {
  const [first, second, third] = points;
  if (kind === 'length' && first && second) {
    const length = millimetres(first, second, spacing);
    return length === undefined
      ? say('images.not-calibrated', { n: Math.hypot(second[0] - first[0], second[1] - first[1]).toFixed(0) })
      : `${length.toFixed(1)} mm`;
  }
  if (kind === 'angle' && first && second && third) return `${angleAt([first, second, third], spacing).toFixed(0)}°`;
  return undefined;
}

/** A drawing by a trembling hand needs no more than this. */
export const thinned = (points: readonly ImagePoint[], least = 0.75): ImagePoint[] =>
  points.reduce<ImagePoint[]>((kept, point) => {
    const last = kept.at(-1);
    return last && Math.hypot(point[0] - last[0], point[1] - last[1]) < least ? kept : [...kept, point];
  }, []);
