import type { AnnotationShown, ImagePoint } from '#src/contract/images.ts';
import { nameIn } from '../words/names.ts';
import { useSpeech } from '../words/words.ts';
import { measure, type Shape } from './shapes.ts';

type Place = (point: ImagePoint) => readonly [number, number];
type Props = {
  readonly shapes: readonly AnnotationShown[];
  readonly draft: Shape | undefined;
  readonly spacing: readonly [number, number] | undefined;
  readonly toScreen: Place;
};

/** What people put on this slice, painted where it lies now. Nothing here is kept: the points are the image's own. */
export function Overlay({ shapes, draft, spacing, toScreen }: Props) {
  const { language } = useSpeech();
  return (
    <svg className="room__overlay" aria-hidden="true">
      {shapes.map((shape) => (
        <Drawn
          key={shape.id}
          shape={shape}
          toScreen={toScreen}
          label={[measure(shape, spacing), shape.text, nameIn(language, shape.by)].filter(Boolean).join(' · ')}
        />
      ))}
      {draft && <Drawn shape={draft} toScreen={toScreen} label={measure(draft, spacing) ?? ''} fresh />}
    </svg>
  );
}

type DrawnProps = {
  readonly shape: Shape;
  readonly toScreen: Place;
  readonly label: string;
  readonly fresh?: boolean;
};

function Drawn({ shape: { kind, points }, toScreen, label, fresh = false }: DrawnProps) {
  const at = points.map(toScreen);
  const [first, second] = at;
  if (!first) return null;
  const path = at.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const last = at.at(-1) ?? first;
  return (
    <g className={fresh ? 'room__shape room__shape--fresh' : 'room__shape'} data-kind={kind}>
      {kind === 'circle' && second && (
        <circle cx={first[0]} cy={first[1]} r={Math.hypot(second[0] - first[0], second[1] - first[1])} />
      )}
      {kind === 'text' && <circle cx={first[0]} cy={first[1]} r={4} />}
      {kind !== 'circle' && kind !== 'text' && <path d={path} />}
      {kind === 'arrow' && second && <path d={arrowHead(first, second)} />}
      {label && (
        <text x={last[0] + 8} y={last[1] - 8}>
          {label}
        </text>
      )}
    </g>
  );
}

/** The head is at the second point: where the finger was lifted. */
function arrowHead([x0, y0]: readonly [number, number], [x, y]: readonly [number, number]): string {
  const angle = Math.atan2(y - y0, x - x0);
  const wing = (turn: number) =>
    `L${(x - 14 * Math.cos(angle + turn)).toFixed(1)} ${(y - 14 * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${x.toFixed(1)} ${y.toFixed(1)}${wing(0.4)}M${x.toFixed(1)} ${y.toFixed(1)}${wing(-0.4)}`;
}
