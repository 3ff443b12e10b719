import { useEffect, useMemo, useRef, useState } from 'react';
import type { ImageSeries } from '#src/contract/images.ts';
import { useSay } from '../words/words.ts';
import { decoder } from './decoder.ts';
import type { AnyStage } from './stage.ts';
import { type Cut, emptyVolume, fill, greysOf, planeAt, type Volume, whyNoPlanes } from './volume.ts';

export type Cross = { readonly column: number; readonly row: number };
type Props = {
  readonly series: ImageSeries;
  readonly ids: readonly string[];
  readonly index: number;
  readonly onIndex: (change: (before: number) => number) => void;
  readonly stage: AnyStage | undefined;
  /** In the slice's own columns and rows. */
  readonly cross: Cross;
  readonly onCross: (cross: Cross) => void;
};

/** The two planes that stand on the slices, through one point; refused with words where the slices would make a false picture. */
export function Planes(props: Props) {
  const { series, ids, index, onIndex, stage, cross, onCross } = props;
  const say = useSay();
  const why = useMemo(() => whyNoPlanes(series), [series]);
  const { volume, count, broken } = useVolume(series, ids, why === undefined);
  if (why) return <p className="notice notice--late">{say(`images.planes.${why}`)}</p>;
  if (broken !== undefined)
    return <p className="notice notice--late">{say('images.planes.broken', { n: broken + 1 })}</p>;
  if (!volume)
    return (
      <p className="room__none" role="status">
        {say('images.planes.coming', { n: count, of: ids.length })}
      </p>
    );
  const { step } = volume;
  const window = stage?.currentWindow ?? series.windows[0] ?? { centre: 40, width: 400 };
  const [rowName, columnName] = planeNames(series.plane);
  const goTo = (slice: number) => onIndex(() => slice);
  return (
    <div className="planes">
      <PlaneView
        name={say(rowName)}
        volume={volume}
        cut={{ across: 'row', at: Math.round(cross.row / step) }}
        window={window}
        index={index}
        here={Math.round(cross.column / step)}
        onAt={(along, slice) => {
          onCross({ ...cross, column: along * step });
          goTo(slice);
        }}
        onCut={(at) => onCross({ ...cross, row: at * step })}
      />
      <PlaneView
        name={say(columnName)}
        volume={volume}
        cut={{ across: 'column', at: Math.round(cross.column / step) }}
        window={window}
        index={index}
        here={Math.round(cross.row / step)}
        onAt={(along, slice) => {
          onCross({ ...cross, row: along * step });
          goTo(slice);
        }}
        onCut={(at) => onCross({ ...cross, column: at * step })}
      />
      <p className="room__none">{say('images.planes.computed')}</p>
    </div>
  );
}

type PlaneProps = {
  readonly name: string;
  readonly volume: Volume;
  readonly cut: Cut;
  readonly window: { readonly centre: number; readonly width: number };
  readonly index: number;
  /** Where the other plane cuts this one. */
  readonly here: number;
  readonly onAt: (along: number, slice: number) => void;
  readonly onCut: (at: number) => void;
};

function PlaneView({ name, volume, cut, window, index, here, onAt, onCut }: PlaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { across, at } = cut;
  const plane = useMemo(() => planeAt(volume, { across, at }), [volume, across, at]);
  const { centre, width } = window;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(greysOf(plane.values, { centre, width }), plane.width, plane.height), 0, 0);
  }, [plane, centre, width]);
  const cuts = across === 'row' ? volume.rows : volume.columns;
  const [wide, high] = plane.size;
  const seek = (event: React.PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const part = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.floor(value * most)));
    onAt(
      part((event.clientX - box.left) / box.width, plane.width),
      plane.height - 1 - part((event.clientY - box.top) / box.height, plane.height),
    );
  };
  const line = ((plane.height - index - 0.5) / plane.height) * 100;
  const upright = ((here + 0.5) / plane.width) * 100;
  return (
    <figure className="plane">
      <figcaption>{name}</figcaption>
      <div
        className="plane__picture"
        // As wide as there is room, and never higher than a third of the screen: in true proportions.
        style={{ aspectRatio: `${wide} / ${high}`, inlineSize: `min(100%, ${(34 * wide) / high}vh)` }}
        onPointerDown={seek}
        onPointerMove={seek}
      >
        <canvas ref={canvas} width={plane.width} height={plane.height} aria-label={name} role="img" />
        <svg className="plane__lines" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path d={`M0 ${line}H100M${upright} 0V100`} />
        </svg>
      </div>
      <input
        className="room__slider"
        type="range"
        min={0}
        max={cuts - 1}
        value={Math.min(cuts - 1, at)}
        aria-label={name}
        onChange={(event) => onCut(Number(event.target.value))}
      />
    </figure>
  );
}

type PlaneName = 'images.planes.axial' | 'images.planes.coronal' | 'images.planes.sagittal';

/** Names of the planes across rows and across columns, by the plane of the slices. */
function planeNames(plane: ImageSeries['plane']): readonly [PlaneName, PlaneName] {
  switch (plane) {
    case 'coronal':
      return ['images.planes.axial', 'images.planes.sagittal'];
    case 'sagittal':
      return ['images.planes.axial', 'images.planes.coronal'];
    case 'axial':
    case undefined:
      return ['images.planes.coronal', 'images.planes.sagittal'];
  }
}

const atOnce = 3;

/** All slices, read one after the other into one block; gone with the screen. */
function useVolume(series: ImageSeries, ids: readonly string[], isWanted: boolean) {
  const [standing, setStanding] = useState<{ volume?: Volume; count: number; broken?: number }>({ count: 0 });
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    const volume = emptyVolume(series);
    const next = ids.map((id, at) => ({ id, at }));
    let count = 0;
    const work = async () => {
      const { valuesOf } = await decoder();
      for (let one = next.shift(); one && !isOver; one = next.shift()) {
        const valueAt = await valuesOf(one.id).catch(() => undefined);
        if (isOver) return;
        if (!valueAt) {
          isOver = true;
          setStanding({ count, broken: one.at });
          return;
        }
        fill(volume, one.at, valueAt);
        count += 1;
        setStanding({ count, ...(count === ids.length ? { volume } : {}) });
      }
    };
    void Promise.all(Array.from({ length: atOnce }, work)).catch(() => setStanding({ count, broken: 0 }));
    return () => {
      isOver = true;
      setStanding({ count: 0 });
    };
  }, [series, ids, isWanted]);
  return standing;
}
