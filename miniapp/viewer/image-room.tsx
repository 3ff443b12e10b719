import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AnnotationAsked, AnnotationShown, RemarkAsked } from '#src/contract/images.ts';
import { Sheet } from '../parts/sheet.tsx';
import { TroubleNotice } from '../parts/standings.tsx';
import { useSay } from '../words/words.ts';
import { Beside, type Prior } from './beside.tsx';
import { keyDeed } from './keys.ts';
import { type MarkDeeds, MarksPanel } from './marks-panel.tsx';
import { Picture, type Stack, type Watermark } from './picture.tsx';
import { type Cross, Planes } from './planes.tsx';
import { RemarkForm } from './remark-form.tsx';
import type { Shape } from './shapes.ts';
import type { AnyStage } from './stage.ts';
import { TextSheet } from './text-sheet.tsx';
import { type Tool, Toolbar } from './toolbar.tsx';
import { useCine } from './use-cine.ts';
import type { Walking } from './use-walk.ts';
import { useWhole } from './use-whole.ts';

type Props = Stack &
  MarkDeeds & {
    readonly index: number;
    readonly onIndex: (change: (before: number) => number) => void;
    readonly annotations: readonly AnnotationShown[];
    readonly pictureOf: (file: string, frame: number) => string;
    readonly onDrawn: (asked: AnnotationAsked) => Promise<unknown>;
    /** Who looks and when, over the picture: it goes with every photograph of the screen. */
    readonly watermark: Watermark;
    readonly walking: Walking;
    readonly onEnded: () => Promise<unknown>;
    /** Another series beside this one, scrolled with it. */
    readonly beside?: Prior | undefined;
    /** Something stands beside it, or is being chosen. */
    readonly isComparing: boolean;
    readonly onBeside?: (() => void) | undefined;
    readonly reportAddress?: string | undefined;
    readonly children?: ReactNode;
  };

/** A stack of slices to look at, turn, window, draw on and speak about, alone or together. Where the browser cannot render, the service's own pictures stand in. */
export function ImageRoom(props: Props) {
  const { series, ids, index, annotations, walking, watermark, beside, pictureOf } = props;
  const say = useSay();
  const room = useRef<HTMLDivElement>(null);
  const [stage, setStage] = useState<AnyStage>();
  const [isPlain, setPlain] = useState(false);
  const [tool, setTool] = useState<Tool>(series.slices.length > 1 ? 'scroll' : 'pan');
  const [held, setHeld] = useState<Shape>();
  const [focused, setFocused] = useState<string>();
  const [trouble, setTrouble] = useState<unknown>();
  const [isPlanes, setPlanes] = useState(false);
  const [cross, setCross] = useState<Cross>({ column: series.columns / 2, row: series.rows / 2 });
  const { isWhole, toggleWhole } = useWhole(room);
  const count = series.slices.length;
  const slice = series.slices[index];
  const { onIndex } = props;
  const go = useCallback(
    (steps: number) => onIndex((before) => Math.min(count - 1, Math.max(0, before + steps))),
    [onIndex, count],
  );
  const { plays, togglePlay } = useCine(() => onIndex((before) => (before + 1) % count), stage, count, index);
  const numbers = useMemo(() => numbered(annotations), [annotations]);
  const onStage = useCallback((one: AnyStage | undefined, plain: boolean) => {
    setStage(one);
    setPlain(plain);
  }, []);

  // Who leads shows where they are, also when the hand is still.
  const { leads, show } = walking;
  useEffect(() => {
    if (leads) show({ series: series.id, index, ...windowOf(stage) });
  }, [leads, show, series.id, index, stage]);

  const keep = async (shape: Shape, more: { readonly text?: string; readonly remark?: RemarkAsked } = {}) => {
    if (!slice) return;
    setTrouble(undefined);
    await props.onDrawn({ series: series.id, ...slice, kind: shape.kind, points: [...shape.points], ...more });
    // Meanwhile the hand may have begun something else: that stays.
    setHeld((now) => (now === shape ? undefined : now));
    setTool((now) => (now === tool ? (count > 1 ? 'scroll' : 'pan') : now));
  };
  const onShape = (shape: Shape) => {
    setHeld(shape);
    if (shape.kind === 'text' || shape.kind === 'pin') return;
    keep(shape).catch((error: unknown) => {
      setTrouble(error);
      setHeld((now) => (now === shape ? undefined : now));
    });
  };
  const letGo = () => setHeld(undefined);

  /** Without a pointer, what needs one place goes to the middle of what is seen; zooming and moving choose it. */
  const placeByKey = (): boolean => {
    const kind = tool === 'voice' ? 'pin' : tool;
    if (!stage || (kind !== 'pin' && kind !== 'text')) return false;
    onShape({ kind, points: [stage.middlePoint] });
    return true;
  };
  const here = annotations.filter((one) => one.file === slice?.file && one.frame === slice.frame);
  const hands = { go, stage, series, onPlay: togglePlay, onWhole: toggleWhole };
  const follows =
    walking.follows?.series === series.id && walking.follows.index === index ? walking.follows : undefined;
  return (
    <div className={isWhole ? 'room room--whole' : 'room'} ref={room}>
      <Toolbar
        tool={tool}
        onTool={(next) => {
          letGo();
          setTool(next);
        }}
        windows={series.windows}
        isFlat={isPlain || series.flat !== undefined}
        hasMany={count > 1}
        plays={plays}
        isWhole={isWhole}
        isBeside={props.isComparing}
        isPlanes={isPlanes}
        onPlanes={() => setPlanes(!isPlanes)}
        reportAddress={props.reportAddress}
        onWindow={(one) => {
          stage?.window(one);
          if (leads) show({ series: series.id, index, window: one });
        }}
        onTurn={() => stage?.turn(90)}
        onFlip={() => stage?.flip()}
        onInvert={() => stage?.invert()}
        onZoom={(factor) => stage?.zoomBy(factor)}
        onReset={() => stage?.reset()}
        onPlay={togglePlay}
        onWhole={toggleWhole}
        {...(props.onBeside ? { onBeside: props.onBeside } : {})}
      />
      {held?.kind === 'text' && <TextSheet onText={(text) => keep(held, { text })} onClose={letGo} />}
      {held?.kind === 'pin' && (
        <Sheet title={say('images.ask-here')} onClose={letGo}>
          <RemarkForm
            label={say('images.your-words')}
            keptAs={`${props.keptAs}:pin`}
            begins={tool === 'voice' ? 'voice' : 'words'}
            onSaid={(remark) => keep(held, { remark })}
          />
          <button type="button" className="button button--quiet" onClick={letGo}>
            {say('app.cancel')}
          </button>
        </Sheet>
      )}
      {trouble !== undefined && <TroubleNotice error={trouble} />}
      <div className={beside || isPlanes ? 'room__body room__body--two' : 'room__body'}>
        <div className={beside || isPlanes ? 'room__pictures room__pictures--two' : 'room__pictures'}>
          <Picture
            series={series}
            ids={ids}
            index={index}
            go={go}
            tool={tool}
            marks={here}
            numbers={numbers}
            pictureOf={pictureOf}
            watermark={watermark}
            onShape={onShape}
            held={held}
            onTapped={(mark, [column, row]) => {
              if (mark) setFocused(mark);
              else if (isPlanes) setCross(inside(series, column, row));
            }}
            lines={isPlanes ? linesOf(series, cross) : undefined}
            onEnded={props.onEnded}
            onStage={onStage}
            onKey={(event) => {
              if (event.key === 'Enter' ? placeByKey() : keyDeed(event.key, hands)) event.preventDefault();
            }}
            pointer={follows?.at && walking.leader ? { at: follows.at, name: walking.leader } : undefined}
            onPoint={leads ? (at) => show({ series: series.id, index, at, ...windowOf(stage) }) : undefined}
            window={follows?.window}
          />
          {beside && <Beside {...props} beside={beside} stage={stage} tool={tool} onStepped={go} />}
          {isPlanes && (
            <Planes
              series={series}
              ids={ids}
              index={index}
              onIndex={onIndex}
              stage={stage}
              cross={cross}
              onCross={setCross}
            />
          )}
          {count > 1 && (
            <input
              className="room__slider"
              type="range"
              min={0}
              max={count - 1}
              value={index}
              aria-label={say(series.flat ? 'images.slider.flat' : 'images.slider')}
              onChange={(event) => onIndex(() => Number(event.target.value))}
            />
          )}
          {isPlain && !series.warnings.includes('images.drawn') && <p className="notice">{say('images.plain')}</p>}
        </div>
        <MarksPanel
          marks={annotations}
          numbers={numbers}
          series={series}
          index={index}
          stage={stage}
          focused={focused}
          onGo={(at, id) => {
            onIndex(() => at);
            setFocused(id);
          }}
          keptAs={props.keptAs}
          onTakenAway={props.onTakenAway}
          onRemark={props.onRemark}
          voiceOf={props.voiceOf}
        />
      </div>
      {props.children}
    </div>
  );
}

const inside = ({ columns, rows }: Stack['series'], column: number, row: number): Cross => ({
  column: Math.min(columns - 1, Math.max(0, column)),
  row: Math.min(rows - 1, Math.max(0, row)),
});
const linesOf = ({ columns, rows }: Stack['series'], { column, row }: Cross) =>
  [
    [
      [0, row],
      [columns - 1, row],
    ],
    [
      [column, 0],
      [column, rows - 1],
    ],
  ] as const satisfies readonly (readonly [[number, number], [number, number]])[];

const windowOf = (stage: AnyStage | undefined) => {
  const window = stage?.currentWindow;
  return window && window.width > 0 ? { window } : {};
};

/** Questions and voices by the order they were asked in. */
const numbered = (annotations: readonly AnnotationShown[]): ReadonlyMap<string, number> =>
  new Map(annotations.filter(({ kind }) => kind === 'pin').map(({ id }, at) => [id, at + 1]));
