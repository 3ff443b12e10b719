import type { Channel, WaveformGroup } from './waveform.ts';

/** All lengths in millimetres: 25 mm are a second, 10 mm a millivolt, as on paper. */
const perSecond = 25;
const perMillivolt = 10;
const margin = 6;
const rowHeight = 32;
const columnSeconds = 2.5;
/** Points closer than this melt on paper. */
const finest = 0.1;

const standard = [
  ['I', 'aVR', 'V1', 'V4'],
  ['II', 'aVL', 'V2', 'V5'],
  ['III', 'aVF', 'V3', 'V6'],
] as const;

/**
 * Draws a resting ECG to scale as SVG: three rows of four leads, 2.5 s each, and lead II below through all of it; other sets of leads one below
 * the other. Every stretch carries the name of its lead. It holds no patient data.
 */
export function drawEcg(group: WaveformGroup): string {
  const seconds = group.hz > 0 ? group.samples / group.hz : 0;
  const lead = (name: string) => group.channels.find((channel) => channel.lead === name);
  const isStandard = seconds >= 4 * columnSeconds && standard.flat().every((name) => lead(name) !== undefined);
  const rows: Stretch[][] = isStandard
    ? [
        ...standard.map((names) =>
          names.map((name, column) => stretch(lead(name), column * columnSeconds, columnSeconds)),
        ),
        [stretch(lead('II'), 0, 10)],
      ]
    : group.channels.map((channel) => [stretch(channel, 0, Math.min(seconds, 10))]);
  const width = (isStandard ? 10 : Math.min(seconds, 10)) * perSecond + 2 * margin + 8;
  const height = rows.length * rowHeight + 2 * margin + 4;
  const traces = rows.flatMap((row, index) => {
    const middle = margin + rowHeight * (index + 0.5);
    return [
      calibration(margin, middle),
      ...row.map((each) => trace(each, group.hz, margin + 8 + each.from * perSecond, middle)),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="${grid(width, height, 1)}" stroke="#f6c9c9" stroke-width="0.08"/><path d="${grid(width, height, 5)}" stroke="#e79a9a" stroke-width="0.18"/>`,
    ...traces,
    `<text x="${margin}" y="${height - 3}" font-size="3.5" font-family="sans-serif">${perSecond} mm/s   ${perMillivolt} mm/mV   ${group.hz} Hz</text>`,
    '</svg>',
  ].join('\n');
}

type Stretch = { readonly channel: Channel | undefined; readonly from: number; readonly seconds: number };
const stretch = (channel: Channel | undefined, from: number, seconds: number): Stretch => ({ channel, from, seconds });

/** A step of one millivolt, a fifth of a second wide. */
const calibration = (x: number, y: number): string =>
  `<path d="M${x} ${y}h1.5v-${perMillivolt}h4v${perMillivolt}h1.5" fill="none" stroke="#000" stroke-width="0.25"/>`;

function trace({ channel, from, seconds }: Stretch, hz: number, x: number, y: number): string {
  if (channel === undefined || hz <= 0) return '';
  const start = Math.round(from * hz);
  const end = Math.min(channel.values.length, Math.round((from + seconds) * hz));
  // A stretch between two drawn points keeps its highest and lowest sample, so that no narrow spike is lost.
  const step = Math.max(1, Math.floor((finest * hz) / perSecond));
  const points: string[] = [];
  for (let at = start; at < end; at += step) {
    const piece = channel.values.subarray(at, Math.min(at + step, end));
    const [low, high] = [Math.min(...piece), Math.max(...piece)];
    const place = (x + ((at - start) / hz) * perSecond).toFixed(2);
    const values = low === high ? [low] : (piece[0] ?? 0) <= (piece.at(-1) ?? 0) ? [low, high] : [high, low];
    points.push(...values.map((value) => `${place} ${(y - clipped(value) * perMillivolt).toFixed(2)}`));
  }
  const name = channel.lead.replace(/[<>&"]/gu, '');
  return `<text x="${x + 1}" y="${y - 10}" font-size="4" font-family="sans-serif">${name}</text><polyline points="${points.join(' ')}" fill="none" stroke="#000" stroke-width="0.25" stroke-linejoin="round"/>`;
}

/** What shoots over the paper is cut at its edge. */
const clipped = (millivolts: number): number => Math.max(-4, Math.min(4, Number.isFinite(millivolts) ? millivolts : 0));

function grid(width: number, height: number, step: number): string {
  const lines = (length: number) =>
    Array.from({ length: Math.floor(length / step) + 1 }, (_each, index) => index * step);
  return [...lines(width).map((x) => `M${x} 0V${height}`), ...lines(height).map((y) => `M0 ${y}H${width}`)].join('');
}
