import { useEffect, useRef, useState } from 'react';
import type { AnnotationAsked, AnnotationShown, ImagePoint, ImageSeries, ShapeKind } from '#src/contract/images.ts';
import { TroubleNotice } from '../parts/standings.tsx';
import { useSay } from '../words/words.ts';
import { byWorth, valuesInside } from './geometry.ts';
import { Overlay } from './overlay.tsx';
import { pointsOf, type Shape, thinned } from './shapes.ts';
import { Stage, wakeUp } from './stage.ts';
import { TextSheet } from './text-sheet.tsx';
import { type Tool, Toolbar } from './toolbar.tsx';
import { useGestures } from './use-gestures.ts';

type Props = {
  readonly series: ImageSeries;
  readonly annotations: readonly AnnotationShown[];
  /** Where each slice comes from, in the words of the decoder; the same list while the series is the same. */
  readonly ids: readonly string[];
  readonly pictureOf: (file: string, frame: number) => string;
  readonly onDrawn: (asked: AnnotationAsked) => Promise<unknown>;
  readonly onTakenAway: (id: string) => void;
  /** Who looks and when, over the picture: it goes with every photograph of the screen. */
  readonly watermark: string;
};

/** A stack of slices to look at, turn, window and draw on. Where the browser cannot render, the service's own pictures stand in. */
export function ImageRoom(props: Props) {
  const { series, annotations, ids, onDrawn, onTakenAway, watermark } = props;
  const say = useSay();
  const element = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage>(undefined);
  const [standing, setStanding] = useState<'waking' | 'ready' | 'plain'>('waking');
  const [index, setIndex] = useState(() => Math.floor(series.slices.length / 2));
  const [tool, setTool] = useState<Tool>('scroll');
  const [draft, setDraft] = useState<Shape>();
  const [broken, setBroken] = useState<ReadonlySet<number>>(new Set());
  const [here, setHere] = useState(0);
  const [wording, setWording] = useState<Shape>();
  const [trouble, setTrouble] = useState<unknown>();
  const [, paint] = useState(0);
  const slice = series.slices[index];
  const count = series.slices.length;

  useEffect(() => {
    if (!element.current) return;
    const name = `room-${series.id}`;
    let mine: Stage | undefined;
    let ending = false;
    let unhear: (() => void) | undefined;
    wakeUp().then(
      () => {
        if (ending || !element.current) return;
        mine = new Stage(element.current, name);
        stage.current = mine;
        unhear = mine.onPainted(() => paint((times) => times + 1));
        setStanding('ready');
      },
      () => setStanding('plain'),
    );
    const resized = new ResizeObserver(() => mine?.resize());
    resized.observe(element.current);
    return () => {
      ending = true;
      resized.disconnect();
      unhear?.();
      mine?.end();
      stage.current = undefined;
    };
  }, [series.id]);

  // One look at a time: while a slice is on its way, only the last one asked for counts.
  useEffect(() => {
    if (standing !== 'ready') return;
    const [first] = series.windows;
    let wanted = true;
    const isNew = stage.current?.currentIds !== ids;
    stage.current?.show(ids, index).then(
      () => {
        if (wanted && isNew && first) stage.current?.window(first);
      },
      () => wanted && setBroken((before) => new Set(before).add(index)),
    );
    return () => {
      wanted = false;
    };
  }, [standing, ids, index, series.windows]);

  useEffect(() => {
    if (standing !== 'ready') return;
    const stop = new AbortController();
    const came = () => setHere(ids.filter((id) => stage.current?.isHere(id)).length);
    void stage.current?.ahead(byWorth(ids.length, Math.floor(ids.length / 2)), ids, stop.signal, came);
    return () => stop.abort();
  }, [standing, ids]);

  const go = (steps: number) => setIndex((before) => Math.min(count - 1, Math.max(0, before + steps)));
  const dragged = useRef(0);
  const keep = async (shape: Shape, text = '') => {
    if (!slice) return;
    setWording(undefined);
    setTrouble(undefined);
    try {
      await onDrawn({
        series: series.id,
        ...slice,
        kind: shape.kind,
        points: [...shape.points],
        ...(text ? { text } : {}),
      });
      setTool('scroll');
    } catch (error) {
      setTrouble(error);
    } finally {
      setDraft(undefined);
    }
  };

  const kind: ShapeKind | undefined = tool in pointsOf ? (tool as ShapeKind) : undefined;
  useGestures(surface, {
    draws: kind !== undefined && standing === 'ready',
    onDraw: (phase, at) => {
      if (!kind || !stage.current) return;
      const point = stage.current.toImage(at);
      setDraft((before) => drawOn(before, kind, phase, point));
      const whole = phase === 'up' ? drawOn(draft, kind, phase, point) : undefined;
      if (!whole || !isWhole(whole)) return;
      if (whole.kind === 'text') setWording(whole);
      else void keep(whole);
    },
    onDrag: ([dx, dy]) => {
      if (tool === 'pan') stage.current?.panBy([dx, dy]);
      else if (tool === 'window') {
        const now = stage.current?.currentWindow;
        if (now) stage.current?.window({ centre: now.centre + dy * 2, width: Math.max(1, now.width + dx * 4) });
      } else {
        dragged.current += dy;
        const steps = Math.trunc(dragged.current / 8);
        if (steps !== 0) {
          dragged.current -= steps * 8;
          go(steps);
        }
      }
    },
    onPinch: (factor, at, by) => {
      stage.current?.zoomBy(factor, at);
      stage.current?.panBy(by);
    },
    onWheel: (steps, at, zooms) => (zooms ? stage.current?.zoomBy(steps > 0 ? 0.9 : 1.1, at) : go(steps)),
  });

  const shown = annotations.filter((one) => one.file === slice?.file && one.frame === slice.frame);
  const onKey = (event: React.KeyboardEvent) => {
    const done = keyDeed(event.key, { go, stage: stage.current, series });
    if (done) event.preventDefault();
  };

  return (
    <div className="room">
      <Toolbar
        tool={tool}
        onTool={(next) => {
          setDraft(undefined);
          setTool(next);
        }}
        windows={series.windows}
        plain={standing === 'plain'}
        onWindow={(one) => stage.current?.window(one)}
        onTurn={() => stage.current?.turn(90)}
        onFlip={() => stage.current?.flip()}
        onInvert={() => stage.current?.invert()}
        onZoom={(factor) => {
          const box = surface.current?.getBoundingClientRect();
          stage.current?.zoomBy(factor, [(box?.width ?? 0) / 2, (box?.height ?? 0) / 2]);
        }}
        onReset={() => stage.current?.reset()}
      />
      {wording && (
        <TextSheet
          onText={(text) => void keep(wording, text)}
          onClose={() => {
            setWording(undefined);
            setDraft(undefined);
          }}
        />
      )}
      {trouble !== undefined && <TroubleNotice error={trouble} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the picture itself takes the keys */}
      <div
        className="room__picture"
        ref={surface}
        tabIndex={0}
        onKeyDown={onKey}
        role="application"
        aria-label={say('images.picture', { n: index + 1, of: count })}
      >
        <div className="room__canvas" ref={element} hidden={standing === 'plain'} />
        {standing === 'plain' && slice && (
          <img
            className="room__plain"
            src={props.pictureOf(slice.file, slice.frame)}
            alt={say('images.picture', { n: index + 1, of: count })}
          />
        )}
        {standing === 'ready' && stage.current && (
          <Overlay
            shapes={shown}
            draft={draft}
            spacing={series.spacing}
            toScreen={(point) => stage.current?.toScreen(point) ?? [0, 0]}
          />
        )}
        {broken.has(index) && (
          <p className="room__broken" role="alert">
            {say('images.broken', { n: index + 1 })}
          </p>
        )}
        <p className="room__mark" aria-hidden="true">
          {watermark}
        </p>
        <p className="room__count" aria-live="polite">
          {say('images.count', { n: index + 1, of: count })}
          {standing === 'ready' && here < count && ` · ${say('images.loading', { n: here })}`}
        </p>
      </div>
      {count > 1 && (
        <input
          className="room__slider"
          type="range"
          min={0}
          max={count - 1}
          value={index}
          aria-label={say('images.slider')}
          onChange={(event) => setIndex(Number(event.target.value))}
        />
      )}
      {standing === 'plain' && <p className="notice">{say('images.plain')}</p>}
      <Drawings shown={shown} series={series} stage={stage.current} onTakenAway={onTakenAway} />
    </div>
  );
}

/** A drawing grows with the hand: dragged from its first point to its second, or tap by tap where it has three. */
function drawOn(before: Shape | undefined, kind: ShapeKind, phase: 'down' | 'move' | 'up', point: ImagePoint): Shape {
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

function isWhole({ kind, points }: Shape): boolean {
  const need = pointsOf[kind];
  if (need === 'many') return points.length > 2;
  const [first, second] = points;
  return (
    points.length === need &&
    (need !== 2 ||
      (first !== undefined && second !== undefined && Math.hypot(first[0] - second[0], first[1] - second[1]) > 1))
  );
}

type Keys = { readonly go: (steps: number) => void; readonly stage: Stage | undefined; readonly series: ImageSeries };

/** On a desk every tool has a key. */
function keyDeed(key: string, { go, stage, series }: Keys): boolean {
  const window = series.windows[Number(key) - 1];
  switch (key) {
    case 'ArrowDown':
    case 'PageDown':
      go(key === 'PageDown' ? 10 : 1);
      return true;
    case 'ArrowUp':
    case 'PageUp':
      go(key === 'PageUp' ? -10 : -1);
      return true;
    case '+':
    case '-':
      stage?.zoomBy(key === '+' ? 1.15 : 0.87, [100, 100]);
      return true;
    case 'r':
      stage?.turn(90);
      return true;
    case 'f':
      stage?.flip();
      return true;
    case 'i':
      stage?.invert();
      return true;
    case '0':
      stage?.reset();
      return true;
    default:
      if (window) stage?.window(window);
      return window !== undefined;
  }
}

type DrawingsProps = {
  readonly shown: readonly AnnotationShown[];
  readonly series: ImageSeries;
  readonly stage: Stage | undefined;
  readonly onTakenAway: (id: string) => void;
};

/** The drawings of this slice once more in words, for those who do not see the picture, and to take one's own away. */
function Drawings({ shown, series, stage, onTakenAway }: DrawingsProps) {
  const say = useSay();
  if (shown.length === 0) return null;
  return (
    <ul className="room__drawings" aria-label={say('images.drawings')}>
      {shown.map((one) => {
        const [centre, rim] = one.points;
        const inside =
          one.kind === 'circle' && centre && rim && stage && series.modality === 'CT'
            ? valuesInside([centre, rim], series.columns, series.rows, (x, y) => stage.valueAt(x, y) ?? 0)
            : undefined;
        return (
          <li key={one.id}>
            <span>
              {say(`images.tool.${one.kind}`)}
              {one.text && `: ${one.text}`}
              {inside &&
                ` · ${say('images.inside', { mean: inside.mean.toFixed(0), least: inside.least.toFixed(0), most: inside.most.toFixed(0) })}`}
            </span>
            {one.mine && (
              <button type="button" className="button button--quiet" onClick={() => onTakenAway(one.id)}>
                {say('images.remove')}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
