import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ImageSeries } from '#src/contract/images.ts';
import { Ahead } from './ahead.ts';
import { decoder } from './decoder.ts';
import { FlatStage } from './flat-stage.ts';
import { byWorth } from './geometry.ts';
import { type WhyNot, whyNotCome } from './not-come.ts';
import type { AnyStage } from './stage.ts';

type Standing = 'waking' | 'ready';
export type OnStage = {
  readonly stage: AnyStage | undefined;
  readonly standing: Standing;
  /** Slices that this browser cannot draw: the service's pictures stand in. */
  readonly isPlain: boolean;
  /** The slice that is painted now; undefined before the first. */
  readonly painted: number | undefined;
  /** Slices that are not here, and why. */
  readonly broken: ReadonlyMap<number, WhyNot>;
  readonly here: number;
  /** Bytes of slices in memory. */
  readonly heldBytes: number;
};

const betweenTries = 2_000;

/** A stack of slices on one element: wakes the decoder once the first plain picture stands, shows the slice asked for, fetches its neighbours, nearest first. */
export function useStage(
  element: RefObject<HTMLDivElement | null>,
  series: ImageSeries,
  ids: readonly string[],
  /** Where the service's own picture of each is: all there is of photos and pages, and what stands in where this browser cannot draw slices. */
  addresses: readonly string[],
  index: number,
  mayWake: boolean,
  /** The service did not give a picture: the session, or the leave to look, may have ended. Resolves when it is worth asking again. */
  onEnded: () => Promise<unknown>,
): OnStage {
  const stage = useRef<AnyStage>(undefined);
  const [standing, setStanding] = useState<Standing>('waking');
  const [broken, setBroken] = useState<ReadonlyMap<number, WhyNot>>(new Map());
  const [tries, setTries] = useState(0);
  const askedAgain = useRef(new Set<number>());
  const ended = useRef(onEnded);
  ended.current = onEnded;
  const [painted, setPainted] = useState<number>();
  const [here, setHere] = useState(0);
  const [heldBytes, setHeldBytes] = useState(0);
  const [, paint] = useState(0);
  const { flat, columns, rows, warnings } = series;
  const isDrawn = warnings.includes('images.drawn');
  const [isPlain, setPlain] = useState(false);
  const names = flat || isPlain ? addresses : ids;
  const places = useMemo(() => new Map(names.map((id, place) => [id, place])), [names]);

  useEffect(() => {
    if (!mayWake) return;
    let ending = false;
    let mine: AnyStage | undefined;
    let unhear: (() => void) | undefined;
    const stageFor = async (place: HTMLDivElement): Promise<AnyStage> => {
      if (flat) return new FlatStage(place);
      if (isDrawn) return new FlatStage(place, [columns, rows]);
      try {
        const { Stage, wakeUp } = await decoder();
        await wakeUp();
        return new Stage(place, `room-${crypto.randomUUID()}`);
      } catch {
        // No graphics here, or its code did not come: the service can draw too.
        return new FlatStage(place, [columns, rows]);
      }
    };
    const wake = async () => {
      const place = element.current;
      if (!place) return;
      const on = await stageFor(place);
      if (ending) return on.end();
      mine = on;
      stage.current = on;
      unhear = on.onPainted(() => paint((times) => times + 1));
      setPlain(on.isFlat && !flat);
      setStanding('ready');
    };
    void wake();
    const resized = new ResizeObserver(() => mine?.resize());
    if (element.current) resized.observe(element.current);
    return () => {
      ending = true;
      resized.disconnect();
      unhear?.();
      mine?.end();
      stage.current = undefined;
    };
  }, [mayWake, element, ids, flat, isDrawn, columns, rows]);

  // What is worth having soon, by the stage that can load it.
  const ahead = useMemo(() => {
    const on = standing === 'ready' ? stage.current : undefined;
    if (!on) return undefined;
    const { isHere, load, hasRoomFor } = on;
    const came = () => {
      setHere(names.filter(isHere).length);
      setHeldBytes(on.heldBytes);
    };
    return new Ahead({ isHere, hasRoomFor, load, came });
  }, [standing, names]);
  useEffect(() => () => ahead?.stop(), [ahead]);

  const tell = useCallback((at: number, why: WhyNot | undefined) => {
    setBroken((before) => {
      if (before.get(at) === why) return before;
      const next = new Map(before);
      if (why) next.set(at, why);
      else next.delete(at);
      return next;
    });
  }, []);

  // One look at a time: while a slice is on its way, only the last one asked for counts.
  useEffect(() => {
    const now = stage.current;
    if (standing !== 'ready' || !now) return;
    const [first] = series.windows;
    let wanted = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    const isNew = now.currentIds !== names;
    now.aim(places, index);
    now
      .show(names, index)
      .then(() => {
        if (!wanted) return;
        if (isNew && first) now.begin(first);
        setPainted(index);
        askedAgain.current.delete(index);
        tell(index, undefined);
      })
      .catch(async (error: unknown) => {
        const why = whyNotCome(error);
        if (!wanted) return;
        // Who may look was asked again already, and the answer was the same: this one is not to be had.
        if (why === 'damaged' || (why === 'ended' && askedAgain.current.has(index))) return tell(index, 'damaged');
        tell(index, why);
        if (why === 'ended') {
          askedAgain.current.add(index);
          await ended.current().catch(() => undefined);
        }
        if (wanted) again = setTimeout(() => setTries((times) => times + 1), betweenTries);
      });
    // Each picture that the service draws is work for it: only the neighbours are asked for.
    const soon = byWorth(names.length, index).slice(0, now.isFlat ? 9 : names.length);
    ahead?.aim(soon.flatMap((one) => names[one] ?? []));
    return () => {
      wanted = false;
      clearTimeout(again);
    };
  }, [standing, names, places, ahead, index, series.windows, tries, tell]);

  return { stage: stage.current, standing, isPlain, painted, broken, here, heldBytes };
}
