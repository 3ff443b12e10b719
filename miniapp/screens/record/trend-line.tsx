import type { SeriesShown } from '#src/contract/record.ts';
import { useSay } from '../../words/words.ts';

const width = 96;
const height = 28;
const edge = 3;

/** The way a value went, as a small line; said in words for who does not see it. Only numbers of one unit are drawn. */
export function TrendLine({ series: { name, values, unit } }: { readonly series: SeriesShown }) {
  const say = useSay();
  const numbers = values.flatMap(({ amount, at }) =>
    amount === undefined ? [] : [{ amount, at: at ? Date.parse(at) : Number.NaN }],
  );
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (numbers.length < 3 || !first || !last) return null;
  const [low, high] = [
    Math.min(...numbers.map(({ amount }) => amount)),
    Math.max(...numbers.map(({ amount }) => amount)),
  ];
  const isTimed = numbers.every(({ at }) => !Number.isNaN(at)) && last.at > first.at;
  const points = numbers.map(({ amount, at }, index) => {
    const along = isTimed ? (at - first.at) / (last.at - first.at) : index / (numbers.length - 1);
    const up = high === low ? 0.5 : (amount - low) / (high - low);
    return `${(edge + along * (width - 2 * edge)).toFixed(1)},${(height - edge - up * (height - 2 * edge)).toFixed(1)}`;
  });
  const words = {
    name,
    first: `${first.amount} ${unit ?? ''}`.trim(),
    last: `${last.amount} ${unit ?? ''}`.trim(),
    n: numbers.length,
  };
  return (
    <svg
      className="trend"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={say('record.results.trend', words)}
    >
      <polyline points={points.join(' ')} />
      <circle cx={points.at(-1)?.split(',')[0]} cy={points.at(-1)?.split(',')[1]} r="2.5" />
    </svg>
  );
}
