import type { AnnotationShown, ImagePoint } from '#src/contract/images.ts';
import { nameIn } from '../words/names.ts';
import { useSpeech } from '../words/words.ts';
import { measure, type Shape } from './shapes.ts';

export type Pointer = { readonly at: ImagePoint; readonly name: string };
type Place = (point: ImagePoint) => readonly [number, number];
type Props = {
  readonly shapes: readonly AnnotationShown[];
  /** Questions and voices carry the number they have in the list beside the picture. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly pointer: Pointer | undefined;
  /** Where other planes cut this slice: the ends of their lines on the image. */
  readonly lines?: readonly (readonly [ImagePoint, ImagePoint])[] | undefined;
  readonly draft: Shape | undefined;
  readonly spacing: readonly [number, number] | undefined;
  readonly toScreen: Place;
  /** Of the picture on the screen: what is written right of its middle goes to the left. */
  readonly width: number;
};

/** What people put on this slice, painted where it lies now. Nothing here is kept: the points are the image's own. */
export function Overlay({ shapes, numbers, pointer, lines = [], draft, spacing, toScreen, width }: Props) {
  const { language, say } = useSpeech();
  return (
    <svg className="room__overlay" aria-hidden="true">
      {lines.map(([from, to]) => (
        <path key={from.join()} className="room__line" d={`M${toScreen(from).join(' ')}L${toScreen(to).join(' ')}`} />
      ))}
      {shapes.map((shape) => (
        <Drawn
          key={shape.id}
          shape={shape}
          toScreen={toScreen}
          width={width}
          number={numbers.get(shape.id)}
          label={
            shape.kind === 'pin'
              ? ''
              : [measure(shape, spacing, say), shape.text, nameIn(language, shape.by)].filter(Boolean).join(' · ')
          }
        />
      ))}
      {draft && (
        <Drawn shape={draft} toScreen={toScreen} width={width} label={measure(draft, spacing, say) ?? ''} fresh />
      )}
      {pointer && <Pointing at={toScreen(pointer.at)} name={pointer.name} />}
    </svg>
  );
}

type DrawnProps = {
  readonly shape: Shape;
  readonly toScreen: Place;
  readonly width: number;
  readonly label: string;
  readonly fresh?: boolean;
  readonly number?: number | undefined;
};

/** The finger of the one who leads. */
const Pointing = ({ at: [x, y], name }: { readonly at: readonly [number, number]; readonly name: string }) => (
  <g className="room__pointer" data-kind="pointer">
    <circle cx={x} cy={y} r={16} />
    <circle cx={x} cy={y} r={3} className="room__pointer-tip" />
    <text x={x + 20} y={y + 5}>
      {name}
    </text>
  </g>
);

const Pin = ({
  at: [x, y],
  number,
}: {
  readonly at: readonly [number, number];
  readonly number: number | undefined;
}) => (
  <>
    <path className="room__pin" d={`M${x} ${y}l-8 -10a13 13 0 1 1 16 0z`} />
    <text className="room__pin-number" x={x} y={y - 15} textAnchor="middle">
      {number ?? '?'}
    </text>
  </>
);

function Drawn({ shape: { kind, points }, toScreen, width, label, fresh = false, number }: DrawnProps) {
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
      {kind === 'pin' && <Pin at={first} number={number} />}
      {kind !== 'circle' && kind !== 'text' && kind !== 'pin' && <path d={path} />}
      {kind === 'arrow' && second && <path d={arrowHead(first, second)} />}
      {label && (
        <text
          x={last[0] > width / 2 ? last[0] - 8 : last[0] + 8}
          y={last[1] - 8}
          textAnchor={last[0] > width / 2 ? 'end' : 'start'}
        >
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
