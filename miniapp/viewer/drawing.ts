import type { ImagePoint, ShapeKind } from '#src/contract/images.ts';
import { pointsOf, type Shape, thinned } from './shapes.ts';

/** A drawing grows with the hand: dragged from its first point to its second, or tap by tap where it has three. */
export function drawOn(
  before: Shape | undefined,
  kind: ShapeKind,
  phase: 'down' | 'move' | 'up',
  point: ImagePoint,
): Shape {
  const points = before?.kind === kind ? before.points : [];
  const need = pointsOf[kind];
  if (need === 'many') return { kind, points: phase === 'down' ? [point] : thinned([...points, point]) };
  if (need === 1) return { kind, points: [point] };
  if (need === 3) {
    if (phase === 'down') return { kind, points: points.length >= 3 ? [point] : [...points, point] };
    return { kind, points: [...points.slice(0, -1), point] };
  }
  return phase === 'down' ? { kind, points: [point, point] } : { kind, points: [points[0] ?? point, point] };
}

export function isWhole({ kind, points }: Shape): boolean {
  const need = pointsOf[kind];
  if (need === 'many') return points.length > 2;
  const [first, second] = points;
  return (
    points.length === need &&
    (need !== 2 ||
      (first !== undefined && second !== undefined && Math.hypot(first[0] - second[0], first[1] - second[1]) > 1))
  );
}
