import type { EcgRecording } from '#src/contract/images.ts';

/** All lengths in millimetres of paper: 25 are a second, 10 a millivolt. */
export const perSecond = 25;
export const perMillivolt = 10;
const margin = 4;
const rowHeight = 30;
const columnSeconds = 2.5;

const standard = [
  ['I', 'aVR', 'V1', 'V4'],
  ['II', 'aVL', 'V2', 'V5'],
  ['III', 'aVF', 'V3', 'V6'],
] as const;

export type Stretch = { readonly lead: string; readonly x: number; readonly y: number; readonly path: string };
export type Paper = { readonly width: number; readonly height: number; readonly stretches: readonly Stretch[] };

/** Where each lead is drawn: three rows of four and a rhythm strip where all twelve are there for ten seconds, else one below the other at full length. */
export function paperOf({ hz, leads }: EcgRecording): Paper {
  const find = (name: string) => leads.find(({ lead }) => lead === name);
  const seconds = Math.max(0, ...leads.map(({ millivolts }) => millivolts.length)) / hz;
  const isStandard = seconds >= 4 * columnSeconds && standard.flat().every(find);
  const rows = isStandard
    ? [
        ...standard.map((names) =>
          names.map((lead, column) => ({ lead, from: column * columnSeconds, for: columnSeconds })),
        ),
        [{ lead: 'II', from: 0, for: 4 * columnSeconds }],
      ]
    : leads.map(({ lead }) => [{ lead, from: 0, for: seconds }]);
  return {
    width: (isStandard ? 4 * columnSeconds : seconds) * perSecond + 2 * margin,
    height: rows.length * rowHeight + 2 * margin,
    stretches: rows.flatMap((row, index) =>
      row.map(({ lead, from, for: long }) => {
        const [x, y] = [margin + from * perSecond, margin + rowHeight * (index + 0.5)];
        const values = find(lead)?.millivolts.slice(Math.round(from * hz), Math.round((from + long) * hz)) ?? [];
        return { lead, x, y, path: pathOf(values, hz, x, y) };
      }),
    ),
  };
}

const pathOf = (values: readonly number[], hz: number, x: number, y: number): string =>
  values
    .map(
      (value, at) =>
        `${at === 0 ? 'M' : 'L'}${(x + (at / hz) * perSecond).toFixed(2)} ${(y - value * perMillivolt).toFixed(2)}`,
    )
    .join('');

/** What lies between two points of the paper: milliseconds, as a rate per minute, and millivolts. */
export function between(
  [x, y]: readonly [number, number],
  [x2, y2]: readonly [number, number],
): { readonly ms: number; readonly rate: number | undefined; readonly mv: number } {
  const ms = (Math.abs(x2 - x) / perSecond) * 1000;
  return { ms, rate: ms >= 100 ? 60_000 / ms : undefined, mv: Math.abs(y2 - y) / perMillivolt };
}

export const gridOf = ({ width, height }: Pick<Paper, 'width' | 'height'>, step: number): string => {
  const lines = (length: number) => Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
  return [...lines(width).map((x) => `M${x} 0V${height}`), ...lines(height).map((y) => `M0 ${y}H${width}`)].join('');
};
