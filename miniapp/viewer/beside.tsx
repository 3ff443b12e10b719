import { useEffect, useState } from 'react';
import { useSay } from '../words/words.ts';
import { besideIndex, shareFrame, shareValues } from './geometry.ts';
import { keyDeed } from './keys.ts';
import { Picture, type Stack, type Watermark } from './picture.tsx';
import type { AnyStage } from './stage.ts';
import type { Tool } from './toolbar.tsx';

const none: ReadonlyMap<string, number> = new Map();

export type Prior = Stack & {
  readonly title: string;
  readonly pictureOf: (file: string, frame: number) => string;
  readonly onEnded: () => Promise<unknown>;
};
type Props = Pick<Stack, 'series'> & {
  readonly index: number;
  /** The picture whose window this one takes over, where values mean the same in both. */
  readonly stage: AnyStage | undefined;
  readonly watermark: Watermark;
  readonly beside: Prior;
  readonly tool: Tool;
  readonly onStepped: (steps: number) => void;
};

/** The other series, at the same height of the body; moved by itself it keeps its distance from then on. */
export function Beside({ series, index, stage, beside, watermark, tool, onStepped }: Props) {
  const say = useSay();
  const [isLinked, setLinked] = useState(true);
  const [apart, setApart] = useState(0);
  const [own, setOwn] = useState(0);
  const last = beside.series.slices.length - 1;
  const inside = (at: number) => Math.min(last, Math.max(0, at));
  const linked = inside(besideIndex(series, index, beside.series) + apart);
  const at = isLinked ? linked : inside(own);
  const go = (steps: number) => (isLinked ? onStepped(steps) : setOwn(inside(at + steps)));
  const sameValues = shareValues(series, beside.series);
  const window = useWindowOf(sameValues ? stage : undefined);
  return (
    <div className="room__beside">
      <p className="room__beside-title">
        <bdi>{beside.title}</bdi>
        <button
          type="button"
          className="room__tool"
          aria-pressed={isLinked}
          onClick={() => {
            if (!isLinked) setApart(at - besideIndex(series, index, beside.series));
            else setOwn(linked);
            setLinked(!isLinked);
          }}
        >
          {say('images.linked')}
        </button>
      </p>
      {last > 0 && (
        <p className="room__soft">
          {say(shareFrame(series, beside.series) ? 'images.beside.by-place' : 'images.beside.by-share')}
        </p>
      )}
      {!sameValues && !beside.series.flat && !series.flat && (
        <p className="room__soft">{say('images.beside.window')}</p>
      )}
      <Picture
        key={beside.series.id}
        series={beside.series}
        ids={beside.ids}
        index={at}
        go={go}
        tool={tool === 'pan' || tool === 'window' ? tool : 'scroll'}
        marks={[]}
        numbers={none}
        pictureOf={beside.pictureOf}
        watermark={watermark}
        window={window}
        onShape={() => undefined}
        held={undefined}
        onTapped={() => undefined}
        onEnded={beside.onEnded}
        onStage={() => undefined}
        onKey={(event) => {
          if (
            keyDeed(event.key, {
              go,
              stage: undefined,
              series: { ...beside.series, windows: [] },
              onPlay: () => undefined,
              onWhole: () => undefined,
            })
          )
            event.preventDefault();
        }}
      />
    </div>
  );
}

type Window = { readonly centre: number; readonly width: number };

/** The window of another picture, as it is painted. */
function useWindowOf(stage: AnyStage | undefined): Window | undefined {
  const [window, setWindow] = useState<Window>();
  useEffect(() => {
    if (!stage) return setWindow(undefined);
    const look = () => {
      const now = stage.currentWindow;
      setWindow((before) => (before?.centre === now?.centre && before?.width === now?.width ? before : now));
    };
    look();
    return stage.onPainted(look);
  }, [stage]);
  return window;
}
