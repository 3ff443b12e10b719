import type { ImageSeries } from '#src/contract/images.ts';
import type { AnyStage } from './stage.ts';

type Hands = {
  readonly go: (steps: number) => void;
  readonly stage: AnyStage | undefined;
  readonly series: ImageSeries;
  readonly onPlay: () => void;
  readonly onWhole: () => void;
};

/** On a desk every tool has a key. Says whether it was one. */
export function keyDeed(key: string, { go, stage, series, onPlay, onWhole }: Hands): boolean {
  const deeds: Readonly<Record<string, () => unknown>> = {
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    PageDown: () => go(10),
    PageUp: () => go(-10),
    Home: () => go(Number.NEGATIVE_INFINITY),
    End: () => go(Number.POSITIVE_INFINITY),
    '+': () => stage?.zoomBy(1.15),
    '-': () => stage?.zoomBy(0.87),
    r: () => stage?.turn(90),
    f: () => stage?.flip(),
    i: () => stage?.invert(),
    '0': () => stage?.reset(),
    ' ': onPlay,
    w: onWhole,
  };
  const window = series.windows[Number(key) - 1];
  const deed = deeds[key] ?? (window && (() => stage?.window(window)));
  deed?.();
  return deed !== undefined;
}
