import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ImageSeries } from '#src/contract/images.ts';
import { Ahead } from './ahead.ts';
import { decoder } from './decoder.ts';
import { byWorth } from './geometry.ts';
import type { Stage } from './stage.ts';

type Standing = 'waking' | 'ready' | 'plain';
export type OnStage = {
  readonly stage: Stage | undefined;
  /** `plain`: this browser cannot render, and the service's own pictures stand in. */
  readonly standing: Standing;
  /** The slice that is painted now; undefined before the first. */
  readonly painted: number | undefined;
  readonly broken: ReadonlySet<number>;
  readonly here: number;
  /** Bytes of slices in memory. */
  readonly heldBytes: number;
};

/** A stack of slices on one element: wakes the decoder once the first plain picture stands, shows the slice asked for, fetches its neighbours, nearest first. */
export function useStage(
  element: RefObject<HTMLDivElement | null>,
  series: ImageSeries,
  ids: readonly string[],
  index: number,
  mayWake: boolean,
): OnStage {
  const stage = useRef<Stage>(undefined);
  const ahead = useRef<Ahead>(undefined);
  const [standing, setStanding] = useState<Standing>('waking');
  const [broken, setBroken] = useState<ReadonlySet<number>>(new Set());
  const [painted, setPainted] = useState<number>();
  const [here, setHere] = useState(0);
  const [heldBytes, setHeldBytes] = useState(0);
  const [, paint] = useState(0);
  const places = useMemo(() => new Map(ids.map((id, place) => [id, place])), [ids]);

  useEffect(() => {
    if (!mayWake) return;
    let ending = false;
    let mine: Stage | undefined;
    let unhear: (() => void) | undefined;
    const wake = async () => {
      const { Stage: TheStage, wakeUp } = await decoder();
      await wakeUp();
      if (ending || !element.current) return;
      mine = new TheStage(element.current, `room-${crypto.randomUUID()}`);
      const on = mine;
      const { isHere, load, hasRoomFor } = on;
      const came = () => {
        setHere(ids.filter(isHere).length);
        setHeldBytes(on.heldBytes);
      };
      ahead.current = new Ahead({ isHere, hasRoomFor, load, came });
      stage.current = mine;
      unhear = mine.onPainted(() => paint((times) => times + 1));
      setStanding('ready');
    };
    wake().catch(() => setStanding('plain'));
    const resized = new ResizeObserver(() => mine?.resize());
    if (element.current) resized.observe(element.current);
    return () => {
      ending = true;
      resized.disconnect();
      unhear?.();
      ahead.current?.stop();
      mine?.end();
      stage.current = undefined;
    };
  }, [mayWake, element, ids]);

  // One look at a time: while a slice is on its way, only the last one asked for counts.
  useEffect(() => {
    const now = stage.current;
    if (standing !== 'ready' || !now) return;
    const [first] = series.windows;
    let wanted = true;
    const isNew = now.currentIds !== ids;
    now.aim(places, index);
    now
      .show(ids, index)
      .then(() => {
        if (!wanted) return;
        if (isNew && first) now.begin(first);
        setPainted(index);
      })
      .catch(() => wanted && setBroken((before) => new Set(before).add(index)));
    ahead.current?.aim(byWorth(ids.length, index).flatMap((one) => ids[one] ?? []));
    return () => {
      wanted = false;
    };
  }, [standing, ids, places, index, series.windows]);

  return { stage: stage.current, standing, painted, broken, here, heldBytes };
}
