import { useState } from 'react';
import { useSay } from '../words/words.ts';
import { besideIndex } from './geometry.ts';
import { keyDeed } from './keys.ts';
import { Picture, type Stack } from './picture.tsx';
import type { Tool } from './toolbar.tsx';

const none: ReadonlyMap<string, number> = new Map();

export type Prior = Stack & { readonly title: string };
type Props = Pick<Stack, 'series'> & {
  readonly index: number;
  readonly pictureOf: (file: string, frame: number) => string;
  readonly watermark: string;
  readonly beside: Prior;
  readonly tool: Tool;
  readonly onStepped: (steps: number) => void;
};

/** The other series, at the same height of the body; moved by itself it keeps its distance from then on. */
export function Beside({ series, index, beside, pictureOf, watermark, tool, onStepped }: Props) {
  const say = useSay();
  const [isLinked, setLinked] = useState(true);
  const [apart, setApart] = useState(0);
  const [own, setOwn] = useState(0);
  const last = beside.series.slices.length - 1;
  const inside = (at: number) => Math.min(last, Math.max(0, at));
  const linked = inside(besideIndex(series, index, beside.series) + apart);
  const at = isLinked ? linked : inside(own);
  const go = (steps: number) => (isLinked ? onStepped(steps) : setOwn(inside(at + steps)));
  return (
    <div className="room__beside">
      <p className="room__beside-title">
        <span>{beside.title}</span>
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
      <Picture
        series={beside.series}
        ids={beside.ids}
        index={at}
        go={go}
        tool={tool === 'pan' || tool === 'window' ? tool : 'scroll'}
        marks={[]}
        numbers={none}
        pictureOf={pictureOf}
        watermark={watermark}
        onShape={() => undefined}
        held={undefined}
        onTapped={() => undefined}
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
