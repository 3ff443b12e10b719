import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { AnnotationShown, ImagePoint, ImageSeries, ImageWindow, ShapeKind } from '#src/contract/images.ts';
import { useSay } from '../words/words.ts';
import { drawOn, isWhole } from './drawing.ts';
import { Overlay, type Pointer } from './overlay.tsx';
import { pointsOf, type Shape } from './shapes.ts';
import type { AnyStage } from './stage.ts';
import type { Tool } from './toolbar.tsx';
import { useGestures } from './use-gestures.ts';
import { useQuickLook } from './use-quick-look.ts';
import { useStage } from './use-stage.ts';

/** Over every picture: it goes with each photograph of the screen. */
export type Watermark = { readonly name: string; readonly at: string };

export type Stack = {
  readonly series: ImageSeries;
  /** Where each slice comes from, in the words of the decoder; the same list while the series is the same. */
  readonly ids: readonly string[];
};

type Props = Stack & {
  readonly index: number;
  readonly go: (steps: number) => void;
  readonly tool: Tool;
  readonly marks: readonly AnnotationShown[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly pictureOf: (file: string, frame: number) => string;
  /** Who looks, and when. */
  readonly watermark: Watermark;
  readonly onShape: (shape: Shape) => void;
  /** What was begun or waits for its words; undefined lets it go. */
  readonly held: Shape | undefined;
  readonly onTapped: (mark: string | undefined, at: ImagePoint) => void;
  readonly lines?: readonly (readonly [ImagePoint, ImagePoint])[] | undefined;
  /** The service did not give a picture: the session, or the leave to look, may have ended. */
  readonly onEnded: () => Promise<unknown>;
  readonly onStage: (stage: AnyStage | undefined, plain: boolean) => void;
  readonly onKey: (event: React.KeyboardEvent) => void;
  /** Where the one who leads points, on this slice. */
  readonly pointer?: Pointer | undefined;
  readonly onPoint?: ((at: ImagePoint) => void) | undefined;
  /** A window that somebody else chose. */
  readonly window?: Pick<ImageWindow, 'centre' | 'width'> | undefined;
  readonly children?: ReactNode;
};

/** Closer to a mark than this, a tap means it. In pixels of the screen. */
const near = 28;

/** One stack of slices under the hand: first the service's plain picture, then the decoder's own, with what was drawn on it. */
export function Picture(props: Props) {
  const { series, ids, index, go, tool, marks, numbers, pictureOf, held, watermark, onStage, onKey } = props;
  const say = useSay();
  const element = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<Shape>();
  const [mayWake, setMayWake] = useState(series.flat !== undefined);
  const addresses = useMemo(() => series.slices.map(({ file, frame }) => pictureOf(file, frame)), [series, pictureOf]);
  const { stage, standing, isPlain, painted, broken, here, heldBytes } = useStage(
    element,
    series,
    ids,
    addresses,
    index,
    mayWake,
    props.onEnded,
  );
  const slice = series.slices[index];
  const count = series.slices.length;

  // The first picture has the line for itself; where it does not come, the decoder does not wait for it for long.
  useEffect(() => {
    const timer = setTimeout(() => setMayWake(true), 1_500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => onStage(stage, isPlain), [stage, isPlain, onStage]);
  useEffect(() => setDraft(held), [held]);
  const { quick, onQuick } = useQuickLook(
    painted !== undefined && painted !== index && !broken.has(index) && slice && stage?.isUntouched
      ? pictureOf(slice.file, slice.frame)
      : undefined,
  );
  const { centre, width } = props.window ?? {};
  useEffect(() => {
    const now = stage?.currentWindow;
    if (!now || painted === undefined || centre === undefined || width === undefined) return;
    if (Math.abs(now.centre - centre) + Math.abs(now.width - width) > 0.5) stage?.window({ centre, width });
  }, [stage, painted, centre, width]);

  const wanted: ShapeKind | undefined = tool === 'voice' ? 'pin' : tool in pointsOf ? (tool as ShapeKind) : undefined;
  const dragged = useRef(0);
  useGestures(surface, {
    draws: wanted !== undefined && standing === 'ready',
    onDraw: (phase, at) => {
      if (!wanted || !stage) return;
      const point = stage.toImage(at);
      setDraft((before) => drawOn(before, wanted, phase, point));
      const whole = phase === 'up' ? drawOn(draft, wanted, phase, point) : undefined;
      if (whole && isWhole(whole)) props.onShape(whole);
    },
    onDrag: ([dx, dy]) => {
      // A single picture has nothing to scroll through.
      if (tool === 'pan' || (tool === 'scroll' && count === 1)) stage?.panBy([dx, dy]);
      else if (tool === 'window') {
        const now = stage?.currentWindow;
        if (now) stage?.window({ centre: now.centre + dy * 2, width: Math.max(1, now.width + dx * 4) });
      } else {
        dragged.current += dy;
        const steps = Math.trunc(dragged.current / 8);
        if (steps !== 0) {
          dragged.current -= steps * 8;
          go(steps);
        }
      }
    },
    onHover: (at) => {
      if (stage && props.onPoint) props.onPoint(stage.toImage(at));
    },
    onTap: (at) => {
      if (!stage) return;
      const far = (mark: AnnotationShown) =>
        Math.min(...mark.points.map((point) => Math.hypot(...less(stage.toScreen(point), at))));
      const [closest] = [...marks].sort((one, other) => far(one) - far(other));
      props.onTapped(closest && far(closest) < near ? closest.id : undefined, stage.toImage(at));
    },
    onPinch: (factor, at, by) => {
      stage?.zoomBy(factor, at);
      stage?.panBy(by);
    },
    onWheel: (steps, at, zooms) => (zooms ? stage?.zoomBy(steps > 0 ? 0.9 : 1.1, at) : go(steps)),
  });

  const label = say(series.flat ? 'images.picture.flat' : 'images.picture', { n: index + 1, of: count });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture itself takes the keys
    <div
      className="room__picture"
      ref={surface}
      tabIndex={0}
      onKeyDown={onKey}
      role="application"
      aria-label={label}
      data-tool={tool}
      data-held={heldBytes}
      data-late={painted !== index && !broken.has(index) && !quick?.isHere}
    >
      {painted === undefined && slice && !series.flat && !broken.has(index) && (
        <img
          className="room__plain"
          src={pictureOf(slice.file, slice.frame)}
          alt={label}
          onLoad={() => setMayWake(true)}
          onError={() => setMayWake(true)}
        />
      )}
      <div className="room__canvas" ref={element} />
      {quick && painted !== undefined && (
        <img
          className={quick.isHere ? 'room__plain' : 'room__plain room__plain--coming'}
          src={quick.src}
          alt=""
          onLoad={onQuick}
        />
      )}
      {standing === 'ready' && stage && painted !== undefined && (
        <Overlay
          shapes={marks}
          numbers={numbers}
          draft={draft}
          pointer={props.pointer}
          lines={props.lines}
          spacing={series.spacing}
          toScreen={stage.toScreen}
          width={surface.current?.clientWidth ?? 0}
        />
      )}
      {broken.has(index) && (
        <p className="room__broken" role="alert">
          {broken.get(index) === 'damaged'
            ? say(series.flat ? 'images.broken.flat' : 'images.broken', { n: index + 1 })
            : say('images.not-come', { n: index + 1 })}
        </p>
      )}
      <p className="room__mark" aria-hidden="true">
        <bdi>{watermark.name}</bdi> <span>· {watermark.at}</span>
      </p>
      <p className="room__count" aria-live="polite">
        {say('images.count', { n: index + 1, of: count })}
        {quick?.isHere && ` · ${say('images.preview')}`}
        {standing === 'ready' && here < Math.min(count, 24) && ` · ${say('images.loading', { n: here })}`}
      </p>
      {props.children}
    </div>
  );
}

const less = ([x, y]: readonly [number, number], [x2, y2]: readonly [number, number]): [number, number] => [
  x - x2,
  y - y2,
];
